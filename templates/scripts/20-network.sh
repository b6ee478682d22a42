#!/usr/bin/env bash
# <{ header }>
#
<%- if features.peerings %>
# The network of a site: <% if features.nat_gateway %>the NAT gateway with its public addresses, <% endif %><% if features.route_tables %>the route to the firewall, <% endif %><% if features.public_ingress %>the public address of each ingress, <% endif %>a security group for each subnet, the virtual
# network, its subnets, and the peerings with the hub.
<%- elif features.public_ingress %>
# The network of a site: <% if features.nat_gateway %>the NAT gateway with its public addresses, <% endif %>the public address of each ingress<% if features.ingress_records %> with its DNS records<% endif %>, a security
# group for each subnet, the virtual network, its subnets.
<%- elif features.nat_gateway %>
# The network of a site: the NAT gateway with its public addresses, a security group for each subnet, the virtual network,
# its subnets.
<%- else %>
# The network of a site: a security group for each subnet, the virtual network, its subnets.
<%- endif %>
#
#   20-network.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

# security_group NAME
security_group() {
  local tagged
  say "security group $1"
  if ! exists az network nsg show --resource-group "$NETWORK_GROUP" --name "$1"; then
    az network nsg create --resource-group "$NETWORK_GROUP" --name "$1" --location "$LOCATION" --tags "$TAGS_JSON"
  else
    tagged=$(az network nsg show --resource-group "$NETWORK_GROUP" --name "$1" --query tags --output json)
    same_tags "$tagged" || az network nsg update --resource-group "$NETWORK_GROUP" --name "$1" --tags "$TAGS_JSON"
  fi
  security_group=$1
  rules=()
}

# rule PRIORITY NAME ACCESS PROTOCOL SOURCE<% if features.api_subnets %>[ SOURCE]<% endif %> DESTINATION PORTS DESCRIPTION: of the security group named last, inbound.
rule() {
<%- if features.api_subnets %>
  local sources=("${5%% *}")
  [[ $5 != *' '* ]] || sources+=("${5##* }")
<%- endif %>
  rules+=("$2")
  az network nsg rule create --resource-group "$NETWORK_GROUP" --nsg-name "$security_group" --name "$2" \
    --priority "$1" --direction Inbound --access "$3" --protocol "$4" \
    --source-address-prefixes <% if features.api_subnets %>"${sources[@]}"<% else %>"$5"<% endif %> --source-port-ranges '*' \
    --destination-address-prefixes "$6" --destination-port-ranges "$7" \
    --description "$8"
}

# Takes away every rule of the security group that the lines before did not name.
no_other_rules() {
  local name names
  names=$(az network nsg rule list --resource-group "$NETWORK_GROUP" --nsg-name "$security_group" --query '[].name' --output tsv)
  for name in $names; do
    if [[ " ${rules[*]} " != *" $name "* ]]; then
      say "  without the rule $name"
      az network nsg rule delete --resource-group "$NETWORK_GROUP" --nsg-name "$security_group" --name "$name"
    fi
  done
}

<%- if features.routed %>

# subnet NAME RANGE SECURITY-GROUP [OPTION…]. None has the implicit way out to the Internet: nodes leave by the firewall of the hub
# or as the outbound type of their cluster says, the gateway by its public address. No route leads the gateway's subnet to
# the firewall: Azure manages a gateway from outside, and it would fail.
<%- else %>

# subnet NAME RANGE SECURITY-GROUP<% if features.nat_gateway or features.api_subnets or features.endpoints or features.private_links or features.pod_subnets or features.virtual_nodes %> [OPTION…]<% endif %>. None has the implicit way out to the Internet: nodes leave by <% if features.nat_gateway %>the NAT
# gateway (where there is none, by the load balancer of their cluster)<% if features.gateway %>, the gateway by its public address<% endif %>.<% else %>the load balancer of
# their cluster<% if features.gateway %>, the gateway by its public address<% endif %>.<% endif %>
<%- endif %>
subnet() {
<%- if features.brought_subnets %>
  if [[ -z $3 || $3 == - ]]; then # somebody else's, who sees to its security group and its routes
    say "subnet $1 ($2), which existed before"
    exists az network vnet subnet show --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$1" || stop "there is no subnet $1 in $NETWORK"
    return
  fi
<%- endif %>
  say "subnet $1 ($2)"
  az network vnet subnet create --resource-group "$<% if features.brought_networks %>VNET_GROUP<% else %>NETWORK_GROUP<% endif %>" --vnet-name "$NETWORK" --name "$1" \
    --address-prefixes "$2" --network-security-group <% if features.brought_networks %>"$(resource_id "$NETWORK_GROUP" Microsoft.Network/networkSecurityGroups "$3")"<% else %>"$3"<% endif %><% if features.route_tables or features.nat_gateway or features.api_subnets or features.endpoints or features.private_links or features.pod_subnets or features.virtual_nodes or features.shares %> "${@:4}"<% endif %> --default-outbound-access false
}
<%- if features.nat_gateway %>

# nat_address NAME
nat_address() {
  local has
  say "outgoing address $1"
  if exists az network public-ip show --resource-group "$NETWORK_GROUP" --name "$1"; then
    has=$(az network public-ip show --resource-group "$NETWORK_GROUP" --name "$1" --query "join(' ', [sku.name, join(' ', zones || \`[]\`)])" --output tsv)
    fixed "the outgoing address $1 (its SKU and zones)" "$has" "$NAT_SKU ${ZONES[*]}"
  fi
  az network public-ip create --resource-group "$NETWORK_GROUP" --name "$1" --location "$LOCATION" "${TAG_FLAGS[@]}" \
    --sku "$NAT_SKU" --tier Regional --version IPv4 --allocation-method Static "${ZONE_FLAGS[@]}"
}

nat_gateway() {
  local has name addresses=() zones=() flags=()
  for name in "${NAT_ADDRESSES[@]}"; do
    nat_address "$name"
    addresses+=("$(resource_id "$NETWORK_GROUP" Microsoft.Network/publicIPAddresses "$name")")
  done
  if [[ $NAT_SKU == StandardV2 ]]; then # spans the zones; the other stands in one, which Azure chooses
    zones=("${ZONES[@]}") flags=("${ZONE_FLAGS[@]}")
  fi
  say "NAT gateway $NAT_GATEWAY ($NAT_SKU)"
  if exists az network nat gateway show --resource-group "$NETWORK_GROUP" --name "$NAT_GATEWAY"; then
    has=$(az network nat gateway show --resource-group "$NETWORK_GROUP" --name "$NAT_GATEWAY" --query "join(' ', [sku.name, join(' ', zones || \`[]\`)])" --output tsv)
    fixed 'the NAT gateway (its SKU and zones)' "$has" "$NAT_SKU ${zones[*]}"
  fi
  az network nat gateway create --resource-group "$NETWORK_GROUP" --name "$NAT_GATEWAY" --location "$LOCATION" --tags "$TAGS_JSON" \
    --sku "$NAT_SKU" "${flags[@]}" --idle-timeout "$NAT_IDLE_TIMEOUT" --public-ip-addresses "${addresses[@]}"
}
<%- endif %>

<%- if features.route_tables %>

# Azure knows the private address of the firewall, and nobody else.
route_table() {
  local firewall address subscription=${TO_FIREWALL_SUBSCRIPTION:-$SUBSCRIPTION_ID}
  say "route table $ROUTE_TABLE, to $TO_FIREWALL"
  firewall=/subscriptions/$subscription/resourceGroups/$TO_FIREWALL_GROUP/providers/Microsoft.Network/azureFirewalls/$TO_FIREWALL
  address=$(az resource show --ids "$firewall" --api-version <{ api_versions.firewall | bare }> --query 'properties.ipConfigurations[0].properties.privateIPAddress' --output tsv)
  [[ -n $address ]] || stop "the firewall $TO_FIREWALL has no address yet"
  if ! exists az network route-table show --resource-group "$NETWORK_GROUP" --name "$ROUTE_TABLE"; then
    az network route-table create --resource-group "$NETWORK_GROUP" --name "$ROUTE_TABLE" --location "$LOCATION" --tags "$TAGS_JSON" \
      --disable-bgp-route-propagation false
  else
    az network route-table update --resource-group "$NETWORK_GROUP" --name "$ROUTE_TABLE" \
      --disable-bgp-route-propagation false --set "tags=$TAGS_JSON"
  fi
  az network route-table route create --resource-group "$NETWORK_GROUP" --route-table-name "$ROUTE_TABLE" --name ToFirewall \
    --address-prefix 0.0.0.0/0 --next-hop-type VirtualAppliance --next-hop-ip-address "$address"
}
<%- endif %>
<%- if features.peerings %>

# First the side of the hub: the other one may use its gateway only once this one allows it.
peerings() {
  local here hub subscription=${ON_HUB_SUBSCRIPTION:-$SUBSCRIPTION_ID}
  here=$(network_id)
  hub=/subscriptions/$subscription/resourceGroups/$ON_HUB_GROUP/providers/Microsoft.Network/virtualNetworks/$ON_HUB
  say "peering $PEERING_BACK in $ON_HUB"
  az network vnet peering create --subscription "$subscription" --resource-group "$ON_HUB_GROUP" --vnet-name "$ON_HUB" --name "$PEERING_BACK" \
    --remote-vnet "$here" --allow-vnet-access true --allow-forwarded-traffic false --allow-gateway-transit "$HUB_GATEWAY" --use-remote-gateways false
  say "peering $PEERING with $ON_HUB"
  # What a firewall or a gateway sends on comes from further away than the hub.
  az network vnet peering create --resource-group "$<% if features.brought_networks %>VNET_GROUP<% else %>NETWORK_GROUP<% endif %>" --vnet-name "$NETWORK" --name "$PEERING" \
    --remote-vnet "$hub" --allow-vnet-access true --allow-forwarded-traffic true --allow-gateway-transit false --use-remote-gateways "$HUB_GATEWAY"
<%- if features.rulesets %>
  [[ -z $RULESET ]] || ruleset_link
<%- endif %>
}
<%- endif %>
<%- if features.rulesets %>

ruleset_link() {
  say "names of on premises, by $RULESET"
  put_whole "/subscriptions/${ON_HUB_SUBSCRIPTION:-$SUBSCRIPTION_ID}/resourceGroups/$ON_HUB_GROUP/providers/Microsoft.Network/dnsForwardingRulesets/$RULESET/virtualNetworkLinks/$RULESET_LINK" <{ api_versions.forwarding_link | bare }> <<JSON
{"properties": {"virtualNetwork": {"id": "$(network_id)"}}}
JSON
}
<%- endif %>
<%- if features.public_ingress %>

# ingress_address NAME LABEL
ingress_address() {
  local has
  say "public address $1"
  if exists az network public-ip show --resource-group "$NETWORK_GROUP" --name "$1"; then
    has=$(az network public-ip show --resource-group "$NETWORK_GROUP" --name "$1" --query "join(' ', zones || \`[]\`)" --output tsv)
    fixed "the public address $1 (its zones)" "$has" "${ZONES[*]}"
  fi
  az network public-ip create --resource-group "$NETWORK_GROUP" --name "$1" --location "$LOCATION" "${TAG_FLAGS[@]}" \
    --sku Standard --tier Regional --version IPv4 --allocation-method Static "${ZONE_FLAGS[@]}" --dns-name "$2"
}
<%- endif %>

say "resource group $NETWORK_GROUP"
az group create --name "$NETWORK_GROUP" --location "$LOCATION" "${TAG_FLAGS[@]}"
<%- if features.nat_gateway %>

[[ -z $NAT_GATEWAY ]] || nat_gateway
<%- endif %>
<%- if features.route_tables %>

[[ -z $ROUTE_TABLE ]] || route_table
<%- endif %>

<%- if features.public_ingress %>

for line in "${NODE_SUBNETS[@]}"; do
  read -r _ _ _ _ _ public label <<<"$line"
  [[ $public == - ]] || ingress_address "$public" "$label"
done
<%- endif %>
<%- if features.api_subnets %>

# AKS leaves the group of a subnet that it is given alone, so what a cluster needs is opened here. An API server in the
# network comes in directly, any other by a tunnel that the nodes open. A<% if features.public_ingress %>nother<% endif %> service of type LoadBalancer with a public address
# is not reachable.
<%- else %>

# AKS leaves the group of a subnet that it is given alone, so what a cluster needs is opened here. The API server comes
# in by a tunnel that the nodes open. A<% if features.public_ingress %>nother<% endif %> service of type LoadBalancer with a public address is not reachable through this.
<%- endif %>
for line in "${NODE_SUBNETS[@]}"; do
  read -r name nodes group pods ingress<% if features.public_ingress %> public _<% endif %> <<<"$line"
<%- if features.brought_subnets %>
  [[ $group != - ]] || continue # who runs the subnet opens it
<%- endif %>
<%- if features.public_ingress %>
  [[ $public == - ]] ||
    ingress=$(az network public-ip show --resource-group "$NETWORK_GROUP" --name "$public" --query ipAddress --output tsv)
<%- endif %>
  security_group "$group"
<%- if features.openings %>
  for opening in "${OPENINGS[@]}"; do
    read -r priority rule from port description <<<"$opening"
    rule "$priority" "$rule" Allow Tcp "$from" "$ingress" "$port" "$description"
  done
<%- else %>
  rule 100 AllowGatewayToIngress Allow Tcp "$GATEWAY_RANGE" "$ingress" 80 \
    'The front end of the internal load balancer has no interface of its own: its traffic arrives at the nodes, still under its address.'
<%- endif %>
<%- if features.api_subnets %>
  rule 110 AllowNodesToNodes Allow '*' "$nodes${API_SUBNET_RANGE:+ $API_SUBNET_RANGE}" "$nodes" '*' \
    'Kubelets, the network plugin, pods that leave under the address of their node, and the API server where it stands in the network.'
  rule 120 AllowNodesToPods Allow '*' "$nodes${API_SUBNET_RANGE:+ $API_SUBNET_RANGE}" "$pods" '*' \
    'Probes of the kubelets, services that a node forwards, and webhooks that the API server calls.'
<%- else %>
  rule 110 AllowNodesToNodes Allow '*' "$nodes" "$nodes" '*' \
    'Kubelets, the network plugin, and pods that leave under the address of their node.'
  rule 120 AllowNodesToPods Allow '*' "$nodes" "$pods" '*' \
    'Probes of the kubelets, and services that a node forwards.'
<%- endif %>
  rule 130 AllowPodsToPods Allow '*' "$pods" "$pods" '*' \
    'Pods of different nodes keep their addresses; network policies decide what they may do.'
<%- if features.virtual_nodes %>
  rule 135 AllowPodsToNodes Allow '*' "$pods" "$nodes" '*' \
    'Pods in a subnet of their own: kubelets and, from virtual nodes, pods among the nodes that they ask, and what answers under the address of a node.'
<%- elif features.pod_subnets %>
  rule 135 AllowPodsToNodes Allow '*' "$pods" "$nodes" '*' \
    'Pods in a subnet of their own: kubelets that they ask, and what answers under the address of a node.'
<%- endif %>
  rule 140 AllowLoadBalancerProbes Allow '*' AzureLoadBalancer '*' '*' \
    'Health probes of the load balancers in front of the nodes.'
  rule 4096 DenyVirtualNetwork Deny '*' VirtualNetwork '*' '*' \
    'Nobody else in the network, its peers or on premises reaches the nodes. Azure itself denies the Internet.'
  no_other_rules
done

# Front ends of load balancers have no interface, so that no rule here concerns them; those at the nodes do.
# This closes the subnet to anything else that is placed in it.
<%- if features.brought_subnets %>
if [[ -n $INGRESS_SECURITY_GROUP ]]; then
  <% filter indent(width=2) %><% include "scripts/parts/ingress-security-group.sh" %><% endfilter %>
fi
<%- else %>
<% include "scripts/parts/ingress-security-group.sh" -%>
<%- endif %>

<%- if features.gateway and features.openings %>

if [[ -n $<% if features.brought_subnets %>{GATEWAY_SECURITY_GROUP-}<% else %>GATEWAY<% endif %> ]]; then
  <% filter indent(width=2) %><% include "scripts/parts/gateway-security-group.sh" %><% endfilter %>
fi
<%- elif features.gateway %>

<% include "scripts/parts/gateway-security-group.sh" -%>
<%- endif %>
<%- if features.api_subnets %>

# The API servers, behind an internal load balancer. Who may do what there is for Entra ID and roles to say.
if [[ -n $<% if features.brought_subnets %>{API_SECURITY_GROUP-}<% else %>API_SUBNET<% endif %> ]]; then
  security_group "$API_SECURITY_GROUP"
  rule 100 AllowNetworkToApi Allow Tcp VirtualNetwork '*' 443 \
    'Nodes; people and agents in the network, in its peers and on premises.'
  rule 110 AllowNodesToApi Allow Tcp VirtualNetwork '*' 4443 \
    'The other port by which nodes reach their API server.'
  rule 120 AllowLoadBalancerProbes Allow '*' AzureLoadBalancer '*' '*' \
    'Health probes of the load balancer in front of the API servers.'
  rule 4096 DenyVirtualNetwork Deny '*' VirtualNetwork '*' '*' \
    'Nothing else of the network comes in here.'
  no_other_rules
fi
<%- endif %>
<%- if features.private_links %>

# No rule concerns private link services. This closes the subnet to anything else that is placed in it.
if [[ -n $<% if features.brought_subnets %>{LINK_SECURITY_GROUP-}<% else %>LINK_SUBNET<% endif %> ]]; then
  security_group "$LINK_SECURITY_GROUP"
  rule 4096 DenyVirtualNetwork Deny '*' VirtualNetwork '*' '*' \
    'Nothing but private link services belongs here.'
  no_other_rules
fi
<%- endif %>
<%- if features.endpoints %>

# Private endpoints. Who may do what there is for Entra ID and roles to say.
if [[ -n $<% if features.brought_subnets %>{ENDPOINT_SECURITY_GROUP-}<% else %>ENDPOINT_SUBNET<% endif %> ]]; then
  security_group "$ENDPOINT_SECURITY_GROUP"
  rule 100 AllowNetworkToEndpoints Allow Tcp VirtualNetwork '*' 443 \
    'Nodes and gateway; people and agents in the network, in its peers and on premises.'
  rule 4096 DenyVirtualNetwork Deny '*' VirtualNetwork '*' '*' \
    'Nothing else of the network comes in here.'
  no_other_rules
fi
<%- endif %>

<%- if features.networks and features.brought_networks %>

if [[ -n $NETWORK_EXISTS ]]; then
  say "the virtual network $NETWORK exists: subnets in $NETWORK_RANGE"
else
  <% filter indent(width=2) %><% include "scripts/parts/virtual-network.sh" %><% endfilter %>
fi
<%- elif features.networks %>

<% include "scripts/parts/virtual-network.sh" -%>
<%- else %>

say "the virtual network $NETWORK exists: subnets in $NETWORK_RANGE"
<%- endif %>
<%- if features.route_tables or features.nat_gateway %>
way_out=()
<%- if features.nat_gateway %>
[[ -z $NAT_GATEWAY ]] || way_out+=(--nat-gateway <% if features.brought_networks %>"$(resource_id "$NETWORK_GROUP" Microsoft.Network/natGateways "$NAT_GATEWAY")"<% else %>"$NAT_GATEWAY"<% endif %>)
<%- endif %>
<%- if features.route_tables %>
[[ -z $ROUTE_TABLE ]] || way_out+=(--route-table <% if features.brought_networks %>"$(resource_id "$NETWORK_GROUP" Microsoft.Network/routeTables "$ROUTE_TABLE")"<% else %>"$ROUTE_TABLE"<% endif %>)
<%- endif %>
<%- endif %>
for line in "${NODE_SUBNETS[@]}"; do
  read -r name nodes group _ <<<"$line"
<%- if features.shares %>
  shares=()
  [[ " ${SHARE_SUBNETS[*]} " != *" $name "* ]] || shares=(--service-endpoints Microsoft.Storage)
<%- endif %>
  subnet "$name" "$nodes" "$group"<% if features.route_tables or features.nat_gateway %> "${way_out[@]}"<% endif %><% if features.shares %> "${shares[@]}"<% endif %>
done
<%- if features.pod_subnets %>
for line in "${POD_SUBNETS[@]}"; do # AKS itself gives the addresses to pods
  read -r name pods group <<<"$line"
  subnet "$name" "$pods" "$group" --delegations Microsoft.ContainerService/managedClusters<% if features.route_tables or features.nat_gateway %> "${way_out[@]}"<% endif %>
done
<%- endif %>
<%- if features.virtual_nodes %>
for line in "${VIRTUAL_SUBNETS[@]}"; do # Azure Container Instances puts the pods there, and takes nothing else in
  read -r name pods group <<<"$line"
  subnet "$name" "$pods" "$group" --delegations Microsoft.ContainerInstance/containerGroups<% if features.route_tables or features.nat_gateway %> "${way_out[@]}"<% endif %>
done
<%- endif %>
subnet "$INGRESS_SUBNET" "$INGRESS_RANGE" "$INGRESS_SECURITY_GROUP"
<%- if features.gateway and features.ungated %>
[[ -z $GATEWAY ]] || subnet "$GATEWAY_SUBNET" "$GATEWAY_RANGE" "$GATEWAY_SECURITY_GROUP"
<%- elif features.gateway %>
subnet "$GATEWAY_SUBNET" "$GATEWAY_RANGE" "$GATEWAY_SECURITY_GROUP"
<%- endif %>
<%- if features.peerings %>

[[ -z $ON_HUB ]] || peerings
<%- endif %>
<%- if features.ingress_records %>
<# blank line #>
<%- if features.gateway %>
# To the public addresses of the ingress controllers; those that lead to a gateway come with it.
if [[ -z $GATEWAY ]]; then
  for line in "${RECORDS[@]}"; do
    read -r subscription group zone name public <<<"$line"
    alias_record "$subscription" "$group" "$zone" "$name" "$(resource_id "$NETWORK_GROUP" Microsoft.Network/publicIPAddresses "$public")"
  done
fi
<%- else %>
# The public addresses stay, so DNS may lead to them from now on.
for line in "${RECORDS[@]}"; do
  read -r subscription group zone name public <<<"$line"
  alias_record "$subscription" "$group" "$zone" "$name" "$(resource_id "$NETWORK_GROUP" Microsoft.Network/publicIPAddresses "$public")"
done
<%- endif %>
<%- endif %>
<%- if features.api_subnets %>

# AKS itself puts the API servers into their subnet.
[[ -z $API_SUBNET ]] ||
  subnet "$API_SUBNET" "$API_SUBNET_RANGE" "$API_SECURITY_GROUP" --delegations Microsoft.ContainerService/managedClusters
<%- endif %>
<%- if features.private_links %>

# Azure takes no private link service into a subnet that has the policies.
[[ -z $LINK_SUBNET ]] ||
  subnet "$LINK_SUBNET" "$LINK_SUBNET_RANGE" "$LINK_SECURITY_GROUP" --private-link-service-network-policies Disabled
<%- endif %>
<%- if features.endpoints %>

# The policies: else no security group would concern the endpoints.
[[ -z $ENDPOINT_SUBNET ]] ||
  subnet "$ENDPOINT_SUBNET" "$ENDPOINT_SUBNET_RANGE" "$ENDPOINT_SECURITY_GROUP" --private-endpoint-network-policies NetworkSecurityGroupEnabled
<%- endif %>
<%- if features.own_zones %>

for zone in "${OWN_ZONES[@]}"; do
  private_dns_zone "$NETWORK_GROUP" "$zone"
done
<%- endif %>
<%- if features.private_zones %>

for line in "${PRIVATE_ZONES[@]}"; do
  read -r subscription group zone <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  say "names in $zone"
<%- if features.backup_endpoints %>
  resolution=Default
  [[ $zone != privatelink.blob.* ]] || resolution=NxDomainRedirect # names of other storage accounts are then asked of the Internet
<%- endif %>
  exists az network private-dns link vnet show --subscription "$subscription" --resource-group "$group" --zone-name "$zone" --name "$NETWORK" ||
    az network private-dns link vnet create --subscription "$subscription" --resource-group "$group" --zone-name "$zone" --name "$NETWORK" \
      --virtual-network "$(network_id)" --registration-enabled false<% if features.backup_endpoints %> --resolution-policy "$resolution"<% endif %> --tags "$TAGS_JSON"
done
<%- endif %>
<%- if features.hub_zones %>

for zone in "${ZONES_OF_HUB[@]}"; do
  answered - "$NETWORK_GROUP" "$zone" "/subscriptions/${ON_HUB_SUBSCRIPTION:-$SUBSCRIPTION_ID}/resourceGroups/$ON_HUB_GROUP/providers/Microsoft.Network/virtualNetworks/$ON_HUB"
done
<%- endif %>

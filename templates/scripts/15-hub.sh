#!/usr/bin/env bash
# <{ header }>
#
# The hub of a region, which all platforms there share: its network<% if features.firewalls %>, the firewall by which they leave<% endif %><% if features.vpns or features.express_routes %>, the gateway to networks
# on premises<% endif %><% if features.resolvers %>, the DNS resolver<% endif %><% if features.hub_vaults %> and the vault of its key<% endif %>.
#
#   15-hub.sh [REGION]     REGION names settings/hubs/REGION.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_hub "$@"

say "resource group $HUB_GROUP"
az group create --name "$HUB_GROUP" --location "$HUB_LOCATION" "${TAG_FLAGS[@]}"

say "hub $HUB_NETWORK ($HUB_RANGE)"
if ! exists az network vnet show --resource-group "$HUB_GROUP" --name "$HUB_NETWORK"; then
  az network vnet create --resource-group "$HUB_GROUP" --name "$HUB_NETWORK" --location "$HUB_LOCATION" --tags "$TAGS_JSON" \
    --address-prefixes "$HUB_RANGE"
else
  az network vnet update --resource-group "$HUB_GROUP" --name "$HUB_NETWORK" --address-prefixes "$HUB_RANGE" --set "tags=$TAGS_JSON"
fi
<%- if features.resolvers %>
# Without security groups: on that of a firewall or a gateway Azure allows none, and that of an endpoint holds nothing else, which answers questions alone.
for line in "${HUB_SUBNETS[@]}"; do
  read -r name range service <<<"$line"
  say "subnet $name ($range)"
  delegation=()
  [[ $service == - ]] || delegation=(--delegations "$service")
  az network vnet subnet create --resource-group "$HUB_GROUP" --vnet-name "$HUB_NETWORK" --name "$name" --address-prefixes "$range" "${delegation[@]}"
done
<%- else %>
for line in "${HUB_SUBNETS[@]}"; do # without security groups: Azure allows none on them
  read -r name range <<<"$line"
  say "subnet $name ($range)"
  az network vnet subnet create --resource-group "$HUB_GROUP" --vnet-name "$HUB_NETWORK" --name "$name" --address-prefixes "$range"
done
<%- endif %>

say "workspace $HUB_WORKSPACE"
if ! exists az monitor log-analytics workspace show --resource-group "$HUB_GROUP" --name "$HUB_WORKSPACE"; then
  az monitor log-analytics workspace create --resource-group "$HUB_GROUP" --name "$HUB_WORKSPACE" --location "$HUB_LOCATION" \
    --sku PerGB2018 --retention-time "$HUB_RETENTION_DAYS" --tags "$TAGS_JSON"
fi
# Whatever sends logs here has an identity; no shared key opens the workspace.
az monitor log-analytics workspace update --resource-group "$HUB_GROUP" --name "$HUB_WORKSPACE" \
  --retention-time "$HUB_RETENTION_DAYS" --tags "$TAGS_JSON" \
  --set features.disableLocalAuth=true features.enableLogAccessUsingOnlyResourcePermissions=true
<%- if features.firewalls %>

# words LIST: what stands between its commas, as JSON.
words() {
  local list
  IFS=, read -ra list <<<"$1"
  json_list "${list[@]}"
}

# What the nodes of a platform, and the pods behind their addresses, may reach. All else is denied.
# rule_group PLATFORM PRIORITY RANGES-OF-ITS-NODES
rule_group() {
  local line group rule hosts source destination port collections='' by_name='' by_address=''
  say "rules of $1"
  by_name='{"ruleType": "ApplicationRule", "name": "kubernetes", "sourceAddresses": '$(words "$3")', "fqdnTags": ["<{ kubernetes_tag }>"],
    "protocols": [{"protocolType": "Https", "port": 443}, {"protocolType": "Http", "port": 80}]}' # Azure keeps the list of what AKS needs
  for line in "${FIREWALL_HOSTS[@]}"; do
    read -r group rule hosts <<<"$line"
    [[ $group == "$1" ]] || continue
    by_name+=', {"ruleType": "ApplicationRule", "name": "'$rule'", "sourceAddresses": '$(words "$3")', "targetFqdns": '$(words "$hosts")',
    "protocols": [{"protocolType": "Https", "port": 443}]}'
  done
  for line in "${FIREWALL_RANGES[@]}"; do
    read -r group rule source destination port <<<"$line"
    [[ $group == "$1" ]] || continue
    by_address+=', {"ruleType": "NetworkRule", "name": "'$rule'", "sourceAddresses": ["'$source'"], "ipProtocols": ["TCP"],
    "destinationAddresses": ["'$destination'"], "destinationPorts": ["'$port'"]}'
  done
  [[ -z $by_address ]] || collections='{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "ranges", "priority": 200,
    "action": {"type": "Allow"}, "rules": ['${by_address:2}']}, '
  collections+='{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "hosts", "priority": 300,
    "action": {"type": "Allow"}, "rules": ['$by_name']}'
  put_whole "$policy_id/ruleCollectionGroups/$1" <{ api_versions.firewall_rules | bare }> <<<"{\"properties\": {\"priority\": $2, \"ruleCollections\": [$collections]}}"
}

# Takes away the rules of platforms that leave by it no more.
no_other_rule_groups() {
  local name names
  names=$(az rest --method get --url "$policy_id/ruleCollectionGroups?api-version=<{ api_versions.firewall_rules | bare }>" --query 'value[].name' --output tsv)
  for name in $names; do
    if [[ $'\n'$(printf '%s\n' "${FIREWALL_GROUPS[@]}") != *$'\n'"$name "* ]]; then
      say "without the rules of $name"
      az rest --method delete --url "$policy_id/ruleCollectionGroups/$name?api-version=<{ api_versions.firewall_rules | bare }>"
    fi
  done
}

# az has no command of its own for a firewall.
firewall() {
  local line name address group priority sources subnet<% if features.premium_firewalls %> detection<% endif %> configurations='' zone_flags=()
  ((${#HUB_ZONES[@]} == 0)) || zone_flags=(--zone "${HUB_ZONES[@]}")
  subnet=', "subnet": {"id": "'$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworks "$HUB_NETWORK" subnets AzureFirewallSubnet)'"}'
  for name in "${FIREWALL_ADDRESSES[@]}"; do
    say "outgoing address $name"
    az network public-ip create --resource-group "$HUB_GROUP" --name "$name" --location "$HUB_LOCATION" "${TAG_FLAGS[@]}" \
      --sku Standard --tier Regional --version IPv4 --allocation-method Static "${zone_flags[@]}"
    address=$(resource_id "$HUB_GROUP" Microsoft.Network/publicIPAddresses "$name")
    configurations+=', {"name": "'$name'", "properties": {"publicIPAddress": {"id": "'$address'"}'$subnet'}}'
    subnet='' # is named once, with the first address
  done

  say "firewall policy $FIREWALL_POLICY ($FIREWALL_TIER)"
  # Hosts and addresses that Microsoft knows to be malicious are denied, whatever a rule says.
<%- if features.premium_firewalls %>
  # What the tier Premium is for: known attacks in what the rules let through are logged.
  detection=''
  [[ $FIREWALL_TIER != Premium ]] || detection=', "intrusionDetection": {"mode": "Alert"}'
<%- endif %>
  put "$policy_id" <{ api_versions.firewall_policy | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {"sku": {"tier": "$FIREWALL_TIER"}, "threatIntelMode": "Deny", "dnsSettings": {"enableProxy": true}<% if features.premium_firewalls %>$detection<% endif %>}
}
JSON
  for line in "${FIREWALL_GROUPS[@]}"; do # one after the other: Azure changes a policy at one place at a time
    read -r group priority sources <<<"$line"
    rule_group "$group" "$priority" "$sources"
  done
  no_other_rule_groups

  say "firewall $FIREWALL ($FIREWALL_TIER; this takes some ten minutes)"
  put_whole "$firewall_id" <{ api_versions.firewall | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "zones": $(json_list "${HUB_ZONES[@]}"),
  "properties": {
    "sku": {"name": "AZFW_VNet", "tier": "$FIREWALL_TIER"},
    "firewallPolicy": {"id": "$policy_id"},
    "ipConfigurations": [${configurations:2}]
  }
}
JSON
  say '  its logs'
  az monitor diagnostic-settings create --name firewall --resource "$firewall_id" --export-to-resource-specific true \
    --workspace "$(resource_id "$HUB_GROUP" Microsoft.OperationalInsights/workspaces "$HUB_WORKSPACE")" \
    --logs '[
      {"category": "AZFWApplicationRule", "enabled": true},
      {"category": "AZFWNetworkRule", "enabled": true},
      {"category": "AZFWThreatIntel", "enabled": true}<% if features.premium_firewalls %>,
      {"category": "AZFWIdpsSignature", "enabled": true}<% endif %>
    ]'
}

if [[ -n $FIREWALL ]]; then
  firewall_id=$(resource_id "$HUB_GROUP" Microsoft.Network/azureFirewalls "$FIREWALL")
  policy_id=$(resource_id "$HUB_GROUP" Microsoft.Network/firewallPolicies "$FIREWALL_POLICY")
  firewall
fi
<%- endif %>
<%- if features.vpns %>

vpn() {
  local address subnet where ranges bgp=false device_bgp='' zone_flags=()
  ((${#HUB_ZONES[@]} == 0)) || zone_flags=(--zone "${HUB_ZONES[@]}")
  say "address of the VPN gateway $VPN_ADDRESS"
  az network public-ip create --resource-group "$HUB_GROUP" --name "$VPN_ADDRESS" --location "$HUB_LOCATION" "${TAG_FLAGS[@]}" \
    --sku Standard --tier Regional --version IPv4 --allocation-method Static "${zone_flags[@]}"
  address=$(resource_id "$HUB_GROUP" Microsoft.Network/publicIPAddresses "$VPN_ADDRESS")
  subnet=$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworks "$HUB_NETWORK" subnets GatewaySubnet)
  where='"fqdn"'
  [[ ! $DEVICE_ADDRESS =~ ^[0-9.]+$ ]] || where='"gatewayIpAddress"'
  ranges=$(json_list "${ON_PREMISES[@]}")
  if [[ -n $DEVICE_ASN ]]; then
    bgp=true device_bgp=', "bgpSettings": {"asn": '$DEVICE_ASN', "bgpPeeringAddress": "'$DEVICE_BGP_ADDRESS'"}'
  fi
  say "VPN gateway $VPN_GATEWAY ($VPN_SIZE; this takes half an hour the first time)"
  put "$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworkGateways "$VPN_GATEWAY")" <{ api_versions.vpn_gateway | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "gatewayType": "Vpn",
    "vpnType": "RouteBased",
    "vpnGatewayGeneration": "$VPN_GENERATION",
    "sku": {"name": "$VPN_SIZE", "tier": "$VPN_SIZE"},
    "activeActive": false,
    "enableBgp": $bgp,
    "ipConfigurations": [
      {
        "name": "default",
        "properties": {"privateIPAllocationMethod": "Dynamic", "publicIPAddress": {"id": "$address"}, "subnet": {"id": "$subnet"}}
      }
    ]
  }
}
JSON
  say "device on premises $DEVICE ($DEVICE_ADDRESS)"
  put "$(resource_id "$HUB_GROUP" Microsoft.Network/localNetworkGateways "$DEVICE")" <{ api_versions.local_gateway | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {$where: "$DEVICE_ADDRESS", "localNetworkAddressSpace": {"addressPrefixes": $ranges}$device_bgp}
}
JSON
}
<%- endif %>
<%- if features.express_routes %>

express_route() {
  local address subnet zone_flags=()
  ((${#HUB_ZONES[@]} == 0)) || zone_flags=(--zone "${HUB_ZONES[@]}")
  say "address of the ExpressRoute gateway $EXPRESS_ADDRESS"
  az network public-ip create --resource-group "$HUB_GROUP" --name "$EXPRESS_ADDRESS" --location "$HUB_LOCATION" "${TAG_FLAGS[@]}" \
    --sku Standard --tier Regional --version IPv4 --allocation-method Static "${zone_flags[@]}"
  address=$(resource_id "$HUB_GROUP" Microsoft.Network/publicIPAddresses "$EXPRESS_ADDRESS")
  subnet=$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworks "$HUB_NETWORK" subnets GatewaySubnet)
  say "ExpressRoute gateway $EXPRESS_GATEWAY ($EXPRESS_SIZE; this takes half an hour the first time)"
  put "$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworkGateways "$EXPRESS_GATEWAY")" <{ api_versions.vpn_gateway | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "gatewayType": "ExpressRoute",
    "sku": {"name": "$EXPRESS_SIZE", "tier": "$EXPRESS_SIZE"},
    "ipConfigurations": [
      {
        "name": "default",
        "properties": {"privateIPAllocationMethod": "Dynamic", "publicIPAddress": {"id": "$address"}, "subnet": {"id": "$subnet"}}
      }
    ]
  }
}
JSON
<%- if features.made_circuits %>
  [[ -z $CIRCUIT ]] || line
<%- endif %>
}
<%- if features.made_circuits %>

# Azure bills it from the moment at which it is made. Its service key is what the provider asks for.
circuit() {
  say "circuit $CIRCUIT ($CIRCUIT_BANDWIDTH Mbit/s of $CIRCUIT_PROVIDER in $CIRCUIT_LOCATION)"
  if ! exists az network express-route show --resource-group "$HUB_GROUP" --name "$CIRCUIT"; then
    az network express-route create --resource-group "$HUB_GROUP" --name "$CIRCUIT" --location "$HUB_LOCATION" --tags "$TAGS_JSON" \
      --provider "$CIRCUIT_PROVIDER" --peering-location "$CIRCUIT_LOCATION" --bandwidth "$CIRCUIT_BANDWIDTH" \
      --sku-tier "$CIRCUIT_TIER" --sku-family "$CIRCUIT_FAMILY"
  else # with the peering that it may have by now
    az network express-route update --resource-group "$HUB_GROUP" --name "$CIRCUIT" --tags "$TAGS_JSON" \
      --bandwidth "$CIRCUIT_BANDWIDTH" --sku-tier "$CIRCUIT_TIER" --sku-family "$CIRCUIT_FAMILY"
  fi
}

# From the circuit to the gateway, once the provider has connected it.
line() {
  local state
  state=$(az network express-route show --resource-group "$HUB_GROUP" --name "$CIRCUIT" --query serviceProviderProvisioningState --output tsv)
  [[ $state == Provisioned ]] || stop "the provider has not connected the circuit $CIRCUIT yet ($state)" \
    "  It asks for the service key, which is a secret: az network express-route show --resource-group $HUB_GROUP --name $CIRCUIT --query serviceKey --output tsv"
  say "  peering with $PEER_ASN"
  az network express-route peering create --resource-group "$HUB_GROUP" --circuit-name "$CIRCUIT" --peering-type AzurePrivatePeering \
    --peer-asn "$PEER_ASN" --vlan-id "$PEER_VLAN" --primary-peer-subnet "${PEER_RANGES[0]}" --secondary-peer-subnet "${PEER_RANGES[1]}"
  say "line $EXPRESS_CONNECTION"
  put "$(resource_id "$HUB_GROUP" Microsoft.Network/connections "$EXPRESS_CONNECTION")" <{ api_versions.connection | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "connectionType": "ExpressRoute",
    "virtualNetworkGateway1": {"id": "$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworkGateways "$EXPRESS_GATEWAY")", "properties": {}},
    "peer": {"id": "$(resource_id "$HUB_GROUP" Microsoft.Network/expressRouteCircuits "$CIRCUIT")"}
  }
}
JSON
}
<%- endif %>
<%- endif %>
<%- if features.hub_vaults %>

# Of the key of <% if features.vpns and features.brought_circuits %>tunnel or circuit<% elif features.vpns %>the tunnel<% else %>the circuit<% endif %>. Deployments of templates may read it, on behalf of who may deploy.
# Neither a person nor a pipeline can remove a deleted vault, nor use its name again, before the 90 days are over.
hub_vault() {
  local deleted vault_id
  say "key vault $HUB_VAULT"
  if ! exists az keyvault show --resource-group "$HUB_GROUP" --name "$HUB_VAULT"; then
    deleted=$(az keyvault list-deleted --resource-type vault --query "[?name=='$HUB_VAULT'].properties.location" --output tsv)
    if [[ -n $deleted ]]; then
      say '  deleted before: recovered, with all that it held'
      az keyvault recover --name "$HUB_VAULT" --location "$deleted" --resource-group "$HUB_GROUP"
    else
      az keyvault create --resource-group "$HUB_GROUP" --name "$HUB_VAULT" --location "$HUB_LOCATION" "${TAG_FLAGS[@]}" \
        --sku standard --enable-rbac-authorization true --retention-days 90 --enable-purge-protection true \
        --enabled-for-template-deployment true --public-network-access Enabled --default-action Allow --bypass AzureServices
    fi
  fi
  az keyvault update --resource-group "$HUB_GROUP" --name "$HUB_VAULT" --enabled-for-template-deployment true --set "tags=$TAGS_JSON"
  vault_id=$(resource_id "$HUB_GROUP" Microsoft.KeyVault/vaults "$HUB_VAULT")
<%- if features.locks %>
  keep "$vault_id"
<%- else %>
  free "$vault_id" # as another blueprint may have left it
<%- endif %>
  az monitor diagnostic-settings create --name audit --resource "$vault_id" \
    --workspace "$(resource_id "$HUB_GROUP" Microsoft.OperationalInsights/workspaces "$HUB_WORKSPACE")" \
    --export-to-resource-specific true --logs '[{"category": "AuditEvent", "enabled": true}]'
}
<%- endif %>
<%- if features.resolvers %>

# az has no command of its own for a DNS resolver.
resolver() {
  local resolver_id<% if features.resolver_zones %> line subscription group zone<% endif %>
  resolver_id=$(resource_id "$HUB_GROUP" Microsoft.Network/dnsResolvers "$RESOLVER")
  say "DNS resolver $RESOLVER"
  put "$resolver_id" <{ api_versions.dns_resolver | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {"virtualNetwork": {"id": "$hub_id"}}
}
JSON
  say "  is asked at $INBOUND_ADDRESS"
  put "$resolver_id/inboundEndpoints/$INBOUND_ENDPOINT" <{ api_versions.inbound_endpoint | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "ipConfigurations": [
      {
        "privateIpAllocationMethod": "Static",
        "privateIpAddress": "$INBOUND_ADDRESS",
        "subnet": {"id": "$hub_id/subnets/$INBOUND_SUBNET"}
      }
    ]
  }
}
JSON
<%- if features.resolver_zones %>
  for line in "${RESOLVED_ZONES[@]}"; do
    read -r subscription group zone <<<"$line"
    answered "$subscription" "$group" "$zone" "$hub_id"
  done
<%- endif %>
<%- if features.rulesets %>
  [[ -z $RULESET ]] || forwarding "$resolver_id"
<%- endif %>
}
<%- endif %>
<%- if features.rulesets %>

# forwarding RESOLVER-ID: what the networks here ask of servers on premises.
forwarding() {
  local line name names domain server servers='' ruleset_id
  ruleset_id=$(resource_id "$HUB_GROUP" Microsoft.Network/dnsForwardingRulesets "$RULESET")
  put "$1/outboundEndpoints/$OUTBOUND_ENDPOINT" <{ api_versions.outbound_endpoint | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {"subnet": {"id": "$hub_id/subnets/$OUTBOUND_SUBNET"}}
}
JSON
  say "  asks ${DNS_SERVERS[*]}, by $RULESET"
  put "$ruleset_id" <{ api_versions.forwarding_ruleset | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {"dnsResolverOutboundEndpoints": [{"id": "$1/outboundEndpoints/$OUTBOUND_ENDPOINT"}]}
}
JSON
  for server in "${DNS_SERVERS[@]}"; do
    servers+=', {"ipAddress": "'$server'", "port": 53}'
  done
  for line in "${FORWARDED[@]}"; do
    read -r name domain <<<"$line"
    say "    for $domain"
    put_whole "$ruleset_id/forwardingRules/$name" <{ api_versions.forwarding_rule | bare }> <<JSON
{"properties": {"domainName": "$domain.", "forwardingRuleState": "Enabled", "targetDnsServers": [${servers:2}]}}
JSON
  done
  names=$(az rest --method get --url "$ruleset_id/forwardingRules?api-version=<{ api_versions.forwarding_rule | bare }>" --query 'value[].name' --output tsv)
  for name in $names; do
    if [[ $'\n'$(printf '%s\n' "${FORWARDED[@]}") != *$'\n'"$name "* ]]; then
      say "    without the rule $name"
      az resource delete --ids "$ruleset_id/forwardingRules/$name" --api-version <{ api_versions.forwarding_rule | bare }>
    fi
  done
  put_whole "$ruleset_id/virtualNetworkLinks/$HUB_NETWORK" <{ api_versions.forwarding_link | bare }> <<JSON
{"properties": {"virtualNetwork": {"id": "$hub_id"}}}
JSON
}
<%- endif %>
<%- if features.vpns %>

[[ -z $VPN_GATEWAY ]] || vpn
<%- endif %>
<%- if features.express_routes %>
<%- if features.made_circuits %>

[[ -z $CIRCUIT ]] || circuit
<%- endif %>
[[ -z $EXPRESS_GATEWAY ]] || express_route
<%- endif %>
<%- if features.resolvers %>

if [[ -n $RESOLVER ]]; then
  hub_id=$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworks "$HUB_NETWORK")
  resolver
fi
<%- endif %>
<%- if features.hub_vaults %>

[[ -z $HUB_VAULT ]] || hub_vault
<%- endif %>

#!/usr/bin/env bash
# <{ header }>
#
# Takes a site away: its resource groups with all that is in them. Asks for the name of the site to be typed.
<%- if features.hubs %>
# What sites share stays, and is taken away once the sites are gone: the hub of a region by `destroy.sh hub`, what all sites share
# <% if features.registry %>(the registry with its images<% if features.zones %>, the DNS zones<% endif %>)<% elif features.zones %>(the DNS zones)<% else %>(a resource group)<% endif %> by `destroy.sh common`.
<%- else %>
# What all sites share <% if features.registry %>(the registry with its images<% if features.zones %>, the DNS zones<% endif %>)<% elif features.zones %>(the DNS zones)<% else %>(a resource group)<% endif %> stays; `destroy.sh common` takes it away, once the sites are gone.
<%- endif %>
#
#   destroy.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists
<%- if features.hubs %>
#   destroy.sh hub [REGION]
#   destroy.sh common
<%- endif %>

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly ACR_PULL=<{ roles.acr_pull }>
<%- if features.brought_identities %>
readonly MANAGED_IDENTITY_OPERATOR=<{ roles.managed_identity_operator }>
<%- endif %>
<%- if features.disk_encryption or features.record_writers %>
readonly READER=<{ roles.reader }>
<%- endif %>
<%- if features.brought_vaults and (features.gateway or features.workloads or features.front_doors) %>
readonly KEY_VAULT_SECRETS_USER=<{ roles.key_vault_secrets_user }>
<%- endif %>
<%- if features.api_zones %>
readonly PRIVATE_DNS_ZONE_CONTRIBUTOR=<{ roles.private_dns_zone_contributor }>
<%- endif %>
<%- if features.brought_subnets or (features.api_zones and features.brought_networks) %>
readonly NETWORK_CONTRIBUTOR=<{ roles.network_contributor }>
<%- endif %>

# confirm NAME GROUP…
confirm() {
  local typed
  say 'This takes away, with all that is in them, the resource groups'
  printf '  %s\n' "${@:2}"
  read -r -p "of subscription $SUBSCRIPTION_ID. Type $1 to go on: " typed || typed=''
  [[ $typed == "$1" ]] || stop 'nothing was taken away'
}

# remove GROUP
remove() {
  say "resource group $1"
  if exists az group show --name "$1"; then
    az group delete --name "$1" --yes
  fi
}

# The resource groups that a site is made of, one a line.
site_groups() {
  printf '%s\n' "$AKS_GROUP" "$NETWORK_GROUP"<% if features.vaults and not features.brought_vaults %> "$VAULT_GROUP"<% endif %><% if features.data_groups %> "$DATA_GROUP"<% endif %>
<%- if features.vaults and features.brought_vaults %>
  [[ -n $VAULT_SUBSCRIPTION ]] || printf '%s\n' "$VAULT_GROUP"
<%- endif %>
<%- if features.backups %>
  [[ -z $BACKUP_VAULT ]] || printf '%s\n' "$BACKUP_GROUP" "$SNAPSHOT_GROUP"
<%- endif %>
}

# standing SITE: those of them that stand, and what takes each away, one a line.
standing() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/$1.sh"
  for group in $(site_groups); do
    if exists az group show<% if features.subscriptions %> --subscription "$SITE_SUBSCRIPTION"<% endif %> --name "$group"; then
      say "  $group: <% if features.subscriptions %>az account set --subscription $SITE_SUBSCRIPTION && <% endif %>scripts/destroy.sh $1"
    fi
  done
)

if [[ ${1-} == common ]]; then
  load_common
<%- if features.subscriptions %>
  in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>
  left=$(for site in $(sites); do standing "$site"; done)
  [[ -z $left ]] || stop 'sites still stand, and need what all share' "$left"
  confirm common "$COMMON_GROUP"
<%- if features.profile_records and features.brought_zones %>
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/global.sh"
  for line in "${PROFILE_RECORDS[@]}"; do # in zones that stay
    read -r subscription group zone name _ <<<"$line"
    [[ $subscription == - ]] || no_record "$subscription" "$group" "$zone" "$name"
  done
<%- endif %>
<%- if features.front_door_records and features.brought_zones %>
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/front-door.sh"
  for line in "${FRONT_DOOR_RECORDS[@]}"; do # in zones that stay
    read -r subscription group zone name _ <<<"$line"
    [[ $subscription == - ]] || no_record "$subscription" "$group" "$zone" "$name"
  done
  for line in "${VALIDATIONS[@]}"; do
    read -r subscription group zone name _ <<<"$line"
    [[ $subscription == - ]] ||
      az network dns record-set txt delete --subscription "$subscription" --resource-group "$group" --zone-name "$zone" --name "$name" --yes
  done
<%- endif %>
<%- if features.delegations and features.brought_zones %>
  for line in "${DELEGATIONS[@]}"; do
    read -r subscription group zone record _ <<<"$line"
    [[ $subscription == - ]] ||
      az network dns record-set ns delete --subscription "$subscription" --resource-group "$group" --zone-name "$zone" --name "$record" --yes
  done
<%- endif %>
<%- if features.registry %>
  free "$(registry_id)"
<%- endif %>
<%- if features.zones %>
  for zone in "${DNS_ZONES[@]}"; do
    free "$(resource_id "$COMMON_GROUP" Microsoft.Network/dnsZones "$zone" NS @)"
  done
<%- endif %>
  remove "$COMMON_GROUP"
<%- if features.own_roles %>
  mapfile -t roles < <(own_roles)
  for line in "${roles[@]}"; do
    read -r role name <<<"$line"
    say "role $name"
    if exists az resource show --ids "$role" --api-version <{ api_versions.role_definition | bare }>; then
      az rest --method delete --url "$role?api-version=<{ api_versions.role_definition | bare }>" || say "  left for an Owner: az role definition delete --name ${role##*/} --scope ${role%%/providers/*}"
    fi
  done
<%- endif %>
  exit 0
fi
<%- if features.hubs %>

<%- if features.resolvers %>
<# blank line #>
# no_resource ID API-VERSION: takes a resource away, if it is there.
no_resource() {
  if exists az resource show --ids "$1" --api-version "$2"; then
    az resource delete --ids "$1" --api-version "$2"
  fi
}

# Azure takes an endpoint away only after the ruleset that it serves, a ruleset after its links, and a resolver after its endpoints.
no_resolver() {
  local resolver<% if features.resolver_zones %> line subscription group zone<% endif %><% if features.rulesets %> ruleset<% endif %>
  resolver=$(resource_id "$HUB_GROUP" Microsoft.Network/dnsResolvers "$RESOLVER")
  say "no more DNS resolver $RESOLVER"
<%- if features.resolver_zones %>
  for line in "${RESOLVED_ZONES[@]}"; do
    read -r subscription group zone <<<"$line"
    unanswered "$subscription" "$group" "$zone" "$HUB_NETWORK"
  done
<%- endif %>
<%- if features.rulesets %>
  if [[ -n $RULESET ]]; then
    ruleset=$(resource_id "$HUB_GROUP" Microsoft.Network/dnsForwardingRulesets "$RULESET")
    no_resource "$ruleset/virtualNetworkLinks/$HUB_NETWORK" <{ api_versions.forwarding_link | bare }>
    no_resource "$ruleset" <{ api_versions.forwarding_ruleset | bare }>
    no_resource "$resolver/outboundEndpoints/$OUTBOUND_ENDPOINT" <{ api_versions.outbound_endpoint | bare }>
  fi
<%- endif %>
  no_resource "$resolver/inboundEndpoints/$INBOUND_ENDPOINT" <{ api_versions.inbound_endpoint | bare }>
  no_resource "$resolver" <{ api_versions.dns_resolver | bare }>
}
<%- endif %>

if [[ ${1-} == hub ]]; then
  load_hub "${@:2}"
<%- if features.made_circuits %>
  if [[ -n $CIRCUIT ]] && exists az network express-route show --resource-group "$HUB_GROUP" --name "$CIRCUIT"; then
    state=$(az network express-route show --resource-group "$HUB_GROUP" --name "$CIRCUIT" --query serviceProviderProvisioningState --output tsv)
    [[ $state != Provisioned ]] ||
      stop "the provider still holds the circuit $CIRCUIT, and Azure deletes none that is held" '  have the provider take its side away first; it is billed until then'
  fi
<%- endif %>
  confirm "$HUB_NETWORK" "$HUB_GROUP"
<%- if features.resolvers %>
  [[ -z $RESOLVER ]] || no_resolver
<%- endif %>
<%- if features.firewalls %>
  [[ -z $FIREWALL ]] || say "The outgoing addresses (${FIREWALL_ADDRESSES[*]}) go back to Azure, which gives them to others: whoever lists them should first strike them out."
<%- endif %>
<%- if features.hub_vaults %>
  [[ -z $HUB_VAULT ]] || free "$(resource_id "$HUB_GROUP" Microsoft.KeyVault/vaults "$HUB_VAULT")"
<%- endif %>
  remove "$HUB_GROUP"
<%- if features.hub_vaults %>
  [[ -z $HUB_VAULT ]] || say "The vault $HUB_VAULT is only deleted, not gone: for 90 days its name stays taken and nobody can purge it; 15-hub.sh brings it back."
<%- endif %>
  exit 0
fi
<%- endif %>

load_site "$@"
<%- if features.nat_gateway %>
[[ -z $NAT_GATEWAY ]] || say "The outgoing addresses (${NAT_ADDRESSES[*]}) go back to Azure, which gives them to others: whoever lists them should first strike them out."
<%- endif %>
<%- if features.storage %>
say 'With the clusters go the disks and shares that were made for apps<% if features.stacks %> and by what watches them<% endif %>, and what is on them.'
<%- endif %>
mapfile -t groups < <(site_groups)
confirm "$SITE" "${groups[@]}"
<%- if features.profiles %>

# No request is sent here any more, once clients have forgotten the address.
# shellcheck source=/dev/null
source "$SCRIPTS/settings/global.sh"
for line in "${ENDPOINTS[@]}"; do
  read -r profile name _ <<<"$line"
  if [[ $name == "$SITE" ]] && exists az network traffic-manager profile show<% if features.subscriptions %> --subscription "$COMMON_SUBSCRIPTION"<% endif %> --resource-group "$COMMON_GROUP" --name "$profile"; then
    say "no more $SITE behind $profile"
    az network traffic-manager endpoint delete<% if features.subscriptions %> --subscription "$COMMON_SUBSCRIPTION"<% endif %> --resource-group "$COMMON_GROUP" --profile-name "$profile" --type externalEndpoints --name "$SITE"
  fi
done
<%- endif %>
<%- if features.front_doors %>

# No request is sent here any more. A route wants a region at least, so it goes with its last one.
# shellcheck source=/dev/null
source "$SCRIPTS/settings/front-door.sh"
for line in "${ORIGINS[@]}"; do
  read -r door endpoint region _ site _ <<<"$line"
  group=$(resource_id "$COMMON_GROUP" Microsoft.Cdn/profiles "$door" originGroups "$endpoint")
  if [[ $site == "$SITE" ]] && exists az resource show --ids "$group/origins/$region" --api-version <{ api_versions.front_door | bare }>; then
    say "no more $SITE behind $door"
    others=$(az rest --method get --url "$group/origins?api-version=<{ api_versions.front_door | bare }>" --query "length(value[?name != '$region'])" --output tsv)
    ((others > 0)) || az resource delete --ids "$(resource_id "$COMMON_GROUP" Microsoft.Cdn/profiles "$door" afdEndpoints "$endpoint" routes "$endpoint")" --api-version <{ api_versions.front_door | bare }>
    az resource delete --ids "$group/origins/$region" --api-version <{ api_versions.front_door | bare }>
  fi
done
<%- endif %>
<%- if features.edge_records or features.ingress_records %>

for line in "${RECORDS[@]}"; do
  read -r subscription group zone name<% if features.ingress_records %> _<% endif %> <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  if exists az network dns zone show --subscription "$subscription" --resource-group "$group" --name "$zone"; then
    no_record "$subscription" "$group" "$zone" "$name"
  fi
done
<%- endif %>

# The one role of a cluster outside of these groups: it would stay behind, given to nobody.
no_pull() {
  local registry pull
  registry=$(registry_id)
  pull=$(assignment_name "$ACR_PULL" "$registry" "$(identity_id "$<% if features.brought_identities %>KUBELET_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$KUBELET_IDENTITY")")
  az role assignment delete --ids "$registry/providers/Microsoft.Authorization/roleAssignments/$pull"
}
<%- if features.brought_identities %>

# An identity of nodes that stays keeps no role of a cluster that is gone.
no_operating() {
  local kubelet operator
  [[ -n $KUBELET_IDENTITY_EXISTS ]] || return 0
  kubelet=$(identity_id "$KUBELET_IDENTITY_GROUP" "$KUBELET_IDENTITY")
  operator=$(assignment_name "$MANAGED_IDENTITY_OPERATOR" "$kubelet" "$(identity_id "$CLUSTER_IDENTITY_GROUP" "$CLUSTER_IDENTITY")")
  az role assignment delete --ids "$kubelet/providers/Microsoft.Authorization/roleAssignments/$operator"
}
each_cluster no_operating
<%- endif %>
<%- if features.api_zones %>

# Of a cluster that is gone: it has taken its name out of the zone by this role.
no_zone() {
  local subscription group zone zone_id role
  read -r subscription group zone <<<"$API_ZONE"
  zone_id=$(private_zone_id "$subscription" "$group" "$zone")
  role=$(assignment_name "$PRIVATE_DNS_ZONE_CONTRIBUTOR" "$zone_id" "$(identity_id "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY")")
  az role assignment delete --ids "$zone_id/providers/Microsoft.Authorization/roleAssignments/$role"
}
<%- endif %>
<%- if features.registry %>
if exists az group show<% if features.subscriptions %> --subscription "$COMMON_SUBSCRIPTION"<% endif %> --name "$COMMON_GROUP"; then
<%- if features.locks %>
  registry=$(registry_id)
  free "$registry" # its roles can't be taken away else
  each_cluster no_pull
  keep "$registry"
<%- else %>
  each_cluster no_pull
<%- endif %>
fi
<%- else %>
each_cluster no_pull
<%- endif %>
<%- if features.brought_vaults and (features.gateway or features.workloads or features.front_doors) %>

# A vault that stays keeps no role of what is gone.
no_reading() { # no_reading GROUP IDENTITY
  az role assignment delete --ids "$(vault_id)/providers/Microsoft.Authorization/roleAssignments/$(assignment_name "$KEY_VAULT_SECRETS_USER" "$(vault_id)" "$(identity_id "$1" "$2")")"
}
<%- if features.workloads %>
no_reading_workloads() {
  local line identity
  for line in "${WORKLOADS[@]}"; do
    read -r identity _ <<<"$line"
    no_reading "$AKS_GROUP" "$identity"
  done
}
<%- endif %>
no_readers() {
<%- if features.gateway %>
  <% if features.ungated %>[[ -z $GATEWAY ]] || <% endif %>no_reading "$<% if features.brought_gateway_identities %>GATEWAY_IDENTITY_GROUP<% else %>NETWORK_GROUP<% endif %>" "$GATEWAY_IDENTITY"
<%- endif %>
<%- if features.front_doors %>
  [[ -z $FRONT_DOOR_IDENTITY ]] || no_reading "$COMMON_GROUP" "$FRONT_DOOR_IDENTITY"
<%- endif %>
<%- if features.workloads %>
  each_cluster no_reading_workloads
<%- endif %>
}
<% if features.vaults %>[[ -z $VAULT_SUBSCRIPTION ]] || <% endif %>no_readers
<%- endif %>
<%- if features.zone_writers %>

# A DNS zone stays, and keeps no role of what is gone<% if features.record_writers %>; neither does the resource group in which it stands<% endif %>.
no_writer() { # no_writer IDENTITY ROLE ZONE…
  local line subscription group name zone role
  for line in "${@:3}"; do
    read -r subscription group name <<<"$line"
    [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
    if exists az network dns zone show --subscription "$subscription" --resource-group "$group" --name "$name"; then
      zone=$(dns_zone_id "$line")
      role=$(own_role "$subscription" "$2")
      az role assignment delete --ids "$zone/providers/Microsoft.Authorization/roleAssignments/$(assignment_name "${role##*/}" "$zone" "$(identity_id "$AKS_GROUP" "$1")")"
    fi
  done
}
<%- if features.record_writers %>
no_listing() { # no_listing IDENTITY ZONE
  local subscription group name
  read -r subscription group name <<<"$2"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  if exists az network dns zone show --subscription "$subscription" --resource-group "$group" --name "$name"; then
    group=/subscriptions/$subscription/resourceGroups/$group
    az role assignment delete --ids "$group/providers/Microsoft.Authorization/roleAssignments/$(assignment_name "$READER" "$group" "$(identity_id "$AKS_GROUP" "$1")")"
  fi
}
<%- endif %>
no_writing() {
<%- if features.issuers %>
  [[ -z $ISSUER ]] || no_writer "${ISSUER%% *}" <{ own.proofs | sh }> "${ISSUER_ZONES[@]}"
<%- endif %>
<%- if features.record_writers %>
  if [[ -n $RECORD_WRITER ]]; then
    no_writer "${RECORD_WRITER%% *}" <{ own.records | sh }> "${RECORD_ZONES[@]}"
    no_listing "${RECORD_WRITER%% *}" "${RECORD_ZONES[0]}"
  fi
<%- endif %>
}
each_cluster no_writing
<%- endif %>
<%- if features.disk_encryption %>

# The disk encryption set stays, and keeps no role of what is gone.
no_encryption() {
  local set_id
  [[ -n $DISK_ENCRYPTION_SET ]] || return 0
  set_id=$(disk_encryption_set_id)
  az role assignment delete --ids "$set_id/providers/Microsoft.Authorization/roleAssignments/$(assignment_name "$READER" "$set_id" "$(identity_id "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY")")"
}
each_cluster no_encryption
<%- endif %>

<%- if features.peerings %>

# The side of the hub would stay behind, disconnected, and be in the way of a new one.
no_peering() {
  local hub=/subscriptions/${ON_HUB_SUBSCRIPTION:-$SUBSCRIPTION_ID}/resourceGroups/$ON_HUB_GROUP/providers/Microsoft.Network/virtualNetworks/$ON_HUB
  if exists az network vnet show --ids "$hub"; then
    say "no more peering in $ON_HUB"
    az network vnet peering delete --ids "$hub/virtualNetworkPeerings/$PEERING_BACK"
  fi
}
[[ -z $ON_HUB ]] || no_peering
<%- if features.rulesets %>

# So would the link by which names of on premises are found.
no_ruleset_link() {
  say "no more names of on premises, by $RULESET"
  no_resource "/subscriptions/${ON_HUB_SUBSCRIPTION:-$SUBSCRIPTION_ID}/resourceGroups/$ON_HUB_GROUP/providers/Microsoft.Network/dnsForwardingRulesets/$RULESET/virtualNetworkLinks/$RULESET_LINK" <{ api_versions.forwarding_link | bare }>
}
[[ -z $ON_HUB || -z $RULESET ]] || no_ruleset_link
<%- endif %>
<%- if features.hub_zones %>

for zone in "${ZONES_OF_HUB[@]}"; do
  unanswered - "$NETWORK_GROUP" "$zone" "$ON_HUB"
done
<%- endif %>
<%- endif %>
<%- if features.front_doors %>

if [[ -n $HOME_OF ]]; then # the workspace goes, and can't go while something writes to it
  door_id=$(resource_id "$COMMON_GROUP" Microsoft.Cdn/profiles "$HOME_OF")
  if exists az resource show --ids "$door_id" --api-version <{ api_versions.front_door | bare }>; then
    say "$HOME_OF writes nothing down any more"
    az monitor diagnostic-settings delete --name requests --resource "$door_id"
  fi
fi
<%- endif %>
<%- if features.budgets %>

if [[ -n $BUDGET ]]; then
  say "no more budget $BUDGET"
  az rest --method delete --url "$(budget_id "$BUDGET")?api-version=<{ api_versions.budget | bare }>"
fi
<%- endif %>
<%- if features.backups %>

# What is backed up must still stand when that ends, and nothing is locked any more.
no_backup() {
  local instance
  instance=$(backup_vault_id)/backupInstances/$CLUSTER
  if exists az resource show --ids "$instance" --api-version <{ api_versions.backup_instance | bare }>; then
    say "no more backups of $CLUSTER"
    az resource delete --ids "$instance" --api-version <{ api_versions.backup_instance | bare }>
  fi
}
if [[ -n $BACKUP_VAULT ]]; then
  free "$(backup_vault_id)"
  free "$(backup_account_id)"
  each_cluster no_backup
fi
<%- endif %>

remove "$AKS_GROUP" # first, for its nodes stand in the network; AKS takes the group of the nodes along
<%- if features.virtual_nodes %>
# Azure Container Instances hold their subnet on when nothing stands there any more, and Azure deletes none that is held.
for line in "${VIRTUAL_SUBNETS[@]}"; do
  held="$(network_id)/subnets/${line%% *}/providers/Microsoft.ContainerInstance/serviceAssociationLinks/default"
  if exists az resource show --ids "$held" --api-version <{ api_versions.subnet_link | bare }>; then
    say "nothing holds the subnet ${line%% *} any more"
    az resource delete --ids "$held" --api-version <{ api_versions.subnet_link | bare }>
  fi
done
<%- endif %>
<%- if features.private_zones %>
for line in "${PRIVATE_ZONES[@]}"; do
  read -r subscription group zone <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  if exists az network private-dns zone show --subscription "$subscription" --resource-group "$group" --name "$zone"; then
    say "no more names in $zone"
    az network private-dns link vnet delete --subscription "$subscription" --resource-group "$group" --zone-name "$zone" --name "$NETWORK" --yes
<%- if features.api_zones %>
    [[ $API_ZONE != "$line" ]] || each_cluster no_zone
<%- endif %>
  fi
done
<%- endif %>
<%- if features.brought_networks %>

<%- if features.api_zones %>

# The role by which a cluster joined the network to its zone.
no_joining() {
  local role
  role=$(assignment_name "$NETWORK_CONTRIBUTOR" "$(network_id)" "$(identity_id "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY")")
  az role assignment delete --ids "$(network_id)/providers/Microsoft.Authorization/roleAssignments/$role"
}
<%- endif %>

<%- if features.brought_subnets %>

# What existed before keeps no role of what is gone.
no_role_in() { # no_role_in SCOPE
  az role assignment delete --ids "$1/providers/Microsoft.Authorization/roleAssignments/$(assignment_name "$NETWORK_CONTRIBUTOR" "$1" "$(identity_id "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY")")"
}
no_roles_in_subnets() {
  local line
  for line in "${EXISTING_SUBNETS[@]}"; do
    no_role_in "$(network_id)/subnets/${line%% *}"
  done
<%- if features.brought_routes %>
  [[ -z $BROUGHT_ROUTE_TABLE ]] || no_role_in "$(resource_id "$BROUGHT_ROUTE_TABLE_GROUP" Microsoft.Network/routeTables "$BROUGHT_ROUTE_TABLE")"
<%- endif %>
}
<%- endif %>

# Subnets in a network that stays: empty by now but for these.
no_subnets() {
  local line subnet
<%- if features.brought_subnets %>
  each_cluster no_roles_in_subnets
<%- endif %>
<%- if features.gateway %>
  <% if features.ungated %>[[ -z $GATEWAY ]] || <% endif %>az network application-gateway delete --resource-group "$NETWORK_GROUP" --name "$GATEWAY"
<%- endif %>
<%- if features.endpoints %>
  for line in "${PRIVATE_ENDPOINTS[@]}"; do
    az network private-endpoint delete --resource-group "$NETWORK_GROUP" --name "${line%% *}"
  done
<%- endif %>
  for line in "${NODE_SUBNETS[@]}"; do
    no_subnet "${line%% *}"
  done
<%- if features.pod_subnets %>
  for line in "${POD_SUBNETS[@]}"; do
    no_subnet "${line%% *}"
  done
<%- endif %>
<%- if features.virtual_nodes %>
  for line in "${VIRTUAL_SUBNETS[@]}"; do
    no_subnet "${line%% *}"
  done
<%- endif %>
  for subnet in "$INGRESS_SUBNET"<% if features.gateway %> "${GATEWAY_SUBNET-}"<% endif %><% if features.api_subnets %> "$API_SUBNET"<% endif %><% if features.endpoints %> "$ENDPOINT_SUBNET"<% endif %><% if features.private_links %> "$LINK_SUBNET"<% endif %>; do
    [[ -z $subnet ]] || no_subnet "$subnet"
  done
<%- if features.api_zones %>
  [[ $API_ZONE != *' '* ]] || each_cluster no_joining
<%- endif %>
<%- if features.peerings %>
  [[ -z $ON_HUB ]] || az network vnet peering delete --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$PEERING"
<%- endif %>
}

no_subnet() {
<%- if features.brought_subnets %>
  [[ " ${EXISTING_SUBNETS[*]} " != *" $1 "* ]] || return 0
<%- endif %>
  say "no more subnet $1"
  az network vnet subnet delete --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$1"
}
<%- if features.networks %>
<# blank line #>
[[ -z $NETWORK_EXISTS ]] || no_subnets
<%- else %>
<# blank line #>
no_subnets
<%- endif %>
<%- endif %>
<%- if features.registry_endpoints and features.registry and features.locks %>
# An endpoint of the registry goes only where the registry is not locked.
free "$(registry_id)"
remove "$NETWORK_GROUP"
! exists az acr show<% if features.subscriptions %> --subscription "$COMMON_SUBSCRIPTION"<% endif %> --resource-group "$COMMON_GROUP" --name "$REGISTRY" || keep "$(registry_id)"
<%- else %>
remove "$NETWORK_GROUP"
<%- endif %>
<%- if features.vaults and features.brought_vaults %>
if [[ -z $VAULT_SUBSCRIPTION ]]; then
  free "$(vault_id)"
  remove "$VAULT_GROUP"
fi
<%- elif features.vaults %>
free "$(vault_id)"
remove "$VAULT_GROUP"
<%- endif %>
<%- if features.data_groups %>
remove "$DATA_GROUP"
<%- endif %>
<%- if features.backups %>
if [[ -n $BACKUP_VAULT ]]; then
  # With this version of its API it goes, though it may hold what is only deleted and not gone.
  if exists az resource show --ids "$(backup_vault_id)" --api-version <{ api_versions.backup_vault | bare }>; then
    az resource delete --ids "$(backup_vault_id)" --api-version <{ api_versions.backup_vault | bare }>
  fi
  remove "$BACKUP_GROUP"
  remove "$SNAPSHOT_GROUP"
fi
<%- endif %>
<%- if features.vaults or features.workspaces or features.backups %>
<# blank line #>
<%- endif %>
<%- if features.vaults %>
<% if features.brought_vaults %>[[ -n $VAULT_SUBSCRIPTION ]] || <% endif %>say "The vault $VAULT is only deleted, not gone: for 90 days its name stays taken and nobody can purge it; 40-vault.sh brings it back."
<%- endif %>
<%- if features.workspaces %>
<% if features.brought_workspaces %>[[ -n $WORKSPACE_SUBSCRIPTION ]] || <% endif %>say "The workspace $WORKSPACE can be brought back for 14 days, by making it again in a group of the same name."
<%- endif %>
<%- if features.backups %>
[[ -z $BACKUP_VAULT ]] || say 'What was kept of the clusters is gone with them.'
<%- if features.backup_copies %>
[[ -z ${BACKUP_COPY_DAYS-} ]] || say "Copies in the vault $BACKUP_VAULT are only deleted, as it is itself: for <{ backup.soft_delete_days }> days the portal brings them back."
<%- endif %>
<%- endif %>

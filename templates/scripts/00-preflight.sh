#!/usr/bin/env bash
# <{ header }>
#
# Asks Azure whether it will make what the other scripts make, and says all that is in the way and what to do about it: rights of
# who is signed in, resource providers, names that others have, sizes of nodes, quotas. It changes nothing.
#
#   00-preflight.sh [PART…]
#
#   PART names settings/PART.sh: a site, <% if features.hubs %>hubs/REGION, <% endif %>or common, what all share; all of them where none is named. No region is asked but those of the parts.

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
need base64

# Those of all that is made here.
readonly PROVIDERS=(
<%- for provider in providers %>
  <{ provider | sh }>
<%- endfor %>
)
readonly OWNER=<{ roles.owner }>
readonly CONTRIBUTOR=<{ roles.contributor }>
readonly ACCESS_ADMINISTRATORS=(<{ roles.role_based_access_control_administrator }> <{ roles.user_access_administrator }>)
<%- if features.locks %>
readonly LOCKERS=(<{ roles.locks_contributor }> <{ roles.user_access_administrator }>)
<%- endif %>

# Those that are given to identities and groups here.
readonly GIVEN=(
  # id, name
<%- for role in given %>
  <{ role[0] }> <{ role[1] | sh }>
<%- endfor %>
)

FAULTS=$(mktemp) # a dot for each, since settings are read in shells of their own
readonly FAULTS
trap 'rm -f "$FAULTS"' EXIT

# fault WHY [WHAT-TO-DO…]
fault() {
  printf . >>"$FAULTS"
  printf 'fault: %s\n' "$1" >&2
  (($# == 1)) || printf '  %s\n' "${@:2}" >&2
}

# The object id of who is signed in, out of the token: Microsoft Graph, which could be asked, answers few agents.
signed_in() {
  local token
  token=$(az account get-access-token --query accessToken --output tsv)
  token=${token#*.} token=${token%%.*} token=${token//-/+} token=${token//_//}
  while ((${#token} % 4 > 0)); do token+='='; done
  token=$(base64 --decode <<<"$token")
  [[ $token =~ \"oid\":\ ?\"([0-9a-f-]+)\" ]] || stop 'the token of az does not say who is signed in'
  printf '%s' "${BASH_REMATCH[1]}"
}

# holds ROLE-ID…: whether one of them is held on the subscription, by oneself, by a group, or from above.
holds() {
  local role
  for role in "$@"; do
    [[ ${roles,,} != *"/$role"* ]] || return 0
  done
  return 1
}

# lacks WHAT-FOR ROLE-NAME
lacks() {
  local role own
  own=$(az role definition list --custom-role-only true --query '[].name' --output tsv)
  for role in $own; do
    if holds "$role"; then
      say "  a role of your own ($role) is held: whether it allows $1 is not looked into"
      return
    fi
  done
  fault "$who holds no role on <% if features.subscriptions %>$scope<% else %>the subscription<% endif %> that allows $1" 'Somebody who may give roles gives it:' \
    "az role assignment create --assignee-object-id $who --assignee-principal-type ${kind^} --scope <% if features.subscriptions %>$scope<% else %>/subscriptions/$SUBSCRIPTION_ID<% endif %> --role '$2'"
}

# Whoever may give roles under a condition may give those that it names: they are to be all that are given here.
check_giving() {
  local at condition conditions<% if features.zone_writers %> id name<% endif %>
  if holds "$OWNER" <{ roles.user_access_administrator }>; then
    return
  fi
  conditions=$(grep --ignore-case <{ roles.role_based_access_control_administrator }> <<<"$roles" || true)
  while read -r _ condition; do
    [[ -n $condition && $condition != - ]] || return 0
  done <<<"$conditions"
  for ((at = 0; at < ${#GIVEN[@]}; at += 2)); do
    [[ ${conditions,,} == *"${GIVEN[at]}"* ]] || fault "$who may give roles, but not ${GIVEN[at + 1]}" \
      'Who set the pipelines up does so again (pipelines/setup.sh): the condition under which it gives roles names more by now. README.md has it, too.'
  done
<%- if features.zone_writers %>
  while read -r id name; do
    [[ ${conditions,,} == *"${id##*/}"* ]] || fault "$who may give roles, but not $name" 'Who set the pipelines up does so again (pipelines/setup.sh).'
  done < <(own_roles given)
<%- endif %>
}
<%- if features.wired %>

# check_wiring: a platform apart is wired to what all share by roles of your own, on the group and on what is in it.
check_wiring() {
  local -A wired
  local id name
  while read -r id name; do
    wired[${name##* }]=${id##*/}
  done < <(own_roles held)
  holds "$OWNER" "$CONTRIBUTOR" "${wired[deployments]}" ||
    fault "$who may not deploy into $scope, as a platform apart does" 'Who set the pipelines up does so again (pipelines/setup.sh).'
<%- if features.registry %>
  if roles=$(roles_on "$(registry_id)" 2>/dev/null); then
    holds "$OWNER" "${ACCESS_ADMINISTRATORS[@]}" "${wired[wiring]}" ||
      fault "$who may not wire the platform to the registry $REGISTRY" 'Who set the pipelines up does so again (pipelines/setup.sh).'
  fi
<%- endif %>
}
<%- endif %>
<%- if features.own_roles %>

# Roles of your own are there before they are given: an owner makes them.
check_own_roles() {
  local id name who roles scope code
  say "roles of your own"
  who=$(signed_in)
  while read -r id name; do
    scope=${id%%/providers/*} code=0
    az resource show --ids "$id" --api-version <{ api_versions.role_definition | bare }> 2>/dev/null || code=$?
    if ((code == 3)); then # az's code for «not found»
      roles=$(roles_on "$scope")
      if holds "$OWNER" <{ roles.user_access_administrator }>; then
        say "  $name is not there yet: scripts/05-roles.sh makes it"
      else
        fault "the role $name is not there in $scope" 'An Owner of that subscription makes it: scripts/05-roles.sh, or pipelines/setup.sh once more.'
      fi
    elif ((code > 0)); then
      say "  $name is not looked at in $scope: it is not for them to see"
    fi
  done < <(own_roles)
}
<%- endif %>

<% if features.subscriptions or features.own_roles %># roles_on SCOPE: of who is signed in.
roles_on() {
  az role assignment list --scope "$1" --assignee-object-id "$who" --include-groups --include-inherited \
    --fill-principal-name false --fill-role-definition-name false --query "[].[roleDefinitionId, condition || '-']" --output tsv
}

<% endif %>check_rights() {
  local who kind roles<% if features.subscriptions %> scope scopes=("/subscriptions/$SUBSCRIPTION_ID")<% endif %>
  who=$(signed_in)
  kind=$(az account show --query user.type --output tsv) # user, servicePrincipal
  say "rights of $who"
<%- if features.subscriptions %>
  # A platform apart is wired to what all share: its deployments write there, too.
  [[ $SUBSCRIPTION_ID == "$COMMON_SUBSCRIPTION" ]] || scopes+=("/subscriptions/$COMMON_SUBSCRIPTION/resourceGroups/$COMMON_GROUP")
  for scope in "${scopes[@]}"; do
    if ! roles=$(roles_on "$scope" 2>/dev/null); then
      say "  those on $scope are not looked at: it is not there yet, or not for them to see"
      continue
    fi
<%- if features.wired %>
    if [[ $scope == */resourceGroups/* ]]; then
      check_wiring
      continue
    fi
<%- endif %>
    holds "$OWNER" "$CONTRIBUTOR" || lacks 'making resources' <{ role_names.contributor | sh }>
    holds "$OWNER" "${ACCESS_ADMINISTRATORS[@]}" || lacks 'giving roles to identities' <{ role_names.role_based_access_control_administrator | sh }>
    check_giving
<%- if features.locks %>
    holds "$OWNER" "${LOCKERS[@]}" || lacks 'locking what is dear to lose' <{ role_names.locks_contributor | sh }>
<%- endif %>
  done
<%- else %>
  roles=$(az role assignment list --scope "/subscriptions/$SUBSCRIPTION_ID" --assignee-object-id "$who" --include-groups --include-inherited \
    --fill-principal-name false --fill-role-definition-name false --query "[].[roleDefinitionId, condition || '-']" --output tsv)
  holds "$OWNER" "$CONTRIBUTOR" || lacks 'making resources' <{ role_names.contributor | sh }>
  holds "$OWNER" "${ACCESS_ADMINISTRATORS[@]}" || lacks 'giving roles to identities' <{ role_names.role_based_access_control_administrator | sh }>
  check_giving
<%- if features.locks %>
  holds "$OWNER" "${LOCKERS[@]}" || lacks 'locking what is dear to lose' <{ role_names.locks_contributor | sh }>
<%- endif %>
<%- endif %>
}

# registered NAMESPACE: what asks the others must come after this, for az by itself registers a provider that it meets unregistered.
registered() {
  [[ $'\n'${namespaces,,}$'\n' == *$'\n'"${1,,}"$'\n'* ]]
}

check_providers() {
  local namespace
  say 'resource providers'
  namespaces=$(az provider list --query "[?registrationState == 'Registered'].namespace" --output tsv)
  for namespace in "${PROVIDERS[@]}"; do
    registered "$namespace" || fault "the resource provider $namespace is not registered" "az provider register --namespace $namespace --wait"
  done
}

# may_ask NAMESPACE WHAT
may_ask() {
  registered "$1" || {
    say "  $2 not looked at, as $1 is not registered"
    return 1
  }
}
<%- if features.registry %>

check_registry() {
  local free
  may_ask Microsoft.ContainerRegistry 'the name of the registry is' || return 0
  if ! exists az acr show --resource-group "$COMMON_GROUP" --name "$REGISTRY"; then
    free=$(az acr check-name --name "$REGISTRY" --query nameAvailable --output tsv)
    [[ ${free,,} == true ]] || fault "the name $REGISTRY of the registry is taken, and not by the registry in $COMMON_GROUP" \
      'Write another registry.name into the blueprint, and render again.'
  fi
}
<%- else %>

# Of one that exists: it must be there, and the role by which nodes pull must mean something in it.
check_registry() {
  local registry mode
  registry=$(registry_id)
  if ! exists az resource show --ids "$registry" --api-version <{ api_versions.registry | bare }>; then
    fault "there is no registry $REGISTRY in $REGISTRY_GROUP of the subscription $REGISTRY_SUBSCRIPTION" 'Mend registry.existing in the blueprint, and render again.'
    return 0
  fi
  mode=$(az resource show --ids "$registry" --api-version <{ api_versions.registry | bare }> --query properties.roleAssignmentMode --output tsv)
  [[ ${mode,,} != abacrepositorypermissions ]] || fault "the registry $REGISTRY gives rights by repository: <{ role_names.acr_pull | bare }> lets no node pull from it" \
    "Who owns it has it give them by role again (az acr update --name $REGISTRY --role-assignment-mode rbac), or bring another one."
}
<%- endif %>
<%- if features.brought_networks %>

# Of one that exists: it must be there, and in the region.
check_network() {
  local region
  if ! exists az network vnet show --resource-group "$VNET_GROUP" --name "$NETWORK"; then
    fault "there is no virtual network $NETWORK in $VNET_GROUP of this subscription" 'Mend network.existing in the blueprint, and render again.'
    return 0
  fi
  region=$(az network vnet show --resource-group "$VNET_GROUP" --name "$NETWORK" --query location --output tsv)
  [[ $region == "$LOCATION" ]] || fault "the virtual network $NETWORK stands in $region, and clusters in $LOCATION" 'Bring a network of that region.'
  check_ranges
<%- if features.brought_subnets %>
  check_subnets
<%- endif %>
}

# Its ranges are somebody else's, too: they hold the subnets that are meant for us, where no other lies, and leave clusters what they keep to themselves.
check_ranges() {
  local lines line name range kind other its
  local -a spaces=() taken=()
  lines=$(az network vnet show --resource-group "$VNET_GROUP" --name "$NETWORK" --query "[
      addressSpace.addressPrefixes[].join(' ', ['space', '-', @]), virtualNetworkPeerings[].remoteAddressSpace.addressPrefixes[].join(' ', ['peer', '-', @]),
      subnets[].join(' ', ['subnet', name, addressPrefix || join(' ', addressPrefixes || \`[]\`)])
    ][] | [?@]" --output tsv)
  while read -r kind other its; do
    for range in $its; do # those of version 6 are none of ours
      [[ $range == *:* ]] || case $kind in
        space) spaces+=("$range") taken+=("$range") ;;
        peer) taken+=("$range") ;;
        *) check_across "$other" "$range" ;;
      esac
    done
  done <<<"$lines"
  for line in "${SUBNETS[@]}"; do
    read -r name range <<<"$line"
    lies_within "$range" "${spaces[@]}" || fault "the subnet $name ($range) lies outside of $NETWORK (${spaces[*]})" \
      'Who runs the network adds the range to it; or mend network.range in the blueprint, and render again.'
  done
  each_cluster check_own_ranges "${taken[@]}"
}

# check_across SUBNET RANGE: one that stands, and is none of ours.
check_across() {
  local line name range
  for line in "${SUBNETS[@]}"; do
    read -r name range <<<"$line"
    [[ ${name,,} == "${1,,}" ]] || ! overlap "$range" "$2" || fault "the subnet $1 ($2) of $NETWORK lies where $name ($range) is to stand" \
      'Mend network.range or network.subnets in the blueprint, and render again.'
  done
}

# check_own_ranges RANGE…: those of pods and services in an overlay go nowhere else, so that nothing that nodes reach may have them.
check_own_ranges() {
  local own range
  for own in ${POD_RANGE-} "$SERVICE_RANGE"; do
    for range in "$@"; do
      ! overlap "$own" "$range" || fault "$CLUSTER keeps $own to itself, and $NETWORK or one of its peers has $range" \
        'Write another network.podRange or network.serviceRange into the blueprint, and render again.'
    done
  done
}

# lies_within RANGE RANGE…: whether one of the others holds all of the first.
lies_within() {
  local range
  for range in "${@:2}"; do
    ! ((${range#*/} <= ${1#*/})) || ! overlap "$1" "$range" || return 0
  done
  return 1
}

# overlap RANGE RANGE: whether they have an address in common.
overlap() {
  local bits=$((${1#*/} < ${2#*/} ? ${1#*/} : ${2#*/}))
  (($(number "${1%/*}") >> (32 - bits) == $(number "${2%/*}") >> (32 - bits)))
}

# number ADDRESS
number() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  printf '%s\n' $(((a << 24) + (b << 16) + (c << 8) + d))
}
<%- if features.brought_subnets %>

# Those that exist in it: each must be there, at the range on which rules and sizes rest, and handed to AKS where that puts things into it.
check_subnets() {
  local line name range delegation has
  for line in "${EXISTING_SUBNETS[@]}"; do
    read -r name range delegation <<<"$line"
    if ! exists az network vnet subnet show --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$name"; then
      fault "there is no subnet $name in $NETWORK" 'Mend network.existingSubnets in the blueprint, and render again.'
      continue
    fi
    has=$(az network vnet subnet show --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$name" \
      --query "join(' ', [addressPrefix || join(',', addressPrefixes || \`[]\`), delegations[0].serviceName || '-'])" --output tsv)
    [[ ${has% *} == "$range" ]] || fault "the subnet $name has ${has% *}, not $range" 'Mend network.subnets in the blueprint, and render again.'
    [[ $delegation == - || ${has#* } == "$delegation" ]] || fault "the subnet $name is not delegated to $delegation" 'Who runs it delegates it.'
  done
}
<%- endif %>
<%- if features.brought_routes %>

# The way out for nodes, by a route table that exists: AKS makes no cluster where it does not lead to an appliance, or does not stand on their subnet.
check_routes() {
  local table to line subnet has
  table=$(resource_id "$BROUGHT_ROUTE_TABLE_GROUP" Microsoft.Network/routeTables "$BROUGHT_ROUTE_TABLE")
  if ! exists az network route-table show --ids "$table"; then
    fault "there is no route table $BROUGHT_ROUTE_TABLE in $BROUGHT_ROUTE_TABLE_GROUP" 'Mend network.routeTable in the blueprint, and render again.'
    return 0
  fi
  to=$(az network route-table show --ids "$table" --query "routes[?addressPrefix == '0.0.0.0/0'].nextHopType" --output tsv)
  [[ $to == VirtualAppliance || $to == VirtualNetworkGateway ]] || fault "the route table $BROUGHT_ROUTE_TABLE leads 0.0.0.0/0 to ${to:-nothing}" \
    'Who runs it leads it to the firewall.'
  for line in "${NODE_SUBNETS[@]}"; do
    subnet=${line%% *}
    if exists az network vnet subnet show --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$subnet"; then
      has=$(az network vnet subnet show --resource-group "$VNET_GROUP" --vnet-name "$NETWORK" --name "$subnet" --query 'routeTable.id' --output tsv)
      [[ ${has,,} == "${table,,}" ]] || fault "the route table $BROUGHT_ROUTE_TABLE does not stand on the subnet $subnet" 'Who runs it puts it there.'
    fi
  done
}
<%- endif %>
<%- endif %>
<%- if features.brought_identities or features.brought_gateway_identities %>

# check_identity GROUP NAME: one that exists must be there.
check_identity() {
  exists az identity show --resource-group "$1" --name "$2" || fault "there is no identity $2 in $1 of this subscription" 'Mend identities in the blueprint, and render again.'
}
<%- if features.brought_identities %>
check_identities() {
  [[ -z $CLUSTER_IDENTITY_EXISTS ]] || check_identity "$CLUSTER_IDENTITY_GROUP" "$CLUSTER_IDENTITY"
  [[ -z $KUBELET_IDENTITY_EXISTS ]] || check_identity "$KUBELET_IDENTITY_GROUP" "$KUBELET_IDENTITY"
}
<%- endif %>
<%- endif %>
<%- if features.brought_vaults %>

# Of one that exists: it must be there, and opened by roles, not by policies of its own.
check_brought_vault() {
  local answer
  if ! exists az resource show --ids "$(vault_id)" --api-version <{ api_versions.vault | bare }>; then
    fault "there is no vault $VAULT in $VAULT_GROUP of the subscription $VAULT_SUBSCRIPTION" 'Mend vault.existing in the blueprint, and render again.'
    return 0
  fi
  answer=$(az resource show --ids "$(vault_id)" --api-version <{ api_versions.vault | bare }> --query properties.enableRbacAuthorization --output tsv)
  [[ ${answer,,} == true ]] || fault "the vault $VAULT is not opened by roles" \
    'Who owns it moves it from access policies to roles: az keyvault update --enable-rbac-authorization true'
}
<%- endif %>
<%- if features.vaults %>

# check_vault SITE
check_vault() {
  local deleted free
  may_ask Microsoft.KeyVault "the name $VAULT is" || return 0
  if exists az keyvault show --resource-group "$VAULT_GROUP" --name "$VAULT"; then
    return 0
  fi
  deleted=$(az keyvault list-deleted --resource-type vault --query "[?name=='$VAULT'].properties.location" --output tsv)
  if [[ -n $deleted ]]; then
    say "  the vault $VAULT was deleted: 40-vault.sh $1 recovers it, with all that it held"
    say '  (templates do not, and Azure refuses them: run that script before the first of them)'
    return 0
  fi
  free=$(az rest --method post --url "/subscriptions/$SUBSCRIPTION_ID/providers/Microsoft.KeyVault/checkNameAvailability?api-version=<{ api_versions.vault | bare }>" \
    --body "{\"name\": \"$VAULT\", \"type\": \"Microsoft.KeyVault/vaults\"}" --query nameAvailable --output tsv)
  [[ ${free,,} == true ]] || fault "the name $VAULT of the vault is taken, and not by the vault in $VAULT_GROUP" \
    'It comes from the names of the blueprint, the platform and the region and from the domain: change one of them, and render again.'
}
<%- endif %>
<%- if features.backups %>

# The storage account in which the objects of the clusters are kept has a name that others may have; a vault that stands keeps its copies where it does.
check_backup() {
  local free has
  may_ask Microsoft.Storage "the name $BACKUP_ACCOUNT is" || return 0
  if ! exists az storage account show --resource-group "$BACKUP_GROUP" --name "$BACKUP_ACCOUNT"; then
    free=$(az storage account check-name --name "$BACKUP_ACCOUNT" --query nameAvailable --output tsv)
    [[ ${free,,} == true ]] || fault "the name $BACKUP_ACCOUNT of the storage account is taken, and not by that in $BACKUP_GROUP" \
      'It comes from the names of the blueprint, the platform and the region and from the domain: change one of them, and render again.'
  fi
  may_ask Microsoft.DataProtection 'the backup vault is' || return 0
  if exists az resource show --ids "$(backup_vault_id)" --api-version <{ api_versions.backup_vault | bare }>; then
    has=$(az resource show --ids "$(backup_vault_id)" --api-version <{ api_versions.backup_vault | bare }> --query 'properties.storageSettings[0].type' --output tsv)
    unchanged "the backup vault $BACKUP_VAULT (where its copies lie)" "$has" "$BACKUP_REDUNDANCY"
  fi
}
<%- endif %>

# check_label PUBLIC-ADDRESS LABEL
check_label() {
  local free
  may_ask Microsoft.Network "the name $2 is" || return 0
  if [[ $'\n'${addresses,,}$'\n' == *$'\n'"${NETWORK_GROUP,,} ${1,,} ${2,,}"$'\n'* ]]; then
    return 0
  fi
  free=$(az rest --method get --url "/subscriptions/$SUBSCRIPTION_ID/providers/Microsoft.Network/locations/$LOCATION/CheckDnsNameAvailability?domainNameLabel=$2&api-version=<{ api_versions.public_address | bare }>" \
    --query available --output tsv)
  [[ ${free,,} == true ]] || fault "the name $2 of the public address is taken in $LOCATION, and not by $1 in $NETWORK_GROUP" \
    'It comes from the names of the blueprint, the platform and the region and from the domain: change one of them, and render again.'
}
<%- if features.public_ingress %>

# Of the public address of each ingress.
check_ingress_labels() {
  local line public label
  for line in "${NODE_SUBNETS[@]}"; do
    read -r _ _ _ _ _ public label <<<"$line"
    [[ $public == - ]] || check_label "$public" "$label"
  done
}
<%- endif %>

check_names() {
  local site
  say 'names that nobody else may have'
  [[ -z $of_common ]] || check_registry
  for site in "$@"; do
    (
      # shellcheck source=/dev/null
      source "$SCRIPTS/settings/$site.sh"
<%- if features.brought_networks and features.networks %>
      [[ -z $NETWORK_EXISTS ]] || check_network
<%- elif features.brought_networks %>
      check_network
<%- endif %>
<%- if features.brought_routes %>
      [[ -z $BROUGHT_ROUTE_TABLE ]] || check_routes
<%- endif %>
<%- if features.brought_vaults and features.vaults %>
      if [[ -n $VAULT_SUBSCRIPTION ]]; then
        check_brought_vault
      else
        check_vault "$site"
      fi
<%- elif features.vaults %>
      check_vault "$site"
<%- else %>
      check_brought_vault
<%- endif %>
<%- if features.brought_identities %>
      each_cluster check_identities
<%- endif %>
<%- if features.brought_gateway_identities %>
      [[ -z ${GATEWAY_IDENTITY_EXISTS-} ]] || check_identity "$GATEWAY_IDENTITY_GROUP" "$GATEWAY_IDENTITY"
<%- endif %>
<%- if features.backups %>
      [[ -z $BACKUP_VAULT ]] || check_backup
<%- endif %>
<%- if features.gateway and features.ungated %>
      [[ -z $GATEWAY ]] || check_label "$PUBLIC_ADDRESS" "$DNS_LABEL"
<%- elif features.gateway %>
      check_label "$PUBLIC_ADDRESS" "$DNS_LABEL"
<%- endif %>
<%- if features.public_ingress %>
      check_ingress_labels
<%- endif %>
    )
  done
}

# location_of SITE
location_of() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/$1.sh"
  printf '%s\n' "$LOCATION"
)

# asks SITE: what a site asks of its region, in lines of words.
asks() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/$1.sh"
  local zones="${ZONES[*]:--}"
  printf "nodes $LOCATION ${zones// /,} %s\n" "${NODES[@]}"
<%- if features.gateway and features.ungated %>
  [[ -z $GATEWAY ]] || printf '%s\n' "address $LOCATION $NETWORK_GROUP $PUBLIC_ADDRESS"
<%- elif features.gateway %>
  printf '%s\n' "address $LOCATION $NETWORK_GROUP $PUBLIC_ADDRESS"
<%- endif %>
<%- if features.nat_gateway %>
  [[ -z $NAT_GATEWAY ]] || printf "address $LOCATION $NETWORK_GROUP %s\n" "${NAT_ADDRESSES[@]}"
<%- endif %>
  each_cluster asks_cluster
)
<%- if features.firewalls or features.vpns or features.express_routes %>

# asks_hub REGION: what a hub asks of its region.
asks_hub() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/hubs/$1.sh"
<%- if features.firewalls %>
  [[ -z $FIREWALL ]] || printf "address $HUB_LOCATION $HUB_GROUP %s\n" "${FIREWALL_ADDRESSES[@]}"
<%- endif %>
<%- if features.vpns %>
  [[ -z $VPN_GATEWAY ]] || printf '%s\n' "address $HUB_LOCATION $HUB_GROUP $VPN_ADDRESS"
<%- endif %>
<%- if features.express_routes %>
  [[ -z $EXPRESS_GATEWAY ]] || printf '%s\n' "address $HUB_LOCATION $HUB_GROUP $EXPRESS_ADDRESS"
<%- endif %>
<%- if features.resolvers %>
  [[ -z $RESOLVER ]] || printf '%s\n' "resolver $HUB_LOCATION"
<%- endif %>
)
<%- endif %>

# Its nodes leave by an address that AKS makes, unless they have another way.
asks_cluster() {
  printf '%s\n' "cluster $LOCATION $AKS_GROUP ${CLUSTER:?}"
<%- if features.public_ingress %>
  [[ -z $INGRESS_PUBLIC_ADDRESS ]] || printf '%s\n' "address $LOCATION $NETWORK_GROUP $INGRESS_PUBLIC_ADDRESS"
<%- endif %>
  [[ $OUTBOUND_TYPE != loadBalancer ]] || printf '%s\n' "address $LOCATION $NODE_RESOURCE_GROUP *"
}

# Of a cluster that stands: what Azure never changes, and templates would ask it to.
check_cluster() {
  local here has line name size disk pods versions all
  here="[?name == '${CLUSTER:?}' && resourceGroup == '$AKS_GROUP']"
  has=$(az aks list --query "$here.join(' ', [networkProfile.podCidr || '-', networkProfile.serviceCidr, networkProfile.dnsServiceIp])" --output tsv)
  [[ -n $has ]] || return 0
  unchanged "the cluster $CLUSTER (range of pods, range of services, DNS address)" "$has" "${POD_RANGE:--} $SERVICE_RANGE $DNS_ADDRESS"
  has=$(az aks list --query "$here.keys(identity.userAssignedIdentities || \`{}\`)[]" --output tsv)
  [[ -z $has ]] || unchanged "the identity of $CLUSTER" "$has" "/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/$CLUSTER_IDENTITY"
  has=$(az aks list --query "$here.agentPoolProfiles[0].vnetSubnetId" --output tsv)
  [[ -z $has ]] || unchanged "the subnet of the nodes of $CLUSTER" "$has" "$(network_id)/subnets/$NODE_SUBNET"
  has=$(az aks list --query "$here.agentPoolProfiles[].join(' ', [name, vmSize, osDiskType, to_string(maxPods)])" --output tsv)
  for line in "${POOLS[@]}"; do
    read -r name _ size disk _ _ pods _ <<<"$line"
    line=$(grep "^$name " <<<"$has" || true)
    [[ -z $line ]] || unchanged "the pool $name of $CLUSTER (its size, disk, pods on a node)" "${line#* }" "$size $disk $pods"
  done
<%- if features.hours %>
  has=$(az aks list --query "$here.powerState.code" --output tsv)
  [[ $has != Stopped ]] || say "  $CLUSTER is stopped: pipelines start it before they deploy to it; by hand, scripts/hours.sh start --site ${CLUSTER_SITE:?}"
<%- endif %>
  # Kubernetes is raised by upgrade.sh alone: a pipeline leaves out a foundation whose cluster is ahead, until the blueprint is told.
  line=$(ahead)
  if [[ -n $line ]]; then
    say "  warning: $line: write what it runs into the blueprint, or no foundation is deployed there"
    return 0
  fi
  versions=$(az aks list --query "$here.[currentKubernetesVersion, agentPoolProfiles[].currentOrchestratorVersion][][]" --output tsv)
  mapfile -t all <<<"$versions"
  line=$(other_minor "${all[@]}")
  [[ -z $line ]] || fault "$CLUSTER is to run Kubernetes $KUBERNETES_VERSION, and runs $line"
}

# unchanged WHAT NOW WANTED
unchanged() {
  [[ ${2,,} == "${3,,}" ]] || fault "$1 is '$2', and Azure does not change it to '$3'" \
    'Put the old value back into the blueprint, or make the new one beside it under another name and move over.'
}

# check_clusters SITE…
check_clusters() {
  local site
  may_ask Microsoft.ContainerService 'clusters that stand are' || return 0
  say 'clusters that stand'
  for site in "$@"; do
    (
      # shellcheck source=/dev/null
      source "$SCRIPTS/settings/$site.sh"
      each_cluster check_cluster
    )
  done
}

# check_quota LOCATION WHAT CURRENT LIMIT MORE HELP
check_quota() {
  (($3 + $5 <= $4)) || fault "$1 grants $4 $2, $3 are in use, and $5 more are needed" \
    "Ask for a limit of $(($3 + $5)) or more in the portal (Quotas, $1)$6"
}

# check_nodes LOCATION: the sizes of its nodes, then the processors for them.
check_nodes() {
  local rows kind region zones size count<% if features.spot_pools %> priority<% endif %> name family processors offered closed closed_zones zone lacking group has current limit total=0
  local -A row=() of=() cores=() need=() have=() used=() granted=()
  may_ask Microsoft.Compute "sizes and processors in $1 are" || return 0
  say "sizes of nodes in $1 (this takes a minute)"
  rows=$(az vm list-skus --location "$1" --resource-type virtualMachines --all --output tsv --query "[].[name, family, \
    capabilities[?name == 'vCPUs'].value | [0], join(',', locationInfo[0].zones || \`[]\`) || '-', \
    restrictions[?type == 'Location'].reasonCode | [0] || '-', join(',', restrictions[?type == 'Zone'].restrictionInfo.zones[] || \`[]\`) || '-']")
  while read -r name family processors offered closed closed_zones; do
    [[ -n $name ]] || continue # Azure offers none
    row[${name,,}]="$offered $closed $closed_zones" of[${name,,}]=$family cores[${name,,}]=$processors
  done <<<"$rows"

  while read -r kind region zones size count<% if features.spot_pools %> priority<% endif %>; do
    [[ "$kind $region" == "nodes $1" ]] || continue
    name=${size,,}
    if [[ -z ${row[$name]-} ]]; then
      fault "$1 has no size $size" "Another size of pool in the blueprint: az vm list-skus --location $1 --resource-type virtualMachines --output table"
      continue
    fi
    read -r offered closed closed_zones <<<"${row[$name]}"
    lacking=''
    for zone in ${zones//[,-]/ }; do
      [[ ,$offered, == *,$zone,* && ,$closed_zones, != *,$zone,* ]] || lacking+=", $zone"
    done
    if [[ $closed != - ]]; then
      fault "the size $size is closed to this subscription in $1 ($closed)" 'Another size of pool in the blueprint, or a support request (Service and subscription limits).'
    elif [[ -n $lacking ]]; then
      fault "the size $size is not to be had in $1 in zone ${lacking:2}" 'Another size of pool in the blueprint, or a support request (Service and subscription limits).'
    fi
    family=${of[$name]}
<%- if features.spot_pools %>
    [[ $priority != Spot ]] || family=lowPriorityCores # of spot nodes, whatever their family
<%- endif %>
    need[$family]=$((${need[$family]:-0} + count * cores[$name]))
  done <<<"$wanted"

  # What stands already is in use, and needs no more.
  while read -r kind region group name; do
    [[ "$kind $region" == "cluster $1" ]] || continue
    has=$(az aks list --query "[?name == '$name' && resourceGroup == '$group'].agentPoolProfiles[].join(' ', [vmSize, to_string(count || \`0\`)<% if features.spot_pools %>, scaleSetPriority || 'Regular'<% endif %>])" --output tsv)
    while read -r size count<% if features.spot_pools %> priority<% endif %>; do
      [[ -n $size ]] || continue # there is no such cluster yet
      name=${size,,} family=${of[${size,,}]-}
<%- if features.spot_pools %>
      [[ -z $family || $priority != Spot ]] || family=lowPriorityCores
<%- endif %>
      [[ -z $family ]] || have[$family]=$((${have[$family]:-0} + count * cores[$name]))
    done <<<"$has"
  done <<<"$wanted"

  say "processors in $1"
  rows=$(az vm list-usage --location "$1" --query '[].[name.value, currentValue, limit]' --output tsv)
  while read -r name current limit; do
    [[ -n $name ]] || continue
    used[${name,,}]=$current granted[${name,,}]=$limit
  done <<<"$rows"
  for family in "${!need[@]}" cores; do # Azure's name of all families together, which come before it
    name=${family,,}
    count=$total
    [[ $family == cores ]] || count=$((need[$family] - ${have[$family]:-0}))
    ((count > 0)) || continue
<%- if features.spot_pools %>
    [[ $family == lowPriorityCores ]] || total=$((total + count)) # spot nodes are no part of it
<%- else %>
    total=$((total + count))
<%- endif %>
    if [[ -z ${granted[$name]-} ]]; then
      say "  Azure does not say how many vCPUs of ${family/#cores/all families} it grants: $count more are needed"
    else
      check_quota "$1" "vCPUs of ${family/#cores/all families}" "${used[$name]}" "${granted[$name]}" "$count" ', or let the pools grow less.'
    fi
  done
}

# check_addresses LOCATION
check_addresses() {
  local kind region group name current limit rows known='' more=0
  may_ask Microsoft.Network "public addresses in $1 are" || return 0
  say "public addresses in $1"
  while read -r kind region group name; do
    # shellcheck disable=SC2053 # a name may be *
    [[ "$kind $region" != "address $1" || $'\n'${addresses,,} == *$'\n'"${group,,} "${name,,}' '* ]] || more=$((more + 1))
  done <<<"$wanted"
  rows=$(az network list-usages --location "$1" --query '[].[name.value, currentValue, limit]' --output tsv)
  while read -r name current limit; do
    case $name in # of an address of today each of them counts one, where it is there
      PublicIPAddresses | StandardSkuPublicIpAddresses | IPv4StandardSkuPublicIpAddresses)
        known=yes
        check_quota "$1" "public addresses ($name)" "$current" "$limit" "$more" .
        ;;
    esac
  done <<<"$rows"
  [[ -n $known ]] || say "  Azure does not say how many it grants: $more more are needed"
}

<%- if features.resolvers %>

# check_resolver REGION: Azure has DNS resolvers in most regions, and not in all.
check_resolver() {
  local places
  [[ $'\n'$wanted$'\n' == *$'\nresolver '"$1"$'\n'* ]] || return 0
  may_ask Microsoft.Network "whether there are DNS resolvers in $1 is" || return 0
  places=$(az provider show --namespace Microsoft.Network --query "resourceTypes[?resourceType=='dnsResolvers'].locations[]" --output tsv)
  places=${places,,} places=${places// /}
  [[ $'\n'$places$'\n' == *$'\n'"$1"$'\n'* ]] || fault "there are no DNS resolvers in $1" \
    'Take network.onPremises.dns out of the blueprint for this region (dns: null), and render again.'
}
<%- endif %>
<%- if features.budgets %>

# check_budgets SITE…: Azure begins no budget in the past; of one that stands it keeps the beginning.
check_budgets() {
  local site standing
  standing=$(az rest --method get --url "/subscriptions/$SUBSCRIPTION_ID/providers/Microsoft.Consumption/budgets?api-version=<{ api_versions.budget | bare }>" --query 'value[].name' --output tsv)
  for site in "$@"; do
    (
      # shellcheck source=/dev/null
      source "$SCRIPTS/settings/$site.sh"
      [[ -n $BUDGET ]] || exit 0
      say "budget $BUDGET"
      [[ $'\n'$standing$'\n' == *$'\n'"$BUDGET"$'\n'* || ! $BUDGET_START < $(date -u +%Y-%m-01) ]] ||
        fault "the budget $BUDGET is not there yet, and would begin in the past (${BUDGET_START%%T*})" "write this month or a later one into the blueprint: from: \"$(date -u +%Y-%m)\""
    )
  done
}
<%- endif %>

parts=("$@")
((${#parts[@]} > 0)) || mapfile -t parts < <(printf 'common\n'<% if features.hubs %> && hubs | sed 's|^|hubs/|'<% endif %> && sites)
of_common='' named=()<% if features.hubs %> centers=()<% endif %>
for part in "${parts[@]}"; do
  case $part in
    common) of_common=yes ;;
<%- if features.hubs %>
    hubs/*)
      [[ $'\n'$(hubs)$'\n' == *$'\n'"${part#hubs/}"$'\n'* ]] || misused "there is no hub in '${part#hubs/}'"
      centers+=("${part#hubs/}")
      ;;
<%- endif %>
    *)
      known_site "$part"
      named+=("$part")
      ;;
  esac
done
mapfile -t beside < <(sites) # quotas are a region's: all that is to stand in one counts
<%- if features.subscriptions %>

# subscription_of SITE
subscription_of() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/$1.sh"
  printf '%s' "$SITE_SUBSCRIPTION"
)

# What stands in the subscription that az is set to; the rest is looked at from its own.
here=() elsewhere=("${named[@]}")
for site in "${beside[@]}"; do
  [[ $(subscription_of "$site") != "$SUBSCRIPTION_ID" ]] || here+=("$site")
done
beside=("${here[@]}") named=()
for site in "${elsewhere[@]}"; do
  if [[ " ${here[*]} " == *" $site "* ]]; then
    named+=("$site")
  else
    say "$site is not looked at from here: az account set --subscription $(subscription_of "$site"), and run this again"
  fi
done
if [[ $SUBSCRIPTION_ID != "$COMMON_SUBSCRIPTION" ]]; then
  of_common=''<% if features.hubs %> centers=()<% endif %>
  ((${#named[@]} > 0)) || stop "nothing of this is to stand in the subscription $SUBSCRIPTION_ID, to which az is set"
fi
<%- endif %>

check_rights
<%- if features.own_roles %>
check_own_roles
<%- endif %>
check_providers
<%- if features.budgets %>
check_budgets "${named[@]}"
<%- endif %>
addresses=''
if registered Microsoft.Network; then # group, name, label
  addresses=$(az network public-ip list --query "[].join(' ', [resourceGroup, name, dnsSettings.domainNameLabel || '-'])" --output tsv)
fi
check_names "${named[@]}"
check_clusters "${named[@]}"
wanted=$(for site in "${beside[@]}"; do asks "$site"; done)
<%- if features.firewalls or features.vpns or features.express_routes %>
for region in $(hubs); do
  <% if features.subscriptions %>[[ $SUBSCRIPTION_ID != "$COMMON_SUBSCRIPTION" ]] || <% endif %>wanted+=$'\n'$(asks_hub "$region")
done
<%- endif %>
mapfile -t regions < <(for site in "${named[@]}"; do location_of "$site"; done | sort -u)
for region in "${regions[@]}"; do
  check_nodes "$region"
done
<%- if features.hubs %>
for region in "${centers[@]}"; do
  [[ " ${regions[*]} " == *" $region "* ]] || regions+=("$region")
done
<%- endif %>
for region in "${regions[@]}"; do
  check_addresses "$region"
<%- if features.resolvers %>
  check_resolver "$region"
<%- endif %>
done

count=$(wc -c <"$FAULTS")
((count == 0)) || stop "faults: $((count)). Nothing was changed; when they are mended, run this again"
say 'nothing is in the way'

# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# What the scripts beside it share: messages, settings, and the few questions that az has no command for.

if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)); then
  printf 'bash %s is too old: these scripts need 4.4 or newer\n' "$BASH_VERSION" >&2
  exit 1
fi
shopt -s inherit_errexit # what fails inside of $(…) ends that, too

SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly SCRIPTS

# What only changes something prints nothing; what asks names its own --output. No extension is installed by itself.
export AZURE_CORE_OUTPUT=none AZURE_CORE_ONLY_SHOW_ERRORS=yes AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no

say() {
  printf '%s\n' "$*"
}

# stop WHY [WHAT-TO-DO…]
stop() {
  printf 'stopped: %s\n' "$1" >&2
  (($# == 1)) || printf '%s\n' "${@:2}" >&2
  exit 1
}

# Prints the comment at the head of a script.
help() {
  sed -n '4,/^$/ { s/^# \{0,1\}//p; }' "$0"
}

misused() {
  printf '%s\n\n' "$1" >&2
  help >&2
  exit 2
}

# need COMMAND…: stops where one is not installed.
need() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || stop "'$command' is not on the PATH"
  done
}

# The names of all sites, one a line.
sites() {
  local file
  for file in "$SCRIPTS"/settings/*.sh; do
    file=${file##*/}
    [[ $file == common.sh<% if features.profiles %> || $file == global.sh<% endif %><% if features.front_doors %> || $file == front-door.sh<% endif %> ]] || printf '%s\n' "${file%.sh}"
  done
}

# known_site NAME: stops where there is no such site.
known_site() {
  [[ $'\n'$(sites)$'\n' == *$'\n'"$1"$'\n'* ]] || misused "there is no site '$1' in settings/"
}

# The names of all clusters, one a line.
clusters() {
  local file
  for file in "$SCRIPTS"/settings/clusters/*.sh; do
    basename "$file" .sh
  done
}

# each_cluster COMMAND…: once for each cluster of the site, with its settings.
each_cluster() {
  local name
  for name in "${CLUSTERS[@]}"; do
    (
      # shellcheck source=/dev/null
      source "$SCRIPTS/settings/clusters/$name.sh"
      "$@"
    )
  done
}

# Reads what all sites share, and asks whom az is logged in as.
load_common() {
  [[ ${1-} != --help ]] || { help && exit 0; }
  need az sha1sum
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/common.sh"
  TAGS_JSON=$(tags_json)
  local account
  account=$(az account show --query "join(' ', [id, tenantId])" --output tsv) || stop 'az is not logged in' '  az login'
  read -r SUBSCRIPTION_ID TENANT_ID <<<"$account"
  TAG_FLAGS=(--tags "${TAGS[@]:-}") # an empty word takes all tags away
  readonly TAGS_JSON TAG_FLAGS SUBSCRIPTION_ID TENANT_ID
<%- if not features.subscriptions %>
  if [[ -n ${SUBSCRIPTION-} && $SUBSCRIPTION != "$SUBSCRIPTION_ID" ]]; then
    stop "az is set to subscription $SUBSCRIPTION_ID" "  az account set --subscription $SUBSCRIPTION"
  fi
<%- endif %>
  if [[ -n ${TENANT-} && $TENANT != "$TENANT_ID" ]]; then
    stop "az is logged in to tenant $TENANT_ID" "  az login --tenant $TENANT"
  fi
}
<%- if features.subscriptions %>

# in_subscription SUBSCRIPTION: stops where az is set to another one.
in_subscription() {
  [[ $1 == "$SUBSCRIPTION_ID" ]] || stop "az is set to subscription $SUBSCRIPTION_ID" "  az account set --subscription $1"
}
<%- endif %>

# load_site [SITE]: reads the settings of a site, of the only one where none is named.
load_site() {
  (($# <= 1)) || misused "one site at a time, not $#"
  [[ ${1-} != --help ]] || { help && exit 0; }
  local name=${1-}
  if [[ -z $name ]]; then
    name=$(sites)
    [[ $name != *$'\n'* ]] || misused "which site? ${name//$'\n'/, }"
  fi
  known_site "$name"
  load_common
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/$name.sh"
<%- if features.subscriptions %>
  in_subscription "$SITE_SUBSCRIPTION"
<%- endif %>
  readonly SITE=$name
  ZONE_FLAGS=()
  ((${#ZONES[@]} == 0)) || ZONE_FLAGS=(-z "${ZONES[@]}") # --zones of a cluster, --zone of a public address
  readonly ZONE_FLAGS
}

# load_cluster [CLUSTER]: reads the settings of a cluster and of its site, of the only one where none is named.
load_cluster() {
  local name=${1-}
  if [[ -z $name ]]; then
    name=$(clusters)
    [[ $name != *$'\n'* ]] || misused "which cluster? ${name//$'\n'/, }"
  fi
  [[ $'\n'$(clusters)$'\n' == *$'\n'"$name"$'\n'* ]] || misused "there is no cluster '$name' in settings/clusters/"
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/clusters/$name.sh"
  load_site "$CLUSTER_SITE"
}

# The credentials of the cluster, into $KUBECONFIG. The user's own stay as they are, but for who asks for the login alone.
login() {
<%- if features.hours %>
  local power
  power=$(az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query powerState.code --output tsv)
  [[ $power != Stopped ]] || stop "$CLUSTER is stopped" "  scripts/hours.sh start --site $CLUSTER_SITE"
<%- endif %>
  az aks get-credentials --resource-group "$AKS_GROUP" --name "$CLUSTER" --file "$KUBECONFIG" --overwrite-existing --format exec
  kubelogin convert-kubeconfig --login azurecli --kubeconfig "$KUBECONFIG"
}

# settled STATE: whether Azure is no longer at work on what is in that state. What somebody has ended is Canceled.
settled() {
  [[ $1 =~ ^(Succeeded|Failed|Canceled)$ ]]
}

# minor_of VERSION
minor_of() {
  local minor=${1#*.}
  printf '%s' "${minor%%.*}"
}

# other_minor CONTROL-PLANE POOL…: of these versions, the first of another minor than the settings say, and what to do; nothing where there is none.
other_minor() {
  local version minor next wanted
  wanted=$(minor_of "$KUBERNETES_VERSION") next=$(($(minor_of "$1") + 1))
  for version in "$@"; do
    minor=$(minor_of "$version")
    if ((minor < wanted)); then
      printf '%s: scripts/upgrade.sh --cluster %s --to 1.%s' "$version" "$CLUSTER" "$((next < wanted ? next : wanted))"
      return
    elif ((minor > wanted)); then
      printf '%s, and Kubernetes never goes back: kubernetes.version: "1.%s" in the blueprint, and render again' "$version" "$minor"
      return
    fi
  done
}

# ahead: what the cluster runs, where that is a later minor than the settings say: raised by upgrade.sh, of which the blueprint is told last. Kubernetes never goes back.
ahead() {
  local versions version
  versions=$(az aks list --query "[?name == '$CLUSTER' && resourceGroup == '$AKS_GROUP'].[currentKubernetesVersion, agentPoolProfiles[].currentOrchestratorVersion][][]" --output tsv)
  for version in $versions; do
    (($(minor_of "$version") > $(minor_of "$KUBERNETES_VERSION"))) || continue
    say "$CLUSTER runs $version, and the blueprint says $KUBERNETES_VERSION"
    return
  done
}

<%- if features.hubs %>

# The regions that have a hub, one a line.
hubs() {
  local file
  for file in "$SCRIPTS"/settings/hubs/*.sh; do
    basename "$file" .sh
  done
}

# load_hub [REGION]: reads the settings of a hub, of the only one where none is named.
load_hub() {
  (($# <= 1)) || misused "one hub at a time, not $#"
  [[ ${1-} != --help ]] || { help && exit 0; }
  local name=${1-}
  if [[ -z $name ]]; then
    name=$(hubs)
    [[ $name != *$'\n'* ]] || misused "the hub of which region? ${name//$'\n'/, }"
  fi
  [[ $'\n'$(hubs)$'\n' == *$'\n'"$name"$'\n'* ]] || misused "there is no hub in '$name'"
  load_common
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/hubs/$name.sh"
<%- if features.subscriptions %>
  in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>
}
<%- endif %>

# exists az … show …: whether there is such a resource. Any answer but yes and no stops the script.
exists() {
  local answer code=0
  answer=$("$@" 2>&1) || code=$?
  case $code in
    0) return 0 ;;
    3) return 1 ;; # az's code for «not found»
    *) stop "Azure did not say whether it has this: $*" "$answer" ;;
  esac
}
<%- if features.certificates or features.ingress_certificates %>

# has_certificate NAME: whether the vault has one that has not ended. That it soon does, is said.
has_certificate() {
  local ends left
  exists az keyvault certificate show --vault-name "$VAULT" --name "$1" || return 1
  ends=$(az keyvault certificate show --vault-name "$VAULT" --name "$1" --query attributes.expires --output tsv)
  [[ -n $ends ]] || return 0
  left=$(($(date --date "$ends" +%s) - $(date +%s)))
  if ((left <= 0)); then
    say "  the certificate $1 in the vault $VAULT has ended: $ends"
    return 1
  fi
  ((left >= <{ certificate_days }> * 86400)) || say "  the certificate $1 in the vault $VAULT ends within $(days $((left / 86400 + 1))): $ends"
}

# days NUMBER: as people say it.
days() {
  if (($1 == 1)); then printf 'a day'; else printf '%s days' "$1"; fi
}
<%- endif %>

# fixed WHAT NOW WANTED: stops where settings differ from what Azure never changes once it exists.
fixed() {
  [[ ${2,,} == "${3,,}" ]] || stop "$1 is '$2' and can't be changed to '$3'" \
    '  Put the old value back into the blueprint, or make the new one beside it under another name and move over.'
}

# The tags as JSON, laid out as az prints them.
tags_json() {
  local tag separator=$'\n  '
  ((${#TAGS[@]} > 0)) || { printf '{}' && return; }
  printf '{'
  for tag in "${TAGS[@]}"; do
    tag=${tag//\\/\\\\} tag=${tag//\"/\\\"}
    printf '%s"%s": "%s"' "$separator" "${tag%%=*}" "${tag#*=}"
    separator=$',\n  '
  done
  printf '\n}'
}

# json_list TEXT…
json_list() {
  local list=''
  (($# == 0)) || list=$(printf ', "%s"' "$@")
  printf '[%s]' "${list:2}"
}

# same_tags TAGS-OF-A-RESOURCE: whether they are those of the settings, all of them and no other.
same_tags() {
  [[ ${1:-{\}} == "$TAGS_JSON" ]]
}

# resource_id GROUP TYPE NAME…
resource_id() {
  local group=$1 type=$2 id
  id=/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$group/providers/$type/$3
  (($# == 3)) || id+=$(printf '/%s/%s' "${@:4}")
  printf '%s' "$id"
}

registry_id() {
<%- if features.registry and features.subscriptions %>
  printf '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerRegistry/registries/%s' "$COMMON_SUBSCRIPTION" "$COMMON_GROUP" "$REGISTRY"
<%- elif features.registry %>
  resource_id "$COMMON_GROUP" Microsoft.ContainerRegistry/registries "$REGISTRY"
<%- else %>
  printf '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerRegistry/registries/%s' "$REGISTRY_SUBSCRIPTION" "$REGISTRY_GROUP" "$REGISTRY"
<%- endif %>
}

network_id() {
  resource_id "$<% if features.brought_networks %>VNET_GROUP<% else %>NETWORK_GROUP<% endif %>" Microsoft.Network/virtualNetworks "$NETWORK"
}

workspace_id() {
<%- if features.brought_workspaces %>
  printf '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.OperationalInsights/workspaces/%s' "${WORKSPACE_SUBSCRIPTION:-$SUBSCRIPTION_ID}" "$WORKSPACE_GROUP" "$WORKSPACE"
<%- else %>
  resource_id "$DATA_GROUP" Microsoft.OperationalInsights/workspaces "$WORKSPACE"
<%- endif %>
}

vault_id() {
<%- if features.brought_vaults %>
  printf '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.KeyVault/vaults/%s' "${VAULT_SUBSCRIPTION:-$SUBSCRIPTION_ID}" "$VAULT_GROUP" "$VAULT"
<%- else %>
  resource_id "$VAULT_GROUP" Microsoft.KeyVault/vaults "$VAULT"
<%- endif %>
}

<%- if features.backups %>
<# blank line #>
backup_vault_id() {
  resource_id "$BACKUP_GROUP" Microsoft.DataProtection/backupVaults "$BACKUP_VAULT"
}

backup_account_id() {
  resource_id "$BACKUP_GROUP" Microsoft.Storage/storageAccounts "$BACKUP_ACCOUNT"
}
<%- endif %>

<%- if features.disk_encryption %>
disk_encryption_set_id() {
  resource_id "$DISK_ENCRYPTION_GROUP" Microsoft.Compute/diskEncryptionSets "$DISK_ENCRYPTION_SET"
}
<%- endif %>

<%- if features.budgets %>
<# blank line #>
budget_id() {
  printf '/subscriptions/%s/providers/Microsoft.Consumption/budgets/%s' "$SUBSCRIPTION_ID" "$1"
}
<%- endif %>

identity_id() {
  resource_id "$1" Microsoft.ManagedIdentity/userAssignedIdentities "$2"
}

<%- if features.made_private_zones or features.own_zones %>

# private_dns_zone GROUP ZONE: makes it, or gives it the tags.
private_dns_zone() {
  local tagged
  say "private DNS zone $2"
  if exists az network private-dns zone show --resource-group "$1" --name "$2"; then
    tagged=$(az network private-dns zone show --resource-group "$1" --name "$2" --query tags --output json)
    same_tags "$tagged" || az network private-dns zone update --resource-group "$1" --name "$2" --tags "$TAGS_JSON"
  else
    az network private-dns zone create --resource-group "$1" --name "$2" --tags "$TAGS_JSON"
  fi
}
<%- endif %>
<%- if features.zone_writers %>

# dns_zone_id 'SUBSCRIPTION(-: this one) GROUP ZONE'
dns_zone_id() {
  local subscription group zone
  read -r subscription group zone <<<"$1"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  printf '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/dnsZones/%s' "$subscription" "$group" "$zone"
}
<%- endif %>
<%- if features.own_roles %>

# own_role SUBSCRIPTION(-: this one) NAME: the id of a role of your own. Each subscription in which it is given has it by an id of its own, which the templates make, too.
own_role() {
  local subscription=$1
  [[ $1 != - ]] || subscription=$SUBSCRIPTION_ID
  printf '/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/%s' "$subscription" "$(template_guid "/subscriptions/$subscription-$2")"
}

# own_roles [USE]: the ids and the names of all of them, or of those for a use, one a line.
own_roles() {
  local line subscription use name
  for line in "${OWN_ROLES[@]}"; do
    read -r subscription use name <<<"$line"
    [[ -n ${1-} && $use != "$1" ]] || printf '%s %s\n' "$(own_role "$subscription" "$name")" "$name"
  done
}

# own_role_ids: of those that templates give, as a condition names them.
own_role_ids() {
  local id ids=''
  while read -r id _; do
    ids+=", ${id##*/}"
  done < <(own_roles given)
  printf '%s' "${ids#, }"
}
<%- endif %>
<%- if features.private_zones %>

# private_zone_id SUBSCRIPTION(-: this one) GROUP ZONE
private_zone_id() {
  local subscription=$1
  [[ $1 != - ]] || subscription=$SUBSCRIPTION_ID
  printf '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/privateDnsZones/%s' "$subscription" "$2" "$3"
}
<%- endif %>
<%- if features.resolver_zones or features.hub_zones %>

# answered SUBSCRIPTION(-: this one) GROUP ZONE HUB-ID: the resolver of the hub answers for a private DNS zone. What one of private endpoints does not
# hold is looked up in the Internet, as the names of what others have made private.
answered() {
  local subscription=$1 policy=()
  [[ $1 != - ]] || subscription=$SUBSCRIPTION_ID
  [[ $3 != privatelink.* ]] || policy=(--resolution-policy NxDomainRedirect)
  say "names in $3, for ${4##*/}"
  exists az network private-dns link vnet show --subscription "$subscription" --resource-group "$2" --zone-name "$3" --name "${4##*/}" ||
    az network private-dns link vnet create --subscription "$subscription" --resource-group "$2" --zone-name "$3" --name "${4##*/}" \
      --virtual-network "$4" --registration-enabled false "${policy[@]}" --tags "$TAGS_JSON"
}

# unanswered SUBSCRIPTION GROUP ZONE HUB: takes that away.
unanswered() {
  local subscription=$1
  [[ $1 != - ]] || subscription=$SUBSCRIPTION_ID
  if exists az network private-dns zone show --subscription "$subscription" --resource-group "$2" --name "$3"; then
    say "no more names in $3, for $4"
    az network private-dns link vnet delete --subscription "$subscription" --resource-group "$2" --zone-name "$3" --name "$4" --yes
  fi
}
<%- endif %>

# put ID API-VERSION <JSON: makes the resource, or makes it what the document says.
put() {
  az resource create --id "$1" --api-version "$2" --is-full-object --properties "$(cat)"
}
<%- if features.alerts %>

# metric_alert TYPE RESOURCE-ID NAME METRIC AGGREGATION OPERATOR THRESHOLD WINDOW SEVERITY DIMENSION(-: none) DESCRIPTION<% if alerts.floors %> [METRIC AGGREGATION FLOOR]<% endif %>: somebody is woken while
# the metric is on that side of the threshold<% if alerts.floors %>, and the other one above its floor<% endif %>. One that has no values yet is none that Azure would know, so it is not asked.
metric_alert() {
  local dimensions=''<% if alerts.floors %> floor=''<% endif %><% if alerts.severe %> group=$ACTION_GROUP<% endif %>
<%- if alerts.severe %>
  (($9 > 1)) || group+=<{ alerts.severe | bare }>
<%- endif %>
  [[ ${10} == - ]] || dimensions="{\"name\": \"${10}\", \"operator\": \"Include\", \"values\": [\"*\"]}"
<%- if alerts.floors %>
  [[ -z ${12-} ]] || floor=",
        {
          \"criterionType\": \"StaticThresholdCriterion\", \"name\": \"${12}\", \"metricNamespace\": \"$1\", \"metricName\": \"${12}\",
          \"dimensions\": [], \"timeAggregation\": \"${13}\", \"operator\": \"GreaterThan\", \"threshold\": ${14}, \"skipMetricValidation\": true
        }"
<%- endif %>
  say "  alert $3"
  put "$(resource_id "<% if features.profiles or features.front_doors %>${ALERT_GROUP-$DATA_GROUP}<% else %>$DATA_GROUP<% endif %>" Microsoft.Insights/metricAlerts "${2##*/}-$3")" <{ api_versions.metric_alert | bare }> <<JSON
{
  "location": "global",
  "tags": $TAGS_JSON,
  "properties": {
    "description": "${11}", "severity": $9, "enabled": true, "autoMitigate": true,
    "scopes": ["$2"], "evaluationFrequency": "PT5M", "windowSize": "$8",
    "criteria": {
      "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
      "allOf": [
        {
          "criterionType": "StaticThresholdCriterion", "name": "$4", "metricNamespace": "$1", "metricName": "$4",
          "dimensions": [$dimensions], "timeAggregation": "$5", "operator": "$6", "threshold": $7, "skipMetricValidation": true
        }<% if alerts.floors %>$floor<% endif %>
      ]
    },
    "actions": [{"actionGroupId": "$(resource_id "$DATA_GROUP" Microsoft.Insights/actionGroups "$<% if alerts.severe %>group<% else %>ACTION_GROUP<% endif %>")"}]
  }
}
JSON
}
<%- endif %>
<%- if features.locks %>

# keep ID: a lock, under which nobody deletes it by mistake.
keep() {
  az rest --method put --url "$1/providers/Microsoft.Authorization/locks/keep?api-version=<{ api_versions.lock | bare }>" \
    --body '{"properties": {"level": "CanNotDelete", "notes": "Made with the infrastructure; destroy.sh takes it away."}}'
}
<%- endif %>

# free ID: takes the lock of keep away. (az lock takes a name for one that is the only one of a subscription.)
free() {
  local lock=$1/providers/Microsoft.Authorization/locks/keep
  if exists az resource show --ids "$lock" --api-version <{ api_versions.lock | bare }>; then
    az resource delete --ids "$lock" --api-version <{ api_versions.lock | bare }>
  fi
}
<%- if features.firewalls or features.front_doors or features.rulesets or features.backups %>

# put_whole ID API-VERSION <JSON: the same for what az resource create leaves out (zones, an identity), or wants (a location) where there is none.
put_whole() {
  az rest --method put --url "$1?api-version=$2" --body "$(cat)"
  az resource wait --ids "$1" --api-version "$2" --created --interval 10
}
<%- endif %>

<%- if features.edge_records or features.ingress_records or features.profile_records or features.front_door_records %>

# alias_record ZONE-SUBSCRIPTION(-: this one) ZONE-GROUP ZONE NAME TARGET-ID<% if features.profile_records %> [TTL]<% endif %>: a record that follows a resource.
alias_record() {
  local subscription=$1
  [[ $1 != - ]] || subscription=$SUBSCRIPTION_ID
  say "DNS record $4 in $3"
  az network dns record-set a create --subscription "$subscription" --resource-group "$2" --zone-name "$3" --name "$4" --ttl <% if features.profile_records %>"${6-<{ dns.ttl }>}"<% else %><{ dns.ttl }><% endif %> --target-resource "$5"
}
<%- if features.edge_records or features.ingress_records or features.brought_zones %>

# no_record ZONE-SUBSCRIPTION ZONE-GROUP ZONE NAME: takes a record away.
no_record() {
  local subscription=$1
  [[ $1 != - ]] || subscription=$SUBSCRIPTION_ID
  say "no more DNS record $4 in $3"
  az network dns record-set a delete --subscription "$subscription" --resource-group "$2" --zone-name "$3" --name "$4" --yes
}
<%- endif %>
<%- endif %>

# What the template function guid() makes of a text: a UUID of version 5 in the namespace of Azure's templates.
template_guid() {
  local hash variant
  hash=$(printf '\x11\xfb\x06\xfb\x71\x2d\x4d\xdd\x98\xc7\xe7\x1b\xbd\x58\x88\x30%s' "$1" | sha1sum)
  variant=$(((0x${hash:16:1} & 3) | 8))
  printf '%s-%s-5%s-%x%s-%s' "${hash:0:8}" "${hash:8:4}" "${hash:13:3}" "$variant" "${hash:17:3}" "${hash:20:12}"
}

# assignment_name ROLE-ID SCOPE PRINCIPAL: PRINCIPAL is the resource id of an identity, or the object id of a group.
# The templates give the same name, so every run finds what another has assigned.
assignment_name() {
  template_guid "$2-$3-$1"
}

# assign ROLE-ID SCOPE PRINCIPAL OBJECT-ID TYPE: one role to one principal, on one resource and no more.
assign() {
  az role assignment create --name "$(assignment_name "<% if features.own_roles %>${1##*/}<% else %>$1<% endif %>" "$2" "$3")" --role "$1" --scope "$2" \
    --assignee-object-id "$4" --assignee-principal-type "$5"
}

# assign_identity ROLE-ID SCOPE GROUP IDENTITY
assign_identity() {
  local object
  object=$(az identity show --resource-group "$3" --name "$4" --query principalId --output tsv)
  assign "$1" "$2" "$(identity_id "$3" "$4")" "$object" ServicePrincipal
}

# assign_group ROLE-ID SCOPE GROUP: GROUP is the object id of an Entra group.
assign_group() {
  assign "$1" "$2" "$3" "$3" Group
}

# no_other_groups ROLE-ID SCOPE GROUP…: takes the role from groups that had it of an earlier blueprint. What others have assigned
# bears another name, and stays.
no_other_groups() {
  local assignments name group
  assignments=$(az role assignment list --scope "$2" --fill-principal-name false --output tsv \
    --query "[?principalType == 'Group' && ends_with(roleDefinitionId, '$1')].join(' ', [name, principalId])")
  while read -r name group; do
    if [[ " ${*:3} " != *" $group "* && $name == $(assignment_name "$1" "$2" "$group") ]]; then
      say "  no longer $group"
<%- if features.locks %>
      free "$2" # where it is locked: its script locks it again
<%- endif %>
      az role assignment delete --ids "$2/providers/Microsoft.Authorization/roleAssignments/$name"
    fi
  done <<<"$assignments"
}

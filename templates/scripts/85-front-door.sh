#!/usr/bin/env bash
# <{ header }>
#
# What each Front Door serves<% if features.front_door_records %>, and the DNS records that lead to it<% endif %>. Run it after the edges of all sites, and after the certificates.<% if features.private_links %> Where a private link leads to an ingress,
# run it after the releases of its cluster, and approve the connection then (README).<% endif %>
#
#   85-front-door.sh

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
<%- if features.subscriptions %>
in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>
# shellcheck source=/dev/null
source "$SCRIPTS/settings/front-door.sh"

readonly API_VERSION=<{ api_versions.front_door | bare }>

# door_id FRONT-DOOR [TYPE NAME…]: of itself, or of something in it.
door_id() {
  resource_id "$COMMON_GROUP" Microsoft.Cdn/profiles "$@"
}

# certificate FRONT-DOOR VAULT-GROUP VAULT NAME: its newest version, also of one that comes later.
certificate() {
  say "  certificate $4"
  put_whole "$(door_id "$1" secrets "$4")" "$API_VERSION" <<JSON
{
  "properties": {
    "parameters": {
      "type": "CustomerCertificate", "useLatestVersion": true,
      "secretSource": {"id": "$(resource_id "$2" Microsoft.KeyVault/vaults "$3" secrets "$4")"}
    }
  }
}
JSON
}

# entrance FRONT-DOOR NAME PROBE-PATH: an endpoint and its origin group, which is sent requests that are well.
entrance() {
  say "  endpoint $2"
  put_whole "$(door_id "$1" afdEndpoints "$2")" "$API_VERSION" <<JSON
{"location": "global", "tags": $TAGS_JSON, "properties": {"enabledState": "Enabled"}}
JSON
  put_whole "$(door_id "$1" originGroups "$2")" "$API_VERSION" <<JSON
{
  "properties": {
    "loadBalancingSettings": {"sampleSize": <{ front_door.sample }>, "successfulSamplesRequired": <{ front_door.successes }>, "additionalLatencyInMilliseconds": <{ front_door.latency }>},
    "healthProbeSettings": {"probePath": "$3", "probeProtocol": "Https", "probeRequestType": "HEAD", "probeIntervalInSeconds": <{ front_door.interval }>}
  }
}
JSON
}

# origin FRONT-DOOR ENDPOINT REGION HOST STATUS<% if features.private_links %> [PRIVATE-LINK-SERVICE]<% endif %>: the way into a region. No header of its own: a request goes on with the host that
# the client asked for.<% if features.private_links %> The certificate is that of the host, and DNS is not asked for it where a private link leads there.<% endif %>
origin() {
<%- if features.private_links %>
  local link=''
  [[ -z ${6-} ]] || link=$',\n    "sharedPrivateLinkResource": {"privateLink": {"id": "'$6'"}, "privateLinkLocation": "'$3'", "requestMessage": "'$1'"}'
<%- endif %>
  say "    to $3 by $4 (${5,})"
  put_whole "$(door_id "$1" originGroups "$2" origins "$3")" "$API_VERSION" <<JSON
{
  "properties": {
    "hostName": "$4", "httpPort": 80, "httpsPort": 443, "priority": 1, "weight": 1000,
    "enabledState": "$5", "enforceCertificateNameCheck": true<% if features.private_links %>$link<% endif %>
  }
}
JSON
}
<%- if features.private_links %>

# private_link_service GROUP NAME CLUSTER STATUS: its id, once AKS has made it with the ingress. A region that is disabled need not answer.
private_link_service() {
  local answer code=0
  answer=$(az network private-link-service show --resource-group "$1" --name "$2" 2>&1) || code=$?
  case $code/$4 in
    0/*) ;;
    3/*) stop "there is no private link service $2 yet" '  Where the API server of the cluster is reached:' "    configuration.sh --cluster $3 releases" ;;
    */Disabled) say "    Azure does not say whether there is a private link service $2: its region is disabled, and this goes on" >&2 ;;
    *) stop "Azure did not say whether there is a private link service $2" "$answer" ;;
  esac
  resource_id "$1" Microsoft.Network/privateLinkServices "$2"
}
<%- endif %>

# domain FRONT-DOOR NAME HOST CERTIFICATE
domain() {
  say "  host $3"
  put_whole "$(door_id "$1" customDomains "$2")" "$API_VERSION" <<JSON
{
  "properties": {
    "hostName": "$3",
    "tlsSettings": {"certificateType": "CustomerCertificate", "minimumTlsVersion": "TLS12", "secret": {"id": "$(door_id "$1" secrets "$4")"}}
  }
}
JSON
}

# route FRONT-DOOR ENDPOINT DOMAINS<% if features.cached %> CACHE<% endif %>: from the hosts to the regions. Requests come by the hosts alone, not by the name under
# azurefd.net.
route() {
<%- if features.cached %>
  local cache=''
  [[ $4 == no ]] || cache=$',\n    "cacheConfiguration": {"queryStringCachingBehavior": "UseQueryString"}' # what differs by its query is kept apart
<%- endif %>
  put_whole "$(door_id "$1" afdEndpoints "$2" routes "$2")" "$API_VERSION" <<JSON
{
  "properties": {
    "enabledState": "Enabled", "customDomains": [$3], "originGroup": {"id": "$(door_id "$1" originGroups "$2")"},
    "patternsToMatch": ["/*"], "supportedProtocols": ["Http", "Https"], "httpsRedirect": "Enabled",
    "forwardingProtocol": "HttpsOnly", "linkToDefaultDomain": "Disabled"<% if features.cached %>$cache<% endif %>
  }
}
JSON
}

# firewall FRONT-DOOR SKU NAME MODE DOMAINS
firewall() {
  local policy
  say "  web application firewall $3 ($4)"
  policy=$(resource_id "$COMMON_GROUP" Microsoft.Network/FrontDoorWebApplicationFirewallPolicies "$3")
  put_whole "$policy" <{ api_versions.front_door_waf | bare }> <<JSON
{
  "location": "Global",
  "tags": $TAGS_JSON,
  "sku": {"name": "$2"},
  "properties": {
    "policySettings": {"enabledState": "Enabled", "mode": "$4", "requestBodyCheck": "Enabled"},
<%- if features.front_door_rules %>
    "customRules": {"rules": ${CUSTOM_RULES[$1]}},
<%- endif %>
    "managedRules": {"managedRuleSets": ${MANAGED_RULES[$1]}}
  }
}
JSON
  put_whole "$(door_id "$1" securityPolicies firewall)" "$API_VERSION" <<JSON
{
  "properties": {
    "parameters": {
      "type": "WebApplicationFirewall", "wafPolicy": {"id": "$policy"},
      "associations": [{"domains": [$5], "patternsToMatch": ["/*"]}]
    }
  }
}
JSON
}

# domains FRONT-DOOR [ENDPOINT]: the ids of the domains of an endpoint, or of all, as members of a JSON list.
domains() {
  local line door endpoint name members=''
  for line in "${DOMAINS[@]}"; do
    read -r door endpoint name _ <<<"$line"
    [[ $door != "$1" || $endpoint != "${2-$endpoint}" ]] || members+=${members:+, }'{"id": "'$(door_id "$1" customDomains "$name")'"}'
  done
  printf '%s' "$members"
}

# serve FRONT-DOOR SKU VAULT-GROUP VAULT FIREWALL MODE PROBE-PATH<% if features.cached %> CACHE<% endif %>
serve() {
  local line door endpoint name host certificate<% if features.private_links %> group service cluster link<% endif %>
  say "Front Door $1"
  exists az resource show --ids "$(door_id "$1")" --api-version "$API_VERSION" || stop "there is no Front Door $1 yet" '  10-common.sh'
  exists az keyvault show --resource-group "$3" --name "$4" || stop "there is no vault $4 yet" '  40-vault.sh'
  for line in "${CERTIFICATES[@]}"; do
    read -r door name <<<"$line"
    [[ $door != "$1" ]] || certificate "$1" "$3" "$4" "$name"
  done
  for line in "${ENTRANCES[@]}"; do
    read -r door endpoint <<<"$line"
    [[ $door != "$1" ]] || entrance "$1" "$endpoint" "$7"
  done
  for line in "${ORIGINS[@]}"; do
<%- if features.private_links %>
    read -r door endpoint name host _ status group service cluster <<<"$line"
    [[ $door == "$1" ]] || continue
    link=''
    if [[ $group != - ]]; then
      link=$(private_link_service "$group" "$service" "$cluster" "$status")
    fi
    origin "$1" "$endpoint" "$name" "$host" "$status" "$link"
<%- else %>
    read -r door endpoint name host _ status <<<"$line"
    [[ $door != "$1" ]] || origin "$1" "$endpoint" "$name" "$host" "$status"
<%- endif %>
  done
  for line in "${DOMAINS[@]}"; do
    read -r door endpoint name host certificate <<<"$line"
    [[ $door != "$1" ]] || domain "$1" "$name" "$host" "$certificate"
  done
  for line in "${ENTRANCES[@]}"; do
    read -r door endpoint <<<"$line"
    [[ $door != "$1" ]] || route "$1" "$endpoint" "$(domains "$1" "$endpoint")"<% if features.cached %> "$8"<% endif %>
  done
  firewall "$1" "$2" "$5" "$6" "$(domains "$1")"
}

# watch FRONT-DOOR SUBSCRIPTION(-: this one) WORKSPACE-GROUP WORKSPACE<% if features.alerts %> DATA-GROUP(-: nobody is woken) ACTION-GROUP<% endif %>
watch() {
  local subscription=$2<% if features.alerts %> kind=Microsoft.Cdn/profiles door_id<% endif %>
  [[ $2 != - ]] || subscription=$SUBSCRIPTION_ID
<%- if features.alerts %>
  door_id=$(door_id "$1")
<%- endif %>
  say "what Front Door $1 writes down"
  az monitor diagnostic-settings create --name requests --resource "<% if features.alerts %>$door_id<% else %>$(door_id "$1")<% endif %>" \
    --workspace "/subscriptions/$subscription/resourceGroups/$3/providers/Microsoft.OperationalInsights/workspaces/$4" --logs '[
    {"category": "FrontDoorAccessLog", "enabled": true},
    {"category": "FrontDoorHealthProbeLog", "enabled": true},
    {"category": "FrontDoorWebApplicationFirewallLog", "enabled": true}
  ]'
<%- if features.alerts %>
  [[ $5 != - ]] || return 0
  local DATA_GROUP=$5 ACTION_GROUP=$6 ALERT_GROUP=$COMMON_GROUP # who is woken stands at the site where it is at home
<%- for alert in alerts.front_door %>
  <% set watched_id = "door_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
<%- endif %>
}

for door in "${DOORS[@]}"; do
  read -ra words <<<"$door"
  serve "${words[@]}"
done
for line in "${WATCHES[@]}"; do
  read -ra words <<<"$line"
  watch "${words[@]}"
done
<%- if features.front_door_records %>

# By these it sees that the domains are ours.
for line in "${VALIDATIONS[@]}"; do
  read -r subscription group zone name door hosts <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  say "DNS record $name in $zone"
  tokens=''
  for host in ${hosts//,/ }; do
    token=$(az resource show --ids "$(door_id "$door" customDomains "$host")" --api-version "$API_VERSION" --query properties.validationProperties.validationToken --output tsv)
    tokens+=${tokens:+, }'{"value": ["'$token'"]}'
  done
  az rest --method put --url "/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Network/dnsZones/$zone/TXT/$name?api-version=<{ api_versions.text_record | bare }>" \
    --body "{\"properties\": {\"TTL\": <{ dns.ttl }>, \"TXTRecords\": [$tokens]}}"
done

for line in "${FRONT_DOOR_RECORDS[@]}"; do
  read -r subscription group zone name door endpoint <<<"$line"
  alias_record "$subscription" "$group" "$zone" "$name" "$(door_id "$door" afdEndpoints "$endpoint")"
done
<%- endif %>

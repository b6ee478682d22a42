#!/usr/bin/env bash
# <{ header }>
#
<%- if features.certificates %>
# The edge of a site: public address, web application firewall, application gateway. It comes last, when the vault holds
# every certificate: it looks first, and says what to do where one is missing.
<%- else %>
# The edge of a site: public address, web application firewall, application gateway. It comes last.
<%- endif %>
#
#   80-edge.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"
<%- if features.ungated %>
if [[ -z $GATEWAY ]]; then
  say "$SITE has no application gateway"
  exit 0
fi
<%- endif %>

gateway_id=$(resource_id "$NETWORK_GROUP" Microsoft.Network/applicationGateways "$GATEWAY")
address_id=$(resource_id "$NETWORK_GROUP" Microsoft.Network/publicIPAddresses "$PUBLIC_ADDRESS")
policy_id=$(resource_id "$NETWORK_GROUP" Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies "$WAF_POLICY")
subnet_id=$(network_id)/subnets/$GATEWAY_SUBNET
workspace_id=$(workspace_id)
<%- if features.certificates %>

readonly CERTIFICATES_OFFICER=<{ certificates_officer | sh }>

missing=()

# certificate NAME HOST
certificate() {
  say "certificate $1 for $2"
  has_certificate "$1" ||
    missing+=("    az keyvault certificate import --vault-name $VAULT --name $1 --file CERTIFICATE.pfx --password \"\$PASSWORD\" # valid for '$2', with its private key")
}
<%- endif %>

# part COLLECTION NAME: a reference to a part of the gateway.
part() {
  printf '{"id": "%s/%s/%s"}' "$gateway_id" "$1" "$2"
}

# add ARRAY JSON: one element more in a JSON array, which stands without its brackets.
add() {
  local -n array=$1
  array+=${array:+,}$'\n      '$2
}

# listener NAME PORT PROTOCOL HOST[,HOST]<% if features.certificates or features.site_policies %> [MORE-PROPERTIES]<% endif %>
listener() {
  add http_listeners "{\"name\": \"$1\", \"properties\": {\"protocol\": \"$3\", \"hostNames\": [\"${4//,/\", \"}\"],
        \"frontendIPConfiguration\": $(part frontendIPConfigurations public),
        \"frontendPort\": $(part frontendPorts "$2")<% if features.certificates or features.site_policies %>${5-}<% endif %>}}"
}

<%- if features.site_policies %>

# looked_at_by POLICY(-: that of the gateway): a further property of a listener.
looked_at_by() {
  [[ $1 == - ]] || printf ',\n        "firewallPolicy": {"id": "%s"}' "$(resource_id "$NETWORK_GROUP" Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies "$1")"
}
<%- endif %>

# rule NAME PRIORITY PROPERTIES: what becomes of the requests of the listener of the same name.
rule() {
  add rules "{\"name\": \"$1\", \"properties\": {\"ruleType\": \"Basic\", \"priority\": $2,
        \"httpListener\": $(part httpListeners "$1"),
        $3}}"
}

# to BACKEND: requests go to the ingress of a cluster.
to() {
  printf '"backendAddressPool": %s,\n        "backendHttpSettings": %s' "$(part backendAddressPools "$1")" "$(part backendHttpSettingsCollection "$1")"
}

# backend NAME ADDRESS PROBE-HOST: the ingress of a cluster, and how it is asked whether it lives.
backend() {
  add pools "{\"name\": \"$1\", \"properties\": {\"backendAddresses\": [{\"ipAddress\": \"$2\"}]}}"
  add backend_settings "{\"name\": \"$1\", \"properties\": {\"port\": 80, \"protocol\": \"Http\", \"cookieBasedAffinity\": \"Disabled\",
        \"requestTimeout\": $REQUEST_TIMEOUT, \"connectionDraining\": {\"enabled\": true, \"drainTimeoutInSec\": 30},
        \"probe\": $(part probes "$1")}}"
  add probes "{\"name\": \"$1\", \"properties\": {\"protocol\": \"Http\", \"host\": \"$3\", \"path\": \"$PROBE_PATH\",
        \"interval\": 30, \"timeout\": 30, \"unhealthyThreshold\": 3, \"match\": {\"statusCodes\": [\"200\"]}}}"
}
<%- if features.certificates %>

# secure_site NAME HOST BACKEND PRIORITY REDIRECT-PRIORITY CERTIFICATE<% if features.site_policies %> POLICY<% endif %>: HTTPS goes to the ingress, HTTP is redirected to HTTPS.
secure_site() {
  # No version in the address: the gateway takes a renewed certificate by itself, within four hours. Several sites may share one.
  [[ $certificates == *"/secrets/$6\""* ]] ||
    add certificates "{\"name\": \"$6\", \"properties\": {\"keyVaultSecretId\": \"https://$VAULT.vault.azure.net/secrets/$6\"}}"
  listener "$1-https" https Https "$2" ",
        \"requireServerNameIndication\": true, \"sslCertificate\": $(part sslCertificates "$6")<% if features.site_policies %>$(looked_at_by "$7")<% endif %>"
  rule "$1-https" "$4" "$(to "$3")"
  add redirects "{\"name\": \"$1-to-https\", \"properties\": {\"redirectType\": \"Permanent\", \"includePath\": true, \"includeQueryString\": true,
        \"targetListener\": $(part httpListeners "$1-https")}}"
  listener "$1-http" http Http "$2"
  rule "$1-http" "$5" "\"redirectConfiguration\": $(part redirectConfigurations "$1-to-https")"
}
<%- endif %>
<%- if features.plain_http %>

# plain_site NAME HOST BACKEND PRIORITY<% if features.site_policies %> POLICY<% endif %>: HTTP goes to the ingress.
plain_site() {
  listener "$1-http" http Http "$2"<% if features.site_policies %> "$(looked_at_by "$5")"<% endif %>
  rule "$1-http" "$4" "$(to "$3")"
}
<%- endif %>

# The gateway as one document: az would make it part by part, minutes each, and serve what is half made in between.
document() {
  cat <<JSON
{
  "location": "$LOCATION",
  "tags": $TAGS_JSON,
  "zones": $(json_list "${ZONES[@]}"),
  "identity": {
    "type": "UserAssigned",
    "userAssignedIdentities": {"$(identity_id "$<% if features.brought_gateway_identities %>GATEWAY_IDENTITY_GROUP<% else %>NETWORK_GROUP<% endif %>" "$GATEWAY_IDENTITY")": {}}
  },
  "properties": {
    "sku": {"name": "WAF_v2", "tier": "WAF_v2"},
    "autoscaleConfiguration": {"minCapacity": $CAPACITY_MIN, "maxCapacity": $CAPACITY_MAX},
    "firewallPolicy": {"id": "$policy_id"},
    "gatewayIPConfigurations": [{"name": "gateway", "properties": {"subnet": {"id": "$subnet_id"}}}],
    "frontendIPConfigurations": [{"name": "public", "properties": {"publicIPAddress": {"id": "$address_id"}}}],
<%- if features.certificates %>
    "frontendPorts": [
      {"name": "http", "properties": {"port": 80}},
      {"name": "https", "properties": {"port": 443}}
    ],
    "sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101"},
    "sslCertificates": [$certificates
    ],
    "redirectConfigurations": [$redirects
    ],
<%- else %>
    "frontendPorts": [{"name": "http", "properties": {"port": 80}}],
<%- endif %>
    "httpListeners": [$http_listeners
    ],
    "backendAddressPools": [$pools
    ],
    "backendHttpSettingsCollection": [$backend_settings
    ],
    "probes": [$probes
    ],
    "requestRoutingRules": [$rules
    ]
  }
}
JSON
}
<%- if features.certificates %>

for line in "${LISTENERS[@]}"; do
  read -r name host backend priority redirect certificate<% if features.site_policies %> policy<% endif %> <<<"$line"
<%- if features.plain_http %>
  [[ $redirect == - ]] || certificate "$certificate" "$host"
<%- else %>
  certificate "$certificate" "$host"
<%- endif %>
done
((${#missing[@]} == 0)) ||
  stop "the vault $VAULT lacks certificates" \
    "  Put them there, as one who holds the role $CERTIFICATES_OFFICER on the vault, and run this again:" \
    '    read -rs PASSWORD # of the file; so it stays out of the history of your shell' \
    "${missing[@]}"
<%- endif %>

say "public address $PUBLIC_ADDRESS"
if exists az network public-ip show --resource-group "$NETWORK_GROUP" --name "$PUBLIC_ADDRESS"; then
  has=$(az network public-ip show --resource-group "$NETWORK_GROUP" --name "$PUBLIC_ADDRESS" --query "join(' ', zones || \`[]\`)" --output tsv)
  fixed 'the public address (its zones)' "$has" "${ZONES[*]}"
fi
az network public-ip create --resource-group "$NETWORK_GROUP" --name "$PUBLIC_ADDRESS" --location "$LOCATION" "${TAG_FLAGS[@]}" \
  --sku Standard --tier Regional --version IPv4 --allocation-method Static "${ZONE_FLAGS[@]}" --dns-name "$DNS_LABEL"

<%- if features.front_doors %>

front_door=''
if [[ -n $FRONT_DOOR ]]; then
  say "only Front Door $FRONT_DOOR comes in"
  front_door_id=$(resource_id "$COMMON_GROUP" Microsoft.Cdn/profiles "$FRONT_DOOR")
  exists az resource show --ids "$front_door_id" --api-version <{ api_versions.front_door | bare }> || stop "there is no Front Door $FRONT_DOOR yet" '  10-common.sh'
  front_door=$(az resource show --ids "$front_door_id" --api-version <{ api_versions.front_door | bare }> --query properties.frontDoorId --output tsv)
fi

# guarded RULES: the network lets in every Front Door there is; one rule more lets in ours alone.
guarded() {
  local rest=${1#[}
  rest=${rest%]}
  [[ -n $front_door ]] || { printf '%s' "$1" && return; }
  printf '%s' "[
    {
      \"name\": \"FromFrontDoorAlone\", \"priority\": 1, \"ruleType\": \"MatchRule\", \"action\": \"Block\",
      \"matchConditions\": [
        {
          \"matchVariables\": [{\"variableName\": \"RequestHeaders\", \"selector\": \"X-Azure-FDID\"}],
          \"operator\": \"Equal\", \"negationConditon\": true, \"matchValues\": [\"$front_door\"]
        }
      ]
    }${rest:+, $rest}]"
}
<%- endif %>

# web_firewall NAME MODE: a policy<% if features.waf_rules or features.front_doors or features.waf_exclusions or features.waf_overrides %>, with what stands in the variables of its rules<% endif %>.
web_firewall() {
  say "web application firewall $1 ($2)"
  if ! exists az network application-gateway waf-policy show --resource-group "$NETWORK_GROUP" --name "$1"; then
    az network application-gateway waf-policy create --resource-group "$NETWORK_GROUP" --name "$1" --location "$LOCATION" \
      --type <{ waf.default.kind }> --version <{ waf.default.version | bare }>
  fi
  az network application-gateway waf-policy update --resource-group "$NETWORK_GROUP" --name "$1" --set "tags=$TAGS_JSON"<% if features.front_doors or features.waf_rules %> "customRules=$custom_rules"<% endif %> \
    --policy-settings "{
      \"state\": \"Enabled\",
      \"mode\": \"$2\",
      \"requestBodyCheck\": true,
      \"maxRequestBodySizeInKb\": <{ waf.request_body }>,
      \"fileUploadLimitInMb\": 100
    }" \
<%- if features.waf_exclusions or features.waf_overrides %>
    --managed-rules "{
<%- if features.waf_exclusions %>
      \"exclusions\": $excluded,
<%- endif %>
      \"managedRuleSets\": [
<%- if features.waf_overrides %>
        {
          \"ruleSetType\": \"<{ waf.default.kind }>\",
          \"ruleSetVersion\": \"<{ waf.default.version | bare }>\",
          \"ruleGroupOverrides\": $overridden
        },
<%- else %>
        {\"ruleSetType\": \"<{ waf.default.kind }>\", \"ruleSetVersion\": \"<{ waf.default.version | bare }>\"},
<%- endif %>
        {\"ruleSetType\": \"<{ waf.bots.kind }>\", \"ruleSetVersion\": \"<{ waf.bots.version | bare }>\"}
      ]
    }"
<%- else %>
    --managed-rules '{
      "managedRuleSets": [
        {"ruleSetType": "<{ waf.default.kind }>", "ruleSetVersion": "<{ waf.default.version | bare }>"},
        {"ruleSetType": "<{ waf.bots.kind }>", "ruleSetVersion": "<{ waf.bots.version | bare }>"}
      ]
    }'
<%- endif %>
}
<%- if features.waf_rules or features.front_doors or features.waf_exclusions or features.waf_overrides %>
<# blank line #>
<%- if features.waf_rules or features.front_doors %>
custom_rules=<% if features.front_doors %>$(guarded <% if features.waf_rules %>"$WAF_RULES"<% else %>'[]'<% endif %>)<% else %>$WAF_RULES<% endif %>
<%- endif %>
<%- if features.waf_exclusions %>
excluded=$WAF_EXCLUSIONS
<%- endif %>
<%- if features.waf_overrides %>
overridden=$WAF_OVERRIDES
<%- endif %>
<%- else %>
<# blank line #>
<%- endif %>
web_firewall "$WAF_POLICY" "$WAF_MODE"
<%- if features.site_policies %>

# Those that look at the requests of one environment each.
for line in "${SITE_POLICIES[@]}"; do
  read -r policy mode <<<"$line"
<%- if features.waf_rules or features.front_doors %>
  custom_rules=<% if features.front_doors %>$(guarded <% if features.waf_rules %>"${POLICY_RULES[$policy]}"<% else %>'[]'<% endif %>)<% else %>${POLICY_RULES[$policy]}<% endif %>
<%- endif %>
<%- if features.waf_exclusions %>
  excluded=${POLICY_EXCLUSIONS[$policy]}
<%- endif %>
<%- if features.waf_overrides %>
  overridden=${POLICY_OVERRIDES[$policy]}
<%- endif %>
  web_firewall "$policy" "$mode"
done
<%- endif %>

pools='' backend_settings='' probes='' http_listeners='' rules=''<% if features.certificates %> certificates='' redirects=''<% endif %>
for line in "${BACKENDS[@]}"; do
  read -r name address host <<<"$line"
  backend "$name" "$address" "$host"
done
for line in "${LISTENERS[@]}"; do
<%- if features.certificates %>
  read -r name host backend priority redirect certificate<% if features.site_policies %> policy<% endif %> <<<"$line"
<%- else %>
  read -r name host backend priority<% if features.site_policies %> policy<% endif %> <<<"$line"
<%- endif %>
  say "site $host"
<%- if features.certificates and features.plain_http %>
  if [[ $redirect == - ]]; then
    plain_site "$name" "$host" "$backend" "$priority"<% if features.site_policies %> "$policy"<% endif %>
  else
    secure_site "$name" "$host" "$backend" "$priority" "$redirect" "$certificate"<% if features.site_policies %> "$policy"<% endif %>
  fi
<%- elif features.certificates %>
  secure_site "$name" "$host" "$backend" "$priority" "$redirect" "$certificate"<% if features.site_policies %> "$policy"<% endif %>
<%- else %>
  plain_site "$name" "$host" "$backend" "$priority"<% if features.site_policies %> "$policy"<% endif %>
<%- endif %>
done

# By az rest, since az resource create drops the zones.
say "application gateway $GATEWAY; this takes some minutes"
az rest --method put --url "$gateway_id?api-version=<{ api_versions.gateway | bare }>" --body "$(document)"
az network application-gateway wait --resource-group "$NETWORK_GROUP" --name "$GATEWAY" --updated

az monitor diagnostic-settings create --name requests --resource "$gateway_id" --workspace "$workspace_id" --export-to-resource-specific true \
  --logs '[
    {"category": "ApplicationGatewayAccessLog", "enabled": true},
    {"category": "ApplicationGatewayFirewallLog", "enabled": true}
  ]'

<%- if features.edge_records %>

for line in "${RECORDS[@]}"; do
  read -r subscription group zone name<% if features.ingress_records %> _<% endif %> <<<"$line"
  alias_record "$subscription" "$group" "$zone" "$name" "$address_id"
done
<%- endif %>

address=$(az network public-ip show --resource-group "$NETWORK_GROUP" --name "$PUBLIC_ADDRESS" --query ipAddress --output tsv)
say "done: <% if features.edge_records or features.profiles %>the gateway answers at<% else %>the records of the domains point to<% endif %> $address"
<%- if features.alerts %>

if [[ -n $ACTION_GROUP ]]; then
  kind=Microsoft.Network/applicationGateways
<%- for alert in alerts.gateway %>
  <% set watched_id = "gateway_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
fi
<%- endif %>

#!/usr/bin/env bash
# <{ header }>
#
# What leads requests to the regions: Traffic Manager<% if features.alerts %>, who is woken when it leaves one out<% endif %><% if features.profile_records %>, and the DNS records that lead to it<% endif %>. Run it after the edges of all sites in use.
#
#   90-global.sh

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
<%- if features.subscriptions %>
in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>
# shellcheck source=/dev/null
source "$SCRIPTS/settings/global.sh"

# endpoint NAME GROUP PUBLIC-ADDRESS LOCATION WEIGHT PRIORITY<% if features.geographic %> AREAS(-: none)<% endif %><% if features.subscriptions %><% endif %>
endpoint() {
  local address<% if features.geographic %> areas=''<% endif %>
  exists az network public-ip show<% if features.subscriptions %> --subscription "$subscription"<% endif %> --resource-group "$2" --name "$3" || stop "$1 has no public address yet" "  80-edge.sh $1"
  address=$(az network public-ip show<% if features.subscriptions %> --subscription "$subscription"<% endif %> --resource-group "$2" --name "$3" --query ipAddress --output tsv)
<%- if features.geographic %>
  [[ $7 == - ]] || areas=", \"geoMapping\": [\"${7//,/\", \"}\"]"
<%- endif %>
  members+=${members:+,}"
      {
        \"name\": \"$1\",
        \"type\": \"Microsoft.Network/trafficManagerProfiles/externalEndpoints\",
        \"properties\": {
          \"endpointStatus\": \"Enabled\", \"target\": \"$address\", \"endpointLocation\": \"$4\",
          \"weight\": $5, \"priority\": $6<% if features.geographic %>$areas<% endif %>
        }
      }"
}

# document ROUTING TTL PROTOCOL PORT HOST PATH: the profile with all its endpoints. It is written as one: a profile that
# az writes without them loses those that it has. By their addresses, since a record of type A may be an alias of such a
# profile alone. The header: else it would ask for the address, which no listener of a gateway serves.
document() {
  cat <<JSON
{
  "location": "global",
  "tags": $TAGS_JSON,
  "properties": {
    "profileStatus": "Enabled",
    "trafficRoutingMethod": "$1",
    "dnsConfig": {"relativeName": "$profile", "ttl": $2},
    "monitorConfig": {
      "protocol": "$3", "port": $4, "path": "$6",
      "intervalInSeconds": <{ traffic.interval }>, "timeoutInSeconds": <{ traffic.timeout }>, "toleratedNumberOfFailures": <{ traffic.failures }>,
      "customHeaders": [{"name": "host", "value": "$5"}]
    },
    "endpoints": [$members
    ]
  }
}
JSON
}

profile_id() {
  resource_id "$COMMON_GROUP" Microsoft.Network/trafficManagerProfiles "$1"
}

for line in "${PROFILES[@]}"; do
  read -r profile routing ttl protocol port host path <<<"$line"
  say "Traffic Manager $profile"
  members=''
  for endpoint in "${ENDPOINTS[@]}"; do
    read -r of name group address location weight priority<% if features.geographic %> areas<% endif %><% if features.subscriptions %> subscription<% endif %> <<<"$endpoint"
    [[ $of != "$profile" ]] || endpoint "$name" "$group" "$address" "$location" "$weight" "$priority"<% if features.geographic %> "$areas"<% endif %>
  done
  document "$routing" "$ttl" "$protocol" "$port" "$host" "$path" | put "$(profile_id "$profile")" <{ api_versions.profile | bare }>
done
<%- if features.alerts %>

<%- if alerts.beside_profiles %>

<% include "scripts/parts/action-group.sh" %>

for line in "${PROFILE_GROUPS[@]}"; do
  read -ra words <<<"$line"
  action_group "$COMMON_GROUP" "${words[@]}"
done
<%- endif %>

kind=Microsoft.Network/trafficmanagerprofiles
ALERT_GROUP=$COMMON_GROUP # where the profiles are
for line in "${PROFILE_WATCHES[@]}"; do
  read -r profile DATA_GROUP ACTION_GROUP <<<"$line"
  say "who is told of $profile"
  profile_id=$(profile_id "$profile")
<%- for alert in alerts.traffic_manager %>
  <% set watched_id = "profile_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
done
<%- endif %>
<%- if features.profile_records %>

for line in "${PROFILE_RECORDS[@]}"; do
  read -r subscription group zone name profile ttl <<<"$line"
  alias_record "$subscription" "$group" "$zone" "$name" "$(profile_id "$profile")" "$ttl"
done
<%- endif %>

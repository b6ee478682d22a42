#!/usr/bin/env bash
# <{ header }>
#
# Who is woken when something is wrong at a site, and what wakes them: metrics of its clusters, and what Azure says of all that stands there. Metrics of a gateway come with it.
#
#   65-alerts.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

if [[ -z $ACTION_GROUP ]]; then
  say "nobody is woken at $SITE"
  exit 0
fi

<% include "scripts/parts/action-group.sh" %>
action_group "$DATA_GROUP" "$ACTION_GROUP" "$ACTION_GROUP_SHORT" "${EMAILS[@]}"
<%- if alerts.severe %>
action_group "$DATA_GROUP" "$ACTION_GROUP<{ alerts.severe | bare }>" "$SEVERE_SHORT" "${SEVERE_EMAILS[@]}"
<%- endif %>

scopes=''
for group in "${WATCHED_GROUPS[@]}"; do
  scopes+=${scopes:+, }"\"/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$group\""
done
# activity_alert NAME DESCRIPTION CONDITIONS<% if alerts.severe %> ACTION-GROUP<% endif %>: somebody is woken by what Azure writes into the log of these groups.
activity_alert() {
  say "alert $1"
  put "$(resource_id "$DATA_GROUP" Microsoft.Insights/activityLogAlerts "$ACTION_GROUP-$1")" <{ api_versions.activity_alert | bare }> <<JSON
{
  "location": "global",
  "tags": $TAGS_JSON,
  "properties": {
    "description": "$2", "enabled": true, "scopes": [$scopes], "condition": {"allOf": [$3]},
    "actions": {"actionGroups": [{"actionGroupId": "$(resource_id "$DATA_GROUP" Microsoft.Insights/actionGroups "<% if alerts.severe %>$4<% else %>$ACTION_GROUP<% endif %>")"}]}
  }
}
JSON
}
<%- for alert in alerts.activity %>
activity_alert <{ alert.name | sh }> <{ alert | message | sh }> '
  {"field": "category", "equals": <{ alert.category | json }>}
<%- for condition in alert.conditions %>,
  {"anyOf": [<% for value in condition.values %>{"field": <{ condition.field | json }>, "equals": <{ value | json }>}<% if not loop.last %>, <% endif %><% endfor %>]}
<%- endfor %>'<% if alerts.severe %> "$ACTION_GROUP<% if alert.severe %><{ alerts.severe | bare }><% endif %>"<% endif %>
<%- endfor %>

kind=Microsoft.ContainerService/managedClusters
for cluster in "${CLUSTERS[@]}"; do
  say "cluster $cluster"
  cluster_id=$(resource_id "$AKS_GROUP" $kind "$cluster")
<%- for alert in alerts.cluster %>
  <% set watched_id = "cluster_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
done
<%- if alerts.logs %>

# log_alert CLUSTER NAME SEVERITY WINDOW DIMENSIONS DESCRIPTION <QUERY: somebody is woken by what it finds in what container insights collects. Tables are
# there with their first rows, which a new cluster has not sent yet, so that the query is not tried.
log_alert() {
  local query dimensions='' dimension<% if alerts.severe %> group=$ACTION_GROUP<% endif %>
<%- if alerts.severe %>
  (($3 > 1)) || group+=<{ alerts.severe | bare }>
<%- endif %>
  query=$(cat)
  for dimension in $5; do
    dimensions+=${dimensions:+, }"{\"name\": \"$dimension\", \"operator\": \"Include\", \"values\": [\"*\"]}"
  done
  say "  alert $2"
  put "$(resource_id "$DATA_GROUP" Microsoft.Insights/scheduledQueryRules "$1-$2")" <{ api_versions.log_alert | bare }> <<JSON
{
  "location": "$LOCATION",
  "tags": $TAGS_JSON,
  "kind": "LogAlert",
  "properties": {
    "description": "$6", "severity": $3, "enabled": true, "autoMitigate": true, "skipQueryValidation": true,
    "scopes": ["$(resource_id "$AKS_GROUP" Microsoft.ContainerService/managedClusters "$1")"], "evaluationFrequency": "PT5M", "windowSize": "$4",
    "criteria": {
      "allOf": [
        {
          "query": "${query//$'\n'/\\n}", "timeAggregation": "Count", "dimensions": [$dimensions],
          "operator": "GreaterThan", "threshold": 0, "failingPeriods": {"numberOfEvaluationPeriods": 1, "minFailingPeriodsToAlert": 1}
        }
      ]
    },
    "actions": {"actionGroups": ["$(resource_id "$DATA_GROUP" Microsoft.Insights/actionGroups "$<% if alerts.severe %>group<% else %>ACTION_GROUP<% endif %>")"]}
  }
}
JSON
}

for cluster in "${ASKED_CLUSTERS[@]}"; do
  say "what runs in $cluster"
<%- for alert in alerts.logs %>
  log_alert "$cluster" <{ alert.name | sh }> <{ alert.severity }> <{ alert.window | sh }> '<% for dimension in alert.dimensions %><{ dimension | bare }><% if not loop.last %> <% endif %><% endfor %>' \
    <{ alert | message | sh }> <<'KQL'
<{ alert.query | safe }>
KQL
<%- endfor %>
done
<%- endif %>
<%- if alerts.firewall %>

kind=Microsoft.Network/azureFirewalls
for firewall in "${WATCHED_FIREWALLS[@]}"; do
  say "firewall $firewall"
  firewall_id=$(resource_id "$ON_HUB_GROUP" $kind "$firewall")
<%- for alert in alerts.firewall %>
  <% set watched_id = "firewall_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
done
<%- endif %>
<%- if alerts.circuit %>

kind=Microsoft.Network/expressRouteCircuits
for circuit in "${WATCHED_CIRCUITS[@]}"; do
  say "circuit $circuit"
  circuit_id=$(resource_id "$ON_HUB_GROUP" $kind "$circuit")
<%- for alert in alerts.circuit %>
  <% set watched_id = "circuit_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
done
<%- endif %>

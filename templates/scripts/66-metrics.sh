#!/usr/bin/env bash
# <{ header }>
#
# Metrics of a site in managed Prometheus: where they are kept, that those of each cluster are collected, what is computed of them ahead, and what wakes somebody.
#
#   66-metrics.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

if [[ -z $METRICS_WORKSPACE ]]; then
  say "no metrics of $SITE are kept"
  exit 0
fi

readonly dollar='$' # in what follows a text is filled in, and expressions have some of these themselves
workspace_id=$(resource_id "$DATA_GROUP" Microsoft.Monitor/accounts "$METRICS_WORKSPACE")
endpoint_id=$(resource_id "$DATA_GROUP" Microsoft.Insights/dataCollectionEndpoints "$METRICS_ENDPOINT")
rule_id=$(resource_id "$DATA_GROUP" Microsoft.Insights/dataCollectionRules "$METRICS_RULE")
<%- if features.alerts %>
actions='[]'
[[ -z $ACTION_GROUP ]] || actions="[{\"actionGroupId\": \"$(resource_id "$DATA_GROUP" Microsoft.Insights/actionGroups "$ACTION_GROUP")\"}]"
<%- if alerts.severe %>
severe_actions='[]'
[[ -z $ACTION_GROUP ]] || severe_actions="[{\"actionGroupId\": \"$(resource_id "$DATA_GROUP" Microsoft.Insights/actionGroups "$ACTION_GROUP<{ alerts.severe | bare }>")\"}]"
<%- endif %>
<%- endif %>

say "Azure Monitor workspace $METRICS_WORKSPACE"
put "$workspace_id" <{ api_versions.metrics_workspace | bare }> <<JSON
{"location": "$LOCATION", "tags": $TAGS_JSON, "properties": {"publicNetworkAccess": "Enabled"}}
JSON

say "data collection endpoint $METRICS_ENDPOINT"
put "$endpoint_id" <{ api_versions.collection_endpoint | bare }> <<JSON
{"location": "$LOCATION", "tags": $TAGS_JSON, "kind": "Linux", "properties": {"networkAcls": {"publicNetworkAccess": "Enabled"}}}
JSON

say "data collection rule $METRICS_RULE"
put "$rule_id" <{ api_versions.collection_rule | bare }> <<JSON
{
  "location": "$LOCATION",
  "tags": $TAGS_JSON,
  "kind": "Linux",
  "properties": {
    "dataCollectionEndpointId": "$endpoint_id",
    "dataSources": {"prometheusForwarder": [{"name": "PrometheusDataSource", "streams": ["Microsoft-PrometheusMetrics"]}]},
    "destinations": {"monitoringAccounts": [{"name": "metrics", "accountResourceId": "$workspace_id"}]},
    "dataFlows": [{"streams": ["Microsoft-PrometheusMetrics"], "destinations": ["metrics"]}]
  }
}
JSON

# rule_group NAME DESCRIPTION <RULES: of the cluster.
rule_group() {
  say "  rules $1"
  put "$(resource_id "$AKS_GROUP" Microsoft.AlertsManagement/prometheusRuleGroups "$1-$CLUSTER")" <{ api_versions.rule_group | bare }> <<JSON
{
  "location": "$LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "description": "$2",
    "enabled": true,
    "clusterName": "$CLUSTER",
    "scopes": ["$workspace_id", "$cluster_id"],
    "interval": "PT1M",
    "rules": [$(cat)
    ]
  }
}
JSON
}

cluster() {
  local cluster_id
  cluster_id=$(resource_id "$AKS_GROUP" Microsoft.ContainerService/managedClusters "$CLUSTER")
  say "cluster $CLUSTER"
  put "$cluster_id/providers/Microsoft.Insights/dataCollectionRuleAssociations/ContainerInsightsMetricsExtension" <{ api_versions.collection_association | bare }> <<JSON
{
  "location": "$LOCATION",
  "properties": {
    "description": "Metrics of this cluster. Without it its agents collect none.",
    "dataCollectionRuleId": "$rule_id"
  }
}
JSON
  # az aks update would make a workspace, an endpoint and rules under names of its own choice.
  if [[ $(az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query azureMonitorProfile.metrics.enabled --output tsv) != [Tt]rue ]]; then
    say '  has its metrics collected; this takes some minutes'
    az resource update --ids "$cluster_id" --api-version <{ api_versions.cluster | bare }> --set properties.azureMonitorProfile='{"metrics": {"enabled": true}}'
  fi
<%- for group in prometheus.recordings %>
  rule_group <{ group.name | sh }> <{ group.description | sh }> <<JSON
<%- for rule in group.rules %>
      {
        "record": <{ rule.record | json }>,
<%- if rule.labels %>
        "labels": <{ rule.labels | json }>,
<%- endif %>
        "expression": <{ rule.expression | json }>
      }<% if not loop.last %>,<% endif %>
<%- endfor %>
JSON
<%- endfor %>
  rule_group Alerts 'What is wrong with what runs in the cluster.' <<JSON
<%- for alert in prometheus.alerts %>
      <% include "scripts/parts/prometheus-alert.sh" %><% if not loop.last %>,<% endif %>
<%- endfor %>
JSON
<%- if prometheus.ingresses %>
  local release
  for release in "${RELEASES[@]}"; do
    case $release in
<%- for ingress in prometheus.ingresses %>
      <{ ingress.release | sh }>)
        rule_group Requests 'Requests to the apps of the cluster, and what is wrong with them.' <<JSON
<%- for rule in ingress.rules %>
<%- if rule.record %>
      {"record": <{ rule.record | json }>, "expression": <{ rule.expression | json }>}<% if not loop.last %>,<% endif %>
<%- else %>
<%- set alert = rule %>
      <% include "scripts/parts/prometheus-alert.sh" %><% if not loop.last %>,<% endif %>
<%- endif %>
<%- endfor %>
JSON
        ;;
<%- endfor %>
    esac
  done
<%- endif %>
}
each_cluster cluster

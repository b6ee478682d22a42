#!/usr/bin/env bash
# <{ header }>
#
# Dashboards over what is kept of all sites, what they may look into and who sees them. Run it after all sites.
#
#   92-grafana.sh

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
<%- if features.subscriptions %>
in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>

readonly ADMINISTRATOR_ROLE=<{ roles.grafana_admin }>
readonly VIEWER_ROLE=<{ roles.grafana_viewer }>
readonly MONITORING_READER=<{ roles.monitoring_reader }>
readonly MONITORING_DATA_READER=<{ roles.monitoring_data_reader }>

grafana_id=$(resource_id "$COMMON_GROUP" Microsoft.Dashboard/grafana "$GRAFANA")
integrations=''
for line in "${GRAFANA_WORKSPACES[@]}"; do
  read -r subscription group workspace <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  integrations+=${integrations:+, }"{\"azureMonitorWorkspaceResourceId\": \"/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Monitor/accounts/$workspace\"}"
done

say "Grafana $GRAFANA; the first time this takes some minutes"
# Whoever deploys is no administrator by that.
put "$grafana_id" <{ api_versions.grafana | bare }> <<JSON
{
  "location": "$COMMON_LOCATION",
  "tags": $TAGS_JSON,
  "sku": {"name": "Standard"},
  "identity": {"type": "SystemAssigned"},
  "properties": {
    "apiKey": "Disabled", "creatorCanAdmin": "Disabled", "deterministicOutboundIP": "Disabled",
    "publicNetworkAccess": "Enabled", "zoneRedundancy": "Disabled",
    "grafanaIntegrations": {"azureMonitorWorkspaceIntegrations": [$integrations]}
  }
}
JSON

principal=$(az resource show --ids "$grafana_id" --api-version <{ api_versions.grafana | bare }> --query identity.principalId --output tsv)
for line in "${GRAFANA_WATCHES[@]}"; do
  read -r subscription group metrics <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  scope=/subscriptions/$subscription/resourceGroups/$group
  say "looks into $group"
  assign "$MONITORING_READER" "$scope" "$grafana_id" "$principal" ServicePrincipal
  [[ $metrics != metrics ]] || assign "$MONITORING_DATA_READER" "$scope" "$grafana_id" "$principal" ServicePrincipal
done

say "administered by $GRAFANA_ADMINS"
assign_group "$ADMINISTRATOR_ROLE" "$grafana_id" "$GRAFANA_ADMINS"
no_other_groups "$ADMINISTRATOR_ROLE" "$grafana_id" "$GRAFANA_ADMINS"
for group in "${GRAFANA_VIEWERS[@]}"; do
  say "seen by $group"
  assign_group "$VIEWER_ROLE" "$grafana_id" "$group"
done
no_other_groups "$VIEWER_ROLE" "$grafana_id" "${GRAFANA_VIEWERS[@]}"

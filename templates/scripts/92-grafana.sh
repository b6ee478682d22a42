#!/usr/bin/env bash
# <{ header }>
#
# Grafana over what is kept of all sites: what it may look into, who sees it, and dashboards of apps and their entrance. Run it after all sites.
#
#   92-grafana.sh
#   92-grafana.sh dashboards     writes those alone, into the one that is there
#
#   Whoever writes dashboards administers Grafana, or holds the role <{ role_names.grafana_editor | safe }> on it.

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[[ $# -eq 0 || $* == --help || $* == dashboards ]] || misused "there is no '$*' of Grafana"
load_common "$@"
<%- if features.subscriptions %>
in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>

readonly ADMINISTRATOR_ROLE=<{ roles.grafana_admin }>
readonly VIEWER_ROLE=<{ roles.grafana_viewer }>
readonly MONITORING_READER=<{ roles.monitoring_reader }>
readonly MONITORING_DATA_READER=<{ roles.monitoring_data_reader }>

grafana_id=$(resource_id "$COMMON_GROUP" Microsoft.Dashboard/grafana "$GRAFANA")

# What stands in Azure.
provide() {
  local line subscription group workspace metrics scope principal integrations=''
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
}

# grafana METHOD PATH [FLAG…]: what it answers. It learns minutes later of roles that are given.
grafana() {
  local answer tries=${patience-1}
  until answer=$(az rest --method "$1" --resource <{ boards.audience | bare }> --url "$endpoint/api/$2" --output tsv "${@:3}" 2>&1); do
    [[ $answer == *Unauthorized* || $answer == *Forbidden* ]] || stop "Grafana does not take '$1 $2'" "$answer"
    tries=$((tries - 1))
    ((tries > 0)) || stop "Grafana does not let whoever is signed in write dashboards" \
      "  Be in the group $GRAFANA_ADMINS, or hold the role <{ role_names.grafana_editor | safe }> on it; then, some minutes later:" '  scripts/92-grafana.sh dashboards'
    say '  Grafana knows of no right to do this yet: in half a minute it is asked again' >&2
    sleep 30
  done
  printf '%s' "$answer"
}

# draw <DASHBOARD: in the place of the one that has its uid.
draw() {
  grafana post dashboards/db --body "{\"dashboard\": $(cat), \"folderUid\": \"aksgen\", \"message\": \"as the blueprint has it\", \"overwrite\": true}" --query status >/dev/null
}

if [[ ${1-} != dashboards ]]; then
  provide
  patience=10
fi

endpoint=$(az resource show --ids "$grafana_id" --api-version <{ api_versions.grafana | bare }> --query properties.endpoint --output tsv)
say "dashboards of $endpoint"
folder=$(grafana get 'folders?limit=1000' --query "[?uid=='aksgen'].uid | [0]")
[[ -n $folder ]] || grafana post folders --body '{"uid": "aksgen", "title": "Apps and their entrance"}' --query uid >/dev/null
<%- for board in boards.drawn %>

say '  <{ board.title | bare }>'
# Of whichever workspace and cluster who looks chooses.
draw <<'JSON'
{
  "uid": <{ board.uid | json }>, "title": <{ board.title | json }>,
  "schemaVersion": <{ board.schemaVersion }>, "refresh": <{ board.refresh | json }>, "time": <{ board.time | json }>, "annotations": <{ board.annotations | json }>,
  "templating": {"list": [
<%- for variable in board.templating.list %>
    <{ variable | json }><% if not loop.last %>,<% endif %>
<%- endfor %>
  ]},
  "panels": [
<%- for panel in board.panels %>
    <{ panel | json }><% if not loop.last %>,<% endif %>
<%- endfor %>
  ]
}
JSON
<%- endfor %>

#!/usr/bin/env bash
# <{ header }>
#
# The <% if features.workspaces %>Log Analytics workspace of a site<% else %>resource group of what watches a site<% endif %>.
#
#   30-monitoring.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

say "resource group $DATA_GROUP"
az group create --name "$DATA_GROUP" --location "$LOCATION" "${TAG_FLAGS[@]}"
<%- if features.workspaces %>
<%- if features.brought_workspaces %>

if [[ -n $WORKSPACE_SUBSCRIPTION ]]; then
  say "the workspace $WORKSPACE exists, and is left as it is"
  exit 0
fi
<%- endif %>

say "workspace $WORKSPACE"
if ! exists az monitor log-analytics workspace show --resource-group "$DATA_GROUP" --name "$WORKSPACE"; then
  az monitor log-analytics workspace create --resource-group "$DATA_GROUP" --name "$WORKSPACE" --location "$LOCATION" \
    --sku PerGB2018 --retention-time "$RETENTION_DAYS" --tags "$TAGS_JSON"
fi

# Whatever sends logs here has an identity; no shared key opens the workspace.
az monitor log-analytics workspace update --resource-group "$DATA_GROUP" --name "$WORKSPACE" \
  --retention-time "$RETENTION_DAYS" --tags "$TAGS_JSON" \
  --set features.disableLocalAuth=true features.enableLogAccessUsingOnlyResourcePermissions=true
<%- endif %>

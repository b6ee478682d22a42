#!/usr/bin/env bash
# <{ header }>
#
# Where requests, failures and traces of the apps of a site are kept: a component for each environment, in the workspace of the site.
#
#   67-application-insights.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

workspace_id=$(workspace_id)
for component in "${COMPONENTS[@]}"; do
  say "Application Insights $component"
  # Apps send with a connection string: whoever has it may write, and read nothing.
  put "$(resource_id "$DATA_GROUP" Microsoft.Insights/components "$component")" <{ api_versions.component | bare }> <<JSON
{
  "location": "$LOCATION",
  "tags": $TAGS_JSON,
  "kind": "web",
  "properties": {
    "Application_Type": "web",
    "WorkspaceResourceId": "$workspace_id",
    "IngestionMode": "LogAnalytics",
    "DisableLocalAuth": false,
    "publicNetworkAccessForIngestion": "Enabled",
    "publicNetworkAccessForQuery": "Enabled"
  }
}
JSON
done

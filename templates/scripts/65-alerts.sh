#!/usr/bin/env bash
# <{ header }>
#
# Who is woken when something is wrong at a site, and what wakes them: metrics of its clusters. Those of a gateway come with it.
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

receivers=''
for email in "${EMAILS[@]}"; do
  receivers+=${receivers:+, }"{\"name\": \"$email\", \"emailAddress\": \"$email\", \"useCommonAlertSchema\": true}"
done
say "action group $ACTION_GROUP"
put "$(resource_id "$DATA_GROUP" Microsoft.Insights/actionGroups "$ACTION_GROUP")" <{ api_versions.action_group | bare }> <<JSON
{
  "location": "Global",
  "tags": $TAGS_JSON,
  "properties": {"groupShortName": "$ACTION_GROUP_SHORT", "enabled": true, "emailReceivers": [$receivers]}
}
JSON

kind=Microsoft.ContainerService/managedClusters
for cluster in "${CLUSTERS[@]}"; do
  say "cluster $cluster"
  cluster_id=$(resource_id "$AKS_GROUP" $kind "$cluster")
<%- for alert in alerts.cluster %>
  <% set watched_id = "cluster_id" %><% include "scripts/parts/metric-alert.sh" %>
<%- endfor %>
done

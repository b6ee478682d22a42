#!/usr/bin/env bash
# <{ header }>
#
# What a platform may cost, and who is told when it costs as much. Nothing is switched off.
#
#   35-budget.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

if [[ -z $BUDGET ]]; then
  say "no budget is made with $SITE"
  exit 0
fi

# notification THRESHOLD ACTUAL-OR-FORECASTED
notification() {
  printf '{"enabled": true, "operator": "GreaterThanOrEqualTo", "threshold": %s, "thresholdType": "%s", "contactEmails": [%s]}' "$@" "$BUDGET_EMAILS"
}

say "budget $BUDGET ($BUDGET_AMOUNT)"
az rest --method put --url "$(budget_id "$BUDGET")?api-version=<{ api_versions.budget | bare }>" --body '{
  "properties": {
    "category": "Cost", "amount": '"$BUDGET_AMOUNT"', "timeGrain": "Monthly", "timePeriod": {"startDate": "'"$BUDGET_START"'"},
    "filter": {"dimensions": {"name": "ResourceGroupName", "operator": "In", "values": ['"$BUDGET_GROUPS"']}},
    "notifications": {
      "mostIsSpent": '"$(notification 80 Actual)"',
      "allIsSpent": '"$(notification 100 Actual)"',
      "allWillBeSpent": '"$(notification 100 Forecasted)"'
    }
  }
}'

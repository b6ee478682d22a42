#!/usr/bin/env bash
# <{ header }>
#
# Starts or stops the clusters of a site that do not run always, one after the other, and waits for each. A cluster that is as it should be,
# or that Azure is at work on (an upgrade, a deployment), is left alone; run again, it goes on from there.
#
#   hours.sh start|stop [--site SITE] [--offset OFFSET] [--dry-run]
#
#   SITE names settings/SITE.sh; it may be left out where only one exists. With OFFSET, such as +01:00, nothing is done where the clocks of the
#   site are not so far from UTC today: schedules, which know no summer, say it. --dry-run only says what would be done.

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

action='' chosen='' offset='' dry_run=''
while (($# > 0)); do
  case $1 in
    --help) help && exit 0 ;;
    start | stop) action=$1 ;;
    --site | --offset)
      [[ -n ${2-} ]] || misused "$1 of what?"
      if [[ $1 == --site ]]; then chosen=$2; else offset=$2; fi
      shift
      ;;
    --dry-run) dry_run=yes ;;
    *) misused "there is no option '$1'" ;;
  esac
  shift
done
[[ -n $action ]] || misused 'start, or stop?'
[[ -z $offset || $offset =~ ^[+-][0-9]{2}:[0-9]{2}$ ]] || misused "--offset such as +01:00, and not '$offset'"
readonly ACTION=$action OFFSET=$offset DRY_RUN=$dry_run

# now QUERY: what the cluster says of itself.
now() {
  az aks show --resource-group "$AKS_GROUP" --name "${CLUSTER:?}" --query "$1" --output tsv
}

# in_season: whether the clocks of the cluster are as far from UTC as the schedule is for. Where they are as no schedule knows, since a country has
# changed them after this was generated, each will do: better an hour early than never.
in_season() {
  local clocks
  [[ -n $OFFSET ]] || return 0
  [[ -e /usr/share/zoneinfo/$HOURS_ZONE ]] || stop "there is no time zone '$HOURS_ZONE' here" 'Install tzdata, or leave --offset out.'
  clocks=$(TZ=$HOURS_ZONE date +%:z)
  [[ $clocks == "$OFFSET" || " $HOURS_OFFSETS " != *" $clocks "* ]]
}

# What of the cluster Azure is at work on, pools with it: one a line.
at_work() {
  now "[{name: 'the cluster', provisioningState: provisioningState}, agentPoolProfiles[].{name: join(' ', ['the pool', name]), provisioningState: provisioningState}][]
    | [?!contains(['Succeeded', 'Failed', 'Canceled'], provisioningState)].join(': ', [name, provisioningState])"
}

turn() {
  local wanted=Running power busy
  [[ $ACTION == start ]] || wanted=Stopped
  if [[ -z $HOURS_ZONE ]]; then
    say "$CLUSTER runs always"
    return
  fi
  if ! exists az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER"; then
    say "there is no $CLUSTER yet"
    return
  fi
  if ! in_season; then
    say "$CLUSTER: nothing to do. Its clocks are not at $OFFSET today; the other schedule is for that"
    return
  fi
  busy=$(at_work)
  if [[ -n $busy ]]; then
    say "$CLUSTER is left alone: Azure is at work on it (${busy//$'\n'/, })"
    return
  fi
  power=$(now powerState.code)
  if [[ $power == "$wanted" ]]; then
    say "$CLUSTER is ${wanted,,} already"
    return
  fi
  say "$ACTION $CLUSTER; this takes some ten minutes"
  [[ -z $DRY_RUN ]] || return 0
  az aks "$ACTION" --resource-group "$AKS_GROUP" --name "$CLUSTER" ||
    stop "$CLUSTER did not $ACTION" 'What Azure says stands above: where a region has no machines left, it says so at a start. Run this again later.'
  power=$(now powerState.code)
  [[ $power == "$wanted" ]] || stop "$CLUSTER is ${power,,} still"
}

load_site ${chosen:+"$chosen"}

# One that fails keeps none of the others from its turn. In the background, for what is asked whether it failed would go on after an error.
failed=''
for CLUSTER in "${CLUSTERS[@]}"; do
  (
    # shellcheck source=/dev/null
    source "$SCRIPTS/settings/clusters/$CLUSTER.sh"
    turn
  ) &
  wait "$!" || failed+=" $CLUSTER"
done
[[ -z $failed ]] || stop "not all did $ACTION:$failed"

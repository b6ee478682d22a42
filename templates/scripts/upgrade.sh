#!/usr/bin/env bash
# <{ header }>
#
# Raises the Kubernetes of a cluster by one minor. First it asks what is in the way; then come the control plane, the system pools and
# the other pools, one after the other, each waited for and looked at. What fails ends it; run again, it goes on from there.
#
#   upgrade.sh [--cluster CLUSTER] --to MINOR [--dry-run]
#
#   CLUSTER names settings/clusters/CLUSTER.sh; it may be left out where only one exists. MINOR is the next one, such as 1.37: patches come by
#   the upgrade channel. --dry-run only asks, and changes nothing. When it is through, the blueprint is told the new version.

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Pools may be so many minors older than their control plane.
readonly NODE_SKEW=<{ node_skew }>

chosen='' to='' dry_run=''
while (($# > 0)); do
  case $1 in
    --help) help && exit 0 ;;
    --cluster | --to)
      [[ -n ${2-} ]] || misused "$1 of what?"
      if [[ $1 == --cluster ]]; then chosen=$2; else to=$2; fi
      shift
      ;;
    --dry-run) dry_run=yes ;;
    *) misused "there is no option '$1'" ;;
  esac
  shift
done
[[ $to =~ ^1\.[0-9]+$ ]] || misused "--to a minor, such as 1.37, and not '$to'"
readonly TO=$to TO_MINOR=${to#1.}

# now QUERY: what the cluster says of itself.
now() {
  az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query "$1" --output tsv
}

# pools: name, version and state of each, those of the system first.
pools() {
  az aks nodepool list --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --output tsv \
    --query "sort_by(@, &mode)[].join(' ', [name, currentOrchestratorVersion, provisioningState])"
}

faults=0
# fault WHY [WHAT-TO-DO…]
fault() {
  faults=$((faults + 1))
  printf 'fault: %s\n' "$1" >&2
  (($# == 1)) || printf '  %s\n' "${@:2}" >&2
}

check_version() {
  local minor offered name version state all
  minor=$(minor_of "$VERSION")
  say "Kubernetes $VERSION, to $TO"
  ((minor <= TO_MINOR)) || stop "$CLUSTER runs $VERSION already, and Kubernetes never goes back"
  ((minor + 1 >= TO_MINOR)) || stop "$CLUSTER runs $VERSION, and Kubernetes goes up one minor at a time" "  upgrade.sh --cluster $CLUSTER --to 1.$((minor + 1))"
  if ((minor < TO_MINOR)); then
    offered=$(az aks get-upgrades --resource-group "$AKS_GROUP" --name "$CLUSTER" --output tsv \
      --query 'controlPlaneProfile.upgrades[?!isPreview].kubernetesVersion')
    [[ $'\n'$offered == *$'\n'"$TO."* ]] || fault "Azure offers $CLUSTER no $TO, but ${offered:-nothing}" \
      'A version comes to one region after the other: wait, or ask for another one.'
  fi
  all=$(pools)
  while read -r name version state; do
    settled "$state" || fault "the pool $name is busy ($state)" 'Wait until it is done.'
    ((TO_MINOR - $(minor_of "$version") <= NODE_SKEW)) ||
      fault "the pool $name runs $version, and may be $NODE_SKEW minors older than its control plane at most" \
        "Its own first: az aks nodepool upgrade --resource-group $AKS_GROUP --cluster-name $CLUSTER --name $name --kubernetes-version 1.$minor"
  done <<<"$all"
}

check_nodes() {
  local all name status
  say 'nodes'
  all=$(kubectl get nodes --no-headers)
  while read -r name status _; do
    [[ $status == Ready ]] || fault "the node $name is $status" "kubectl describe node $name; where an upgrade has left it cordoned: kubectl uncordon $name"
  done <<<"$all"
}

# Nodes are emptied pod by pod: a budget that lets no pod go would hold an upgrade up until it fails.
check_budgets() {
  local all namespace name allowed pods
  say 'disruption budgets'
  all=$(kubectl get poddisruptionbudgets --all-namespaces --no-headers --output \
    'custom-columns=A:.metadata.namespace,B:.metadata.name,C:.status.disruptionsAllowed,D:.status.expectedPods')
  while read -r namespace name allowed pods; do
    [[ $allowed != 0 || $pods == 0 ]] || fault "the disruption budget $name in $namespace lets none of its $pods pods go" \
      "More replicas, or a smaller budget; kubectl get pods --namespace $namespace says whether they are well."
  done <<<"$all"
}

# What was asked for since the API servers started, by whomever.
check_requests() {
  local metrics line
  say 'requests of APIs that are removed'
  metrics=$(kubectl get --raw /metrics)
  while read -r line; do
    [[ $line =~ group=\"([^\"]*)\".*removed_release=\"1\.([0-9]+)\",resource=\"([^\"]*)\".*version=\"([^\"]*)\" ]] || continue
    ((BASH_REMATCH[2] > TO_MINOR)) || fault "somebody asks for ${BASH_REMATCH[3]} of ${BASH_REMATCH[1]}/${BASH_REMATCH[4]}, which Kubernetes 1.${BASH_REMATCH[2]} no longer has" \
      "Who writes them: in the logs of the workspace, AKSAuditAdmin | where RequestUri has '/${BASH_REMATCH[1]}/${BASH_REMATCH[4]}/'"
  done < <(grep '^apiserver_requested_deprecated_apis{' <<<"$metrics")
}

# What releases hold: once an API of theirs is gone, Helm can neither upgrade them nor take them away. kubectl asks for each object as it
# is written, and the API server warns, be it there or not: so no namespace is said, which others in a manifest may not agree with.
check_releases() {
  local place name names manifest said places
  say 'releases'
  places=$(kubectl get namespaces --output 'custom-columns=A:.metadata.name' --no-headers)
  for place in $places; do
    [[ $place != kube-system ]] || continue # AKS looks after its own
    names=$(helm list --namespace "$place" --short)
    for name in $names; do
      manifest=$(helm get manifest "$name" --namespace "$place")
      [[ $manifest == *kind:* ]] || continue
      said=$(kubectl get --ignore-not-found --output name --filename - <<<"$manifest" 2>&1 >/dev/null) ||
        fault "the release $name in $place holds what this cluster does not know: ${said##*$'\n'}" 'A newer chart, before the upgrade.'
      while [[ $said =~ ([^$'\n']*unavailable\ in\ v1\.([0-9]+)\+)(.*) ]]; do
        said=${BASH_REMATCH[3]}
        ((BASH_REMATCH[2] > TO_MINOR)) || fault "the release $name in $place: ${BASH_REMATCH[1]#Warning: }" 'A newer chart, before the upgrade.'
      done
    done
  done
}

# runs VERSION: whether it is of the minor that is wanted.
runs() {
  [[ $1. == "$TO".* ]]
}

# well WHAT: stops unless all nodes are ready again.
well() {
  kubectl wait --for=condition=Ready nodes --all --timeout=10m ||
    stop "after $1 not all nodes are ready" '  kubectl get nodes' 'When they are, run this again: it goes on from here.'
}

upgrade_control_plane() {
  if runs "$VERSION"; then return; fi
  say "control plane to $TO; this takes some ten minutes"
  az aks upgrade --resource-group "$AKS_GROUP" --name "$CLUSTER" --kubernetes-version "$TO" --control-plane-only --yes ||
    stop 'the control plane was not upgraded' 'What Azure says stands above. When it is mended, run this again.'
  VERSION=$(now currentKubernetesVersion)
  runs "$VERSION" || stop "the control plane runs $VERSION still"
  well 'the control plane'
}

# upgrade_pool NAME
upgrade_pool() {
  say "pool $1 to $TO, node by node"
  az aks nodepool upgrade --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$1" --kubernetes-version "$TO" --yes ||
    stop "the pool $1 was not upgraded" 'What Azure says stands above: most often a disruption budget lets no pod go. When it is mended, run this again.'
  well "the pool $1"
}

upgrade_pools() {
  local all name version
  all=$(pools)
  while read -r name version _ <&3; do
    runs "$version" || upgrade_pool "$name"
  done 3<<<"$all"
}

load_cluster ${chosen:+"$chosen"}
need kubelogin kubectl helm

say "cluster $CLUSTER"
has=$(now "join(' ', [currentKubernetesVersion, provisioningState, powerState.code])")
read -r VERSION state power <<<"$has"
[[ $power == Running ]] || stop "$CLUSTER is stopped" "  az aks start --resource-group $AKS_GROUP --name $CLUSTER"
settled "$state" || stop "Azure is at work on $CLUSTER ($state)" 'When it is done, run this again.'

KUBECONFIG=$(mktemp)
trap 'rm -f "$KUBECONFIG"' EXIT
export KUBECONFIG
login

check_version
check_nodes
check_budgets
check_requests
check_releases
((faults == 0)) || stop "faults: $faults. Nothing was changed; when they are mended, run this again"
if [[ -n $dry_run ]]; then
  say 'nothing is in the way'
  exit 0
fi

upgrade_control_plane
upgrade_pools
say "$CLUSTER runs $TO. Write it into the blueprint (kubernetes.version) and render: until then no pipeline deploys what it stands on"

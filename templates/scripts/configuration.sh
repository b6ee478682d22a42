#!/usr/bin/env bash
# <{ header }>
#
# What stands in the cluster of a site: namespaces, releases, apps, in this order. Each step waits, and the first that fails ends it.
#
#   configuration.sh [--site SITE] [--dry-run] [PART]
#
#   PART is one of these; where none is named, all from namespaces to apps:
#     login                              the credentials of the cluster, for kubectl by hand
#     namespaces                         the namespaces of teams and releases, with quotas, rights and network policies
#     releases [RELEASE]                 the charts of others
#     apps                               every app in every environment
#     app APP ENVIRONMENT [--tag TAG]    one app in one environment, with the tag of an image
#
#   SITE names settings/SITE.sh; it may be left out where only one exists. --dry-run asks the cluster what it would accept, and changes nothing.
#   Where no tag is named, an app keeps the one that was named last for it; else it has the one of the blueprint.

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

OUT=$(dirname "$SCRIPTS")
readonly OUT

site='' tag='' dry_run='' words=()
while (($# > 0)); do
  case $1 in
    --help) help && exit 0 ;;
    --site | --tag)
      [[ -n ${2-} ]] || misused "$1 of what?"
      if [[ $1 == --site ]]; then site=$2; else tag=$2; fi
      shift
      ;;
    --dry-run) dry_run=server ;;
    -*) misused "there is no option '$1'" ;;
    *) words+=("$1") ;;
  esac
  shift
done
[[ -z $tag || ${words[0]-} == app ]] || misused '--tag is for one app'
[[ -z $tag || $tag =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || misused "'$tag' is no tag of an image"

# The user's own ~/.kube/config stays as it is, but for who asks for the login alone.
login() {
  az aks get-credentials --resource-group "$AKS_GROUP" --name "$CLUSTER" --file "$KUBECONFIG" --overwrite-existing --format exec
  kubelogin convert-kubeconfig --login azurecli --kubeconfig "$KUBECONFIG"
}

namespaces() {
  local file name
  for file in "$OUT/namespaces/$CLUSTER"/*.yaml; do
    name=$(basename "$file" .yaml)
    say "namespace $name"
    if [[ -z $dry_run ]]; then
      kubectl apply --server-side --field-manager aksgen --force-conflicts --filename "$file"
    elif kubectl get namespace "$name" >/dev/null 2>&1; then
      kubectl apply --server-side --field-manager aksgen --force-conflicts --filename "$file" --dry-run=server
    else # the API server refuses what lies in a namespace that is not there yet
      kubectl apply --filename "$file" --dry-run=client
    fi
  done
}

# install RELEASE CHART NAMESPACE FLAG…
install() {
  local wait=(--rollback-on-failure --timeout 10m)
  [[ -z $dry_run ]] || wait=(--dry-run=server)
  helm upgrade --install "$1" "$2" --namespace "$3" "${wait[@]}" "${@:4}" >/dev/null
}

# release NAME: release.env says which chart, from where, in which version.
release() (
  [[ " ${RELEASES[*]} " == *" $1 "* ]] || misused "the cluster $CLUSTER has no release '$1', but: ${RELEASES[*]}"
  # shellcheck source=/dev/null
  source "$OUT/releases/$1/release.env"
  say "release $1 ($CHART $CHART_VERSION)"
  local source=(--version "$CHART_VERSION")
  [[ -z ${CHART_REPOSITORY-} ]] || source+=(--repo "$CHART_REPOSITORY")
  install "$1" "$CHART" "$NAMESPACE" "${source[@]}" \
    --values "$OUT/releases/$1/values.yaml" --values "$OUT/releases/$1/values-$CLUSTER.yaml"
)

releases() {
  local name
  for name in "${RELEASES[@]}"; do
    release "$name"
  done
}

# azure_value WHAT: what only Azure knows.
azure_value() {
  local what group name
  IFS=: read -r what group name <<<"$1"
  case $what in
    client-id) az identity show --resource-group "$group" --name "$name" --query clientId --output tsv ;;
    tenant) printf '%s\n' "$TENANT_ID" ;;
  esac
}

# kept_tag RELEASE NAMESPACE: the tag that was named for this app last; nothing where none ever was.
kept_tag() {
  if [[ -n $(helm list --namespace "$2" --filter "^$1\$" --selector tag=named --short) ]]; then
    helm get all "$1" --namespace "$2" --template '{{ .Release.Config.image.tag }}'
  fi
}

# read_place LINE-OF-PLACES
read_place() {
  read -r environment at team_namespace release in_blueprint handovers <<<"$1"
}

# install_app APP: at the place that was read last.
install_app() {
  local named=$tag flags=() handover value
  [[ -n $named ]] || named=$(kept_tag "$release" "$team_namespace")
  if [[ -n $named ]]; then
    flags+=(--set-string "image.tag=$named" --labels tag=named)
  elif [[ $in_blueprint == no-tag ]]; then
    [[ ${words[0]-} != app ]] || stop "no tag is known for $1 in $environment" "  configuration.sh app $1 $environment --tag TAG"
    say "app $1 in $environment: left out, since nobody has named a tag yet"
    return
  fi
  for handover in $handovers; do
    value=$(azure_value "${handover#*=}")
    [[ -n $value ]] || stop "Azure does not say what $handover is"
    flags+=(--set-string "${handover%%=*}=$value")
  done
  say "app $1 in $environment${named:+, tag $named}"
  install "$release" "$OUT/apps/$1/chart" "$team_namespace" --values "$OUT/apps/$1/values-$environment.yaml" "${flags[@]}"
}

# app APP [ENVIRONMENT]: in all of its places at this site.
app() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/apps/$1.sh"
  for line in "${PLACES[@]}"; do
    read_place "$line"
    if [[ $at == "$SITE" && $environment == "${2:-$environment}" ]]; then
      install_app "$1"
    fi
  done
)

apps() {
  local file
  for file in "$SCRIPTS"/settings/apps/*.sh; do
    app "$(basename "$file" .sh)"
  done
}

# sites_of APP ENVIRONMENT: where it runs, one a line.
sites_of() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/apps/$1.sh"
  for line in "${PLACES[@]}"; do
    read_place "$line"
    [[ $environment != "$2" ]] || printf '%s\n' "$at"
  done
)

case ${words[*]-} in
  '' | login | namespaces | releases | 'releases '* | apps) ;;
  'app '*' '*)
    ((${#words[@]} == 3)) || misused 'an app and an environment, please'
    [[ -f $SCRIPTS/settings/apps/${words[1]}.sh ]] || misused "there is no app '${words[1]}'"
    homes=$(sites_of "${words[1]}" "${words[2]}")
    [[ -n $homes ]] || misused "${words[1]} does not run in '${words[2]}'"
    if [[ -n $site ]]; then
      [[ $'\n'$homes$'\n' == *$'\n'"$site"$'\n'* ]] || misused "${words[1]} does not run at '$site'"
    elif [[ $homes == *$'\n'* ]]; then
      for site in $homes; do
        "${BASH_SOURCE[0]}" --site "$site" ${dry_run:+--dry-run} "${words[@]}" ${tag:+--tag "$tag"}
      done
      exit 0
    else
      site=$homes
    fi
    ;;
  *) misused "there is no part '${words[*]}'" ;;
esac

load_site ${site:+"$site"}
need kubelogin kubectl helm

if [[ ${words[0]-} == login ]]; then
  KUBECONFIG=${KUBECONFIG:-$HOME/.kube/config}
elif [[ -z ${KUBECONFIG-} ]]; then
  KUBECONFIG=$(mktemp)
  trap 'rm -f "$KUBECONFIG"' EXIT
fi
export KUBECONFIG
login

case ${words[0]-} in
  login) ;;
  namespaces) namespaces ;;
  releases) if ((${#words[@]} == 1)); then releases; else release "${words[1]}"; fi ;;
  apps) apps ;;
  app) app "${words[1]}" "${words[2]}" ;;
  *)
    namespaces
    releases
    apps
    ;;
esac

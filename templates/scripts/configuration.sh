#!/usr/bin/env bash
# <{ header }>
#
# What stands in a cluster: namespaces, <% if features.storage %>storage, <% endif %>releases, apps, in this order. Each step waits, and the first that fails ends it.
#
#   configuration.sh [--cluster CLUSTER] [--dry-run] [--take-over] [PART]
#
#   PART is one of these; where none is named, all from namespaces to apps:
#     login                              the credentials of the cluster, for kubectl by hand
#     namespaces                         the namespaces of teams and releases, with quotas, rights and network policies
<%- if features.storage %>
#     storage                            the classes of which apps<% if features.stacks %> and what watches them<% endif %> have storage, and volumes that exist
<%- endif %>
#     releases [RELEASE]                 the charts of others
#     apps                               every app in every environment
#     app APP ENVIRONMENT [TAG]          one app in one environment; TAG is --tag NAME, the tag of an image, or --blueprint-tag
#     health APP ENVIRONMENT             whether it is well: rolled out, <% if features.tests %>answering by the ingress of the cluster within five minutes, and passing its test<% else %>and answering by the ingress of the cluster within five minutes<% endif %>
#     rollback APP ENVIRONMENT [WHICH]   back to what ran before, chart, values and tag; WHICH is --from TAG, to do so only where that tag runs,
#                                        or --revision NUMBER, one of `helm history`
<%- if features.branches %>
#     branch deploy APP ENVIRONMENT BRANCH [TAG]   one app into the environment of a branch, which is made where it is not there
#     branch health APP ENVIRONMENT BRANCH         whether it is well there, as health asks
#     branch delete APP ENVIRONMENT BRANCH         the environment of a branch, with all that the team of APP has in it
#     branch clean-up ENVIRONMENT                  those whose branch is gone, or to which nothing is deployed any more
#     branch list ENVIRONMENT                      those that there are: namespace, label, time of the last deployment
#     branch names APP ENVIRONMENT BRANCH          what is called how in it; asks nobody
<%- if features.branch_images %>
#     branch tag APP ENVIRONMENT BRANCH COMMIT     what its image is called that is built of this commit; asks nobody
#     branch clean-images                          images in the registry whose branch is gone, by who may delete there
<%- endif %>
<%- endif %>
#
#   CLUSTER names settings/clusters/CLUSTER.sh; it may be left out where only one exists. --dry-run asks the cluster what it would accept, and changes nothing.
#   A run that was cut off may leave a release half-changed. It is set right after half an hour; with --take-over at once, where no other run is at it.
#   Where no tag is named, an app keeps the one that was named last for it; else it has the one of the blueprint.
#   --blueprint-tag goes back to the one of the blueprint, and leaves it at that until a tag is named again.
#   What an earlier blueprint put into the cluster stays there: releases and apps end by naming it.

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
<%- if features.branches %>
# shellcheck source=branches.sh
source "$SCRIPTS/branches.sh"
<%- endif %>

OUT=$(dirname "$SCRIPTS")
readonly OUT

chosen='' tag='' from='' revision='' blueprint_tag='' dry_run='' take_over='' words=()
while (($# > 0)); do
  case $1 in
    --help) help && exit 0 ;;
    --cluster | --tag | --from | --revision)
      [[ -n ${2-} ]] || misused "$1 of what?"
      case $1 in
        --cluster) chosen=$2 ;;
        --tag) tag=$2 ;;
        --from) from=$2 ;;
        --revision) revision=$2 ;;
      esac
      shift
      ;;
    --blueprint-tag) blueprint_tag=yes ;;
    --dry-run) dry_run=server ;;
    --take-over) take_over=yes ;;
    -*) misused "there is no option '$1'" ;;
    *) words+=("$1") ;;
  esac
  shift
done
[[ -z $tag$blueprint_tag || ${words[0]-} == app<% if features.branches %> || ${words[*]:0:2} == 'branch deploy'<% endif %> ]] || misused '--tag and --blueprint-tag are for one app'
[[ -z $tag || -z $blueprint_tag ]] || misused '--tag or --blueprint-tag, not both'
[[ -z $tag || $tag =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || misused "'$tag' is no tag of an image"
<%- if features.branch_images %>
[[ $tag != <{ branch_prefix | bare }>* || ${words[0]-} == branch ]] || misused "'$tag' is the image of a branch, and is deleted with it: an environment runs what is merged"
<%- endif %>
[[ -z $from$revision || ${words[0]-} == rollback ]] || misused '--from and --revision are for rollback'
[[ -z $from || -z $revision ]] || misused '--from or --revision, not both'
[[ -z $revision || $revision =~ ^[1-9][0-9]{0,8}$ ]] || misused "'$revision' is no number of a revision"

<%- if features.prometheus %>

# What of a file of namespaces the cluster has the kinds of: managed Prometheus brings one with its agents, some minutes after it was switched on. What only tries does not wait.
known() {
  local kind=customresourcedefinition/podmonitors.azmonitoring.coreos.com
  if ! grep --quiet '^kind: PodMonitor$' "$1"; then
    cat "$1"
  elif [[ -z $dry_run ]]; then
    kubectl wait --for create --timeout 15m "$kind" >&2 && kubectl wait --for condition=Established --timeout 1m "$kind" >&2 && cat "$1"
  elif kubectl get "$kind" >/dev/null 2>&1; then
    cat "$1"
  else
    awk 'function say() { if (part !~ /\nkind: PodMonitor\n/) printf "%s", part; part = "" } /^---$/ { say() } { part = part $0 "\n" } END { say() }' "$1"
  fi
}
<%- endif %>

namespaces() {
  local file name
  for file in "$OUT/namespaces/$CLUSTER"/*.yaml; do
    name=$(basename "$file" .yaml)
    say "namespace $name"
    if [[ -z $dry_run ]]; then
      <% if features.prometheus %>known "$file" | kubectl apply --server-side --field-manager aksgen --force-conflicts --filename -<% else %>kubectl apply --server-side --field-manager aksgen --force-conflicts --filename "$file"<% endif %>
    elif kubectl get namespace "$name" >/dev/null 2>&1; then
      <% if features.prometheus %>known "$file" | kubectl apply --server-side --field-manager aksgen --force-conflicts --filename - --dry-run=server<% else %>kubectl apply --server-side --field-manager aksgen --force-conflicts --filename "$file" --dry-run=server<% endif %>
    else # the API server refuses what lies in a namespace that is not there yet
      <% if features.prometheus %>known "$file" | kubectl apply --filename - --dry-run=client<% else %>kubectl apply --filename "$file" --dry-run=client<% endif %>
    fi
  done
}

<%- if features.storage %>

# A class says what is made from now on; Kubernetes lets none be changed, only deleted and made anew.
storage() {
  local file=$OUT/storage/$CLUSTER.yaml
  [[ -f $file ]] || return 0
  say "storage of $CLUSTER"
  if ! kubectl apply --server-side --field-manager aksgen --force-conflicts --filename "$file" ${dry_run:+--dry-run=server}; then
    stop 'the cluster does not take it' \
      '  Where it says that parameters of a class are immutable, delete the class and run this again; what was made of it stays:' \
      '  kubectl delete storageclass CLASS'
  fi
}
<%- endif %>

# Minutes that helm waits for a rollout, and then for the way back.
readonly ROLLOUT=10

# newest RELEASE NAMESPACE STATUS…: the newest revision of the first status that any has; nothing where none has one.
newest() {
  local history status found
  history=$(helm history "$1" --namespace "$2" --max 50) || return
  for status in "${@:3}"; do
    found=$(awk -v status="$status" '$7 == status { found = $1 } END { print found }' <<<"$history")
    [[ -z $found ]] || break
  done
  printf '%s' "$found"
}

# set_right RELEASE NAMESPACE: ends what a run that was cut off began. A run that is still at it is let alone.
set_right() {
  local found status since minutes good
  found=$(helm get all "$1" --namespace "$2" --template '{{ .Release.Info.Status }} {{ .Release.Info.LastDeployed.Unix }}')
  read -r status since <<<"$found"
  minutes=$((($(date +%s) - since) / 60))
  if [[ -n $dry_run || -z $take_over && $minutes -lt $((3 * ROLLOUT)) ]]; then
    stop "a change of $1 in $2 began $minutes minutes ago and has not ended: another run is at it, or one was cut off" \
      "  Wait for the other run. Where there is none, do this once more with --take-over; after $((3 * ROLLOUT)) minutes without."
  fi
  say "$1 was left half-changed $minutes minutes ago ($status)"
  if [[ $status == pending-install ]]; then # no revision to go back to, and nobody has used this one
    helm uninstall "$1" --namespace "$2" --wait --timeout "${ROLLOUT}m" >/dev/null
  else # to what ran: the revision before may be one that failed
    good=$(newest "$1" "$2" deployed superseded)
    helm rollback "$1" ${good:+"$good"} --namespace "$2" --force-conflicts >/dev/null
  fi
}

# happened NAMESPACE: what was said there last, for who has to find out why.
happened() {
  printf '%s\n' 'What happened there last:'
  kubectl events --namespace "$1" 2>&1 | tail --lines 15 || true
}

# install RELEASE CHART NAMESPACE FLAG…: what the chart says holds, also where somebody has changed it by hand.
install() {
  local answer wait=(--rollback-on-failure --timeout "${ROLLOUT}m")
  [[ -z $dry_run ]] || wait=(--dry-run=server)
<%- if features.routes %>
  if [[ -n $dry_run ]] && ! kubectl get customresourcedefinition httproutes.gateway.networking.k8s.io >/dev/null 2>&1; then
    wait=(--dry-run=client) # the API server refuses what it has no definition of yet
  fi
<%- endif %>
  if answer=$(helm upgrade --install "$1" "$2" --namespace "$3" --force-conflicts "${wait[@]}" "${@:4}" 2>&1 >/dev/null); then
    [[ -z $answer ]] || printf '%s\n' "$answer" >&2
  elif [[ $answer == *'another operation'*'in progress'* ]]; then
    set_right "$1" "$3"
    install "$@"
<%- if features.rollouts %>
  elif [[ $answer == *hooks\ failed* ]]; then
    stop "nothing of $1 was rolled out in $3, since its job before that failed" "$answer" \
      '  What ran until then goes on. What the job said:' \
      "  kubectl logs job/$1--before --namespace $3"
<%- endif %>
  else
    [[ -n $dry_run ]] || answer+=$'\n'$(happened "$3")
    stop "helm did not install $1 in $3" "$answer"
  fi
}
<%- if features.ingress_certificates %>

# The chart that fetches the certificate of the ingress. It stops where the vault has none yet: the ingress would wait for it in vain.
certificate() (
  local handover value officer=<{ certificates_officer | sh }> flags=()
  # shellcheck source=/dev/null
  source "$OUT/releases/ingress-certificate/release.env"
  say "release ingress-certificate ($INGRESS_CERTIFICATE of $VAULT)"
  has_certificate "$INGRESS_CERTIFICATE" ||
    stop "the vault $VAULT lacks the certificate of the ingress" \
      "  Put it there, as one who holds the role $officer on the vault, and run this again:" \
      '    read -rs PASSWORD # of the file; so it stays out of the history of your shell' \
      "    az keyvault certificate import --vault-name $VAULT --name $INGRESS_CERTIFICATE --file CERTIFICATE.pfx --password \"\$PASSWORD\" # with its private key"
  for handover in "${INGRESS_HANDOVERS[@]}"; do
    value=$(azure_value "${handover#*=}")
    [[ -n $value ]] || stop "Azure does not say what $handover is"
    flags+=(--set-string "${handover%%=*}=$value")
  done
  install ingress-certificate "$OUT/releases/ingress-certificate/chart" "$NAMESPACE" \
    --values "$OUT/releases/ingress-certificate/values-$CLUSTER.yaml" "${flags[@]}"
)
<%- endif %>

<%- if features.issuers %>

# The chart that has the certificate of the ingress issued: helm waits until it is.
issuer() (
  local handover value flags=()
  # shellcheck source=/dev/null
  source "$OUT/releases/issuer/release.env"
  if [[ -n $dry_run ]] && ! kubectl get customresourcedefinition certificates.cert-manager.io >/dev/null 2>&1; then
    say 'release issuer: not asked, since the kinds that cert-manager brings are not there before its installation'
    return
  fi
  say 'release issuer'
  for handover in "${ISSUER_HANDOVERS[@]}"; do
    value=$(azure_value "${handover#*=}")
    [[ -n $value ]] || stop "Azure does not say what $handover is"
    flags+=(--set-string "${handover%%=*}=$value")
  done
  install issuer "$OUT/releases/issuer/chart" "$NAMESPACE" --values "$OUT/releases/issuer/values-$CLUSTER.yaml" "${flags[@]}"
)
<%- endif %>

<%- if features.fabric %>

# define FLAG…: what the cluster must know before a release comes. Helm brings definitions with its first installation alone, and never changes them.
define() {
  say "definitions ($DEFINITIONS)"
  local flags=(--server-side --field-manager aksgen --force-conflicts ${dry_run:+--dry-run=server})
  kubectl apply "${flags[@]}" --kustomize "$DEFINITIONS" ||
    stop 'the definitions of Gateway API are not there' '  They are fetched from GitHub, by git: this machine must reach it, as it must the charts.'
  helm show crds "$CHART" "$@" | kubectl apply "${flags[@]}" --filename -
  [[ -n $dry_run ]] || kubectl wait --for condition=Established --timeout 1m customresourcedefinition --all
}
<%- endif %>

<%- if features.routes %>

# gateway RELEASE PODS: the Gateway by which requests come in, and the pods that <% if features.fabric %>the fabric<% endif %><% if features.fabric and features.application_routing %> or <% endif %><% if features.application_routing %>the add-on of AKS<% endif %> runs for it.
gateway() (
  # shellcheck source=/dev/null
  source "$OUT/releases/$1/release.env"
  say "release $1"
<%- if features.application_routing %>
  if [[ $1 == application-routing && -z $dry_run ]]; then # AKS brings them a while after the cluster says that it is ready
    kubectl wait --for create --timeout 10m customresourcedefinition/gateways.gateway.networking.k8s.io customresourcedefinition/httproutes.gateway.networking.k8s.io ||
      stop 'the definitions of Gateway API are not there' "  AKS brings them with the add-on, which scripts/60-cluster.sh turns on: az aks show --resource-group $AKS_GROUP --name $CLUSTER --query ingressProfile"
    kubectl wait --for condition=Established --timeout 1m customresourcedefinition --all
  fi
<%- endif %>
  install "$1" "$OUT/releases/$1/chart" "$NAMESPACE" --values "$OUT/releases/$1/values-$CLUSTER.yaml"
  if [[ -z $dry_run ]]; then
    kubectl wait --namespace "$NAMESPACE" --for create --timeout <% if features.application_routing %>10m<% else %>2m<% endif %> "$2" ||
      stop "nothing makes $2 of the Gateway in $NAMESPACE" '  Why, it says itself:' "  kubectl describe gateway ingress --namespace $NAMESPACE"
    kubectl rollout status --namespace "$NAMESPACE" --timeout 10m "$2" || stop "$2 does not roll out in $NAMESPACE" "$(happened "$NAMESPACE")"
  fi
)
<%- endif %>

# release NAME: release.env says which chart, from where, in which version.
release() (
  [[ " ${RELEASES[*]} " == *" $1 "* ]] || misused "the cluster $CLUSTER has no release '$1', but: ${RELEASES[*]}"
<%- if features.ingress_certificates %>
  if [[ $1 == ingress-certificate ]]; then
    certificate
    return
  fi
<%- endif %>
<%- if features.issuers %>
  if [[ $1 == issuer ]]; then
    issuer
    return
  fi
<%- endif %>
<%- if features.fabric %>
  if [[ $1 == gateway ]]; then
    gateway "$1" <{ fabric_pods | safe }>
    return
  fi
<%- endif %>
<%- if features.application_routing %>
  if [[ $1 == application-routing ]]; then
    gateway "$1" <{ routing_pods | safe }>
    return
  fi
<%- endif %>
  # shellcheck source=/dev/null
  source "$OUT/releases/$1/release.env"
<%- if features.stacks %>
  if [[ -n $dry_run && $NAMESPACE == <{ monitoring_namespace | sh }> ]] && ! kubectl get customresourcedefinition podmonitors.monitoring.coreos.com >/dev/null 2>&1; then
    say "release $1: not asked, since the kinds that kube-prometheus-stack brings are not there before its installation"
    return
  fi
<%- endif %>
  say "release $1 ($CHART $CHART_VERSION)"
  local source=(--version "$CHART_VERSION")<% if features.record_writers %> handover value<% endif %>
  [[ -z ${CHART_REPOSITORY-} ]] || source+=(--repo "$CHART_REPOSITORY")
<%- if features.fabric %>
  if [[ -n ${DEFINITIONS-} ]]; then
    define "${source[@]}"
    source+=(--skip-crds)
  fi
<%- endif %>
<%- if features.record_writers %>
  if [[ $1 == external-dns ]]; then
    for handover in "${RECORD_HANDOVERS[@]}"; do
      value=$(azure_value "${handover#*=}")
      [[ -n $value ]] || stop "Azure does not say what $handover is"
      source+=(--set-string "${handover%%=*}=$value")
    done
  fi
<%- endif %>
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
<%- if features.application_insights %>
    connection-string)
      az resource show --resource-group "$group" --name "$name" --resource-type Microsoft.Insights/components --api-version <{ api_versions.component | bare }> \
        --query properties.ConnectionString --output tsv
      ;;
<%- endif %>
<%- if features.zone_writers %>
    subscription) printf '%s\n' "$SUBSCRIPTION_ID" ;;
<%- endif %>
    tenant) printf '%s\n' "$TENANT_ID" ;;
  esac
}

# kept_tag RELEASE NAMESPACE: the tag that was named for this app last; nothing where none ever was.
kept_tag() {
  local found
  found=$(helm list --namespace "$2" --filter "^$1\$" --selector tag=named --short) || return
  if [[ -n $found ]]; then
    helm get all "$1" --namespace "$2" --template '{{ .Release.Config.image.tag }}'
  fi
}

# read_place LINE-OF-PLACES
read_place() {
  read -r environment at team_namespace release values in_blueprint handovers <<<"$1"
}

# install_app APP: at the place that was read last.
install_app() {
  local named=$tag shown flags=() handover value
  [[ -n $named$blueprint_tag ]] || named=$(kept_tag "$release" "$team_namespace")
  if [[ -n $named ]]; then
    shown="tag $named"
    [[ $in_blueprint == "$named" || $in_blueprint == - ]] || shown+=", named by a person; the blueprint says $in_blueprint"
    flags+=(--set-string "image.tag=$named" --labels tag=named)
  elif [[ $in_blueprint != - ]]; then
    shown="tag $in_blueprint of the blueprint"
    flags+=(--labels tag=blueprint)
  else
    [[ ${words[0]-} != app ]] || stop "no tag is known for $1 in $environment" "  configuration.sh app $1 $environment --tag TAG"
    say "app $1 in $environment: left out, since nobody has named a tag yet"
    return
  fi
  flags+=(--description "tag ${named:-$in_blueprint}") # for helm history
  for handover in $handovers; do
    value=$(azure_value "${handover#*=}")
    [[ -n $value ]] || stop "Azure does not say what $handover is"
    flags+=(--set-string "${handover%%=*}=$value")
  done
  say "app $1 in $environment, $shown"
  install "$release" "$OUT/apps/$1/chart" "$team_namespace" --values "$OUT/apps/$1/values-$values.yaml" "${flags[@]}"
}

# app APP [ENVIRONMENT]: in all of its places in this cluster.
app() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/apps/$1.sh"
  for line in "${PLACES[@]}"; do
    read_place "$line"
    if [[ $at == "$CLUSTER" && $environment == "${2:-$environment}" ]]; then
      install_app "$1"
    fi
  done
)

apps() {
  local file
  for file in "$SCRIPTS"/settings/apps/*.sh; do
    [[ ! -f $file ]] || app "$(basename "$file" .sh)"
  done
}

# wanted: namespace and name of each helm release that the cluster is to have, one a line.
wanted() {
  local name file
  for name in "${RELEASES[@]}"; do
    (
      # shellcheck source=/dev/null
      source "$OUT/releases/$name/release.env"
      printf '%s %s\n' "$NAMESPACE" "$name"
    )
  done
  for file in "$SCRIPTS"/settings/apps/*.sh; do
    [[ ! -f $file ]] || (
      # shellcheck source=/dev/null
      source "$file"
      for line in "${PLACES[@]}"; do
        read_place "$line"
        [[ $at != "$CLUSTER" ]] || printf '%s %s\n' "$team_namespace" "$release"
      done
    )
  done
}

<%- if features.app_storage %>

# unused_claims NAMESPACE EXPECTED: names what apps have stored that are no longer in the blueprint.
unused_claims() {
  local found name release
  found=$(kubectl get persistentvolumeclaims --namespace "$1" --no-headers<% if features.stacks %> --selector '!operator.prometheus.io/name'<% endif %> \
    --output custom-columns='NAME:.metadata.name,RELEASE:.metadata.labels.app\.kubernetes\.io/instance')
  while read -r name release; do
    if [[ -n $name && $'\n'$2$'\n' != *$'\n'"$1 $release"$'\n'* ]]; then
      say "of no app in the blueprint: claim $name of namespace $1; README.md says how to delete it, with all that is on it"
    fi
  done <<<"$found"
}
<%- endif %>

# in_files FILE…: kind, namespace and name of all that is in them, one a line.
in_files() {
  awk 'function say() { if (kind) print kind, (space ? space : "-"), name; kind = space = name = "" }
    { gsub(/"/, "") } FNR == 1 || /^---$/ { say() } /^[a-zA-Z]/ { part = $1 } /^kind: / { kind = $2 }
    part == "metadata:" && /^  name: / { name = $2 } part == "metadata:" && /^  namespace: / { space = $2 } END { say() }' "$@"
}

# unwanted: names what is in no file any more, such as a way between apps that stays open.
unwanted() {
  local kinds=networkpolicies,roles,rolebindings,clusterroles,clusterrolebindings,resourcequotas,limitranges,poddisruptionbudgets,serviceaccounts,configmaps,storageclasses
  local expected found kind place name files=("$OUT/namespaces/$CLUSTER"/*.yaml)
<%- if features.storage %>
  [[ ! -f $OUT/storage/$CLUSTER.yaml ]] || files+=("$OUT/storage/$CLUSTER.yaml")
<%- endif %>
  expected=$(in_files "${files[@]}")
  # shellcheck disable=SC2016 # the variable is one of the template
  found=$(kubectl get "$kinds" --all-namespaces --output go-template='
    {{- range $thing := .items }}{{ range .metadata.managedFields }}{{ if eq .manager "aksgen" }}
    {{- $thing.kind }} {{ or $thing.metadata.namespace "-" }} {{ $thing.metadata.name }}{{ "\n" }}{{ end }}{{ end }}{{ end }}')
  while read -r kind place name; do
    if [[ -z $name || $'\n'$expected$'\n' == *$'\n'"$kind $place $name"$'\n'* ]]; then
      continue
    elif [[ $place == - ]]; then
      say "no longer in the blueprint: $kind $name; to take it away:"
      say "  kubectl delete ${kind,,} $name"
    elif [[ -f $OUT/namespaces/$CLUSTER/$place.yaml ]]; then # else it goes with its namespace
      say "no longer in the blueprint: $kind $name of namespace $place; to take it away:"
      say "  kubectl delete ${kind,,} $name --namespace $place"
    fi
  done <<<"$found"
}

# leftovers: names what an earlier blueprint put into the cluster. A person takes it away: there may be data in it.
leftovers() {
  local expected owned found place name
  expected=$(wanted)
  # shellcheck disable=SC2016 # the variable is one of the template
  owned=$(kubectl get namespaces --output go-template='
    {{- range $place := .items }}{{ range .metadata.managedFields }}{{ if eq .manager "aksgen" }}{{ $place.metadata.name }} {{ end }}{{ end }}{{ end }}')
  for place in $owned; do
    found=$(helm list --namespace "$place" --short)
    for name in $found; do
      if [[ $'\n'$expected$'\n' != *$'\n'"$place $name"$'\n'* ]]; then
        say "no longer in the blueprint: release $name of namespace $place; to take it away:"
        say "  helm uninstall $name --namespace $place"
      fi
    done
<%- if features.app_storage %>
    unused_claims "$place" "$expected"
<%- endif %>
    if [[ ! -f $OUT/namespaces/$CLUSTER/$place.yaml ]]; then
      say "no longer in the blueprint: namespace $place; to take it away, with all that is in it:"
      say "  kubectl delete namespace $place"
    fi
  done
  unwanted
}

# each_place COMMAND APP ENVIRONMENT: once for each place in this cluster.
each_place() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/apps/$2.sh"
  for line in "${PLACES[@]}"; do
    read_place "$line"
    if [[ $at == "$CLUSTER" && $environment == "$3" ]]; then
      "$1" "$2"
    fi
  done
)

# unwell APP WHY: ends what waits for the app to be well, and says the way back.
unwell() {
<%- if features.branches %>
  [[ -z ${own-} ]] || stop "$1 is not well in the branch: $2" '  To see why:' \
    "  configuration.sh --cluster $CLUSTER login" \
    "  kubectl get pods --namespace $own --selector app.kubernetes.io/instance=$release" \
    "  kubectl events --namespace $own"
<%- endif %>
  stop "$1 is not well in $environment on $CLUSTER: $2" \
    '  What waits for it, the next region or environment, is not begun. To see why, and to go back:' \
    "  configuration.sh --cluster $CLUSTER login" \
    "  kubectl get pods --namespace $team_namespace --selector app.kubernetes.io/instance=$release" \
    "  kubectl events --namespace $team_namespace" \
    "  configuration.sh --cluster $CLUSTER rollback $1 $environment"
}

# answers HOST:PORT PATH SCHEME: asks the ingress at HOST:PORT by the way that the API server opens, for five minutes at most.
answers() {
  local opened code service opening='' way=$KUBECONFIG.way end=$((SECONDS + 300))
  service=$(kubectl get services --namespace ingress --output jsonpath='{.items[?(@.spec.type=="LoadBalancer")].metadata.name}')
  while ((SECONDS < end)); do
    if [[ -z $opening ]] || ! kill -0 "$opening" 2>/dev/null; then # it ends with the pod to which it leads
      kubectl port-forward --namespace ingress "service/$service" ":${1##*:}" >"$way" 2>&1 &
      opening=$!
      # shellcheck disable=SC2064 # this very process
      trap "kill $opening 2>/dev/null || true; rm -f '$way'" EXIT
    fi
    opened=$(sed -n 's/^Forwarding from 127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$way")
    code=000
    # TLS that ends before the ingress is said to it: else it would send the request away to where TLS is.
    [[ -z $opened ]] || code=$(curl --silent --insecure --max-time 10 --output /dev/null --write-out '%{http_code}' --header 'X-Forwarded-Proto: https' \
      --connect-to "$1:127.0.0.1:$opened" "$3://$1$2") || true
    case $code in
      2?? | 3?? | 401 | 403) return 0 ;; # who is asked for a name answers, too
    esac
    sleep 5
  done
  printf '%s\n' "$code"
  return 1
}

# health_of APP: at the place that was read last.
health_of() {
  local kinds name line where scheme host path code
  say "health of $1 in $environment"
  kinds=$(kubectl get deployments,statefulsets<% if features.only_jobs %>,cronjobs<% endif %> --namespace "$team_namespace" --selector "app.kubernetes.io/instance=$release" --output name)
  [[ -n $kinds ]] || unwell "$1" 'it is not deployed'
  for name in $kinds; do
<%- if features.only_jobs %>
    [[ $name != cronjob* ]] || continue # there is nothing of it to roll out
<%- endif %>
    kubectl rollout status "$name" --namespace "$team_namespace" --timeout 5m || unwell "$1" 'it did not roll out'
  done
  for line in "${ADDRESSES[@]}"; do
    read -r where at scheme host path <<<"$line"
    if [[ $where == "$environment" && $at == "$CLUSTER" ]]; then
<%- if features.branches %>
      [[ -z ${own-} ]] || host=$app--$label.$domain
<%- endif %>
      [[ $scheme == https ]] && host+=:443 || host+=:80
      code=$(answers "$host" "$path" "$scheme") || unwell "$1" "the ingress answers ${code:-nothing} for $scheme://${host%:*}$path"
    fi
  done
<%- if features.tests %>
  # Where an app has none, helm has nothing to do.
  helm test "$release" --namespace "$team_namespace" --timeout 5m >/dev/null ||
    unwell "$1" "its test failed: kubectl logs $release--test --namespace $team_namespace"
<%- endif %>
}

# roll_back APP: at the place that was read last, to the last revision that ran: one that failed never did.
roll_back() {
  local found status running how number=$revision
  found=$(helm get all "$release" --namespace "$team_namespace" --template '{{ .Release.Info.Status }} {{ .Release.Config.image.tag }} {{ .Release.Info.Description }}')
  read -r status running how <<<"$found"
  if [[ -n $from && $running != "$from" ]]; then
    say "app $1 in $environment on $CLUSTER stays: $running runs there, not $from"
    return
  fi
  if [[ -z $number && $status != deployed ]]; then
    number=$(newest "$release" "$team_namespace" deployed superseded)
  elif [[ -z $number && $how == 'Rollback to '* ]]; then
    stop "$1 in $environment on $CLUSTER has gone back already (${how,}): once more, and the one that was left would run again" \
      '  Choose the revision yourself:' \
      "  helm history $release --namespace $team_namespace" \
      "  configuration.sh --cluster $CLUSTER rollback $1 $environment --revision NUMBER"
  elif [[ -z $number ]]; then
    number=$(newest "$release" "$team_namespace" superseded)
  fi
  [[ -n $number ]] || stop "nothing ran before in $environment on $CLUSTER" "  helm history $release --namespace $team_namespace"
  say "app $1 in $environment on $CLUSTER, back from $running to revision $number, $(helm get all "$release" --revision "$number" --namespace "$team_namespace" --template '{{ .Release.Config.image.tag }}')"
  helm rollback "$release" "$number" --namespace "$team_namespace" --force-conflicts --wait --timeout 10m ${dry_run:+--dry-run=server}
}

# clusters_of APP ENVIRONMENT: where it runs, one a line.
clusters_of() (
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/apps/$1.sh"
  for line in "${PLACES[@]}"; do
    read_place "$line"
    [[ $environment != "$2" ]] || printf '%s\n' "$at"
  done
)

# in_clusters HOMES WHO: chooses the cluster of a part that is about WHO; where HOMES are several and none is named, it is done in each of them.
in_clusters() {
  if [[ -n $chosen ]]; then
    [[ $'\n'$1$'\n' == *$'\n'"$chosen"$'\n'* ]] || misused "$2 does not run in the cluster '$chosen'"
  elif [[ $1 == *$'\n'* ]]; then
    [[ -z $revision ]] || misused 'revisions are counted in each cluster: say which, --cluster CLUSTER'
    for chosen in $1; do
      "${BASH_SOURCE[0]}" --cluster "$chosen" ${dry_run:+--dry-run} ${take_over:+--take-over} "${words[@]}" \
        ${tag:+--tag "$tag"} ${from:+--from "$from"} ${blueprint_tag:+--blueprint-tag}
    done
    exit 0
  else
    chosen=$1
  fi
}

case ${words[*]-} in
  '' | login | namespaces<% if features.storage %> | storage<% endif %> | releases | 'releases '* | apps) ;;
  'app '*' '* | 'health '*' '* | 'rollback '*' '*)
    ((${#words[@]} == 3)) || misused 'an app and an environment, please'
    [[ -f $SCRIPTS/settings/apps/${words[1]}.sh ]] || misused "there is no app '${words[1]}'"
    homes=$(clusters_of "${words[1]}" "${words[2]}")
    [[ -n $homes ]] || misused "${words[1]} does not run in '${words[2]}'"
    in_clusters "$homes" "${words[1]}"
    ;;
<%- if features.branch_images %>
  'branch clean-images')
    clean_images
    exit 0
    ;;
<%- endif %>
<%- if features.branches %>
  'branch '*)
    read_branch_words "${words[@]:1}"
    if [[ ${words[1]} == names ]]; then
      branch_names "${words[2]}" "${words[4]}"
      exit 0
    fi
<%- if features.branch_images %>
    if [[ ${words[1]} == tag ]]; then
      branch_tag "${words[4]}" "${words[5]}"
      exit 0
    fi
<%- endif %>
    [[ -z $dry_run || ${words[1]} == clean-up ]] || misused 'of the parts of branches the clean-up<% if features.branch_images %>s<% endif %> alone ha<% if features.branch_images %>ve<% else %>s<% endif %> a dry run'
    in_clusters "$homes" "${words[2]}"
    ;;
<%- endif %>
  *) misused "there is no part '${words[*]}'" ;;
esac

load_cluster ${chosen:+"$chosen"}
need kubelogin kubectl helm
[[ ${words[0]-} != health<% if features.branches %> && ${words[*]:0:2} != 'branch health'<% endif %> ]] || need curl

if [[ ${words[0]-} == login ]]; then
  KUBECONFIG=${KUBECONFIG:-$HOME/.kube/config}
else
  KUBECONFIG=$(mktemp)
  trap 'rm -f "$KUBECONFIG"' EXIT
fi
export KUBECONFIG
login

case ${words[0]-} in
  login) ;;
  namespaces) namespaces ;;
<%- if features.storage %>
  storage) storage ;;
<%- endif %>
  releases)
    if ((${#words[@]} == 1)); then
      releases
      leftovers
    else
      release "${words[1]}"
    fi
    ;;
  apps)
    apps
    leftovers
    ;;
  app) app "${words[1]}" "${words[2]}" ;;
  health) each_place health_of "${words[1]}" "${words[2]}" ;;
  rollback) each_place roll_back "${words[1]}" "${words[2]}" ;;
<%- if features.branches %>
  branch) of_branch "${words[@]:1}" ;;
<%- endif %>
  *)
    namespaces
<%- if features.storage %>
    storage
<%- endif %>
    releases
    apps
    leftovers
    ;;
esac

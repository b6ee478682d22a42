# shellcheck shell=bash disable=SC2154
# <{ header }>
#
# Environments of branches, for configuration.sh: beside a namespace of a team one for each of its branches, with a part of
# its quota. What a branch is called is text of anybody who may push: it is looked at before it is used or printed.

# branch_label BRANCH: what it is called in names. A name that is a label already stays as it is; any other is made into one
# that ends in 48 bits of its digest, and so is a name that looks as if it were. aksgen makes the same ones.
branch_label() {
  local LC_ALL=C
  local digest shown=${1,,}
  if ((${#1} <= <{ longest_label }>)) && [[ $1 =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ && $1 != *--* && ! $1 =~ -[0-9a-f]{12}$ ]]; then
    printf '%s\n' "$1"
    return
  fi
  digest=$(printf '%s' "$1" | sha256sum)
  shown=${shown//[!a-z0-9]/-}
  while [[ $shown == *--* ]]; do
    shown=${shown//--/-}
  done
  shown=${shown#-}
  shown=${shown:0:17}
  shown=${shown%-}
  printf '%s-%s\n' "${shown:-branch}" "${digest:0:12}"
}

# check_branch BRANCH: stops where it has no environment. What git lets pass holds nothing that a log or a shell would obey.
check_branch() {
  git check-ref-format "refs/heads/$1" || stop 'no branch of git can have such a name'
  # shellcheck disable=SC2053 # it is a pattern
  [[ $1 == $FROM && $1 != "$TRUNK" ]] ||
    stop "the branch $1 has no environment beside $environment" "  Those have one that are called $FROM, but for $TRUNK."
}

# read_branch_app LINE-OF-BRANCH_APPS
read_branch_app() {
  read -r app at home release values in_blueprint domain otherwise handovers <<<"$1"
}

# read_branch_words PART WORD…: looks at what was asked for before anything is done, and names the clusters that it is about.
read_branch_words() {
  local line known=''
  case "$1 $#" in
    'names 4' | 'deploy 4' | 'delete 4') environment=$3 ;;
    'list 2' | 'clean-up 2') environment=$2 ;;
    *) misused 'of a branch there are: names, deploy, delete, list, clean-up, each with its words' ;;
  esac
  [[ $environment =~ ^[a-z0-9-]+$ && -f $SCRIPTS/settings/branches/$environment.sh ]] || misused "branches have no environment beside '$environment'"
  # shellcheck source=/dev/null
  source "$SCRIPTS/settings/branches/$environment.sh"
  need git sha256sum
  if (($# == 4)); then
    for line in "${KEPT_OUT[@]}"; do
      [[ ${line%% *} != "$2" ]] || stop "$2 runs in no branch: ${line#* }"
    done
    check_branch "$4"
  fi
  homes=''
  for line in "${BRANCH_APPS[@]}"; do
    read_branch_app "$line"
    if (($# == 2)) || [[ $app == "$2" ]]; then
      [[ $'\n'$homes == *$'\n'"$at"$'\n'* ]] || homes+=$at$'\n'
      known=yes
    fi
  done
  [[ -n $known ]] || misused "'$2' is no app that runs beside $environment"
  homes=${homes%$'\n'}
}

# find_branch_app APP: reads its line for this cluster, and names what it is called in the branch.
find_branch_app() {
  local line
  for line in "${BRANCH_APPS[@]}"; do
    read_branch_app "$line"
    if [[ $app == "$1" && $at == "$CLUSTER" ]]; then
      label=$(branch_label "$branch")
      own=$home--$label
      return
    fi
  done
  misused "$1 does not run in the cluster $CLUSTER"
}

# branch_names APP BRANCH: asks nobody.
branch_names() {
  local line label
  label=$(branch_label "$2")
  for line in "${BRANCH_APPS[@]}"; do
    read_branch_app "$line"
    if [[ $app == "$1" ]]; then
      say "cluster    $at"
      say "namespace  $home--$label"
      say "release    $release"
      [[ $domain == - ]] || say "host       $app--$label.$domain"
      [[ $handovers != *client-id:* ]] || say "credential $at--$label"
<%- if features.rollout_credentials %>
      [[ $handovers != *client-id:* || " ${BEFORE_ROLLOUTS[*]} " != *" $app "* ]] || say "credential $at--${label}_before"
<%- endif %>
    fi
  done
}

# branch_namespaces [HOME]: of branches in this cluster, one a line, with label and last deployment.
branch_namespaces() {
  kubectl get namespaces --selector "environment=$environment,branch" --output go-template='
    {{- range .items }}{{ .metadata.name }} {{ .metadata.labels.branch }} {{ .metadata.annotations.deployed }}{{ "\n" }}{{ end }}' |
    sed -n "/^${1-.*}--/p"
}

# check_room: stops where the team has as many branches already as its quota has room for.
check_room() {
  local line in of live='' there
  for line in "${BRANCH_HOMES[@]}"; do
    read -r in of there <<<"$line"
    [[ $in != "$CLUSTER" || $of != "$home" ]] || live=$there
  done
  there=$(branch_namespaces "$home")
  if [[ $'\n'$there != *$'\n'"$own "* ]] && (($(grep -c . <<<"$there") >= live)); then
    stop "$live branches have an environment beside $home, and its quota has room for no more" "$there" \
      "  To delete one: configuration.sh branch delete $app $environment BRANCH"
  fi
}

# make_branch: its namespace with all that keeps it apart; made anew each time, so that it is what the blueprint says today.
make_branch() {
  local manifest
  manifest=$(<"$OUT/branches/$CLUSTER/$home.yaml")
  manifest=${manifest//NAMESPACE_OF_BRANCH/"$own"}
  manifest=${manifest//LABEL_OF_BRANCH/"$label"}
  manifest=${manifest//TIME_OF_DEPLOYMENT/"$(date --utc +%FT%TZ)"}
  manifest=${manifest//NAME_OF_BRANCH/"${branch//\"/\\\"}"} # the last: it may look like the others
  kubectl apply --server-side --field-manager aksgen-branch --force-conflicts --filename - <<<"$manifest"
}
<%- if features.workloads %>

# identity_of: resource group and name of the identity of the app that was read last; nothing where it has none.
identity_of() {
  local identity=${handovers#*=client-id:}
  [[ $identity == "$handovers" ]] || tr : ' ' <<<"${identity%% *}"
}

# credentials GROUP IDENTITY: their names, one a line.
credentials() {
  az identity federated-credential list --resource-group "$1" --identity-name "$2" --query '[].name' --output tsv
}

# names_of LABEL: the credentials of a branch for the app that was read last, one a line.
names_of() {
  printf '%s\n' "$CLUSTER--$1"
<%- if features.rollout_credentials %>
  [[ " ${BEFORE_ROLLOUTS[*]} " != *" $app "* ]] || printf '%s\n' "$CLUSTER--${1}_before"
<%- endif %>
}

# trust_branch: the service account of the app in the branch may take on the identity of the environment, and no other.
trust_branch() {
  local group identity there issuer name missing=0<% if features.rollout_credentials %> account<% endif %>
  read -r group identity <<<"$(identity_of)"
  [[ -n $identity ]] || return 0
  there=$(credentials "$group" "$identity")
  for name in $(names_of "$label"); do
    [[ $'\n'$there$'\n' == *$'\n'"$name"$'\n'* ]] || missing=$((missing + 1))
  done
  if ((missing > 0 && $(grep -c . <<<"$there") + missing > <{ federated_credentials }>)); then
    stop "$identity has room for <{ federated_credentials }> federated credentials, and Azure gives no identity more" "$there" \
      "  To delete those of a branch: configuration.sh branch delete $app $environment BRANCH"
  fi
  say "  its service account takes on $identity"
  issuer=$(az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query oidcIssuerProfile.issuerUrl --output tsv)
  for name in $(names_of "$label"); do
<%- if features.rollout_credentials %>
    account=$release
    [[ $name != *_before ]] || account+=--before
<%- endif %>
    az identity federated-credential create --resource-group "$group" --identity-name "$identity" --name "$name" \
      --issuer "$issuer" --subject "system:serviceaccount:$own:$<% if features.rollout_credentials %>account<% else %>release<% endif %>" --audiences api://AzureADTokenExchange
  done
}

# no_credential GROUP IDENTITY NAME
no_credential() {
  say "  $2 is no longer taken on by $3"
  az identity federated-credential delete --resource-group "$1" --identity-name "$2" --name "$3" --yes
}

# mistrust HOME LABEL: takes the credentials of a branch away from the identities of all apps that run beside it.
mistrust() {
  local line group identity there name
  for line in "${BRANCH_APPS[@]}"; do
    read_branch_app "$line"
    read -r group identity <<<"$(identity_of)"
    if [[ $at == "$CLUSTER" && $home == "$1" && -n $identity ]]; then
      there=$(credentials "$group" "$identity")
      for name in $(names_of "$2"); do
        [[ $'\n'$there$'\n' != *$'\n'"$name"$'\n'* ]] || no_credential "$group" "$identity" "$name"
      done
    fi
  done
}

# orphans NAMESPACE…: takes away credentials of branches whose namespaces are gone: a deletion was cut off.
orphans() {
  local line group identity there name label
  for line in "${BRANCH_APPS[@]}"; do
    read_branch_app "$line"
    read -r group identity <<<"$(identity_of)"
    if [[ $at == "$CLUSTER" && -n $identity ]]; then
      there=$(credentials "$group" "$identity")
      for name in $there; do
        label=${name#"$CLUSTER--"}
        if [[ $name == "$CLUSTER--"* && " $* " != *" $home--<% if features.rollout_credentials %>${label%_before}<% else %>$label<% endif %> "* ]]; then
          say "$name of $identity: its branch has no environment"
          no_credential "$group" "$identity" "$name"
        fi
      done
    fi
  done
}
<%- endif %>

# living_branches: the labels of those that may have an environment, one a line. Where they cannot be read nothing may be
# taken for gone.
living_branches() {
  local repository heads ref
  for repository in "${REPOSITORIES[@]:-origin}"; do
    heads=$(git -C "$OUT" ls-remote --heads "$repository") || stop "the branches of $repository cannot be read: nothing is deleted"
    [[ -n $heads ]] || stop "$repository has no branches at all: nothing is deleted"
    while IFS=$'\t' read -r _ ref; do
      ref=${ref#refs/heads/}
      # shellcheck disable=SC2053 # it is a pattern
      [[ $ref != $FROM ]] || branch_label "$ref"
    done <<<"$heads"
  done
}

# check_living: stops where the clean-up would take the branch for gone, such as one of a repository that nobody has named.
check_living() {
  local living
  living=$(living_branches)
  [[ $'\n'$living$'\n' == *$'\n'"$label"$'\n'* ]] ||
    stop "no branch $branch is in ${REPOSITORIES[*]:-the repository in which these files stand}: the next clean-up would delete it" \
      "  Push it first; or name its repository in the blueprint, as one of \`repositories\` of the branches of $environment."
}

# deploy_branch APP: into the environment of the branch, which is made where it is not there.
deploy_branch() {
  local app at home release values in_blueprint domain otherwise handovers label own
  local named=$tag flags=() handover value
  find_branch_app "$1"
  check_living
  check_room
  say "branch $branch: namespace $own"
  make_branch
<%- if features.workloads %>
  trust_branch
<%- endif %>
  [[ -n $named$blueprint_tag ]] || named=$(kept_tag "$release" "$own")
  if [[ -n $named ]]; then
    flags+=(--set-string "image.tag=$named" --labels tag=named)
  elif [[ $in_blueprint == - ]]; then
    stop "no tag is known for $app in the branch $branch" "  configuration.sh branch deploy $app $environment BRANCH --tag TAG"
  fi
  [[ $otherwise == - ]] || flags+=(--set "$otherwise")
  [[ $domain == - ]] || flags+=(--set-string "ingress.host=$app--$label.$domain")
  for handover in $handovers; do
    value=$(azure_value "${handover#*=}")
    [[ -n $value ]] || stop "Azure does not say what $handover is"
    flags+=(--set-string "${handover%%=*}=$value")
  done
  say "app $app in the branch, tag ${named:-$in_blueprint}"
  install "$release" "$OUT/apps/$app/chart" "$own" --values "$OUT/apps/$app/values-$values.yaml" \
    --description "tag ${named:-$in_blueprint}" "${flags[@]}"
  [[ $domain == - ]] || say "  at $app--$label.$domain"
}

# remove_branch HOME LABEL: nothing of it stays.
remove_branch() {
  local own=$1--$2 volumes volume
  say "namespace $own goes"
  # Where its class keeps volumes whose claims are gone: not those of a branch.
  volumes=$(kubectl get persistentvolumes --output go-template='
    {{- range .items }}{{ if .spec.claimRef }}{{ .spec.claimRef.namespace }} {{ .metadata.name }}{{ "\n" }}{{ end }}{{ end }}' |
    sed -n "s/^$own //p")
  for volume in $volumes; do
    say "  with its volume $volume"
    kubectl patch persistentvolume "$volume" --type merge --patch '{"spec": {"persistentVolumeReclaimPolicy": "Delete"}}'
  done
  kubectl delete namespace "$own" --ignore-not-found --timeout 10m
  for volume in $volumes; do
    kubectl wait --for delete "persistentvolume/$volume" --timeout 10m
  done
<%- if features.workloads %>
  mistrust "$1" "$2"
<%- endif %>
}

# delete_branch APP: with all that the team of the app runs in it.
delete_branch() {
  local app at home release values in_blueprint domain otherwise handovers label own
  find_branch_app "$1"
  remove_branch "$home" "$label"
}

# clean_up: deletes environments whose branch is gone, and those to which nothing is deployed any more.
clean_up() {
  local app at home release values in_blueprint domain otherwise handovers
  local living there oldest own label deployed why failed=''
  living=$(living_branches)
  oldest=$(date --utc --date "$EXPIRE_DAYS days ago" +%FT%TZ)
  there=$(branch_namespaces)
  while read -r own label deployed; do
    why=''
    if [[ $'\n'$living$'\n' != *$'\n'"$label"$'\n'* ]]; then
      why='its branch is gone'
    elif [[ $deployed < $oldest ]]; then
      why="nothing was deployed to it for $EXPIRE_DAYS days"
    fi
    if [[ -n $own && -n $why ]]; then
      say "$own: $why"
      [[ -z $dry_run ]] || continue
      remove_branch "${own%--*}" "$label" & # one that does not go keeps no other; what is asked whether it failed would go on after an error
      wait "$!" || failed+=" $own"
    fi
  done <<<"$there"
<%- if features.workloads %>
  there=$(branch_namespaces | cut --delimiter ' ' --fields 1)
  # shellcheck disable=SC2086 # one word for each namespace
  [[ -n $dry_run ]] || orphans $there
<%- endif %>
  [[ -z $failed ]] || stop "not all went:$failed"
}

# of_branch PART WORD…: in the cluster that is loaded.
of_branch() {
  branch=${4-}
  case $1 in
    deploy) deploy_branch "$2" ;;
    delete) delete_branch "$2" ;;
    list) branch_namespaces ;;
    clean-up) clean_up ;;
  esac
}

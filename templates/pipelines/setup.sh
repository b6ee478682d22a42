#!/usr/bin/env bash
# <{ header }>
#
# What the pipelines need: identities with federated credentials and their roles in Azure; service connections, environments, checks,
# pipelines and branch policies in Azure DevOps. No secret is made, read or printed. What is missing is made; a check
# that asks others than the blueprint names, or lets in another branch, and a role that allows other things, is changed; all else
# that is there is left as it is.
#
#   setup.sh --organization ORGANIZATION --project PROJECT [--repository REPOSITORY] [--dry-run]
#
#   Run it as an Owner of the subscription<% if features.subscriptions %>s<% endif %> who administers the project, once, and again whenever the blueprint has a new app, environment or
#   platform, other approvers, or what other roles are given for: the preflight says so. The repository is one of Azure Repos in the project, which has the name of the project where none is named.
#   --dry-run asks what is there, and says what would be made.

set -euo pipefail
# shellcheck source=../scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

organization='' project='' repository='' dry_run=''
while (($# > 0)); do
  case $1 in
    --help) help && exit 0 ;;
    --organization | --project | --repository)
      [[ ${2-} =~ ^[A-Za-z0-9][A-Za-z0-9\ ._-]*$ ]] || misused "$1 of what?"
      declare "${1#--}=$2"
      shift
      ;;
    --dry-run) dry_run=yes ;;
    *) misused "there is no option '$1'" ;;
  esac
  shift
done
[[ -n $organization && -n $project ]] || misused 'an organization and a project, please'
repository=${repository:-$project}

readonly GROUP=<{ group | sh }> LOCATION=<{ location | sh }> BRANCH=<{ branch | sh }>
# Whoever deploys gives the roles that the templates give, and no others.
<% if not features.zone_writers %>readonly <% endif %>MAY_GIVE=<{ may_give | sh }>
<%- if features.wired %>
# And where a platform is wired to what all share, those that it gives there<% if features.record_writers %>; on the resource group, the one of reading it<% endif %>.
<% if not features.zone_writers %>readonly <% endif %>MAY_WIRE=<{ may_wire | sh }>
<%- if features.record_writers %>
readonly MAY_LIST=<{ may_list | sh }>
<%- endif %>
<%- endif %>
<%- if features.approvals %>
# Files that run with the rights of a service connection.
readonly PATHS=("/<{ output | bare }>/pipelines/*" "/<{ output | bare }>/scripts/*")
<%- endif %>
readonly PIPELINES=(
  # name, file in the repository
<%- for pipeline in pipelines %>
  <{ pipeline.name | sh }> <{ pipeline.file | sh }>
<%- endfor %>
)

# ado METHOD PATH [FLAG…]: what Azure DevOps answers, as the one who is signed in to az.
ado() {
  local host=dev.azure.com
  [[ $2 != _apis/identities* ]] || host=vssps.dev.azure.com
  az rest --method "$1" --resource <{ audiences.azure_devops | bare }> --url "https://$host/$organization/${2// /%20}" --output tsv "${@:3}"
}

# make WHAT PATH BODY [FLAG…]: makes it, or says that it would.
make() {
  if [[ -n $dry_run ]]; then
    say "would make $1" >&2
  else
    say "makes $1" >&2
    ado post "$2" --headers Content-Type=application/json --body "$3" "${@:4}"
  fi
}

# does WHAT COMMAND…: does it, or says that it would.
does() {
  if [[ -n $dry_run ]]; then
    say "would $1" >&2
  else
    "${@:2}"
  fi
}

<% if what_if or features.approvals %># list WORD…: as JSON.
list() {
  local words
  printf -v words ', "%s"' "$@"
  printf '[%s]' "${words#, }"
}

<% endif %># identity NAME: the client id and the object id of an identity.
identity() {
  local found
  if ! exists az identity show --resource-group "$GROUP" --name "$1"; then
    does "make the identity $1" az identity create --resource-group "$GROUP" --name "$1" --location "$LOCATION" "${TAG_FLAGS[@]}"
  fi
  [[ -z $dry_run ]] || exists az identity show --resource-group "$GROUP" --name "$1" || { CLIENT='' OBJECT='' && return; }
  found=$(az identity show --resource-group "$GROUP" --name "$1" --query "join(' ', [clientId, principalId])" --output tsv)
  read -r CLIENT OBJECT <<<"$found"
}

# role ROLE SCOPE [CONDITION]: gives it to the identity that was asked for last.
role() {
  local given='' name id
  [[ -z $OBJECT ]] || given=$(az role assignment list --scope "$2" --query "[?principalId=='$OBJECT' && roleDefinitionName=='$1'].join(' ', [name, roleDefinitionId, condition || '']) | [0]" --output tsv)
  if [[ -z $given ]]; then
    does "give the role $1 on $2" az role assignment create --assignee-object-id "$OBJECT" --assignee-principal-type ServicePrincipal --scope "$2" --role "$1" \
      ${3:+--condition "$3" --condition-version 2.0}
  elif [[ -n ${3-} && ${given#* * } != "$3" ]]; then
    read -r name id _ <<<"$given"
    does "have the role $1 on $2 give what the templates give" az role assignment update --role-assignment "{\"scope\": \"$2\", \"name\": \"$name\",
      \"roleDefinitionId\": \"$id\", \"principalId\": \"$OBJECT\", \"principalType\": \"ServicePrincipal\", \"condition\": \"$3\", \"conditionVersion\": \"2.0\"}"
  fi
}
<%- if what_if %>

# role_of_reader NAME: a role that reads all but logs, and asks what a deployment would change.
role_of_reader() {
  local found wanted id='' verb=create
  local actions=(<% for action in what_if.actions %><{ action | sh }><% if not loop.last %> <% endif %><% endfor %>)
  local but=(<% for action in what_if.not_actions %><{ action | sh }><% if not loop.last %> <% endif %><% endfor %>)
  local scopes=(<% for subscription in subscriptions %>"/subscriptions/<{ subscription | safe }>"<% if not loop.last %> <% endif %><% endfor %>)
  wanted=$(printf '%s\n' "${actions[@]}" "${but[@]}" "${scopes[@]}" | LC_ALL=C sort | paste -sd ' ')
  found=$(az role definition list --custom-role-only true --name "$1" --query "[].join(' ', [id, sort([permissions[0].actions, permissions[0].notActions, assignableScopes][])][]) | [0]" --output tsv)
  [[ ${found#* } != "$wanted" ]] || return 0
  [[ -z $found ]] || id="\"id\": \"${found%% *}\", \"roleName\": \"$1\", " verb=update
  does "$verb the role $1" az role definition "$verb" --role-definition "{$id\"Name\": \"$1\", \"Description\": \"Reads all but logs, and asks what a deployment would change\",
    \"Actions\": $(list "${actions[@]}"), \"NotActions\": $(list "${but[@]}"), \"AssignableScopes\": $(list "${scopes[@]}")}"
}
<%- endif %>

# role_in SUBSCRIPTION GROUP ROLE [CONDITION]: in a resource group that the first deployment makes.
role_in() {
  if exists az group show --subscription "$1" --name "$2"; then
    role "$3" "/subscriptions/$1/resourceGroups/$2" "${@:4}"
  else
    say "the resource group $2 is not there yet: run this again once it is, for the role $3 there"
  fi
}
<%- if features.wired %>

# role_on ID ROLE [CONDITION]: on what the first deployment makes.
role_on() {
  if exists az resource show --ids "$1"; then
    role "$2" "$1" "${@:3}"
  else
    say "${1##*/} is not there yet: run this again once it is, for the role $2 on it"
  fi
}
<%- endif %>

# check RESOURCE ID NAME KIND-ID KIND SETTINGS [QUERY WANTED]: a check on an environment, a connection or a pool, where it has none of the
# kind; and the settings once more, where what is asked of those that are there is not what is wanted.
check() {
  local found='' old body of="type.name=='$5'" at="$project/_apis/pipelines/checks/configurations" version=api-version=<{ api.checks | bare }>
  [[ $5 != <{ checks.task.name | sh }> ]] || of+=" && settings.definitionRef.id=='<{ branch_control.id | bare }>'"
  body="\"type\": {\"id\": \"$4\", \"name\": \"$5\"}, \"settings\": $6, \"timeout\": 43200, \"resource\": {\"type\": \"$1\", \"id\": \"$2\"}}"
  [[ -z $2 ]] || found=$(ado get "$at?resourceType=$1&resourceId=$2&\$expand=settings&$version" --query "value[?$of].join(' ', [to_string(id), ${7-"''"}]) | [0]")
  old=${found#* } found=${found%% *}
  if [[ -z $found ]]; then
    make "the check $5 on $3" "$at?$version" "{$body" --query id >/dev/null
  elif [[ -n ${7-} && ${old,,} != "${8,,}" ]]; then
    does "have the check $5 on $3 say what the blueprint says now" ado patch "$at/$found?$version" --headers Content-Type=application/json --body "{\"id\": $found, $body" --query id >/dev/null
  fi
}

# only_branch RESOURCE ID NAME: runs of other branches are refused, and of this one, should its policies be taken away.
only_branch() {
  check "$@" <{ checks.task.id | bare }> <{ checks.task.name | sh }> "{\"displayName\": \"Branch control\",
    \"definitionRef\": {\"id\": \"<{ branch_control.id | bare }>\", \"name\": \"<{ branch_control.name | bare }>\", \"version\": \"<{ branch_control.version | bare }>\"},
    \"inputs\": {\"allowedBranches\": \"refs/heads/$BRANCH\", \"ensureProtectionOfBranch\": \"true\", \"allowUnknownStatusBranch\": \"false\"}, \"retryInterval\": 5}" \
    "settings.inputs.allowedBranches || '', settings.inputs.ensureProtectionOfBranch || ''" "refs/heads/$BRANCH true"
}

# permit RESOURCE ID: to our pipelines, which need not be let in by a person at their first run.
permit() {
  local list
  [[ -n $2 && ${#PIPELINE_IDS[@]} -gt 0 ]] || return 0
  list=$(printf ', {"id": %s, "authorized": true}' "${PIPELINE_IDS[@]}")
  does "let the pipelines use it" ado patch "$project/_apis/pipelines/pipelinepermissions/$1/$2?api-version=<{ api.checks | bare }>" \
    --headers Content-Type=application/json --body "{\"pipelines\": [${list#, }]}" --query resource.id >/dev/null
}

# connection NAME IDENTITY SUBSCRIPTION: a service connection, whose identity believes what Azure DevOps says of itself there.
connection() {
  local found title federation issuer subject path="$project/_apis/serviceendpoint/endpoints"
  found=$(ado get "$path?endpointNames=$1&api-version=<{ api.connections | bare }>" --query 'value[0].id')
  if [[ -z $found ]]; then
    title=$(az account show --subscription "$3" --query name --output tsv)
    title=${title//[\"\\]/}
    found=$(make "the service connection $1" "_apis/serviceendpoint/endpoints?api-version=<{ api.connections | bare }>" "{\"name\": \"$1\", \"type\": \"AzureRM\",
      \"url\": \"https://management.azure.com/\", \"isShared\": false, \"isReady\": true,
      \"data\": {\"subscriptionId\": \"$3\", \"subscriptionName\": \"$title\", \"environment\": \"AzureCloud\", \"scopeLevel\": \"Subscription\", \"creationMode\": \"Manual\"},
      \"authorization\": {\"scheme\": \"WorkloadIdentityFederation\", \"parameters\": {\"tenantid\": \"$TENANT_ID\", \"serviceprincipalid\": \"$CLIENT\"}},
      \"serviceEndpointProjectReferences\": [{\"name\": \"$1\", \"projectReference\": {\"id\": \"$PROJECT_ID\", \"name\": \"$project\"}}]}" --query id)
  fi
  ENDPOINT=$found
  permit endpoint "$ENDPOINT"
  [[ -n $found ]] || return 0 # a dry run
  # Which issuer and subject a connection has is decided by Azure DevOps: sc://ORGANIZATION/PROJECT/CONNECTION, or one of Entra's.
  federation=$(ado get "$path/$found?api-version=<{ api.connections | bare }>" --query "authorization.parameters.[workloadIdentityFederationIssuer, workloadIdentityFederationSubject] | join(' ', @)")
  issuer=${federation%% *} subject=${federation#* }
  [[ -n $issuer && -n $subject ]] || stop "Azure DevOps does not say as whom the connection $1 signs in"
  does "have the identity $2 trust the connection $1" az identity federated-credential create --resource-group "$GROUP" --identity-name "$2" \
    --name azure-devops --issuer "$issuer" --subject "$subject" --audiences <{ audiences.federation | sh }>
}

# approver NAME: the id of a group of the project, or of a person.
approver() {
  local found name=$1
  [[ $1 == *@* ]] || name="%5B$project%5D%5C$1"
  found=$(ado get "_apis/identities?searchFilter=General&filterValue=${name//+/%2B}&api-version=<{ api.identities | bare }>" --query 'value[].id')
  [[ -n $found && $found != *$'\n'* ]] || stop "not one, and no more, in Azure DevOps is called '$1'" '  A group of the project is meant, or the e-mail address of a person.'
  printf '%s\n' "$found"
}

# environment NAME [APPROVER…]
environment() {
  local id name ids=() approvers='' least=''
  id=$(ado get "$project/_apis/pipelines/environments?name=$1&api-version=<{ api.environments | bare }>" --query "value[?name=='$1'].id | [0]")
  [[ -n $id ]] || id=$(make "the environment $1" "$project/_apis/pipelines/environments?api-version=<{ api.environments | bare }>" "{\"name\": \"$1\"}" --query id)
  for name in "${@:2}"; do
    name=$(approver "$name")
    ids+=("$name")
    approvers+=", {\"id\": \"$name\"}"
  done
  # How many must agree is what it was: a person may have asked for more than one.
  [[ -z $approvers || -z $id ]] || least=$(ado get "$project/_apis/pipelines/checks/configurations?resourceType=environment&resourceId=$id&\$expand=settings&api-version=<{ api.checks | bare }>" \
    --query "value[?type.name=='<{ checks.approval.name | bare }>'].settings.minRequiredApprovers | [0]")
  [[ -z $approvers ]] || check environment "$id" "$1" <{ checks.approval.id | bare }> <{ checks.approval.name | bare }> \
    "{\"approvers\": [${approvers#, }], \"minRequiredApprovers\": ${least:-1}, \"requesterCannotBeApprover\": true, \"executionOrder\": \"anyOrder\", \"blockedApprovers\": [], \"instructions\": \"\"}" \
    "join(' ', sort(settings.approvers[].id))" "$(printf '%s\n' "${ids[@]}" | LC_ALL=C sort | paste -sd ' ')"
  check environment "$id" "$1" <{ checks.lock.id | bare }> <{ checks.lock.name | bare }> '{}'
  only_branch environment "$id" "$1"
  permit environment "$id"
<%- if features.approvals %>
  reads "$id" "$1"
<%- endif %>
}
<%- if features.approvals %>

# reads ENVIRONMENT-ID NAME: lets the build service see who is asked there.
reads() {
  local given path="_apis/securityroles/scopes/<{ environment_roles | bare }>/roleassignments/resources/${PROJECT_ID}_$1"
  [[ -n $1 && -n $BUILD_SERVICE ]] || return 0
  given=$(ado get "$path?api-version=<{ api.roles | bare }>" --query "value[?identity.id=='$BUILD_SERVICE'].role.name | [0]")
  [[ -n $given ]] || does "have the build service read the checks of $2" ado put "$path/$BUILD_SERVICE?api-version=<{ api.roles | bare }>" \
    --headers Content-Type=application/json --body "{\"userId\": \"$BUILD_SERVICE\", \"roleName\": \"Reader\"}" --query role.name >/dev/null
}
<%- endif %>
<%- if pools %>

# pool NAME deploys|asks: lets the pipelines in to a pool of agents, and to one that deploys no other branch, whatever pipeline it is of.
pool() {
  local id
  id=$(ado get "$project/_apis/distributedtask/queues?queueNames=$1&api-version=<{ api.queues | bare }>" --query 'value[0].id')
  if [[ -z $id ]]; then
    say "  there is no pool of agents '$1' in the project yet: add it (Project settings, Agent pools), and run this again"
    return
  fi
  [[ $2 != deploys ]] || only_branch queue "$id" "$1"
  permit queue "$id"
}
<%- endif %>

# pipeline NAME FILE
pipeline() {
  local id
  id=$(ado get "$project/_apis/pipelines?api-version=<{ api.pipelines | bare }>" --query "value[?name=='$1'].id | [0]")
  [[ -n $id ]] || id=$(make "the pipeline $1" "$project/_apis/pipelines?api-version=<{ api.pipelines | bare }>" \
    "{\"name\": \"$1\", \"folder\": \"\\\\\", \"configuration\": {\"type\": \"yaml\", \"path\": \"/$2\", \"repository\": {\"id\": \"$REPOSITORY_ID\", \"type\": \"azureReposGit\"}}}" --query id)
  PIPELINE_IDS+=(${id:+"$id"})
<%- if builds %>
  ID_OF[$1]=$id
<%- endif %>
}

# weaker POLICY WHY: of one that is there already. It is a person's, who may have had a reason: it is said, and stays.
weaker() {
  say "left for a person: the policy $1 of $BRANCH $2 (Repos, Branches, policies of $BRANCH)"
}

# of_branch KIND [CONDITION]: the policies of this kind for the branch, in this repository or in all of them.
of_branch() {
  ado get "$project/_apis/policy/configurations?policyType=$1&api-version=<{ api.policies | bare }>" \
    --query "value[?settings.scope[?refName=='refs/heads/$BRANCH' && (repositoryId=='$REPOSITORY_ID' || !repositoryId)]${2:+ && $2}].id | [0]"
}

# policy WHAT KIND SETTINGS [ID]: makes it; or, where there is one, has it say this.
policy() {
  local path="$project/_apis/policy/configurations" version=api-version=<{ api.policies | bare }>
  local body="{\"isEnabled\": true, \"isBlocking\": true, \"type\": {\"id\": \"$2\"}, \"settings\": {$3,
    \"scope\": [{\"repositoryId\": \"$REPOSITORY_ID\", \"refName\": \"refs/heads/$BRANCH\", \"matchKind\": \"Exact\"}]}}"
  if [[ -z ${4-} ]]; then
    make "$1" "$path?$version" "$body" --query id >/dev/null
  else
    does "have $1 say what the blueprint says now" ado put "$path/$4?$version" --headers Content-Type=application/json --body "$body" --query id >/dev/null
  fi
}

# validation ID NAME [FILES]: the pipeline runs for each pull request, or for those that change these files, and must go well.
validation() {
  local kind=<{ build_validation | bare }> found='' files='' of="settings.buildDefinitionId==\`$1\`"
  if [[ -n ${3-} ]]; then
    files=", \"filenamePatterns\": [\"$3\"]"
    of+=" && settings.filenamePatterns[0]=='$3'"
  fi
  [[ -z $1 ]] || found=$(of_branch "$kind" "$of && isEnabled && isBlocking && settings.manualQueueOnly != \`true\` && settings.queueOnSourceUpdateOnly != \`true\`")
  [[ -z $found ]] || return 0
  [[ -z $1 ]] || found=$(of_branch "$kind" "$of")
  if [[ -n $found ]]; then
    weaker "$found" "does not have $2 run and go well before each merge: it is off, optional, run by hand, or not run again for what is merged meanwhile"
  else
    policy "the build validation of $BRANCH by $2" "$kind" "\"buildDefinitionId\": ${1:-0},
      \"displayName\": \"$2\", \"queueOnSourceUpdateOnly\": false, \"manualQueueOnly\": false, \"validDuration\": 0$files"
  fi
}

# reviewed: somebody else reads each pull request, and reads it again when it changes.
reviewed() {
  local kind=<{ reviewers | bare }> found
  found=$(of_branch "$kind" "isEnabled && isBlocking && settings.creatorVoteCounts != \`true\` && settings.allowDownvotes != \`true\` \
    && (settings.resetOnSourcePush || settings.resetRejectionsOnSourcePush)")
  [[ -z $found ]] || return 0
  found=$(of_branch "$kind" "settings.scope[?repositoryId]")
  if [[ -n $found ]]; then
    weaker "$found" 'does not have somebody else read each pull request: it is off, optional, counts the vote of who wrote it, lets in what somebody rejects, or keeps votes when it changes'
  else
    policy "the policy of $BRANCH by which somebody reads each pull request" "$kind" \
      '"minimumApproverCount": 1, "creatorVoteCounts": false, "allowDownvotes": false, "resetOnSourcePush": true'
  fi
}
<%- if features.approvals %>

# guarded APPROVER…: they read what changes in the files that run signed in, whatever environment they approve: such a file could leave it out.
guarded() {
  local kind=<{ required_reviewers | bare }> found name ids=() wanted
  for name in "$@"; do
    name=$(approver "$name")
    ids+=("$name")
  done
  wanted=$(printf '%s\n' "${ids[@]}" | LC_ALL=C sort | paste -sd ' ')
  found=$(ado get "$project/_apis/policy/configurations?policyType=$kind&api-version=<{ api.policies | bare }>" \
    --query "value[?settings.scope[?refName=='refs/heads/$BRANCH' && repositoryId=='$REPOSITORY_ID'] && contains(settings.filenamePatterns || \`[]\`, '${PATHS[0]}')].join(' ', [[to_string(id), to_string(isEnabled && isBlocking && settings.creatorVoteCounts != \`true\` && contains(settings.filenamePatterns, '${PATHS[1]}'))], sort(settings.requiredReviewerIds)][]) | [0]")
  [[ -n $found && ${found#* } == "true $wanted" ]] || policy "the policy of $BRANCH by which approvers read what runs signed in" "$kind" \
    "\"requiredReviewerIds\": $(list "${ids[@]}"), \"minimumApproverCount\": 1, \"creatorVoteCounts\": false, \"filenamePatterns\": $(list "${PATHS[@]}"),
      \"message\": \"Pipelines run this with the rights of their service connection\"" "${found%% *}"
}
<%- endif %>
<%- if builds %>

# built PIPELINE FILES [PROJECT REPOSITORY<% if features.branch_images %> [BRANCHES]<% endif %>]: pull requests that change the source of an image build it, and somebody reads them.
built() {
  local id=${ID_OF[$1]}
<%- if foreign_sources %>
  if [[ -n ${3-} ]]; then
    local REPOSITORY_ID <% if features.branch_images %>branches='' <% endif %>PIPELINE_IDS=(${id:+"$id"}) in=''
    in=$(ado get "_apis/projects/$3?api-version=<{ api.projects | bare }>" --query id)
    REPOSITORY_ID=$(ado get "$3/_apis/git/repositories/$4?api-version=<{ api.repositories | bare }>" --query id)
<%- if features.branch_images %>
    [[ -z ${5-} ]] || branches=${ID_OF[$5]}
    PIPELINE_IDS+=(${branches:+"$branches"})
<%- endif %>
    # The pipeline reads it, and its branch is one that somebody has read: what the checks ask of each repository of a run.
    permit repository "$in.$REPOSITORY_ID"
    project=$3 reviewed
    project=$3 validation "$id" "$1" "$2"
    return
  fi
<%- endif %>
  validation "$id" "$1" "$2"
}

# pushes REGISTRY: the identity that was asked for last may push images<% if features.branch_images %>, and delete those of branches that are gone<% endif %>, and do nothing else.
pushes() {
<%- if features.registry %>
  if exists az resource show --ids "$1"; then
    role <{ push | sh }> "$1"
<%- if features.branch_images %>
    role <{ delete | sh }> "$1"
<%- endif %>
  else
    say "the registry ${1##*/} is not there yet: run this again once it is, for the role<% if features.branch_images %>s <{ push | bare }> and <{ delete | bare }><% else %> <{ push | bare }><% endif %> on it"
  fi
<%- else %>
  role <{ push | sh }> "$1" || say "left for a person: the role <{ push | bare }> on the registry ${1##*/}"
<%- if features.branch_images %>
  role <{ delete | sh }> "$1" || say "left for a person: the role <{ delete | bare }> on the registry ${1##*/}"
<%- endif %>
<%- endif %>
}
<%- if features.branch_images %>

# started PIPELINE: runs of branches may start it, which act as the build service. What it does it decides itself, by what is merged.
started() {
  local descriptor='' given version=api-version=<{ api.access | bare }>
  [[ -n ${ID_OF[$1]} ]] || return 0
  descriptor=$(ado get "_apis/identities?searchFilter=General&filterValue=$project Build Service ($organization)&api-version=<{ api.identities | bare }>" --query 'value[].descriptor')
  if [[ -z $descriptor || $descriptor == *$'\n'* ]]; then
    say "left for a person: Azure DevOps does not find the build service of $project; it is to have \"Queue builds\" of $1 (Pipelines, $1, Manage security)"
    return
  fi
  given=$(ado get "_apis/accesscontrollists/<{ builds_scope.namespace | bare }>?token=$PROJECT_ID/${ID_OF[$1]}&$version" --query "value[0].acesDictionary.* | [?descriptor=='$descriptor'].allow | [0]")
  (((${given:-0} & <{ builds_scope.queue }>) != 0)) || does "let the build service start $1" ado post "_apis/accesscontrolentries/<{ builds_scope.namespace | bare }>?$version" --headers Content-Type=application/json \
    --body "{\"token\": \"$PROJECT_ID/${ID_OF[$1]}\", \"merge\": true, \"accessControlEntries\": [{\"descriptor\": \"$descriptor\", \"allow\": <{ builds_scope.queue }>, \"deny\": 0}]}" --query 'value[0].allow' >/dev/null
}
<%- endif %>
<%- endif %>

load_common
<%- if features.zone_writers %>
MAY_GIVE=${MAY_GIVE/OWN_ROLES/$(own_role_ids)}<% if features.wired %> MAY_WIRE=${MAY_WIRE/OWN_ROLES/$(own_role_ids)}<% endif %>
<%- endif %>
<%- if features.subscriptions %>
in_subscription <{ home | safe }>
<%- endif %>
PROJECT_ID=$(ado get "_apis/projects/$project?api-version=<{ api.projects | bare }>" --query id)
REPOSITORY_ID=$(ado get "$project/_apis/git/repositories/$repository?api-version=<{ api.repositories | bare }>" --query id)
PIPELINE_IDS=() CLIENT='' OBJECT='' ENDPOINT=''
<%- if builds %>
declare -A ID_OF=()
<%- endif %>

say "pipelines of $project"
for ((at = 0; at < ${#PIPELINES[@]}; at += 2)); do
  pipeline "${PIPELINES[at]}" "${PIPELINES[at + 1]}"
done
validation "${PIPELINE_IDS[0]-}" "${PIPELINES[0]}"
reviewed
<%- if features.approvals %>
guarded<% for approver in approvers %> <{ approver | sh }><% endfor %>
<%- endif %>
<%- for build in builds %>
built <{ build.pipeline | sh }> <{ build.files | sh }><% if build.repository %> <{ build.repository.project | sh }> <{ build.repository.name | sh }><% if build.branches %> <{ branch_pipeline | sh }><% endif %><% endif %>
<%- endfor %>
<%- if features.branch_images %>
started <{ branch_pipeline | sh }>
<%- endif %>
<%- if pools %>

say 'pools of agents'
<%- for each in pools %>
pool <{ each.name | sh }> <% if each.deploys %>deploys<% else %>asks<% endif %>
<%- endfor %>
<%- endif %>

say 'identities and service connections'
exists az group show --name "$GROUP" || does "make the resource group $GROUP" az group create --name "$GROUP" --location "$LOCATION" "${TAG_FLAGS[@]}"
<%- if features.own_roles %>
does "make the roles of your own" "$SCRIPTS/05-roles.sh" || say 'left for a person: the roles that are named above'
<%- endif %>
<%- if what_if %>
role_of_reader <{ what_if.name | sh }>
<%- endif %>
<%- for each in connections %>
identity <{ each.identity | sh }>
<%- for subscription in each.subscriptions %>
<%- for name in each.roles %>
role <{ name | sh }> "/subscriptions/<{ subscription | safe }>"<% if name == access %> "$MAY_GIVE"<% endif %>
<%- endfor %>
<%- if each.deploys %>
role <{ clusters | sh }> "/subscriptions/<{ subscription | safe }>"
<%- endif %>
<%- endfor %>
<%- if each.draws %>
role <{ boards | sh }> "/subscriptions/<{ home | safe }>"
<%- endif %>
<%- for group in each.groups %>
role_in "<{ home | safe }>" <{ group | sh }> <{ each.group_role | sh }>
<%- endfor %>
<%- for id in each.wired %>
role_on "/subscriptions/<{ home | safe }>/resourceGroups/<{ id | safe }>" <{ wiring | sh }> "$MAY_WIRE"
<%- endfor %>
<%- if each.lists %>
role_in "<{ home | safe }>" <{ each.lists | sh }> <{ listing | sh }> "$MAY_LIST"
<%- endif %>
<%- if each.pushes %>
pushes "<{ registry | safe }>"
<%- endif %>
connection <{ each.name | sh }> <{ each.identity | sh }> "<{ each.at | safe }>"
<%- if each.deploys or each.pushes %>
only_branch endpoint "$ENDPOINT" <{ each.name | sh }>
<%- endif %>
<%- endfor %>

say 'environments'
<%- if features.approvals %>
# Builds ask as this one, unless the project lets them see all of the organization (Project settings, Pipelines, Settings).
BUILD_SERVICE=$(ado get "_apis/identities?searchFilter=General&filterValue=$project Build Service ($organization)&api-version=<{ api.identities | bare }>" --query 'value[].id')
[[ $BUILD_SERVICE != *$'\n'* ]] || BUILD_SERVICE=''
<%- endif %>
<%- for environment in environments %>
environment <{ environment.name | sh }><% for approver in environment.approvers %> <{ approver | sh }><% endfor %>
<%- endfor %>
<%- if features.approvals %>
[[ -n $BUILD_SERVICE ]] || say "left for a person: Azure DevOps does not find the build service of $project; it is to be a Reader of each environment (Environments, Security), or the deployments stop: they can't see who is asked"
<%- endif %>
<%- if grants %>
say 'done; left for a person:'
say '  the roles on what is brought: README.md names them'
<%- else %>
say 'done'
<%- endif %>

#!/usr/bin/env bash
# <{ header }>
#
# Roles of your own, where none of Azure's is as narrow. Who runs it is an Owner or a User Access Administrator of
# the subscriptions in which they are given: whoever else could write them could let himself do anything. So no pipeline runs it; pipelines/setup.sh does.
#
#   05-roles.sh

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
left=0

# role SUBSCRIPTION(-: this one) NAME DESCRIPTION ACTION… [but ACTION…]: makes it, or has it allow this and no more. No two roles of a tenant have one name.
role() {
  local id subscription word actions='' but='' list=actions
  id=$(own_role "$1" "$2")
  subscription=${id%%/providers/*}
  for word in "${@:4}"; do
    if [[ $word == but ]]; then
      list=but
    else
      printf -v "$list" '%s, "%s"' "${!list}" "$word"
    fi
  done
  say "role $2 ${subscription##*/}"
  az rest --method put --url "$id?api-version=<{ api_versions.role_definition | bare }>" --body '{
    "properties": {
      "roleName": "'"$2 ${subscription##*/}"'",
      "description": "'"$3"'",
      "type": "CustomRole",
      "permissions": [{"actions": ['"${actions#, }"'], "notActions": ['"${but#, }"'], "dataActions": [], "notDataActions": []}],
      "assignableScopes": ["'"$subscription"'"]
    }
  }' || { say "  left for an Owner of $subscription" >&2 && left=1; }
}
<%- for role in own_roles %>
<# blank line #>
<%- for subscription in role.subscriptions %>
role <{ subscription | sh }> <{ role.name | sh }> <{ role.description | sh }><% for action in role.actions %> \
  <{ action | sh }><% endfor %><% if role.not_actions %> \
  but<% for action in role.not_actions %> <{ action | sh }><% endfor %><% endif %>
<%- endfor %>
<%- endfor %>

((left == 0)) || stop 'not all roles are made: an Owner of the subscriptions that are named runs this again'

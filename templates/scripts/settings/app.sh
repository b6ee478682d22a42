# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# Where <{ app | bare }> runs.

readonly PLACES=(
  # environment cluster namespace release values tag-in-the-blueprint(-: none)<% if handovers %> what-only-Azure-knows<% endif %>
<%- for place in places %>
  <{ place | sh }>
<%- endfor %>
)

readonly ADDRESSES=(
  # environment cluster scheme host path, as the ingress of the cluster is asked whether it is well<% if not addresses %>: it is not exposed<% endif %>
<%- for address in addresses %>
  <{ address | sh }>
<%- endfor %>
)

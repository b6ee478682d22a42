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

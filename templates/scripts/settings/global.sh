# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# What lies over all sites.

readonly PROFILES=(
  # profile routing ttl health: protocol port host path
<%- for profile in profiles %>
  <{ profile | sh }>
<%- endfor %>
)
readonly ENDPOINTS=(
  # profile site resource-group public-address region weight priority<% if features.geographic %> areas(-: none)<% endif %><% if features.subscriptions %> subscription<% endif %>
<%- for endpoint in endpoints %>
  <{ endpoint | sh }>
<%- endfor %>
)
<%- if features.alerts %>

# Who is woken when one leaves a region out.
readonly PROFILE_WATCHES=(
  # profile resource-group-of-the-action-group action-group
<%- for line in watches %>
  <{ line | sh }>
<%- endfor %>
)
<%- if groups %>

# Action groups of their own, where those of the sites stand in other subscriptions.
readonly PROFILE_GROUPS=(
  # action-group short-name email…
<%- for line in groups %>
  <{ line | sh }>
<%- endfor %>
)
<%- endif %>
<%- endif %>
<%- if features.profile_records %>

# DNS records that lead to a profile.
readonly PROFILE_RECORDS=(
  # subscription(-: this one) resource-group zone name profile ttl: that of the profile
<%- for record in records %>
  <{ record | sh }>
<%- endfor %>
)
<%- endif %>

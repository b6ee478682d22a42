# shellcheck shell=bash disable=SC2034,SC2016
# <{ header }>
#
# What each Front Door serves, and where it leads. An endpoint, its origin group and its route are called the same.

readonly DOORS=(
  # front-door sku vault-group vault firewall mode path-of-probes<% if features.cached %> whether-it-keeps-answers<% endif %>
<%- for line in doors %>
  <{ line | sh }>
<%- endfor %>
)
readonly CERTIFICATES=(
  # front-door certificate
<%- for line in certificates %>
  <{ line | sh }>
<%- endfor %>
)
readonly ENTRANCES=(
  # front-door endpoint
<%- for line in entrances %>
  <{ line | sh }>
<%- endfor %>
)
readonly DOMAINS=(
  # front-door endpoint domain host certificate
<%- for line in domains %>
  <{ line | sh }>
<%- endfor %>
)
readonly ORIGINS=(
  # front-door endpoint region host site status<% if features.private_links %> group-of-the-private-link-service(-: it has a public address) its-name its-cluster<% endif %>
<%- for line in origins %>
  <{ line | sh }>
<%- endfor %>
)

# Where its logs go<% if features.alerts %>, and who is woken<% endif %>.
readonly WATCHES=(
  # front-door subscription-of-the-workspace(-: this one) its-group its-name<% if features.alerts %> group-of-the-action-group(-: nobody is woken) its-name<% endif %>
<%- for line in watches %>
  <{ line | sh }>
<%- endfor %>
)

# Managed rules of its firewall, and rules of our own, which come before them.
declare -rA MANAGED_RULES=(
<%- for door in rules %>
  ['<{ door.name }>']=<{ door.managed | sh }>
<%- endfor %>
)
<%- if features.front_door_rules %>
declare -rA CUSTOM_RULES=(
<%- for door in rules %>
  ['<{ door.name }>']=<{ door.custom | sh }>
<%- endfor %>
)
<%- endif %>
<%- if features.front_door_records %>

# DNS records that lead to an endpoint, and those by which Front Door sees that a domain is ours.
readonly FRONT_DOOR_RECORDS=(
  # subscription(-: this one) resource-group zone name front-door endpoint
<%- for line in records %>
  <{ line | sh }>
<%- endfor %>
)
readonly VALIDATIONS=(
  # subscription(-: this one) resource-group zone name front-door domains
<%- for line in validations %>
  <{ line | sh }>
<%- endfor %>
)
<%- endif %>

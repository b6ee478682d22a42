# shellcheck shell=bash disable=SC2034<% if tags_look_expanded %>,SC2016<% endif %>
# <{ header }>
#
# What all sites share.
<%- if subscription or tenant %>

<%- if features.subscriptions %>
readonly COMMON_SUBSCRIPTION=<{ subscription | sh }>
<%- elif subscription %>
readonly SUBSCRIPTION=<{ subscription | sh }>
<%- endif %>
<%- if tenant %>
readonly TENANT=<{ tenant | sh }>
<%- endif %>
<%- endif %>
<%- if tags %>

readonly TAGS=(
<%- for tag in tags %>
  <{ tag | sh }>
<%- endfor %>
)
<%- else %>

readonly TAGS=()
<%- endif %>
<%- if own_roles %>

# Roles of your own, which scripts/05-roles.sh makes. In Azure the subscription stands behind the name.
readonly OWN_ROLES=(
  # subscription(-: this one) use(given by templates, or held by who deploys) name
<%- for line in own_roles %>
  <{ line | sh }>
<%- endfor %>
)
<%- endif %>

readonly COMMON_LOCATION=<{ location | sh }>
readonly COMMON_GROUP=<{ resource_group | sh }>
readonly REGISTRY=<{ registry | sh }>
<%- if registry_subscription %>
readonly REGISTRY_SUBSCRIPTION=<{ registry_subscription | sh }>
readonly REGISTRY_GROUP=<{ registry_group | sh }>
<%- else %>
readonly REGISTRY_SKU=<{ registry_sku | sh }>
<%- endif %>
<%- if features.registry_replicas %>
readonly REGISTRY_REPLICAS=(<% for region in registry_replicas %><{ region | sh }><% if not loop.last %> <% endif %><% endfor %>) # beside its own region
<%- endif %>
<%- if cache_rules %>
# What it fetches from other registries, for nodes that reach no other.
readonly REGISTRY_CACHE=(
  # name source target
<%- for rule in cache_rules %>
  '<{ rule.name | safe }> <{ rule.source | safe }> <{ rule.target | safe }>'
<%- endfor %>
)
<%- endif %>
<%- if front_doors %>

# Front Doors, of each platform that has one.
readonly FRONT_DOORS=(
  # name sku identity timeout-in-seconds
<%- for door in front_doors %>
  <{ door | sh }>
<%- endfor %>
)
<%- endif %>
<%- if zones %>

# Domains whose DNS zones are made.
readonly DNS_ZONES=(
<%- for zone in zones %>
  <{ zone | sh }>
<%- endfor %>
)
<%- endif %>
<%- if private_zones %>

# Private DNS zones that are made.
readonly PRIVATE_DNS_ZONES=(
<%- for zone in private_zones %>
  <{ zone | sh }>
<%- endfor %>
)
<%- endif %>
<%- if delegations %>

# Zones that lead to another one.
readonly DELEGATIONS=(
  # subscription(-: this one) resource-group zone record leads-to
<%- for delegation in delegations %>
  <{ delegation | sh }>
<%- endfor %>
)
<%- endif %>
<%- if push %>

# Entra groups that may push images.
readonly REGISTRY_PUSH=(
<%- for group in push %>
  <{ group | sh }>
<%- endfor %>
)
<%- elif not registry_subscription %>

# Nobody but who deploys may push images.
readonly REGISTRY_PUSH=()
<%- endif %>
<%- if grafana %>

# Dashboards: what they show, what they look into, and the Entra groups that administer them and see them.
readonly GRAFANA=<{ grafana.name | sh }>
readonly GRAFANA_WORKSPACES=(
  # subscription(-: this one) group workspace
<%- for line in grafana_workspaces %>
  <{ line | sh }>
<%- endfor %>
)
readonly GRAFANA_WATCHES=(
  # subscription(-: this one) group metrics(-: none are kept there)
<%- for line in grafana_watches %>
  <{ line | sh }>
<%- endfor %>
)
readonly GRAFANA_ADMINS=<{ grafana.admins | sh }>
readonly GRAFANA_VIEWERS=(
<%- for group in grafana.viewers %>
  <{ group | sh }>
<%- endfor %>
)
<%- endif %>

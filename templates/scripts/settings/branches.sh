# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# Branches that have an environment of their own beside <{ environment | bare }>.

# Which may have one, and the one that never has: it is what runs in the environment itself.
readonly FROM=<{ from | sh }> TRUNK=<{ trunk | sh }>

# For so many days after the last deployment.
readonly EXPIRE_DAYS=<{ expire }>

# Whose branches they are; where none is named, those of the repository in which these files stand.
readonly REPOSITORIES=(<% for url in repositories %>
  <{ url | sh }>
<%- endfor %><% if repositories %>
<% endif %>)

# So many of a team at a time: that is what its quota has room for.
readonly BRANCH_HOMES=(
  # cluster namespace-of-the-team branches
<%- for home in homes %>
  <{ home | sh }>
<%- endfor %>
)

readonly BRANCH_APPS=(
  # app cluster namespace-of-the-team release values tag-in-the-blueprint(-: none) domain(-: it has no host) what-is-otherwise(-: nothing) [what-only-Azure-knows]
<%- for app in apps %>
  <{ app | sh }>
<%- endfor %>
)
<%- if features.rollout_credentials %>

# Apps that take on their identity before rollouts, too, by another service account.
readonly BEFORE_ROLLOUTS=(<% for app in before %>
  <{ app | sh }>
<%- endfor %><% if before %>
<% endif %>)
<%- endif %>
<%- if features.branch_images %>

# Images that are built of branches, too.
readonly BRANCH_IMAGES=(<% for image in images %>
  <{ image | sh }>
<%- endfor %><% if images %>
<% endif %>)
<%- endif %>

# Apps that run in no branch, and why.
readonly KEPT_OUT=(<% for app in kept_out %>
  <{ app | sh }>
<%- endfor %><% if kept_out %>
<% endif %>)

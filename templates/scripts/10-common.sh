#!/usr/bin/env bash
# <{ header }>
#
# What all sites share: the container registry<% if features.push_groups %>, and who may push to it<% endif %>. Run it first.
#
#   10-common.sh

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
<%- if features.push_groups %>

readonly ACR_PUSH=<{ roles.acr_push }>
<%- endif %>

say "resource group $COMMON_GROUP"
az group create --name "$COMMON_GROUP" --location "$COMMON_LOCATION" "${TAG_FLAGS[@]}"

# AcrPull and AcrPush mean nothing to a registry in the other mode, rbac-abac.
say "registry $REGISTRY"
az acr create --resource-group "$COMMON_GROUP" --name "$REGISTRY" --location "$COMMON_LOCATION" "${TAG_FLAGS[@]}" \
  --sku "$REGISTRY_SKU" --admin-enabled false --role-assignment-mode rbac
<%- if features.push_groups %>

registry_id=$(resource_id "$COMMON_GROUP" Microsoft.ContainerRegistry/registries "$REGISTRY")
for group in "${REGISTRY_PUSH[@]}"; do
  say "  pushed to by $group"
  assign_group "$ACR_PUSH" "$registry_id" "$group"
done
no_other_groups "$ACR_PUSH" "$registry_id" "${REGISTRY_PUSH[@]}"
<%- endif %>

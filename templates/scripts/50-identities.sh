#!/usr/bin/env bash
# <{ header }>
#
# The identities of a site and their roles, each on one resource and no more. They come before cluster and gateway,
# so that their roles have long taken effect.
#
#   50-identities.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

readonly KEY_VAULT_SECRETS_USER=<{ roles.key_vault_secrets_user }>
readonly NETWORK_CONTRIBUTOR=<{ roles.network_contributor }>
readonly MANAGED_IDENTITY_OPERATOR=<{ roles.managed_identity_operator }>
readonly ACR_PULL=<{ roles.acr_pull }>

# A certificate with its key is a secret of the vault.
say "identity $GATEWAY_IDENTITY"
az identity create --resource-group "$NETWORK_GROUP" --name "$GATEWAY_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
say "  reads certificates from $VAULT"
vault_id=$(resource_id "$VAULT_GROUP" Microsoft.KeyVault/vaults "$VAULT")
assign_identity "$KEY_VAULT_SECRETS_USER" "$vault_id" "$NETWORK_GROUP" "$GATEWAY_IDENTITY"

say "resource group $AKS_GROUP"
az group create --name "$AKS_GROUP" --location "$LOCATION" "${TAG_FLAGS[@]}"

# Of the cluster itself, and of its nodes.
identities() {
  local subnet subnet_id registry_id
  say "identity $CLUSTER_IDENTITY"
  az identity create --resource-group "$AKS_GROUP" --name "$CLUSTER_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
  for subnet in "$NODE_SUBNET" "$INGRESS_SUBNET"; do
    say "  joins $subnet"
    subnet_id=$(resource_id "$NETWORK_GROUP" Microsoft.Network/virtualNetworks "$NETWORK" subnets "$subnet")
    assign_identity "$NETWORK_CONTRIBUTOR" "$subnet_id" "$AKS_GROUP" "$CLUSTER_IDENTITY"
  done
<%- if features.route_tables %>
  if [[ -n $ROUTE_TABLE ]]; then
    say "  reads and changes $ROUTE_TABLE"
    assign_identity "$NETWORK_CONTRIBUTOR" "$(resource_id "$NETWORK_GROUP" Microsoft.Network/routeTables "$ROUTE_TABLE")" "$AKS_GROUP" "$CLUSTER_IDENTITY"
  fi
<%- endif %>

  say "identity $KUBELET_IDENTITY"
  az identity create --resource-group "$AKS_GROUP" --name "$KUBELET_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
  say '  given to the nodes by the cluster'
  assign_identity "$MANAGED_IDENTITY_OPERATOR" "$(identity_id "$AKS_GROUP" "$KUBELET_IDENTITY")" "$AKS_GROUP" "$CLUSTER_IDENTITY"
  say "  pulls images from $REGISTRY"
  registry_id=$(resource_id "$COMMON_GROUP" Microsoft.ContainerRegistry/registries "$REGISTRY")
  assign_identity "$ACR_PULL" "$registry_id" "$AKS_GROUP" "$KUBELET_IDENTITY"
}
each_cluster identities

#!/usr/bin/env bash
# <{ header }>
#
# An identity for <% if features.ingress_certificates %>what reads the vault, such as an app with secrets<% else %>each app that reads secrets<% endif %>: its service account in the cluster may take it on, and it may read the vault.
#
#   70-workloads.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

readonly KEY_VAULT_SECRETS_USER=<{ roles.key_vault_secrets_user }>

vault_id=$(vault_id)

workloads() {
  local issuer line identity namespace account<% if features.rollout_credentials %> before<% endif %>
  issuer=$(az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query oidcIssuerProfile.issuerUrl --output tsv)

  for line in "${WORKLOADS[@]}"; do
    read -r identity namespace account<% if features.rollout_credentials %> before<% endif %> <<<"$line"
    say "identity $identity"
    az identity create --resource-group "$AKS_GROUP" --name "$identity" --location "$LOCATION" --tags "$TAGS_JSON"
    say "  taken on by the service account $account of namespace $namespace"
    az identity federated-credential create --resource-group "$AKS_GROUP" --identity-name "$identity" --name "$CLUSTER" \
      --issuer "$issuer" --subject "system:serviceaccount:$namespace:$account" --audiences api://AzureADTokenExchange
<%- if features.rollout_credentials %>
    if [[ $before != - ]]; then
      say "  and by $before, before rollouts"
      az identity federated-credential create --resource-group "$AKS_GROUP" --identity-name "$identity" --name "${CLUSTER}_before" \
        --issuer "$issuer" --subject "system:serviceaccount:$namespace:$before" --audiences api://AzureADTokenExchange
    fi
<%- endif %>
    say "  reads secrets of $VAULT"
    assign_identity "$KEY_VAULT_SECRETS_USER" "$vault_id" "$AKS_GROUP" "$identity"
  done
}
each_cluster workloads

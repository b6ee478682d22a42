#!/usr/bin/env bash
# <{ header }>
#
# An identity for <% if features.ingress_certificates %>what reads the vault, such as an app with secrets<% else %>each app that reads secrets<% endif %>: its service account in the cluster may take it on, and it may read the vault.
<%- if features.issuers %>
# So with what has certificates issued: it may write into the DNS zones of their hosts.
<%- endif %>
<%- if features.record_writers %>
# So with what writes the records of hosts: it may write into their DNS zones, and see which zones stand beside them.
<%- endif %>
#
#   70-workloads.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

readonly KEY_VAULT_SECRETS_USER=<{ roles.key_vault_secrets_user }>
<%- if features.record_writers %>
readonly READER=<{ roles.reader }>
<%- endif %>

vault_id=$(vault_id)

# taken_on ISSUER IDENTITY NAMESPACE SERVICE-ACCOUNT
taken_on() {
  say "identity $2"
  az identity create --resource-group "$AKS_GROUP" --name "$2" --location "$LOCATION" --tags "$TAGS_JSON"
  say "  taken on by the service account $4 of namespace $3"
  az identity federated-credential create --resource-group "$AKS_GROUP" --identity-name "$2" --name "$CLUSTER" \
    --issuer "$1" --subject "system:serviceaccount:$3:$4" --audiences api://AzureADTokenExchange
}
<%- if features.zone_writers %>

# zone_writer ISSUER 'IDENTITY NAMESPACE SERVICE-ACCOUNT' ROLE ZONE…
zone_writer() {
  local identity namespace account line zone
  read -r identity namespace account <<<"$2"
  taken_on "$1" "$identity" "$namespace" "$account"
  for line in "${@:4}"; do
    zone=$(dns_zone_id "$line")
    say "  writes into ${zone##*/}"
    assign_identity "$(own_role "${line%% *}" "$3")" "$zone" "$AKS_GROUP" "$identity"
  done
}
<%- endif %>

workloads() {
  local issuer line identity namespace account<% if features.rollout_credentials %> before<% endif %><% if features.record_writers %> group<% endif %>
  issuer=$(az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query oidcIssuerProfile.issuerUrl --output tsv)

  for line in "${WORKLOADS[@]}"; do
    read -r identity namespace account<% if features.rollout_credentials %> before<% endif %> <<<"$line"
    taken_on "$issuer" "$identity" "$namespace" "$account"
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
<%- if features.issuers %>

  [[ -z $ISSUER ]] || zone_writer "$issuer" "$ISSUER" <{ own.proofs | sh }> "${ISSUER_ZONES[@]}"
<%- endif %>
<%- if features.record_writers %>

  if [[ -n $RECORD_WRITER ]]; then
    zone_writer "$issuer" "$RECORD_WRITER" <{ own.records | sh }> "${RECORD_ZONES[@]}"
    group=$(dns_zone_id "${RECORD_ZONES[0]}")
    group=${group%%/providers/*}
    say "  sees which zones are in ${group##*/}"
    assign_identity "$READER" "$group" "$AKS_GROUP" "${RECORD_WRITER%% *}"
  fi
<%- endif %>
}
each_cluster workloads

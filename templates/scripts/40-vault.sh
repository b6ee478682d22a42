#!/usr/bin/env bash
# <{ header }>
#
# The key vault of a site, and the log of who reads it.
#
#   40-vault.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"
<%- if features.brought_vaults %>

if [[ -n $VAULT_SUBSCRIPTION ]]; then
  say "the vault $VAULT exists, and is left as it is"
  exit 0
fi
<%- endif %>

say "resource group $VAULT_GROUP"
az group create --name "$VAULT_GROUP" --location "$LOCATION" "${TAG_FLAGS[@]}"

<%- if features.vault_endpoints %>

# Where it has no private endpoint it is open to all networks: identity and role decide. Services of Azure that it trusts, such
# as gateways, come in either way.
access=Enabled others=Allow
[[ -z $VAULT_CLOSED ]] || access=Disabled others=Deny
<%- else %>

# Open to all networks, since agents, people and nodes come from changing addresses: identity and role decide.
<%- endif %>
# Neither a person nor a pipeline can remove a deleted vault, nor use its name again, before the 90 days are over.
say "key vault $VAULT"
if ! exists az keyvault show --resource-group "$VAULT_GROUP" --name "$VAULT"; then
  deleted=$(az keyvault list-deleted --resource-type vault --query "[?name=='$VAULT'].properties.location" --output tsv)
  if [[ -n $deleted ]]; then
    say '  deleted before: recovered, with all that it held'
    az keyvault recover --name "$VAULT" --location "$deleted" --resource-group "$VAULT_GROUP"
  else
    az keyvault create --resource-group "$VAULT_GROUP" --name "$VAULT" --location "$LOCATION" "${TAG_FLAGS[@]}" \
      --sku standard --enable-rbac-authorization true --retention-days 90 --enable-purge-protection true \
<%- if features.vault_endpoints %>
      --public-network-access "$access" --default-action "$others" --bypass AzureServices
<%- else %>
      --public-network-access Enabled --default-action Allow --bypass AzureServices
<%- endif %>
  fi
fi
tagged=$(az keyvault show --resource-group "$VAULT_GROUP" --name "$VAULT" --query tags --output json)
if ! same_tags "$tagged"; then
  az keyvault update --resource-group "$VAULT_GROUP" --name "$VAULT" --set "tags=$TAGS_JSON"
fi

<%- if features.vault_endpoints %>
<# blank line #>
has=$(az keyvault show --resource-group "$VAULT_GROUP" --name "$VAULT" --query properties.publicNetworkAccess --output tsv)
[[ $has == "$access" ]] ||
  az keyvault update --resource-group "$VAULT_GROUP" --name "$VAULT" --public-network-access "$access" --default-action "$others" --bypass AzureServices
<%- endif %>

vault_id=$(vault_id)
<%- if features.locks %>
keep "$vault_id"
<%- else %>
free "$vault_id" # as another blueprint may have left it
<%- endif %>

az monitor diagnostic-settings create --name audit --resource "$vault_id" \
  --workspace "$(workspace_id)" \
  --export-to-resource-specific true --logs '[{"category": "AuditEvent", "enabled": true}]'

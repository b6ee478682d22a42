#!/usr/bin/env bash
# <{ header }>
#
# The line between the hub of a region and a network on premises, by the circuit of somebody else. Run it once the key of the
# authorisation is in the vault of the hub; whoever runs it may read that key.
#
#   96-circuit.sh [REGION]     REGION names settings/hubs/REGION.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_hub "$@"

if [[ -z $EXPRESS_GATEWAY || -z $BROUGHT_CIRCUIT ]]; then
  say 'no circuit of somebody else leads on premises from here'
  exit 0
fi

exists az keyvault secret show --vault-name "$HUB_VAULT" --name "$AUTHORIZATION" --query id --output tsv ||
  stop "the vault $HUB_VAULT has no secret $AUTHORIZATION, the key of the authorisation of the circuit" \
    "  az keyvault secret set --vault-name $HUB_VAULT --name $AUTHORIZATION --file KEY.txt --output none"

say "line $EXPRESS_CONNECTION"
connection_id=$(resource_id "$HUB_GROUP" Microsoft.Network/connections "$EXPRESS_CONNECTION")
body=$(mktemp) # which nobody else may read: so the key stands on no command line, and in no log of one
trap 'rm -f "$body"' EXIT
key=$(az keyvault secret show --vault-name "$HUB_VAULT" --name "$AUTHORIZATION" --query value --output tsv)
key=${key//\\/\\\\} key=${key//\"/\\\"}
cat >"$body" <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "connectionType": "ExpressRoute",
    "virtualNetworkGateway1": {"id": "$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworkGateways "$EXPRESS_GATEWAY")", "properties": {}},
    "peer": {"id": "$BROUGHT_CIRCUIT"},
    "authorizationKey": "$key"
  }
}
JSON
unset key
az rest --method put --url "$connection_id?api-version=<{ api_versions.connection | bare }>" --body "@$body"
az resource wait --ids "$connection_id" --api-version <{ api_versions.connection | bare }> --created --interval 10

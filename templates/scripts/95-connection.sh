#!/usr/bin/env bash
# <{ header }>
#
# The tunnel between the hub of a region and the device on premises. Run it once the key that both sides know is in the
# vault of the hub; whoever runs it may read that key.
#
#   95-connection.sh [REGION]     REGION names settings/hubs/REGION.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_hub "$@"

if [[ -z $VPN_GATEWAY ]]; then
  say 'no tunnel leads on premises from here'
  exit 0
fi

exists az keyvault secret show --vault-name "$HUB_VAULT" --name "$SHARED_KEY" --query id --output tsv ||
  stop "the vault $HUB_VAULT has no secret $SHARED_KEY, the key of the tunnel" \
    "  az keyvault secret set --vault-name $HUB_VAULT --name $SHARED_KEY --file KEY.txt --output none"

say "tunnel $CONNECTION"
bgp=false
[[ -z $DEVICE_ASN ]] || bgp=true
tunnel=$(resource_id "$HUB_GROUP" Microsoft.Network/connections "$CONNECTION")
body=$(mktemp) # which nobody else may read: so the key stands on no command line, and in no log of one
trap 'rm -f "$body"' EXIT
key=$(az keyvault secret show --vault-name "$HUB_VAULT" --name "$SHARED_KEY" --query value --output tsv)
key=${key//\\/\\\\} key=${key//\"/\\\"}
cat >"$body" <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "connectionType": "IPsec",
    "connectionProtocol": "IKEv2",
    "virtualNetworkGateway1": {"id": "$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworkGateways "$VPN_GATEWAY")", "properties": {}},
    "localNetworkGateway2": {"id": "$(resource_id "$HUB_GROUP" Microsoft.Network/localNetworkGateways "$DEVICE")", "properties": {}},
    "enableBgp": $bgp,
    "sharedKey": "$key"
  }
}
JSON
unset key
az rest --method put --url "$tunnel?api-version=<{ api_versions.connection | bare }>" --body "@$body"
az resource wait --ids "$tunnel" --api-version <{ api_versions.connection | bare }> --created --interval 10

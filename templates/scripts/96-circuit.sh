#!/usr/bin/env bash
# <{ header }>
#
# The line between the hub of a region and a network on premises. Run it once <% if features.made_circuits %>the provider has connected the circuit<% endif %><% if features.made_circuits and features.brought_circuits %>; or, where it is of somebody
# else, once <% endif %><% if features.brought_circuits %>the key of its authorisation is in the vault of the hub; whoever runs it may read that key<% endif %>.
#
#   96-circuit.sh [REGION]     REGION names settings/hubs/REGION.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_hub "$@"

if [[ -z $EXPRESS_GATEWAY ]]; then
  say 'no line leads on premises from here'
  exit 0
fi

connection_id=$(resource_id "$HUB_GROUP" Microsoft.Network/connections "$LINE")
gateway=$(resource_id "$HUB_GROUP" Microsoft.Network/virtualNetworkGateways "$EXPRESS_GATEWAY")
<%- if features.made_circuits %>

own() {
  local state
  state=$(az network express-route show --resource-group "$HUB_GROUP" --name "$CIRCUIT" --query serviceProviderProvisioningState --output tsv)
  [[ $state == Provisioned ]] || stop "the provider has not connected the circuit $CIRCUIT yet ($state)" \
    "  It asks for the service key, which is a secret: az network express-route show --resource-group $HUB_GROUP --name $CIRCUIT --query serviceKey --output tsv"
  say "peering of $CIRCUIT"
  az network express-route peering create --resource-group "$HUB_GROUP" --circuit-name "$CIRCUIT" --peering-type AzurePrivatePeering \
    --peer-asn "$PEER_ASN" --vlan-id "$PEER_VLAN" --primary-peer-subnet "${PEER_RANGES[0]}" --secondary-peer-subnet "${PEER_RANGES[1]}"
  say "line $LINE"
  put "$connection_id" <{ api_versions.connection | bare }> <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "connectionType": "ExpressRoute",
    "virtualNetworkGateway1": {"id": "$gateway", "properties": {}},
    "peer": {"id": "$(resource_id "$HUB_GROUP" Microsoft.Network/expressRouteCircuits "$CIRCUIT")"}
  }
}
JSON
}
<%- endif %>
<%- if features.brought_circuits %>

brought() {
  local body key
  exists az keyvault secret show --vault-name "$HUB_VAULT" --name "$AUTHORIZATION" --query id --output tsv ||
    stop "the vault $HUB_VAULT has no secret $AUTHORIZATION, the key of the authorisation of the circuit" \
      "  az keyvault secret set --vault-name $HUB_VAULT --name $AUTHORIZATION --file KEY.txt --output none"
  say "line $LINE"
  body=$(mktemp) # which nobody else may read: so the key stands on no command line, and in no log of one
  # shellcheck disable=SC2064 # the name of now
  trap "rm -f '$body'" EXIT
  key=$(az keyvault secret show --vault-name "$HUB_VAULT" --name "$AUTHORIZATION" --query value --output tsv)
  key=${key//\\/\\\\} key=${key//\"/\\\"}
  cat >"$body" <<JSON
{
  "location": "$HUB_LOCATION",
  "tags": $TAGS_JSON,
  "properties": {
    "connectionType": "ExpressRoute",
    "virtualNetworkGateway1": {"id": "$gateway", "properties": {}},
    "peer": {"id": "$BROUGHT_CIRCUIT"},
    "authorizationKey": "$key"
  }
}
JSON
  az rest --method put --url "$connection_id?api-version=<{ api_versions.connection | bare }>" --body "@$body"
  az resource wait --ids "$connection_id" --api-version <{ api_versions.connection | bare }> --created --interval 10
}
<%- endif %>
<# blank line #>
<%- if features.made_circuits and features.brought_circuits %>
if [[ -n $CIRCUIT ]]; then own; else brought; fi
<%- elif features.made_circuits %>
own
<%- else %>
brought
<%- endif %>

#!/usr/bin/env bash
# The resource group and the network.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"
# shellcheck source=settings/dev-westeurope.sh
source "$here/settings/${1:-dev-westeurope}.sh"

az group create --name "$network_group" --location "$location" --output none

az network nsg create --resource-group "$network_group" --name matrix-dev-nodes-nsg --location "$location" --output none
az network nsg rule create --resource-group "$network_group" --nsg-name matrix-dev-nodes-nsg --name allow-gateway \
  --priority 100 --direction Inbound --access Allow --protocol Tcp \
  --source-address-prefixes 10.64.1.0/24 --source-port-ranges '*' \
  --destination-address-prefixes '*' --destination-port-ranges 443 --output none

if [[ -z $(find_id network vnet show --resource-group "$network_group" --name matrix-dev-vnet) ]]; then
  az network vnet create --resource-group "$network_group" --name matrix-dev-vnet --location "$location" \
    --address-prefixes 10.64.0.0/16 --output none
fi

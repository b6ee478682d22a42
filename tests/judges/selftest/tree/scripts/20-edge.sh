#!/usr/bin/env bash
# The subnet of the nodes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=settings/dev-westeurope.sh
source "$here/settings/${1:-dev-westeurope}.sh"

az network vnet subnet create --resource-group "$network_group" --vnet-name matrix-dev-vnet --name nodes \
  --address-prefixes 10.64.0.0/24 --network-security-group matrix-dev-nodes-nsg --output none

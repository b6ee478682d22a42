#!/usr/bin/env bash
# <{ header }>
#
# Addresses in the network of a site for <% if features.vault_endpoints %>its vault<% endif %><% if features.vault_endpoints and features.registry_endpoints %> and <% endif %><% if features.registry_endpoints %>the registry<% endif %><% if features.backup_endpoints %><% if features.vault_endpoints or features.registry_endpoints %> and <% endif %>what backups keep<% endif %>, and their names there.
#
#   45-endpoints.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

for line in "${PRIVATE_ENDPOINTS[@]}"; do
  read -r name part target_subscription target_group type target subscription zone_group zone <<<"$line"
  [[ $target_subscription != - ]] || target_subscription=$SUBSCRIPTION_ID
  say "private endpoint $name of $target"
  az network private-endpoint create --resource-group "$NETWORK_GROUP" --name "$name" --location "$LOCATION" --tags "$TAGS_JSON" \
    --subnet "$(network_id)/subnets/$ENDPOINT_SUBNET" \
    --private-connection-resource-id "/subscriptions/$target_subscription/resourceGroups/$target_group/providers/$type/$target" --group-ids "$part" --connection-name "$part"
  # Azure writes the records of the endpoint into the zone, and takes them away with it.
  az network private-endpoint dns-zone-group create --resource-group "$NETWORK_GROUP" --endpoint-name "$name" --name default \
    --zone-name "$part" --private-dns-zone "$(private_zone_id "$subscription" "$zone_group" "$zone")"
done

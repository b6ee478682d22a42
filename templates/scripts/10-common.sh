#!/usr/bin/env bash
# <{ header }>
#
<%- if not features.registry %>
# What all sites share<% if features.zones %>: the DNS zones<% endif %>. Run it first.
<%- elif features.zones %>
# What all sites share: the container registry and who may push to it, the DNS zones. Run it first.
<%- else %>
# What all sites share: the container registry, and who may push to it. Run it first.
<%- endif %>
#
#   10-common.sh

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_common "$@"
<%- if features.subscriptions %>
in_subscription "$COMMON_SUBSCRIPTION"
<%- endif %>
<%- if features.registry %>
<# blank line #>
readonly ACR_PUSH=<{ roles.acr_push }>
<%- endif %>

say "resource group $COMMON_GROUP"
az group create --name "$COMMON_GROUP" --location "$COMMON_LOCATION" "${TAG_FLAGS[@]}"
<%- if features.registry %>

# AcrPull and AcrPush mean nothing to a registry in the other mode, rbac-abac.
say "registry $REGISTRY"
az acr create --resource-group "$COMMON_GROUP" --name "$REGISTRY" --location "$COMMON_LOCATION" "${TAG_FLAGS[@]}" \
  --sku "$REGISTRY_SKU" --admin-enabled false --role-assignment-mode rbac<% if features.registry_endpoints %> \
  --public-network-enabled false --allow-trusted-services true # it is reached by private endpoints alone<% endif %>

registry=$(registry_id)
<%- if not features.locks %>
free "$registry" # as another blueprint may have left it
<%- endif %>

<%- if features.registry_replicas %>

# Nodes pull from their own region, and go on when the home of the registry is lost.
for region in "${REGISTRY_REPLICAS[@]}"; do
  say "  replicated to $region"
  exists az acr replication show --resource-group "$COMMON_GROUP" --registry "$REGISTRY" --name "$region" ||
    az acr replication create --resource-group "$COMMON_GROUP" --registry "$REGISTRY" --location "$region" --name "$region" \
      --global-endpoint-routing true "${TAG_FLAGS[@]}"
done
replicas=$(az acr replication list --resource-group "$COMMON_GROUP" --registry "$REGISTRY" --query "[?location != '$COMMON_LOCATION'].name" --output tsv)
for region in $replicas; do
  if [[ " ${REGISTRY_REPLICAS[*]} " != *" $region "* ]]; then
    say "  no longer replicated to $region"
<%- if features.locks %>
    free "$registry"
<%- endif %>
    az acr replication delete --resource-group "$COMMON_GROUP" --registry "$REGISTRY" --name "$region"
  fi
done
<%- endif %>
<%- if features.isolated %>

for line in "${REGISTRY_CACHE[@]}"; do
  read -r rule source target <<<"$line"
  say "  fetches $source"
  exists az acr cache show --registry "$REGISTRY" --name "$rule" --resource-group "$COMMON_GROUP" ||
    az acr cache create --registry "$REGISTRY" --name "$rule" --resource-group "$COMMON_GROUP" --source-repo "$source" --target-repo "$target"
done
<%- endif %>

for group in "${REGISTRY_PUSH[@]}"; do
  say "  pushed to by $group"
  assign_group "$ACR_PUSH" "$registry" "$group"
done
no_other_groups "$ACR_PUSH" "$registry" "${REGISTRY_PUSH[@]}"
<%- if features.locks %>
keep "$registry"
<%- endif %>
<%- endif %>
<%- if features.front_doors %>

# Front Doors and the identities with which they read certificates. They come first: what stands behind them lets nobody else in.
for line in "${FRONT_DOORS[@]}"; do
  read -r profile sku identity timeout <<<"$line"
  say "Front Door $profile"
  az identity create --resource-group "$COMMON_GROUP" --name "$identity" --location "$COMMON_LOCATION" --tags "$TAGS_JSON"
  put_whole "$(resource_id "$COMMON_GROUP" Microsoft.Cdn/profiles "$profile")" <{ api_versions.front_door | bare }> <<JSON
{
  "location": "global",
  "tags": $TAGS_JSON,
  "sku": {"name": "$sku"},
  "identity": {"type": "UserAssigned", "userAssignedIdentities": {"$(identity_id "$COMMON_GROUP" "$identity")": {}}},
  "properties": {"originResponseTimeoutSeconds": $timeout}
}
JSON
done
<%- endif %>
<%- if features.zones %>

# name_servers ZONE
name_servers() {
  az network dns zone show --resource-group "$COMMON_GROUP" --name "$1" --query "join(' ', nameServers)" --output tsv
}

for zone in "${DNS_ZONES[@]}"; do
  say "DNS zone $zone"
  az network dns zone create --resource-group "$COMMON_GROUP" --name "$zone" "${TAG_FLAGS[@]}"
<%- if features.locks %>
  # On a record that each zone has: so the zone stays, and all other records may come and go.
  keep "$(resource_id "$COMMON_GROUP" Microsoft.Network/dnsZones "$zone" NS @)"
<%- else %>
  free "$(resource_id "$COMMON_GROUP" Microsoft.Network/dnsZones "$zone" NS @)"
<%- endif %>
done
<%- endif %>
<%- if features.made_private_zones %>

for zone in "${PRIVATE_DNS_ZONES[@]}"; do
  private_dns_zone "$COMMON_GROUP" "$zone"
done
<%- endif %>
<%- if features.delegations %>

for line in "${DELEGATIONS[@]}"; do
  read -r subscription group parent record child <<<"$line"
  [[ $subscription != - ]] || subscription=$SUBSCRIPTION_ID
  say "DNS zone $parent leads to $child"
  read -ra servers <<<"$(name_servers "$child")"
  records=$(printf ', {"nsdname": "%s"}' "${servers[@]}")
  parent_id=/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Network/dnsZones/$parent
  # By az rest, since az network dns adds name servers one by one, and leaves those of an earlier zone.
  az rest --method put --url "$parent_id/NS/$record?api-version=<{ api_versions.delegation | bare }>" \
    --body "{\"properties\": {\"TTL\": <{ dns.ttl }>, \"NSRecords\": [${records:2}]}}"
done
<%- endif %>
<%- if undelegated %>

say 'Each zone answers once the zone above it leads to its name servers, by a record of type NS:'
for zone in "${DNS_ZONES[@]}"; do
<%- if features.delegations %>
  [[ ${DELEGATIONS[*]/%/ } == *" $zone "* ]] || say "  $zone: $(name_servers "$zone")"
<%- else %>
  say "  $zone: $(name_servers "$zone")"
<%- endif %>
done
<%- endif %>

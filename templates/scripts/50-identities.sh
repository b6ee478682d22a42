#!/usr/bin/env bash
# <{ header }>
#
# The identities of a site and their roles, each on <% if features.public_ingress %>what it needs<% else %>one resource<% endif %> and no more. They come before cluster<% if features.gateway %> and gateway<% endif %>,
# so that their roles have long taken effect.
#
#   50-identities.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"
<# blank line #>
<%- if features.gateway or features.front_doors %>
readonly KEY_VAULT_SECRETS_USER=<{ roles.key_vault_secrets_user }>
<%- endif %>
<%- if features.public_ingress or features.disk_encryption %>
readonly READER=<{ roles.reader }>
<%- endif %>
readonly NETWORK_CONTRIBUTOR=<{ roles.network_contributor }>
readonly MANAGED_IDENTITY_OPERATOR=<{ roles.managed_identity_operator }>
readonly ACR_PULL=<{ roles.acr_pull }>
<%- if features.api_zones %>
readonly PRIVATE_DNS_ZONE_CONTRIBUTOR=<{ roles.private_dns_zone_contributor }>
<%- endif %>
<%- if features.gateway and features.ungated %>

if [[ -n $GATEWAY ]]; then
  <% filter indent(width=2) %><% include "scripts/parts/gateway-identity.sh" %><% endfilter %>
fi
<%- elif features.gateway %>

<% include "scripts/parts/gateway-identity.sh" -%>
<%- endif %>
<%- if features.front_doors %>

if [[ -n $FRONT_DOOR_IDENTITY ]]; then
  say "Front Door reads certificates from $VAULT"
  vault_id=$(vault_id)
  assign_identity "$KEY_VAULT_SECRETS_USER" "$vault_id" "$COMMON_GROUP" "$FRONT_DOOR_IDENTITY"
fi
<%- endif %>

say "resource group $AKS_GROUP"
az group create --name "$AKS_GROUP" --location "$LOCATION" "${TAG_FLAGS[@]}"

# Of the cluster itself, and of its nodes.
identities() {
  local subnet subnet_id registry<% if features.api_zones %> subscription group zone<% endif %><% if features.public_ingress %> address_id<% endif %><% if features.disk_encryption %> set_id<% endif %>
  say "identity $CLUSTER_IDENTITY"
  <% if features.brought_identities %>[[ -n $CLUSTER_IDENTITY_EXISTS ]] || <% endif %>az identity create --resource-group "$AKS_GROUP" --name "$CLUSTER_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
  for subnet in "$NODE_SUBNET" "$INGRESS_SUBNET"<% if features.api_subnets %> $API_SUBNET<% endif %><% if features.private_links %> $LINK_SUBNET<% endif %><% if features.pod_subnets %> $SUBNET_OF_PODS<% endif %>; do
    say "  joins $subnet"
    subnet_id=$(network_id)/subnets/$subnet
    assign_identity "$NETWORK_CONTRIBUTOR" "$subnet_id" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  done
<%- if features.disk_encryption %>
  if [[ -n $DISK_ENCRYPTION_SET ]]; then
    say "  encrypts disks by $DISK_ENCRYPTION_SET"
    set_id=$(disk_encryption_set_id)
    assign_identity "$READER" "$set_id" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  fi
<%- endif %>
<%- if features.route_tables %>
  if [[ -n $ROUTE_TABLE ]]; then
    say "  reads and changes $ROUTE_TABLE"
    assign_identity "$NETWORK_CONTRIBUTOR" "$(resource_id "$NETWORK_GROUP" Microsoft.Network/routeTables "$ROUTE_TABLE")" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  fi
<%- endif %>
<%- if features.brought_routes %>
  if [[ -n $BROUGHT_ROUTE_TABLE ]]; then
    say "  reads and changes $BROUGHT_ROUTE_TABLE"
    assign_identity "$NETWORK_CONTRIBUTOR" "$(resource_id "$BROUGHT_ROUTE_TABLE_GROUP" Microsoft.Network/routeTables "$BROUGHT_ROUTE_TABLE")" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  fi
<%- endif %>
<%- if features.public_ingress %>
  if [[ -n $INGRESS_PUBLIC_ADDRESS ]]; then
    # It looks for the address among all of the group, so it may read them; it changes no other.
    say "  takes $INGRESS_PUBLIC_ADDRESS"
    assign_identity "$READER" "/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$NETWORK_GROUP" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
    address_id=$(resource_id "$NETWORK_GROUP" Microsoft.Network/publicIPAddresses "$INGRESS_PUBLIC_ADDRESS")
    assign_identity "$NETWORK_CONTRIBUTOR" "$address_id" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  fi
<%- endif %>
<%- if features.api_zones %>
  if [[ $API_ZONE == *' '* ]]; then # AKS writes the name of the API server there, and links the network of the cluster to it
    read -r subscription group zone <<<"$API_ZONE"
    say "  writes into $zone"
    assign_identity "$PRIVATE_DNS_ZONE_CONTRIBUTOR" "$(private_zone_id "$subscription" "$group" "$zone")" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
    assign_identity "$NETWORK_CONTRIBUTOR" "$(network_id)" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  fi
<%- endif %>

  say "identity $KUBELET_IDENTITY"
  <% if features.brought_identities %>[[ -n $KUBELET_IDENTITY_EXISTS ]] || <% endif %>az identity create --resource-group "$AKS_GROUP" --name "$KUBELET_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
  say '  given to the nodes by the cluster'
  assign_identity "$MANAGED_IDENTITY_OPERATOR" "$(identity_id "$<% if features.brought_identities %>KUBELET_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$KUBELET_IDENTITY")" "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY"
  say "  pulls images from $REGISTRY"
  registry=$(registry_id)
  assign_identity "$ACR_PULL" "$registry" "$<% if features.brought_identities %>KUBELET_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$KUBELET_IDENTITY"
}
each_cluster identities

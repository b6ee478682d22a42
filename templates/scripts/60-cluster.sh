#!/usr/bin/env bash
# <{ header }>
#
# The clusters of a site: control plane, node pools, maintenance windows, container insights, and who may use them.
#
#   60-cluster.sh [SITE]     SITE names settings/SITE.sh; it may be left out where only one exists

set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
load_site "$@"

readonly AKS_CLUSTER_USER=<{ roles.aks_cluster_user }>
readonly AKS_RBAC_CLUSTER_ADMIN=<{ roles.aks_rbac_cluster_admin }>
<%- if features.virtual_nodes %>
readonly NETWORK_CONTRIBUTOR=<{ roles.network_contributor }>
<%- endif %>

workspace_id=$(workspace_id)

# now QUERY: what the cluster says of itself.
now() {
  az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query "$1" --output tsv
}

# pool_now NAME QUERIES: what a pool says of itself, in one line.
pool_now() {
  az aks nodepool show --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$1" --query "join(' ', [$2])" --output tsv
}

# labels_now NAME: the labels of a pool, each key=value.
labels_now() {
  az aks nodepool show --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$1" --query "nodeLabels || \`{}\`" --output json |
    sed -n 's/^ *"\(.*\)": "\(.*\)",\{0,1\}$/\1=\2/p' | LC_ALL=C sort
}
<%- if features.pool_labels %>

sorted() {
  (($# == 0)) || printf '%s\n' "$@" | LC_ALL=C sort
}
<%- endif %>

# read_pool LINE-OF-POOLS
read_pool() {
  read -r name mode size disk from to pods surge taints<% if features.spot_pools %> priority<% endif %><% if features.pool_labels %> labels<% endif %> <<<"$1"
  [[ $taints != - ]] || taints=''
<%- if features.pool_labels %>
  [[ $labels != - ]] || labels=''
  IFS=, read -ra labels <<<"$labels"
<%- endif %>
}

<%- if features.api_ranges or features.api_subnets %>

# api_flags: who reaches the API server, as az aks create takes it.
api_flags() {
  flags=()
<%- if features.api_subnets %>
  [[ -z $API_SUBNET ]] || flags+=(--enable-apiserver-vnet-integration --apiserver-subnet-id "$(api_subnet_id)")
<%- endif %>
<%- if features.private_api %>
  if [[ -n $API_PRIVATE ]]; then
    flags+=(--enable-private-cluster --disable-public-fqdn --private-dns-zone "$(api_zone)")
  fi
<%- endif %>
<%- if features.api_ranges %>
  ((${#API_RANGES[@]} == 0)) || flags+=(--api-server-authorized-ip-ranges "$(api_ranges)")
<%- endif %>
}
<%- if features.api_subnets %>

# A hyphen where the API server stands outside of the network.
api_subnet_id() {
  [[ -n $API_SUBNET ]] || { printf - && return; }
  printf '%s/subnets/%s' "$(network_id)" "$API_SUBNET"
}
<%- endif %>
<%- if features.private_api %>

# Where the name of a private API server is found.
api_zone() {
<%- if features.api_zones %>
  local subscription group zone
  [[ $API_ZONE != system ]] || { printf system && return; }
  read -r subscription group zone <<<"$API_ZONE"
  private_zone_id "$subscription" "$group" "$zone"
<%- else %>
  printf '%s' "$API_ZONE"
<%- endif %>
}
<%- endif %>
<%- if features.api_ranges %>

# The public ranges that reach the API server, as az takes them<% if features.own_addresses %>: with the addresses of the nodes, which else would lose it. (Of its
# own load balancer Azure adds the address by itself.)<% endif %>
api_ranges() {
<%- if features.own_addresses %>
  local name address
  local ranges=("${API_RANGES[@]}")
  if ((${#ranges[@]} > 0)) && [[ $OUTBOUND_TYPE == userAssignedNATGateway ]]; then
    for name in "${NAT_ADDRESSES[@]}"; do
      address=$(az network public-ip show --resource-group "$NETWORK_GROUP" --name "$name" --query ipAddress --output tsv)
      ranges+=("$address/32")
    done
  fi
  local IFS=,
  printf '%s' "${ranges[*]}"
<%- else %>
  local IFS=,
  printf '%s' "${API_RANGES[*]}"
<%- endif %>
}
<%- endif %>
<%- endif %>

<%- if features.autoscalers %>

# How nodes are added and taken away, as az takes it: an empty word leaves that to Azure.
autoscaler_profile() {
  local word
  profile=()
  for word in "${AUTOSCALER[@]:-}"; do
    profile+=("$word")
  done
}
<%- endif %>

create_cluster() {
  local line name mode size disk from to pods surge taints<% if features.spot_pools %> priority<% endif %><% if features.pool_labels %> labels<% endif %><% if features.autoscalers %> profile<% endif %><% if features.api_ranges or features.api_subnets %> flags<% endif %><% if features.several_cnis %> network<% endif %><% if features.virtual_nodes %> policies<% endif %><% if features.disk_encryption %> disks<% endif %><% if features.application_routing %> routing<% endif %><% if features.isolated %> registry<% endif %><% if features.isolated or features.insights and features.blind %> more<% endif %><% if features.insights and features.blind %> addons<% endif %>
  for line in "${POOLS[@]}"; do # a cluster begins with one pool, a system pool; the others are added to it
    read_pool "$line"
    [[ $mode != System ]] || break
  done
<%- if features.api_ranges or features.api_subnets %>
  api_flags
<%- endif %>
<%- if features.autoscalers %>
  autoscaler_profile
<%- endif %>
<%- if features.disk_encryption %>
  disks=()
  [[ -z $DISK_ENCRYPTION_SET ]] || disks=(--node-osdisk-diskencryptionset-id "$(disk_encryption_set_id)")
<%- endif %>
<%- if features.virtual_nodes %>
  policies=calico
  [[ -z $VIRTUAL_SUBNET ]] || policies=none # Azure Container Instances keeps none, so a cluster with virtual nodes has none
<%- endif %>
<%- if features.several_cnis %>
<%- if features.node_subnets %>
  network=(--network-plugin azure --network-policy <% if features.virtual_nodes %>"$policies"<% else %>calico<% endif %>) # pods take addresses of the nodes' subnet
<%- if features.pod_subnets %>
  [[ -z $SUBNET_OF_PODS ]] || network=(--network-plugin azure --network-dataplane cilium --network-policy cilium)
<%- endif %>
<%- else %>
  network=(--network-plugin azure --network-dataplane cilium --network-policy cilium) # pods take addresses of a subnet
<%- endif %>
<%- if features.overlay %>
  [[ -z $POD_RANGE ]] ||
    network=(--network-plugin azure --network-plugin-mode overlay --network-dataplane cilium --network-policy cilium --pod-cidr "$POD_RANGE")
<%- endif %>
<%- endif %>
<%- if features.insights and features.blind %>
  addons=azure-keyvault-secrets-provider more=()
  [[ -z $CONTAINER_INSIGHTS ]] || addons=monitoring,azure-keyvault-secrets-provider more=(--workspace-resource-id "$workspace_id")
<%- elif features.isolated %>
  more=()
<%- endif %>
<%- if features.isolated %>
  if [[ $OUTBOUND_TYPE == none ]]; then # images come from the registry, those of AKS too
    registry=$(registry_id)
    more+=(--bootstrap-artifact-source Cache --bootstrap-container-registry-resource-id "$registry")
  fi
<%- endif %>
<%- if features.application_routing %>
  routing=()
  [[ -z $APPLICATION_ROUTING ]] || routing=(--enable-gateway-api --enable-app-routing-istio)
<%- endif %>
  say '  made with its first pool; this takes some ten minutes'
  # People sign in with Entra ID and no other way; Azure roles and Kubernetes role bindings say what they may do.
  # Roles are given in 50-identities.sh, so az is told to give none.
  az aks create --resource-group "$AKS_GROUP" --name "$CLUSTER" --location "$LOCATION" "${TAG_FLAGS[@]}" --yes --no-ssh-key \
    --sku base --tier "${TIER,,}" --kubernetes-version "$KUBERNETES_VERSION" \
    --dns-name-prefix "$CLUSTER" --node-resource-group "$NODE_RESOURCE_GROUP" \
    --enable-managed-identity --skip-subnet-role-assignment \
    --assign-identity "$(identity_id "$<% if features.brought_identities %>CLUSTER_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$CLUSTER_IDENTITY")" \
    --assign-kubelet-identity "$(identity_id "$<% if features.brought_identities %>KUBELET_IDENTITY_GROUP<% else %>AKS_GROUP<% endif %>" "$KUBELET_IDENTITY")" \
    --enable-aad --enable-azure-rbac --aad-admin-group-object-ids "$ADMINS" --aad-tenant-id "$TENANT_ID" \
    --disable-local-accounts --disable-run-command \
    --enable-oidc-issuer --enable-workload-identity \
    --enable-image-cleaner --image-cleaner-interval-hours 168 \
<%- if features.application_routing %>
    "${routing[@]}" \
<%- endif %>
<%- if features.several_cnis %>
    "${network[@]}" \
    --service-cidr<%- elif features.overlay %>
    --network-plugin azure --network-plugin-mode overlay --network-dataplane cilium --network-policy cilium \
    --pod-cidr "$POD_RANGE" --service-cidr<%- elif features.pod_subnets %>
    --network-plugin azure --network-dataplane cilium --network-policy cilium \
    --service-cidr<%- else %>
    --network-plugin azure --network-policy <% if features.virtual_nodes %>"$policies"<% else %>calico<% endif %> \
    --service-cidr<%- endif %> "$SERVICE_RANGE" --dns-service-ip "$DNS_ADDRESS" \
    --load-balancer-sku standard --outbound-type "$OUTBOUND_TYPE" \
<%- if features.api_ranges or features.api_subnets %>
    "${flags[@]}" \
<%- endif %>
    --nodepool-name "$name" --vm-set-type VirtualMachineScaleSets --node-vm-size "$size" --os-sku AzureLinux --node-osdisk-type "$disk" \
    "${ZONE_FLAGS[@]}" --vnet-subnet-id "$subnet_id"<% if features.pod_subnets %> "${pod_flags[@]}"<% endif %> --max-pods "$pods" --nodepool-taints "$taints" \
<%- if features.pool_labels %>
    --nodepool-labels "${labels[@]:-}" \
<%- endif %>
    --enable-cluster-autoscaler --node-count "$from" --min-count "$from" --max-count "$to" \
<%- if features.autoscalers %>
    --cluster-autoscaler-profile "${profile[@]}" \
<%- endif %>
<%- if features.disk_encryption %>
    "${disks[@]}" \
<%- endif %>
<%- if features.blind %>
    --enable-addons "<% if features.insights %>$addons<% else %>azure-keyvault-secrets-provider<% endif %>"<% if features.policy %>"${POLICY:+,azure-policy}"<% endif %><% if features.insights or features.isolated %> "${more[@]}"<% endif %> \
<%- else %>
    --enable-addons monitoring,azure-keyvault-secrets-provider<% if features.policy %>"${POLICY:+,azure-policy}"<% endif %> --workspace-resource-id "$workspace_id" \
<%- endif %>
    --enable-secret-rotation --rotation-poll-interval 2m \
    --auto-upgrade-channel "$UPGRADE_CHANNEL" --node-os-upgrade-channel "$NODE_IMAGE_CHANNEL"
}

# What has to change in who reaches the API server, as az aks update takes it.
update_api() {
  local has has_private has_ranges has_subnet<% if features.private_api %> has_zone<% endif %>
  has=$(now "join(' ', [to_string(apiServerAccessProfile.enablePrivateCluster || \`false\`), join(',', apiServerAccessProfile.authorizedIpRanges || \`[]\`) || '-', apiServerAccessProfile.subnetId || '-'<% if features.private_api %>, apiServerAccessProfile.privateDnsZone || '-'<% endif %>])")
  read -r has_private has_ranges has_subnet<% if features.private_api %> has_zone<% endif %> <<<"$has"
  fixed 'the cluster (the subnet of its API server; - is none)' "$has_subnet" <% if features.api_subnets %>"$(api_subnet_id)"<% else %>-<% endif %>
<%- if features.private_api %>
  if [[ -n $API_PRIVATE ]]; then
    if [[ $has_private == true ]]; then
      fixed 'the cluster (the private DNS zone of its API server)' "$has_zone" "$(api_zone)"
    else
      say '  loses its public address' # at once, since az gives up the public name of none but a private cluster
      az aks update --resource-group "$AKS_GROUP" --name "$CLUSTER" --yes --api-server-authorized-ip-ranges '' \
        --enable-private-cluster --private-dns-zone "$(api_zone)"
    fi
    has=$(now 'apiServerAccessProfile.enablePrivateClusterPublicFqdn')
    [[ ${has,,} == false ]] || changes+=(--disable-public-fqdn)
    return
  fi
<%- endif %>
  if [[ $has_private == true ]]; then
    say '  gets a public address' # at once, since az takes no ranges beside
    az aks update --resource-group "$AKS_GROUP" --name "$CLUSTER" --yes --disable-private-cluster
  fi
<%- if features.api_ranges %>
  has=$(api_ranges)
  [[ $has_ranges == "${has:--}" ]] || changes+=(--api-server-authorized-ip-ranges "$has")
<%- else %>
  [[ $has_ranges == - ]] || changes+=(--api-server-authorized-ip-ranges '')
<%- endif %>
}

<%- if features.autoscalers %>

# What has to change in how nodes are added and taken away.
update_autoscaler() {
  local profile word has wanted=''
  autoscaler_profile
  for word in "${AUTOSCALER[@]}"; do
    wanted+=" ${word#*=}"
  done
  [[ -n $wanted ]] || wanted=' - - - - -'
  # In the order of the settings.
  has=$(now "join(' ', [autoScalerProfile.balanceSimilarNodeGroups || '-', autoScalerProfile.expander || '-', autoScalerProfile.scaleDownDelayAfterAdd || '-', autoScalerProfile.scaleDownUnneededTime || '-', autoScalerProfile.scaleDownUtilizationThreshold || '-'])")
  [[ $has == "${wanted:1}" ]] || changes+=(--cluster-autoscaler-profile "${profile[@]}")
}
<%- endif %>

update_cluster() {
  local has tagged has_state has_tier has_channel has_image_channel has_admins has_outbound has_policy changes=()<% if features.disk_encryption %> set_id=''<% endif %>
  has_state=$(now provisioningState)
  settled "$has_state" || stop "Azure is at work on $CLUSTER ($has_state)" '  When it is done, run this again.'
  has=$(now "join(' ', [dnsPrefix, nodeResourceGroup, networkProfile.podCidr<% if features.pods_in_subnets %> || '-'<% endif %>, networkProfile.serviceCidr, networkProfile.dnsServiceIp])")
  fixed 'the cluster (its DNS prefix, group of nodes, range of pods, range of services, DNS address)' "$has" \
    "$CLUSTER $NODE_RESOURCE_GROUP <% if features.pods_in_subnets %>${POD_RANGE:--}<% else %>$POD_RANGE<% endif %> $SERVICE_RANGE $DNS_ADDRESS"
<%- if features.disk_encryption %>
  has=$(now diskEncryptionSetId)
  [[ -z $DISK_ENCRYPTION_SET ]] || set_id=$(disk_encryption_set_id)
  fixed 'the cluster (the disk encryption set of its disks)' "$has" "$set_id"
<%- endif %>

  tagged=$(az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER" --query tags --output json)
  has=$(now "join(' ', [sku.tier, autoUpgradeProfile.upgradeChannel || 'none', autoUpgradeProfile.nodeOsUpgradeChannel, join(',', aadProfile.adminGroupObjectIDs), networkProfile.outboundType, to_string(addonProfiles.azurepolicy.enabled || \`false\`)])")
  read -r has_tier has_channel has_image_channel has_admins has_outbound has_policy <<<"$has"
  if [[ $has_state != Succeeded ]] || ! same_tags "$tagged"; then
    changes+=("${TAG_FLAGS[@]}") # any change has Azure take up again what broke off
  fi
  [[ $has_tier == "$TIER" ]] || changes+=(--tier "${TIER,,}")
  [[ $has_channel == "$UPGRADE_CHANNEL" ]] || changes+=(--auto-upgrade-channel "$UPGRADE_CHANNEL")
  [[ $has_image_channel == "$NODE_IMAGE_CHANNEL" ]] || changes+=(--node-os-upgrade-channel "$NODE_IMAGE_CHANNEL")
  [[ $has_admins == "$ADMINS" ]] || changes+=(--aad-admin-group-object-ids "$ADMINS")
  if [[ $has_outbound != "$OUTBOUND_TYPE" ]]; then
    # Of the ways out Azure changes only those of a network that is given to it, one into another.
    [[ <% if features.isolated %>$OUTBOUND_TYPE != none && $has_outbound != none && <% endif %>$has_outbound =~ ^(loadBalancer|userAssignedNATGateway|userDefinedRouting|none)$ ]] ||
      fixed 'the cluster (its way to the Internet)' "$has_outbound" "$OUTBOUND_TYPE"
    changes+=(--outbound-type "$OUTBOUND_TYPE")
  fi
<%- if features.application_routing %>
  has=$(now "join(' ', [ingressProfile.gatewayApi.installation || '-', ingressProfile.webAppRouting.gatewayApiImplementations.appRoutingIstio.mode || '-'])")
  [[ -z $APPLICATION_ROUTING || $has == 'Standard Enabled' ]] || changes+=(--enable-gateway-api --enable-app-routing-istio)
<%- endif %>
<%- if features.autoscalers %>
  update_autoscaler
<%- endif %>
  update_api
  if ((${#changes[@]} > 0)); then
    say "  changed: ${changes[*]}"
    az aks update --resource-group "$AKS_GROUP" --name "$CLUSTER" --yes "${changes[@]}"
  fi
<%- if features.policy %>
  if [[ -n $POLICY && $has_policy != true ]]; then
    say '  watched by Azure Policy'
    az aks enable-addons --resource-group "$AKS_GROUP" --name "$CLUSTER" --addons azure-policy
  elif [[ -z $POLICY && $has_policy == true ]]; then
<%- else %>
  if [[ $has_policy == true ]]; then
<%- endif %>
    say '  no longer watched by Azure Policy'
    az aks disable-addons --resource-group "$AKS_GROUP" --name "$CLUSTER" --addons azure-policy
  fi
}

<%- if features.virtual_nodes %>
# What makes pods on virtual nodes, and its role. Not by az aks enable-addons: that would give it one over the whole network.
virtual_nodes() {
  local has object
  has=$(now "to_string(addonProfiles.aciConnectorLinux.enabled || \`false\`)")
  if [[ -z $VIRTUAL_SUBNET ]]; then
    if [[ $has == true ]]; then
      say '  no longer has virtual nodes'
      az aks disable-addons --resource-group "$AKS_GROUP" --name "$CLUSTER" --addons virtual-node
    fi
    return
  fi
  if [[ $has != true ]]; then
    say "  has virtual nodes in $VIRTUAL_SUBNET; this takes some minutes"
    az resource update --ids "$cluster_id" --api-version <{ api_versions.cluster | bare }> \
      --set properties.addonProfiles.aciConnectorLinux='{"enabled": true, "config": {"SubnetName": "'"$VIRTUAL_SUBNET"'"}}'
  fi
  has=$(now "join(' ', [networkProfile.networkPolicy || 'none', addonProfiles.aciConnectorLinux.config.SubnetName])")
  fixed 'the cluster (who keeps its network policies, the subnet of its virtual nodes)' "$has" "none $VIRTUAL_SUBNET"
  object=$(now addonProfiles.aciConnectorLinux.identity.objectId)
  [[ -n $object ]] || stop "AKS has made no identity yet for the virtual nodes of $CLUSTER"
  assign "$NETWORK_CONTRIBUTOR" "$(network_id)/subnets/$VIRTUAL_SUBNET" "$cluster_id" "$object" ServicePrincipal
}

<%- endif %>

# Kubernetes is raised by upgrade.sh alone, which looks first at what is in the way: a cluster that stands runs what the settings say.
same_minor() {
  local has versions other
  has=$(now '[currentKubernetesVersion, agentPoolProfiles[].currentOrchestratorVersion][]')
  mapfile -t versions <<<"$has"
  other=$(other_minor "${versions[@]}")
  [[ -z $other ]] || stop "$CLUSTER is to run Kubernetes $KUBERNETES_VERSION, and runs $other"
}

# pool LINE-OF-POOLS
pool() {
  local name mode size disk from to pods surge taints<% if features.spot_pools %> priority surge_flags spot_flags<% endif %><% if features.pool_labels %> labels<% endif %> has
  read_pool "$1"
  say "pool $name ($size, $from to $to nodes)"
<%- if features.spot_pools %>
  # Azure adds no spot nodes while it upgrades, and refuses a number of them.
  surge_flags=(--max-surge "$surge") spot_flags=()
  [[ $priority != Spot ]] || surge_flags=() spot_flags=(--priority Spot --eviction-policy Delete)
<%- endif %>
  if ! exists az aks nodepool show --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$name"; then
    az aks nodepool add --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$name" --mode "$mode" \
      --kubernetes-version "$KUBERNETES_VERSION" --vm-set-type VirtualMachineScaleSets --node-vm-size "$size" \
      --os-type Linux --os-sku AzureLinux --node-osdisk-type "$disk" \
      "${ZONE_FLAGS[@]}" --vnet-subnet-id "$subnet_id"<% if features.pod_subnets %> "${pod_flags[@]}"<% endif %> --max-pods "$pods" --node-taints "$taints" <% if features.spot_pools %>"${surge_flags[@]}" "${spot_flags[@]}"<% else %>--max-surge "$surge"<% endif %> \
<%- if features.pool_labels %>
      --labels "${labels[@]:-}" \
<%- endif %>
      --enable-cluster-autoscaler --node-count "$from" --min-count "$from" --max-count "$to"
    return
  fi
  has=$(pool_now "$name" "vmSize, osDiskType, scaleSetPriority || 'Regular', to_string(maxPods), join(' ', availabilityZones || \`[]\`)")
  fixed "pool $name (its size, disk, priority, pods on a node, zones)" "$has" "$size $disk <% if features.spot_pools %>$priority<% else %>Regular<% endif %> $pods ${ZONES[*]}"
  has=$(pool_now "$name" "provisioningState, mode, to_string(minCount), to_string(maxCount), <% if features.spot_pools %>upgradeSettings.maxSurge || '-'<% else %>to_string(upgradeSettings.maxSurge)<% endif %>, join(',', nodeTaints || \`[]\`)")
  if [[ ${has#* } != "$mode $from $to $surge $taints" || ${has%% *} =~ ^(Failed|Canceled)$ || $(labels_now "$name") != <% if features.pool_labels %>$(sorted "${labels[@]}")<% else %>''<% endif %> ]]; then
    az aks nodepool update --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$name" --mode "$mode" \
      --update-cluster-autoscaler --min-count "$from" --max-count "$to" --node-taints "$taints" --labels <% if features.pool_labels %>"${labels[@]:-}"<% else %>''<% endif %> <% if features.spot_pools %>"${surge_flags[@]}"<% else %>--max-surge "$surge"<% endif %>
  fi
}

# Takes away every pool that the settings do not name: its pods move to the others, as far as their disruption budgets allow.
no_other_pools() {
  local name names
  names=$(now 'agentPoolProfiles[].name')
  for name in $names; do
    if [[ $'\n'$(printf '%s\n' "${POOLS[@]}") != *$'\n'"$name "* ]]; then
      say "without the pool $name"
      az aks nodepool delete --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$name"
    fi
  done
}

# window NAME
window() {
  local verb=add interval=(--interval-weeks 1)
  [[ $1 != default ]] || interval=() # always weekly
  if exists az aks maintenanceconfiguration show --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$1"; then
    verb=update
  fi
  say "maintenance window $1 ($WINDOW_DAY, $WINDOW_START$WINDOW_OFFSET)"
  # The offset by `=`: one west of Greenwich begins with a minus, which az would take for another option.
  az aks maintenanceconfiguration "$verb" --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$1" \
    --schedule-type Weekly --day-of-week "$WINDOW_DAY" "${interval[@]}" \
    --start-time "$WINDOW_START" --utc-offset="$WINDOW_OFFSET" --duration "$WINDOW_HOURS"
}

no_other_windows() {
  local name names
  names=$(az aks maintenanceconfiguration list --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --query '[].name' --output tsv)
  for name in $names; do
    if [[ " ${WINDOWS[*]} " != *" $name "* ]]; then
      say "without the maintenance window $name"
      az aks maintenanceconfiguration delete --resource-group "$AKS_GROUP" --cluster-name "$CLUSTER" --name "$name"
    fi
  done
}
<%- if features.insights %>

# What container insights collects, into which tables, and that it does so from this cluster. az has no command of its own for it.
collection_rule() {
  local rule streams='[
    "Microsoft-ContainerLogV2",
    "Microsoft-KubeEvents",
    "Microsoft-KubePodInventory",
    "Microsoft-KubeNodeInventory",
    "Microsoft-KubePVInventory",
    "Microsoft-KubeServices",
    "Microsoft-KubeMonAgentEvents",
    "Microsoft-InsightsMetrics",
    "Microsoft-ContainerInventory",
    "Microsoft-ContainerNodeInventory",
    "Microsoft-Perf"
  ]'
  rule=$(resource_id "$AKS_GROUP" Microsoft.Insights/dataCollectionRules "$COLLECTION_RULE")
  say "data collection rule $COLLECTION_RULE"
  put "$rule" <{ api_versions.collection_rule | bare }> <<JSON
{
  "location": "$<% if features.brought_workspaces %>WORKSPACE_<% endif %>LOCATION",
  "tags": $TAGS_JSON,
  "kind": "Linux",
  "properties": {
    "dataSources": {
      "extensions": [
        {
          "name": "ContainerInsightsExtension",
          "extensionName": "ContainerInsights",
          "streams": $streams,
          "extensionSettings": {
            "dataCollectionSettings": {"interval": "1m", "namespaceFilteringMode": "Off", "enableContainerLogV2": true}
          }
        }
      ]
    },
    "destinations": {"logAnalytics": [{"name": "workspace", "workspaceResourceId": "$workspace_id"}]},
    "dataFlows": [{"streams": $streams, "destinations": ["workspace"]}]
  }
}
JSON
  put "$cluster_id/providers/Microsoft.Insights/dataCollectionRuleAssociations/ContainerInsightsExtension" <{ api_versions.collection_association | bare }> <<JSON
{
  "location": "$LOCATION",
  "properties": {
    "description": "Container insights of this cluster. Without it the agents on the nodes collect nothing.",
    "dataCollectionRuleId": "$rule"
  }
}
JSON
}
<%- endif %>

# Writes only: kube-audit would add every read, at many times the price.
control_plane_logs() {
  say 'logs of the control plane'
  az monitor diagnostic-settings create --name control-plane --resource "$cluster_id" --workspace "$workspace_id" --export-to-resource-specific true \
    --logs '[
      {"category": "kube-audit-admin", "enabled": true},
      {"category": "guard", "enabled": true},
      {"category": "cluster-autoscaler", "enabled": true},
      {"category": "kube-controller-manager", "enabled": true}
    ]'
}

cluster() {
  local cluster_id subnet_id line name group<% if features.pod_subnets %> pod_flags<% endif %>
  cluster_id=$(resource_id "$AKS_GROUP" Microsoft.ContainerService/managedClusters "$CLUSTER")
  subnet_id=$(network_id)/subnets/$NODE_SUBNET
<%- if features.pod_subnets %>
<%- if features.several_cnis %>
  pod_flags=()
  [[ -z $SUBNET_OF_PODS ]] || pod_flags=(--pod-subnet-id "$(network_id)/subnets/$SUBNET_OF_PODS")
<%- else %>
  pod_flags=(--pod-subnet-id "$(network_id)/subnets/$SUBNET_OF_PODS")
<%- endif %>
<%- endif %>

  say "cluster $CLUSTER"
  if exists az aks show --resource-group "$AKS_GROUP" --name "$CLUSTER"; then
    same_minor
    update_cluster
  else
    create_cluster
  fi
  for line in "${POOLS[@]}"; do
    pool "$line"
  done
  no_other_pools
<%- if features.virtual_nodes %>
  virtual_nodes
<%- endif %>
  for name in "${WINDOWS[@]}"; do
    window "$name"
  done
  no_other_windows
<%- if features.insights and features.blind %>
  [[ -z $CONTAINER_INSIGHTS ]] || collection_rule
<%- elif features.insights %>
  collection_rule
<%- endif %>
  control_plane_logs

  say "administered by $ADMINS"
  assign_group "$AKS_RBAC_CLUSTER_ADMIN" "$cluster_id" "$ADMINS"
  no_other_groups "$AKS_RBAC_CLUSTER_ADMIN" "$cluster_id" "$ADMINS"
  for group in "${CLUSTER_USERS[@]}"; do
    say "credentials fetched by $group"
    assign_group "$AKS_CLUSTER_USER" "$cluster_id" "$group"
  done
  no_other_groups "$AKS_CLUSTER_USER" "$cluster_id" "${CLUSTER_USERS[@]}"
}
each_cluster cluster

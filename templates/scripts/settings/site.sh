# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# Platform <{ platform }> in <{ location }>.

readonly LOCATION=<{ location | sh }>
readonly ZONES=(<% for zone in zones %><{ zone | sh }><% if not loop.last %> <% endif %><% endfor %>)

readonly NETWORK_GROUP=<{ groups.network | sh }>
readonly DATA_GROUP=<{ groups.data | sh }>
readonly AKS_GROUP=<{ groups.aks | sh }>
readonly VAULT_GROUP=<{ groups.vault | sh }>

# Network.
readonly NETWORK=<{ network.name | sh }>
readonly NETWORK_RANGE=<{ network.range | sh }>
readonly NODE_SUBNET=<{ network.nodes.name | sh }>
readonly NODE_RANGE=<{ network.nodes.range | sh }>
readonly NODE_SECURITY_GROUP=<{ network.nodes.security_group | sh }>
readonly INGRESS_SUBNET=<{ network.ingress.name | sh }>
readonly INGRESS_RANGE=<{ network.ingress.range | sh }>
readonly INGRESS_SECURITY_GROUP=<{ network.ingress.security_group | sh }>
readonly GATEWAY_SUBNET=<{ network.gateway.name | sh }>
readonly GATEWAY_RANGE=<{ network.gateway.range | sh }>
readonly GATEWAY_SECURITY_GROUP=<{ network.gateway.security_group | sh }>

# Fixed: the front end of the ingress controller, and so the backend of the gateway.
readonly INGRESS_ADDRESS=<{ network.ingress_address | sh }>

# Monitoring.
readonly WORKSPACE=<{ workspace.name | sh }>
readonly RETENTION_DAYS=<{ workspace.retention_days }>

# Vault and identities.
readonly VAULT=<{ vault | sh }>
readonly GATEWAY_IDENTITY=<{ identities.gateway | sh }>
readonly CLUSTER_IDENTITY=<{ identities.cluster | sh }>
readonly KUBELET_IDENTITY=<{ identities.kubelet | sh }>

# Cluster. AKS makes the resource group of the nodes by itself.
readonly CLUSTER=<{ cluster.name | sh }>
readonly NODE_RESOURCE_GROUP=<{ cluster.node_resource_group | sh }>
readonly KUBERNETES_VERSION=<{ cluster.version | sh }>
readonly TIER=<{ cluster.tier | sh }>
readonly POD_RANGE=<{ cluster.pod_range | sh }>
readonly SERVICE_RANGE=<{ cluster.service_range | sh }>
readonly DNS_ADDRESS=<{ cluster.dns_address | sh }>
readonly UPGRADE_CHANNEL=<{ cluster.upgrade_channel | sh }>
readonly NODE_IMAGE_CHANNEL=<{ cluster.node_image_channel | sh }>
readonly POOLS=(
  # name mode size disk nodes-from nodes-to pods-per-node added-while-upgraded taint
<%- for pool in cluster.pools %>
  <{ pool | sh }>
<%- endfor %>
)

# When upgrades may happen: of AKS itself (default), of Kubernetes, of the image of the nodes.
readonly WINDOWS=(
<%- for window in cluster.windows %>
  <{ window | sh }>
<%- endfor %>
)
readonly WINDOW_DAY=<{ cluster.window_day | sh }>
readonly WINDOW_START=<{ cluster.window_start | sh }>
readonly WINDOW_OFFSET=<{ cluster.window_offset | sh }>
readonly WINDOW_HOURS=<{ cluster.window_hours }>

# The data collection rule of container insights: az and the portal look for this name.
readonly COLLECTION_RULE=<{ cluster.collection_rule | sh }>

# Entra groups: who administers the cluster, and who may fetch its credentials.
readonly ADMINS=<{ cluster.admins | sh }>
readonly CLUSTER_USERS=(
<%- for group in cluster.users %>
  <{ group | sh }>
<%- endfor %>
)

# Charts of others, in the order of their installation.
readonly RELEASES=(
<%- for release in releases %>
  <{ release | sh }>
<%- endfor %>
)
<%- if workloads %>

# Apps that read secrets.
readonly WORKLOADS=(
  # identity namespace service-account
<%- for workload in workloads %>
  <{ workload | sh }>
<%- endfor %>
)
<%- endif %>

# Edge.
readonly GATEWAY=<{ gateway.name | sh }>
readonly PUBLIC_ADDRESS=<{ gateway.public_address | sh }>
readonly DNS_LABEL=<{ gateway.dns_label | sh }>
readonly WAF_POLICY=<{ gateway.waf_policy | sh }>
readonly WAF_MODE=<{ gateway.waf_mode | sh }>
readonly CAPACITY_MIN=<{ gateway.capacity_min }>
readonly CAPACITY_MAX=<{ gateway.capacity_max }>
readonly REQUEST_TIMEOUT=<{ gateway.request_timeout }> # seconds
readonly PROBE_HOST=<{ gateway.probe.host | sh }>
readonly PROBE_PATH=<{ gateway.probe.path | sh }>
readonly LISTENERS=(
<%- if features.certificates %>
  # name host priority redirect-priority certificate
<%- else %>
  # name host priority
<%- endif %>
<%- for listener in listeners %>
  <{ listener | sh }>
<%- endfor %>
)

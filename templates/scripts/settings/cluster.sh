# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# A cluster of the site <{ site }>.

readonly CLUSTER_SITE=<{ site | sh }>

# AKS makes the resource group of the nodes by itself.
readonly CLUSTER=<{ name | sh }>
readonly CLUSTER_IDENTITY=<{ identity.name | sh }>
<%- if features.brought_identities %>
readonly CLUSTER_IDENTITY_GROUP=<{ identity.resource_group | sh }>
readonly CLUSTER_IDENTITY_EXISTS=<% if identity.subscription %>yes<% else %>''<% endif %>
<%- endif %>
readonly KUBELET_IDENTITY=<{ kubelet_identity.name | sh }>
<%- if features.brought_identities %>
readonly KUBELET_IDENTITY_GROUP=<{ kubelet_identity.resource_group | sh }>
readonly KUBELET_IDENTITY_EXISTS=<% if kubelet_identity.subscription %>yes<% else %>''<% endif %>
<%- endif %>
readonly NODE_SUBNET=<{ node_subnet | sh }>
<%- if features.pod_subnets %>
readonly SUBNET_OF_PODS=<% if pod_subnet %><{ pod_subnet | sh }><% else %>''<% endif %>
<%- endif %>
<%- if features.virtual_nodes %>
readonly VIRTUAL_SUBNET=<% if virtual_subnet %><{ virtual_subnet | sh }><% else %>''<% endif %> # of pods on virtual nodes<% if not virtual_subnet %>: it has none<% endif %>
<%- endif %>
<%- if features.public_ingress %>
readonly INGRESS_PUBLIC_ADDRESS=<% if public_address %><{ public_address | sh }><% else %>'' # it has none<% endif %>
<%- endif %>
readonly NODE_RESOURCE_GROUP=<{ node_resource_group | sh }>
readonly KUBERNETES_VERSION=<{ version | sh }>
readonly TIER=<{ tier | sh }>
readonly POD_RANGE=<% if overlay %><{ pod_range | sh }><% else %>''<% endif %>
<%- if features.disk_encryption %>
<%- if disk_encryption %>
readonly DISK_ENCRYPTION_SET=<{ disk_encryption.name | sh }>
readonly DISK_ENCRYPTION_GROUP=<{ disk_encryption.resource_group | sh }>
<%- else %>
readonly DISK_ENCRYPTION_SET='' # Azure's own key
<%- endif %>
<%- endif %>
readonly SERVICE_RANGE=<{ service_range | sh }>
readonly DNS_ADDRESS=<{ dns_address | sh }>
readonly OUTBOUND_TYPE=<{ outbound_type | sh }>
readonly UPGRADE_CHANNEL=<{ upgrade_channel | sh }>
readonly NODE_IMAGE_CHANNEL=<{ node_image_channel | sh }>
<%- if features.application_routing %>
readonly APPLICATION_ROUTING=<% if application_routing %>yes<% else %>''<% endif %> # whether requests come in by that add-on
<%- endif %>
<%- if features.policy %>
readonly POLICY=<% if policy %>yes<% else %>''<% endif %> # whether Azure Policy watches it
<%- endif %>
readonly POOLS=(
  # name mode size disk nodes-from nodes-to pods-per-node added-while-upgraded taints<% if features.spot_pools %> priority<% endif %><% if features.pool_labels %> labels<% endif %>
<%- for pool in pools %>
  <{ pool | sh }>
<%- endfor %>
)
<%- if features.autoscalers %>

# How nodes are added and taken away<% if not autoscaler %>: as Azure does it<% endif %>.
readonly AUTOSCALER=(
<%- for word in autoscaler %>
  <{ word | sh }>
<%- endfor %>
)
<%- endif %>

# When upgrades may happen: of AKS itself (default), of Kubernetes, of the image of the nodes.
readonly WINDOWS=(
<%- for window in windows %>
  <{ window | sh }>
<%- endfor %>
)
readonly WINDOW_DAY=<{ window_day | sh }>
readonly WINDOW_START=<{ window_start | sh }>
readonly WINDOW_OFFSET=<{ window_offset | sh }>
readonly WINDOW_HOURS=<{ window_hours }>
<%- if features.hours %>

# The time zone of the hours in which it runs<% if not hours_zone %>: it runs always<% else %>, and how far its clocks are from UTC when there is a schedule for it<% endif %>.
readonly HOURS_ZONE=<% if hours_zone %><{ hours_zone | sh }>
readonly HOURS_OFFSETS='<{ hours_offsets | safe }>'<% else %>''<% endif %>
<%- endif %>

<% if features.insights and features.blind %># Whether container insights collect what its pods write.
readonly CONTAINER_INSIGHTS=<% if insights %>yes<% endif %>

<% endif %># The data collection rule of container insights: az and the portal look for this name.
readonly COLLECTION_RULE=<{ collection_rule | sh }>

# Entra groups: who administers the cluster, and who may fetch its credentials.
readonly ADMINS=<{ admins | sh }>
readonly CLUSTER_USERS=(
<%- for group in users %>
  <{ group | sh }>
<%- endfor %>
)

# Charts of others, in the order of their installation.
readonly RELEASES=(
<%- for release in releases %>
  <{ release | sh }>
<%- endfor %>
)
<%- if features.ingress_certificates %>
<%- if certificate %>

# The certificate that the ingress serves, and what only Azure knows and fetching it needs.
readonly INGRESS_CERTIFICATE=<{ certificate | sh }>
readonly INGRESS_HANDOVERS=(
<%- for handover in ingress_handovers %>
  <{ handover | sh }>
<%- endfor %>
)
<%- else %>

# TLS does not end at the ingress.
readonly INGRESS_CERTIFICATE=''
<%- endif %>
<%- endif %>
<%- if features.workloads %>

# <% if features.ingress_certificates %>What reads the vault: apps with secrets, and an ingress with a certificate<% else %>Apps that read secrets<% endif %>.
readonly WORKLOADS=(
  # identity namespace service-account<% if features.rollout_credentials %> service-account-before-rollouts(-: none)<% endif %>
<%- for workload in workloads %>
  <{ workload | sh }>
<%- endfor %>
)
<%- endif %>
<%- if features.issuers %>
<%- if issuer %>

# What has the certificate of the ingress issued: its identity with the service account, the zones into which it writes, and what only Azure knows.
readonly ISSUER=<{ (issuer.identity ~ " " ~ issuer.namespace ~ " " ~ issuer.service_account) | sh }>
readonly ISSUER_ZONES=(
  # subscription group zone
<%- for zone in issuer.zones %>
  <{ zone | sh }>
<%- endfor %>
)
readonly ISSUER_HANDOVERS=(
<%- for handover in issuer.handovers %>
  <{ handover | sh }>
<%- endfor %>
)
<%- else %>

# Nothing has a certificate issued to the ingress.
readonly ISSUER=''
readonly ISSUER_ZONES=()
readonly ISSUER_HANDOVERS=()
<%- endif %>
<%- endif %>
<%- if features.record_writers %>
<%- if record_writer %>

# What writes the records of hosts: its identity with the service account, the zones into which it writes, and what only Azure knows.
readonly RECORD_WRITER=<{ (record_writer.identity ~ " " ~ record_writer.namespace ~ " " ~ record_writer.service_account) | sh }>
readonly RECORD_ZONES=(
  # subscription group zone
<%- for zone in record_writer.zones %>
  <{ zone | sh }>
<%- endfor %>
)
readonly RECORD_HANDOVERS=(
<%- for handover in record_writer.handovers %>
  <{ handover | sh }>
<%- endfor %>
)
<%- else %>

# Nothing in it writes records of hosts.
readonly RECORD_WRITER=''
readonly RECORD_ZONES=()
readonly RECORD_HANDOVERS=()
<%- endif %>
<%- endif %>

# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# Platform <{ platform | bare }> in <{ location }>.

<% if features.subscriptions %>readonly SITE_SUBSCRIPTION=<{ subscription | sh }>
<% endif %>readonly LOCATION=<{ location | sh }>
readonly ZONES=(<% for zone in zones %><{ zone | sh }><% if not loop.last %> <% endif %><% endfor %>)

# Nodes for which Azure must grant processors.
readonly NODES=(
  # size with-all-pools-at-their-maximum-and-upgraded<% if features.spot_pools %> whether-spot-nodes<% endif %>
<%- for size in nodes %>
  <{ size | sh }>
<%- endfor %>
)

readonly NETWORK_GROUP=<{ groups.network | sh }><%- if features.data_groups %>
readonly DATA_GROUP=<{ groups.data | sh }>
<%- endif %>
readonly AKS_GROUP=<{ groups.aks | sh }><%- if features.vaults %>
readonly VAULT_GROUP=<{ vault.resource_group | sh }>
<%- endif %>

# Network.
readonly NETWORK=<{ network.name | sh }><%- if features.brought_networks %>
readonly VNET_GROUP=<{ network.resource_group | sh }>
<%- if features.networks %>
readonly NETWORK_EXISTS=<% if network.subscription %>yes<% else %>''<% endif %>
<%- endif %>
<%- endif %>
readonly NETWORK_RANGE=<{ network.range | sh }>
readonly INGRESS_SUBNET=<{ network.ingress.name | sh }>
readonly INGRESS_RANGE=<{ network.ingress.range | sh }>
readonly INGRESS_SECURITY_GROUP=<% if network.ingress.security_group %><{ network.ingress.security_group | sh }><% else %>'' # the subnet existed before<% endif %>
<%- if network.gateway %>
readonly GATEWAY_SUBNET=<{ network.gateway.name | sh }>
readonly GATEWAY_RANGE=<{ network.gateway.range | sh }>
readonly GATEWAY_SECURITY_GROUP=<% if network.gateway.security_group %><{ network.gateway.security_group | sh }><% else %>'' # the subnet existed before<% endif %>
<%- if features.front_doors %>
readonly CLIENTS=<{ edge.clients | sh }> # who reaches it, as a service tag
<%- endif %>
<%- endif %>
readonly NODE_SUBNETS=(
  # name range security-group<% if features.brought_subnets %>(-: the subnet existed before)<% endif %> pods ingress-address<% if features.public_ingress %> public-address-of-the-ingress(-: none) its-label<% endif %>
<%- for subnet in node_subnets %>
  <{ subnet | sh }>
<%- endfor %>
)
<%- if features.shares %>
# Those whose nodes mount file shares: a way of its own leads from there to Azure Storage.
readonly SHARE_SUBNETS=(<% for name in share_subnets %><{ name | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- endif %>
<%- if features.pod_subnets %>
readonly POD_SUBNETS=(<% if pod_subnets %>
  # name range security-group<% if features.brought_subnets %>(-: the subnet existed before)<% endif %>: that of the nodes
<%- for subnet in pod_subnets %>
  <{ subnet | sh }>
<%- endfor %>
<% endif %>)
<%- endif %>
<%- if features.virtual_nodes %>
# Of pods on virtual nodes.
readonly VIRTUAL_SUBNETS=(<% if virtual_subnets %>
  # name range security-group: that of the nodes
<%- for subnet in virtual_subnets %>
  <{ subnet | sh }>
<%- endfor %>
<% endif %>)
<%- endif %>
<%- if brought_subnet_ranges %>

# All of them, for the preflight to hold beside what stands in the network.
readonly SUBNETS=(
  # name range
<%- for subnet in brought_subnet_ranges %>
  <{ subnet | sh }>
<%- endfor %>
)
<%- endif %>
<%- if features.brought_subnets %>

# Subnets that existed before: somebody else's, who sees to their security groups and routes<% if not existing_subnets %>. None here<% endif %>.
readonly EXISTING_SUBNETS=(<% if existing_subnets %>
  # name range to-what-it-is-delegated(-: does not matter)
<%- for subnet in existing_subnets %>
  <{ subnet | sh }>
<%- endfor %>
<% endif %>)
<%- endif %>
<%- if features.openings %>
<%- if openings %>

# Who reaches the ingress of each cluster<% if not gateway %>, at which TLS ends<% endif %>.
readonly OPENINGS=(
  # priority rule from port description
<%- for opening in openings %>
  <{ opening | sh }>
<%- endfor %>
)
<%- else %>

# Nobody reaches the ingress of a cluster.
readonly OPENINGS=()
<%- endif %>
<%- endif %>
<%- if features.api_subnets %>

# The subnet of the API servers<% if not network.api %>: none, they stand outside of the network<% endif %>.
<%- if network.api %>
readonly API_SUBNET=<{ network.api.name | sh }>
readonly API_SUBNET_RANGE=<{ network.api.range | sh }>
readonly API_SECURITY_GROUP=<% if network.api.security_group %><{ network.api.security_group | sh }><% else %>'' # the subnet existed before<% endif %>
<%- else %>
readonly API_SUBNET='' API_SUBNET_RANGE=''
<%- endif %>
<%- endif %>
<%- if features.private_links %>

# The subnet of private link services<% if not network.link %>: none<% endif %>.
<%- if network.link %>
readonly LINK_SUBNET=<{ network.link.name | sh }>
readonly LINK_SUBNET_RANGE=<{ network.link.range | sh }>
readonly LINK_SECURITY_GROUP=<% if network.link.security_group %><{ network.link.security_group | sh }><% else %>'' # the subnet existed before<% endif %>
<%- else %>
readonly LINK_SUBNET=''
<%- endif %>
<%- endif %>
<%- if features.endpoints %>

# The subnet of private endpoints, and these<% if not network.endpoints %>: none<% endif %>.
<%- if network.endpoints %>
readonly ENDPOINT_SUBNET=<{ network.endpoints.name | sh }>
readonly ENDPOINT_SUBNET_RANGE=<{ network.endpoints.range | sh }>
readonly ENDPOINT_SECURITY_GROUP=<% if network.endpoints.security_group %><{ network.endpoints.security_group | sh }><% else %>'' # the subnet existed before<% endif %>
readonly PRIVATE_ENDPOINTS=(
  # name part-of-the-target its: subscription(-: this one) resource-group type name, its zone: subscription(-: this one) resource-group name
<%- for endpoint in endpoints %>
  <{ endpoint | sh }>
<%- endfor %>
)
<%- else %>
readonly ENDPOINT_SUBNET='' ENDPOINT_SUBNET_RANGE=''
readonly PRIVATE_ENDPOINTS=()
<%- endif %>
<%- endif %>
<%- if features.own_zones %>
<%- if own_zones %>

# Private DNS zones that are made for this network alone.
readonly OWN_ZONES=(
<%- for zone in own_zones %>
  <{ zone | sh }>
<%- endfor %>
)
<%- else %>

# No private DNS zone is made for this network alone.
readonly OWN_ZONES=()
<%- endif %>
<%- endif %>
<%- if features.private_zones %>
<%- if private_zones %>

# Private DNS zones that the network asks.
readonly PRIVATE_ZONES=(
  # subscription(-: this one) resource-group zone
<%- for zone in private_zones %>
  <{ zone | sh }>
<%- endfor %>
)
<%- else %>

# The network asks no private DNS zone of ours.
readonly PRIVATE_ZONES=()
<%- endif %>
<%- endif %>
<%- if features.nat_gateway %>

# The NAT gateway by which the nodes leave, and its addresses<% if not nat_gateway %>: none here, they leave by the load balancers of their clusters<% endif %>.
<%- if nat_gateway %>
readonly NAT_GATEWAY=<{ nat_gateway.name | sh }>
readonly NAT_SKU=<{ nat_gateway.sku | sh }>
readonly NAT_IDLE_TIMEOUT=<{ nat_gateway.idle_timeout }> # minutes
readonly NAT_ADDRESSES=(
<%- for address in nat_gateway.addresses %>
  <{ address | sh }>
<%- endfor %>
)
<%- else %>
readonly NAT_GATEWAY=''
<%- endif %>
<%- endif %>
<%- if features.peerings %>
<%- if hub %>

# The hub of this network, and the peerings between them.
readonly ON_HUB=<{ hub.network | sh }>
readonly ON_HUB_GROUP=<{ hub.resource_group | sh }>
readonly ON_HUB_SUBSCRIPTION=<% if hub.subscription %><{ hub.subscription | sh }><% else %>''<% endif %><% if not hub.subscription %> # this one<% endif %>
readonly PEERING=<{ hub.peering | sh }>
readonly PEERING_BACK=<{ hub.back | sh }>
readonly HUB_GATEWAY=<{ hub.gateway }> # whether the hub has one to on-premises networks
<%- if features.rulesets %>
<%- if hub.ruleset %>

# By which names of on premises are found.
readonly RULESET=<{ hub.ruleset.ruleset | sh }>
readonly RULESET_LINK=<{ hub.ruleset.name | sh }>
<%- else %>

# Nothing is asked on premises.
readonly RULESET=''
<%- endif %>
<%- endif %>
<%- if features.hub_zones %>

# Of the zones that are made for this network alone those for which the resolver of the hub answers.
readonly ZONES_OF_HUB=(<% for zone in zones_of_hub %><{ zone | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- endif %>
<%- else %>

# This network stands alone.
readonly ON_HUB=''
<%- if features.hub_zones %>
readonly ZONES_OF_HUB=()
<%- endif %>
<%- endif %>
<%- endif %>
<%- if features.brought_routes %>
<%- if route_table and route_table.brought %>

# The route table on the subnet of the nodes, which existed before.
readonly BROUGHT_ROUTE_TABLE=<{ route_table.name | sh }>
readonly BROUGHT_ROUTE_TABLE_GROUP=<{ route_table.brought.resource_group | sh }>
<%- else %>
readonly BROUGHT_ROUTE_TABLE=''
<%- endif %>
<%- endif %>
<%- if features.route_tables %>
<%- if route_table and not route_table.brought %>

# What leaves the subnets of the nodes goes to a firewall.
readonly ROUTE_TABLE=<{ route_table.name | sh }>
readonly TO_FIREWALL=<{ route_table.firewall | sh }>
readonly TO_FIREWALL_GROUP=<{ route_table.resource_group | sh }>
readonly TO_FIREWALL_SUBSCRIPTION=<% if route_table.subscription %><{ route_table.subscription | sh }><% else %>''<% endif %><% if not route_table.subscription %> # this one<% endif %>
<%- else %>

# The nodes leave by no firewall.
readonly ROUTE_TABLE=''
<%- endif %>
<%- endif %>

# Monitoring.<% if features.brought_workspaces and features.workspaces %> A workspace that existed before has a subscription.<% endif %>
readonly WORKSPACE=<{ workspace.name | sh }>
<%- if features.brought_workspaces %>
readonly WORKSPACE_SUBSCRIPTION=<% if workspace.subscription %><{ workspace.subscription | sh }><% else %>''<% endif %>
readonly WORKSPACE_GROUP=<{ workspace.resource_group | sh }>
readonly WORKSPACE_LOCATION=<{ workspace.region | sh }> # in which the rules that collect data for it must stand
<%- endif %>
<%- if not workspace.subscription %>
readonly RETENTION_DAYS=<{ workspace.retention_days }>
<%- endif %>
<%- if features.prometheus %>
<%- if prometheus %>

# Where metrics are kept, and their way there.
readonly METRICS_WORKSPACE=<{ prometheus.workspace | sh }>
readonly METRICS_ENDPOINT=<{ prometheus.collection_endpoint | sh }>
readonly METRICS_RULE=<{ prometheus.collection_rule | sh }>
<%- else %>

# No metrics are kept.
readonly METRICS_WORKSPACE=''
<%- endif %>
<%- endif %>
<%- if features.application_insights %>

# Application Insights, for each environment whose apps send there.
readonly COMPONENTS=(<% for component in components %><{ component | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- endif %>
<%- if features.alerts %>
<%- if action_group %>
readonly ACTION_GROUP=<{ action_group.name | sh }>
readonly ACTION_GROUP_SHORT=<{ action_group.short_name | sh }>
# What is watched beside clusters<% if features.gateway %> and gateways<% endif %>: the log of these groups<% if features.firewalls or features.express_routes %>, and in the hub<% endif %>.
readonly WATCHED_GROUPS=(<% for group in action_group.watches %><{ group | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- if features.firewalls %>
readonly WATCHED_FIREWALLS=(<% for name in action_group.firewalls %><{ name | sh }><% endfor %>)
<%- endif %>
<%- if features.express_routes %>
readonly WATCHED_CIRCUITS=(<% for name in action_group.circuits %><{ name | sh }><% endfor %>)
<%- endif %>
<%- if features.log_alerts %>
# Clusters whose metrics nobody keeps: what container insights collects of them is asked instead.
readonly ASKED_CLUSTERS=(<% for name in asked %><{ name | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- endif %>
readonly EMAILS=(<% for email in action_group.emails %><{ email | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- if severe %>
# Severe alerts go to a group of their own.
readonly SEVERE_SHORT=<{ action_group.severe.short_name | sh }>
readonly SEVERE_EMAILS=(<% for email in action_group.severe.emails %><{ email | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- endif %>
<%- else %>
# Nobody is woken.
readonly ACTION_GROUP=''
<%- endif %>
<%- endif %>
<%- if features.budgets %>

<%- if budget %>

# What the platform may cost in a month, in all of its regions: who is told, and what counts, as members of JSON lists.
readonly BUDGET=<{ budget.name | sh }>
readonly BUDGET_AMOUNT=<{ budget.amount }>
readonly BUDGET_START=<{ budget.start | sh }>
readonly BUDGET_EMAILS=<{ budget.emails | sh }>
readonly BUDGET_GROUPS=<{ budget.resource_groups | sh }>
<%- else %>

# The platform has no budget, or another of its regions says it.
readonly BUDGET=''
<%- endif %>
<%- endif %>
<%- if features.backups %>
<%- if backup %>

# What is kept of the clusters: the backup vault with what it copies, the storage account of their objects, the resource group of the snapshots of disks.
readonly BACKUP_VAULT=<{ backup.vault | sh }>
readonly BACKUP_GROUP=<{ backup.resource_group | sh }>
readonly BACKUP_REDUNDANCY=<{ backup_redundancy | sh }>
readonly BACKUP_ACCOUNT=<{ backup.account | sh }>
readonly BACKUP_ACCOUNT_SKU=<{ backup.account_sku | sh }>
<%- if features.backup_endpoints %>
readonly BACKUP_CLOSED=<% if backup_closed %>yes<% else %>''<% endif %> # whether the account is reached by its private endpoint, and by the vault, alone
<%- endif %>
readonly SNAPSHOT_GROUP=<{ backup.snapshot_group | sh }>
readonly BACKUP_SCHEDULE=<{ backup.schedule | sh }>
readonly BACKUP_DAYS=<{ backup.retention_days }>
<%- if features.backup_copies %>
readonly BACKUP_COPY_DAYS=<% if backup.vault_days %><{ backup.vault_days }><% else %>''<% endif %><% if not backup.vault_days %> # nothing is copied into the vault<% endif %>
<%- endif %>
<%- else %>

# The clusters are not backed up.
readonly BACKUP_VAULT=''
<%- endif %>
<%- endif %>

# Vault<% if gateway %> and identities<% endif %>.<% if features.brought_vaults and features.vaults %> A vault that existed before has a subscription.<% endif %>
readonly VAULT=<{ vault.name | sh }>
<%- if features.brought_vaults %>
readonly VAULT_SUBSCRIPTION=<% if vault.subscription %><{ vault.subscription | sh }><% else %>''<% endif %>
<%- if not features.vaults %>
readonly VAULT_GROUP=<{ vault.resource_group | sh }>
<%- endif %>
<%- endif %>
<%- if features.vaults and features.vault_endpoints %>
readonly VAULT_CLOSED=<% if vault_closed %>yes<% else %>''<% endif %> # whether it is reached by its private endpoint alone
<%- endif %>
<%- if gateway %>
readonly GATEWAY_IDENTITY=<{ gateway.identity.name | sh }>
<%- if features.brought_gateway_identities %>
readonly GATEWAY_IDENTITY_GROUP=<{ gateway.identity.resource_group | sh }>
readonly GATEWAY_IDENTITY_EXISTS=<% if gateway.identity.subscription %>yes<% else %>''<% endif %>
<%- endif %>
<%- endif %>
<%- if features.front_doors %>
# A Front Door that reads certificates from the vault and writes to the workspace, and its identity<% if not home_of %>: none<% endif %>.
<%- if home_of %>
readonly HOME_OF=<{ home_of.profile | sh }>
readonly FRONT_DOOR_IDENTITY=<{ home_of.identity | sh }>
<%- else %>
readonly HOME_OF='' FRONT_DOOR_IDENTITY=''
<%- endif %>
<%- endif %>
<%- if features.api_ranges or features.private_api %>

# API servers.
<%- endif %>
<%- if features.api_ranges %>
# Public ranges from which they are reached; from anywhere where there are none.
readonly API_RANGES=(<% for range in api_ranges %><{ range | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- endif %>
<%- if features.private_api %>
# Whether they have an address in the network alone; the private DNS zone of their names, as subscription(-: this one)
# resource-group zone, or system: one that AKS makes.
readonly API_PRIVATE=<% if api_private %>yes<% else %>''<% endif %>
readonly API_ZONE=<{ api_zone | sh }>
<%- endif %>

# Each has settings of its own in clusters/.
readonly CLUSTERS=(
<%- for cluster in clusters %>
  <{ cluster | sh }>
<%- endfor %>
)
<%- if gateway %>

# Edge.
readonly GATEWAY=<{ gateway.name | sh }>
readonly PUBLIC_ADDRESS=<{ gateway.public_address.name | sh }>
readonly DNS_LABEL=<{ gateway.public_address.dns_label | sh }>
readonly WAF_POLICY=<{ gateway.waf_policy | sh }>
readonly WAF_MODE=<{ waf.mode | sh }>
<%- if features.front_doors %>
# The Front Door by which alone requests come; none where they come from anywhere.
readonly FRONT_DOOR=<% if front_door %><{ front_door | sh }><% else %>''<% endif %>
<%- endif %>
<%- if features.waf_rules %>
# shellcheck disable=SC2016 # what looks like a variable is a pattern
readonly WAF_RULES=<{ waf.rules | sh }>
<%- endif %>
<%- if features.waf_exclusions %>
readonly WAF_EXCLUSIONS=<{ waf.exclusions | sh }>
<%- endif %>
<%- if features.waf_overrides %>
readonly WAF_OVERRIDES=<{ waf.overrides | sh }>
<%- endif %>
<%- if features.site_policies %>

# Firewalls that look at the requests of one environment each, in the place of that of the gateway.
readonly SITE_POLICIES=(
  # policy mode
<%- for policy in site_policies %>
  <{ policy.line | sh }>
<%- endfor %>
)
<%- if features.waf_rules %>
# shellcheck disable=SC2016 # what looks like a variable is a pattern
declare -grA POLICY_RULES=(
<%- for policy in site_policies %>
  ['<{ policy.name }>']=<{ policy.waf.rules | sh }>
<%- endfor %>
)
<%- endif %>
<%- if features.waf_exclusions %>
declare -grA POLICY_EXCLUSIONS=(
<%- for policy in site_policies %>
  ['<{ policy.name }>']=<{ policy.waf.exclusions | sh }>
<%- endfor %>
)
<%- endif %>
<%- if features.waf_overrides %>
declare -grA POLICY_OVERRIDES=(
<%- for policy in site_policies %>
  ['<{ policy.name }>']=<{ policy.waf.overrides | sh }>
<%- endfor %>
)
<%- endif %>
<%- endif %>
readonly CAPACITY_MIN=<{ gateway.capacity_min }>
readonly CAPACITY_MAX=<{ gateway.capacity_max }>
readonly REQUEST_TIMEOUT=<{ edge.request_timeout }> # seconds
readonly PROBE_PATH=<{ edge.probe_path | sh }>
readonly BACKENDS=(
  # name ingress-address probe-host
<%- for backend in backends %>
  <{ backend | sh }>
<%- endfor %>
)
readonly LISTENERS=(
<%- if features.certificates %>
  # name host backend priority redirect-priority certificate<% if features.site_policies %> policy(-: that of the gateway)<% endif %>
<%- else %>
  # name host backend priority<% if features.site_policies %> policy(-: that of the gateway)<% endif %>
<%- endif %>
<%- for listener in listeners %>
  <{ listener | sh }>
<%- endfor %>
)
<%- elif features.gateway %>

# No application gateway stands in front of the ingress.
readonly GATEWAY=''
<%- endif %>
<%- if features.edge_records or features.ingress_records %>
<%- if records %>

# DNS records that lead to the public address<% if not gateway %> of an ingress<% endif %>.
readonly RECORDS=(
  # subscription(-: this one) resource-group zone name<% if features.ingress_records %> public-address<% endif %>
<%- for record in records %>
  <{ record | sh }>
<%- endfor %>
)
<%- else %>

# No DNS record leads to the public address alone.
readonly RECORDS=()
<%- endif %>
<%- endif %>

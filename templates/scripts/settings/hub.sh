# shellcheck shell=bash disable=SC2034
# <{ header }>
#
# The hub in <{ location }>, which all platforms there share.

readonly HUB_LOCATION=<{ location | sh }>
readonly HUB_ZONES=(<% for zone in zones %><{ zone | sh }><% if not loop.last %> <% endif %><% endfor %>)
readonly HUB_GROUP=<{ resource_group | sh }>
readonly HUB_NETWORK=<{ network | sh }>
readonly HUB_RANGE=<{ range | sh }>
readonly HUB_SUBNETS=(
<%- if subnets %>
  # name range<% if features.resolvers %> service-for-which-alone-it-is(-: its name says it)<% endif %>
<%- endif %>
<%- for subnet in subnets %>
  <{ subnet | sh }>
<%- endfor %>
)
readonly HUB_WORKSPACE=<{ workspace.name | sh }>
readonly HUB_RETENTION_DAYS=<{ workspace.retention_days }>
<%- if features.firewalls %>
<%- if firewall %>

# The firewall by which platforms leave.
readonly FIREWALL=<{ firewall.name | sh }>
readonly FIREWALL_POLICY=<{ firewall.policy | sh }>
readonly FIREWALL_TIER=<{ firewall.tier | sh }>
readonly FIREWALL_ADDRESSES=(
<%- for address in firewall.addresses %>
  <{ address | sh }>
<%- endfor %>
)
readonly FIREWALL_GROUPS=(
  # platform priority ranges-of-its-nodes
<%- for group in firewall.groups %>
  <{ group | sh }>
<%- endfor %>
)
readonly FIREWALL_HOSTS=(
  # platform rule hosts
<%- for rule in firewall.hosts %>
  <{ rule | sh }>
<%- endfor %>
)
readonly FIREWALL_RANGES=(
<%- if firewall.ranges %>
  # platform rule range-of-the-nodes destination port
<%- endif %>
<%- for rule in firewall.ranges %>
  <{ rule | sh }>
<%- endfor %>
)
<%- else %>

# No platform leaves by a firewall here.
readonly FIREWALL=''
<%- endif %>
<%- endif %>
<%- if features.vpns %>
<%- if vpn %>

# The VPN gateway, what it knows of the other side, and the tunnel.
readonly VPN_GATEWAY=<{ vpn.name | sh }>
readonly VPN_SIZE=<{ vpn.size | sh }>
readonly VPN_GENERATION=<{ vpn.generation | sh }>
readonly VPN_ADDRESS=<{ vpn.public_address | sh }>
readonly DEVICE=<{ vpn.device | sh }>
readonly DEVICE_ADDRESS=<{ vpn.device_address | sh }>
readonly ON_PREMISES=(<% for range in vpn.ranges %><{ range | sh }><% if not loop.last %> <% endif %><% endfor %>)
<%- if vpn.bgp %>
readonly DEVICE_ASN=<{ vpn.bgp[0] }>
readonly DEVICE_BGP_ADDRESS=<{ vpn.bgp[1] | sh }>
<%- else %>
readonly DEVICE_ASN='' # the ranges are all that is known
<%- endif %>
readonly CONNECTION=<{ vpn.connection | sh }>
readonly SHARED_KEY=<{ vpn.shared_key | sh }> # the name of the secret in the vault
<%- else %>

# No tunnel leads on premises from here.
readonly VPN_GATEWAY=''
<%- endif %>
<%- endif %>
<%- if features.express_routes %>
<%- if express %>

# The circuit, the ExpressRoute gateway at which it ends<% if not connected %> (none before the provider has connected it)<% endif %>, and the connection between them.
<%- if connected %>
readonly EXPRESS_GATEWAY=<{ express.gateway | sh }>
readonly EXPRESS_SIZE=<{ express.size | sh }>
readonly EXPRESS_ADDRESS=<{ express.public_address | sh }>
readonly EXPRESS_CONNECTION=<{ express.connection | sh }>
<%- else %>
readonly EXPRESS_GATEWAY=''
<%- endif %>
<%- if circuit %>
readonly CIRCUIT=<{ circuit.name | sh }>
readonly CIRCUIT_PROVIDER=<{ circuit.provider | sh }>
readonly CIRCUIT_LOCATION=<{ circuit.location | sh }>
readonly CIRCUIT_BANDWIDTH=<{ circuit.bandwidth }> # Mbit/s
readonly CIRCUIT_TIER=<{ circuit.tier | sh }>
readonly CIRCUIT_FAMILY=<{ circuit.family | sh }>
<%- if peering %>
readonly PEER_ASN=<{ peering.asn }>
readonly PEER_VLAN=<{ peering.vlan }>
readonly PEER_RANGES=(<{ peering.ranges[0] | sh }> <{ peering.ranges[1] | sh }>)
<%- endif %>
<%- else %>
readonly CIRCUIT='' # that of somebody else
<%- endif %>
<%- if features.brought_circuits %>
<%- if brought_circuit %>
readonly BROUGHT_CIRCUIT=<{ brought_circuit | sh }>
readonly AUTHORIZATION=<{ authorization | sh }> # the name of the secret in the vault
<%- else %>
readonly BROUGHT_CIRCUIT=''
<%- endif %>
<%- endif %>
<%- else %>

# No line of a provider leads on premises from here.
readonly EXPRESS_GATEWAY='' CIRCUIT=''<% if features.brought_circuits %> BROUGHT_CIRCUIT=''<% endif %>
<%- endif %>
<%- endif %>
<%- if features.resolvers %>
<%- if resolver %>

# The DNS resolver, the endpoint at which servers on premises ask it, and the private DNS zones whose names it answers<% if own_zones %> (those beside a network come with that)<% endif %>.
readonly RESOLVER=<{ resolver.name | sh }>
readonly INBOUND_ENDPOINT=<{ resolver.inbound | sh }>
readonly INBOUND_SUBNET=<{ resolver.inbound_subnet | sh }>
readonly INBOUND_ADDRESS=<{ resolver.address | sh }>
<%- if features.resolver_zones %>
readonly RESOLVED_ZONES=(
<%- if resolved_zones %>
  # subscription(-: this one) resource-group zone
<%- endif %>
<%- for zone in resolved_zones %>
  <{ zone | sh }>
<%- endfor %>
)
<%- endif %>
<%- if features.rulesets %>
<%- if forwarding %>

# What is asked of servers on premises, and from where.
readonly RULESET=<{ forwarding.ruleset | sh }>
readonly OUTBOUND_ENDPOINT=<{ forwarding.outbound | sh }>
readonly OUTBOUND_SUBNET=<{ forwarding.subnet | sh }>
readonly DNS_SERVERS=(<% for server in forwarding.servers %><{ server | sh }><% if not loop.last %> <% endif %><% endfor %>)
readonly FORWARDED=(
  # rule domain
<%- for rule in forwarded %>
  <{ rule | sh }>
<%- endfor %>
)
<%- else %>
readonly RULESET='' # nothing is asked there
<%- endif %>
<%- endif %>
<%- else %>

# No DNS resolver stands here.
readonly RESOLVER=''
<%- endif %>
<%- endif %>
<%- if features.hub_vaults %>

# The vault of what <% if features.vpns and features.brought_circuits %>tunnel or line<% elif features.vpns %>the tunnel<% else %>the line<% endif %> must not say to others<% if not vault %>: there is none<% endif %>.
readonly HUB_VAULT=<% if vault %><{ vault.name | sh }><% else %>''<% endif %>
<%- endif %>

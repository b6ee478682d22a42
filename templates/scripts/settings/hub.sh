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
  # name range
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
readonly HUB_VAULT=<{ vault.name | sh }>
<%- else %>

# No tunnel leads on premises from here.
readonly VPN_GATEWAY=''
<%- endif %>
<%- endif %>

//! The networks on premises, and the way there.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::express_route::{Circuit, ExpressRoute};
use crate::blueprint::text::{DeviceAddress, ForwardedDomain, SecretName};

/// What lies on premises. No network of ours takes an address of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OnPremises {
    /// All addresses that lie there.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub ranges: Vec<Ipv4Net>,
    /// The way there, by a gateway in the hub of the region; none where a hub that is brought has one.
    pub connection: Option<Connection>,
    /// Names, both ways, by a DNS resolver that stands in the hub once its gateway leads there: servers there are told of its address, which
    /// finds what is private here, and the networks here find the domains of these servers. Where `servers` and `domains` are left out,
    /// names are found from there alone.
    pub dns: Option<OnPremisesDns>,
}

impl OnPremises {
    /// Whether a gateway leads there: none does before the provider has connected a circuit that is ordered.
    pub fn is_connected(&self) -> bool {
        match &self.connection {
            Some(Connection::Vpn(_)) => true,
            Some(Connection::ExpressRoute(line)) => !matches!(&line.circuit, Circuit::Make(made) if made.peering.is_none()),
            None => false,
        }
    }
}

/// The DNS servers on premises, and what they answer for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OnPremisesDns {
    /// Their addresses, in the `ranges`.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub servers: Vec<Ipv4Addr>,
    /// The domains that they are asked for, with all that is below them.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub domains: Vec<ForwardedDomain>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Connection {
    /// A line of a provider that does not cross the Internet.
    ExpressRoute(ExpressRoute),
    /// A tunnel (IPsec, IKEv2) over the Internet to a device there.
    Vpn(Vpn),
}

/// The tunnel, and the gateway that holds it on this side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Vpn {
    /// The public address of the device there, or its name in DNS.
    pub address: DeviceAddress,
    /// The key that both sides know, by its name in the vault of the hub.
    pub shared_key: SecretName,
    /// The gateway, by what it can carry: 650 Mbit/s, 1, 1.25, 5 or 10 Gbit/s.
    pub size: VpnSize,
    /// How each side learns the routes of the other; where it is not written, the ranges are all that is known.
    pub bgp: Option<Bgp>,
}

/// As Azure calls them. They span the zones where the region has some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum VpnSize {
    VpnGw1AZ,
    VpnGw2AZ,
    VpnGw3AZ,
    VpnGw4AZ,
    VpnGw5AZ,
}

impl VpnSize {
    pub fn name(self) -> &'static str {
        match self {
            VpnSize::VpnGw1AZ => "VpnGw1AZ",
            VpnSize::VpnGw2AZ => "VpnGw2AZ",
            VpnSize::VpnGw3AZ => "VpnGw3AZ",
            VpnSize::VpnGw4AZ => "VpnGw4AZ",
            VpnSize::VpnGw5AZ => "VpnGw5AZ",
        }
    }

    /// The smallest exists in the first generation alone, the largest in the second alone.
    pub fn generation(self) -> &'static str {
        if self == VpnSize::VpnGw1AZ { "Generation1" } else { "Generation2" }
    }
}

/// What speaks BGP there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bgp {
    /// The number of the autonomous system there. 65515 is Azure's own.
    #[schemars(range(min = 1, max = 4294967295u32))]
    pub asn: u32,
    /// The private address of the device there.
    pub address: Ipv4Addr,
}

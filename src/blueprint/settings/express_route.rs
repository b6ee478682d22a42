//! A line of a provider from on premises to Azure.

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::{CircuitId, ProviderName, SecretName};

/// The gateway at which the line ends in the hub, and the circuit that leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExpressRoute {
    /// The gateway, by what it can carry: 1, 2 or 10 Gbit/s.
    pub size: ExpressRouteSize,
    /// The line to the provider: one that is made, or one that exists.
    pub circuit: Circuit,
}

/// As Azure calls them. They span the zones where the region has some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ExpressRouteSize {
    ErGw1AZ,
    ErGw2AZ,
    ErGw3AZ,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Circuit {
    /// One that is ordered: Azure bills it from the day on which it is made, whether or not the provider has connected it.
    Make(MadeCircuit),
    /// One of somebody else, who lets this hub use it.
    Existing(BroughtCircuit),
}

/// A circuit that is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MadeCircuit {
    /// The provider, as Azure names it (`az network express-route list-service-providers`).
    pub provider: ProviderName,
    /// Where the line meets Microsoft's network, as the provider's list names it.
    pub location: ProviderName,
    /// In Mbit/s.
    pub bandwidth: Bandwidth,
    /// Local reaches the regions beside the location, standard all of its continent, premium the world.
    pub tier: CircuitTier,
    /// Whether what leaves Azure is paid by amount.
    pub data: CircuitData,
    /// How the routers on both sides speak to each other: written once the provider has connected the circuit. Before, the circuit is ordered and
    /// no gateway stands at its end.
    pub peering: Option<Peering>,
}

/// 50, 100, 200, 500, 1000, 2000, 5000 or 10000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Bandwidth(#[schemars(extend("enum" = [50, 100, 200, 500, 1000, 2000, 5000, 10000]))] pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CircuitTier {
    Local,
    Standard,
    Premium,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CircuitData {
    Metered,
    Unlimited,
}

/// How the routers on both sides speak to each other (private peering).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Peering {
    /// The number of the autonomous system there.
    #[schemars(range(min = 1, max = 4294967295u32))]
    pub asn: u32,
    /// The number of the VLAN on the line.
    #[schemars(range(min = 1, max = 4094))]
    pub vlan: u32,
    /// Two ranges of four addresses (/30), for the first and the second line; of no network here or there.
    #[schemars(length(min = 2, max = 2), extend("uniqueItems" = true))]
    pub ranges: Vec<Ipv4Net>,
}

/// A circuit of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BroughtCircuit {
    /// Its resource id.
    pub circuit: CircuitId,
    /// The key of the authorisation that its owner has given, by its name in the vault of the hub.
    pub authorization: SecretName,
}

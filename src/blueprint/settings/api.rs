//! Who may reach the API server of a cluster.

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::{Nothing, PrivateZoneId};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Api {
    /// It has a public address; Entra ID and roles say who may do what.
    Public(PublicApi),
    /// It has an address in the network alone, in a subnet of its own (API Server VNet Integration).
    Private(PrivateApi),
}

/// An API server with a public address.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicApi {
    /// The public ranges from which it is reached, such as that of an office; from anywhere where none is written. The nodes' own way is always open.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub ranges: Vec<Ipv4Net>,
    /// Whether it stands in the network, too, where the nodes reach it. That stays with a cluster for ever; only so can it become private later, or public again.
    pub in_network: bool,
}

/// An API server without a public address.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrivateApi {
    /// The private DNS zone in which its name is found; fixed once the cluster exists.
    pub zone: ApiZone,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum ApiZone {
    /// One that AKS makes for each cluster, and that its own network alone asks.
    System(Nothing),
    /// One for all private clusters of the region, beside the registry: any network can be linked to it.
    Shared(Nothing),
    /// One that exists: `private.<region>.azmk8s.io`, or a zone below it.
    Existing(PrivateZoneId),
}

impl Api {
    /// Whether the API server stands in the network.
    pub fn is_in_network(&self) -> bool {
        match self {
            Api::Public(public) => public.in_network,
            Api::Private(_) => true,
        }
    }
}

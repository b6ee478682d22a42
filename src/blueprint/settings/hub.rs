//! The hub of a region: the network in the middle, which all platforms there share.

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::{FirewallId, NetworkId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Hub {
    /// A network that is made, with what the platforms of the region need in it.
    Make(Made),
    /// A network that exists, with what stands in it: this one is peered with it, in both directions.
    Existing(Brought),
}

/// A hub that is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Made {
    /// Its range; carved from the address space where it is not written.
    pub range: Option<Ipv4Net>,
}

/// A hub that somebody else has made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Brought {
    /// The resource id of its virtual network.
    pub network: NetworkId,
    /// The resource id of the Azure Firewall in it, for platforms that leave by it. Its rules are those of who runs it.
    pub firewall: Option<FirewallId>,
    /// Whether a gateway to on-premises networks stands in it, which this network may use.
    #[serde(default)]
    pub gateway: bool,
}

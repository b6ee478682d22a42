//! What spreads requests over the regions of a platform.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settings::{WafMode, WafRule};
use super::text::{Area, Nothing, Region};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Global {
    /// Requests go to the public address of the one region.
    None(Nothing),
    /// Azure Front Door: the edge of Microsoft's network takes requests in near the client, ends TLS there, and sends them on to a region that is well.
    FrontDoor(FrontDoor),
    /// Azure Traffic Manager: DNS answers with the address of a region that is well.
    TrafficManager(TrafficManager),
}

impl Global {
    /// Regions that get no requests, though they stand.
    pub fn disabled(&self) -> &[Region] {
        match self {
            Global::None(_) => &[],
            Global::FrontDoor(front_door) => &front_door.disabled,
            Global::TrafficManager(traffic) => &traffic.disabled,
        }
    }
}

/// Front Door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FrontDoor {
    /// `premium` has managed rules in its firewall, and reaches an ingress without a public address (`gateway: none`) by private link;
    /// `standard` has rules of your own alone.
    pub tier: FrontDoorTier,
    /// Its web application firewall, which stands before that of a gateway.
    pub waf: FrontDoorWaf,
    /// Whether it keeps answers, for as long as the app allows (`Cache-Control`).
    pub cache: bool,
    /// Regions to which no request is sent: while they are being built, or while something is wrong there. Pipelines deploy them beside the others, and nothing
    /// waits for them.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub disabled: Vec<Region>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FrontDoorTier {
    Standard,
    Premium,
}

/// The web application firewall of Front Door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FrontDoorWaf {
    /// Whether what matches a rule is blocked or only logged.
    pub mode: WafMode,
    /// Rules of your own, in their order and before the managed ones: the first that allows or blocks a request decides.
    #[serde(default)]
    pub rules: Vec<WafRule>,
}

/// Traffic Manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrafficManager {
    /// Which region a client is sent to.
    pub routing: Routing,
    /// How long a client may keep an answer, in seconds: so much later than Traffic Manager it notices that a region has failed.
    #[schemars(range(min = 0, max = 2147483647))]
    pub ttl: u32,
    /// Regions to which no client is sent: while they are being built, or while something is wrong there. Pipelines deploy them beside the others, and nothing
    /// waits for them.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub disabled: Vec<Region>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Routing {
    /// To the region that answers it fastest.
    Performance(Nothing),
    /// To the first region of the platform that is well.
    Priority(Nothing),
    /// To each region by its weight, such as `{westeurope: 3, northeurope: 1}`; 1 where none is written.
    Weighted(BTreeMap<Region, Weight>),
    /// By where the client is: the areas that each region serves, one region all the rest (`WORLD`).
    Geographic(BTreeMap<Region, Vec<Area>>),
}

/// A share of requests among those of the other regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Weight(#[schemars(range(min = 1, max = 1000))] pub u32);

//! Addresses in the network for what else has a public one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::{Nothing, PrivateZoneId};

/// What is reached at an address in the network alone, each with the private DNS zone in which its name is found.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PrivateEndpoints {
    /// The vault of the platform in the region.
    pub vault: Option<EndpointZone>,
    /// The registry, which is then reached from no other network. Every platform says it, or none.
    pub registry: Option<EndpointZone>,
    /// The storage account in which backups keep the objects of the clusters (`kubernetes.backup`).
    pub backup: Option<EndpointZone>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum EndpointZone {
    /// One for all, beside the registry: any network can be linked to it.
    Shared(Nothing),
    /// One that exists: `privatelink.vaultcore.azure.net`, `privatelink.azurecr.io`, `privatelink.blob.core.windows.net`.
    Existing(PrivateZoneId),
}

//! Managed identities that exist.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::IdentityId;

/// Under which Azure knows what stands here; each is made where it is not written. One that exists serves for one cluster or one gateway alone, and is given
/// the roles that it needs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Identities {
    /// Of the cluster, which manages Azure resources under it. It never changes once a cluster stands.
    pub cluster: Option<BroughtIdentity>,
    /// Of the nodes, which pull images under it.
    pub kubelet: Option<BroughtIdentity>,
    /// Of the application gateway, which reads certificates under it.
    pub gateway: Option<BroughtIdentity>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BroughtIdentity {
    /// A user-assigned managed identity in the subscription that is deployed to.
    pub existing: IdentityId,
}

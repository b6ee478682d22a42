//! Managed identities: under which Azure knows clusters, their nodes and gateways.

use serde::Serialize;

use super::ResourceId;
use super::resolve::Resolver;
use crate::blueprint::settings::BroughtIdentity;

#[derive(Debug, Clone, Serialize)]
pub struct ManagedIdentity {
    pub name: String,
    pub resource_group: String,
    /// Of one that is brought; ours stands where everything is deployed.
    pub subscription: Option<String>,
}

impl ManagedIdentity {
    /// Whether it is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.subscription.is_none()
    }
}

impl Resolver<'_> {
    /// One that is brought, or made under this name in this group.
    pub(super) fn identity(&mut self, brought: Option<&BroughtIdentity>, name: String, path: &str, group: &str) -> ManagedIdentity {
        match brought.and_then(|identity| ResourceId::of(&identity.existing)) {
            Some(ResourceId { subscription, resource_group, name }) => ManagedIdentity { name, resource_group, subscription: Some(subscription) },
            None => {
                let name = self.register.give("user_assigned_identity", name, path, group);
                ManagedIdentity { name, resource_group: group.to_owned(), subscription: None }
            }
        }
    }
}

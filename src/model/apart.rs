//! Platforms in a subscription of their own, and what that changes for everything that they share with others.

use serde::Serialize;

use super::resolve::Resolver;
use super::{Model, Site};

/// The subscriptions of a site that does not stand in that of what all share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Apart {
    pub own: String,
    /// Of the registry, the zones, the hubs.
    pub shared: String,
}

impl Site {
    /// The subscription of what all share, where it stands in another one.
    pub fn shared_subscription(&self) -> Option<&String> {
        self.apart.as_ref().map(|apart| &apart.shared)
    }

    /// Whether it stands apart and is deployed by another identity than what all share is, whose connection is named.
    pub fn is_wired(&self, connection: &str) -> bool {
        self.apart.is_some() && self.connection != connection
    }

    /// Its own, where it is not that of what all share.
    pub fn own_subscription(&self) -> Option<&String> {
        self.apart.as_ref().map(|apart| &apart.own)
    }
}

impl Model {
    /// The subscription in which a site stands, where it is written.
    pub fn subscription_of<'a>(&'a self, site: &'a Site) -> Option<&'a str> {
        site.own_subscription().map(String::as_str).or(self.subscription.as_deref())
    }

    /// The subscription of what all share, where anything stands in another one: there it must be said.
    pub fn shared_subscription(&self) -> Option<&String> {
        self.sites.iter().find_map(Site::shared_subscription)
    }
}

impl Resolver<'_> {
    /// Whether a platform stands apart.
    pub(super) fn apart(&self, platform: &str) -> Option<Apart> {
        let blueprint = &self.written.blueprint;
        let own = blueprint.platforms.get(platform)?.subscription.as_ref()?;
        let shared = blueprint.azure.subscription.as_ref()?;
        (own != shared).then(|| Apart { own: own.to_string(), shared: shared.to_string() })
    }

    /// The service connection by which a platform is deployed.
    pub(super) fn connection(&self, platform: &str, apart: Option<&Apart>) -> String {
        let blueprint = &self.written.blueprint;
        let ours = &blueprint.pipelines.azure_dev_ops.service_connection;
        let written = blueprint.platforms.get(platform).and_then(|platform| platform.service_connection.as_ref());
        match written {
            Some(written) => written.to_string(),
            None if apart.is_some() => format!("{ours}-{platform}"),
            None => ours.to_string(),
        }
    }
}

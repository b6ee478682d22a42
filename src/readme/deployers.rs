//! Who deploys what: the service connections, and where the identity of each must hold its roles.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Model, PrivateZone, Site};

/// A service connection.
#[derive(Debug, Serialize)]
pub struct Deployer<'a> {
    pub connection: &'a str,
    /// Whether it deploys what all share.
    pub shared: bool,
    pub platforms: BTreeSet<&'a str>,
    /// Subscriptions, where they are written.
    pub subscriptions: BTreeSet<&'a str>,
    /// Resource groups in the subscription of what all share, into which a platform apart writes.
    pub groups: BTreeSet<&'a str>,
}

/// That of what all share first.
pub fn deployers(model: &Model) -> Vec<Deployer<'_>> {
    let new = |connection, shared, subscription: Option<_>| Deployer {
        connection,
        shared,
        platforms: BTreeSet::new(),
        subscriptions: subscription.into_iter().collect(),
        groups: BTreeSet::new(),
    };
    let mut deployers = vec![new(model.devops.service_connection.as_str(), true, model.subscription.as_deref())];
    for site in &model.sites {
        let at = deployers.iter().position(|deployer| deployer.connection == site.connection).unwrap_or(deployers.len());
        if at == deployers.len() {
            deployers.push(new(&site.connection, false, None));
        }
        let deployer = &mut deployers[at];
        deployer.platforms.insert(&site.platform);
        deployer.subscriptions.extend(model.subscription_of(site));
        if site.apart.is_some() && !deployer.shared {
            deployer.groups.insert(&model.common.resource_group);
            deployer.groups.extend(site.peering().filter(|hub| hub.made).map(|hub| hub.resource_group.as_str()));
        }
    }
    deployers
}

/// The private DNS zones of a site as a person finds them, who may be signed in to any of the subscriptions.
pub fn seen<'a>(model: &'a Model, site: &'a Site, zone: &'a PrivateZone) -> PrivateZone {
    let shared = zone.resource_group == model.common.resource_group;
    let stands = if shared { model.shared_subscription() } else { site.own_subscription().or(model.shared_subscription()) };
    PrivateZone { subscription: zone.subscription.clone().or_else(|| stands.cloned()), ..zone.clone() }
}

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
    /// Resource groups in the subscription of what all share, in which deployments of a platform apart stand.
    pub groups: BTreeSet<&'a str>,
    /// What in them is wired to the platform: resource ids, from the group on.
    pub wired: BTreeSet<String>,
}

/// That of what all share first.
pub fn deployers(model: &Model) -> Vec<Deployer<'_>> {
    let new = |connection, shared, subscription: Option<_>| Deployer {
        connection,
        shared,
        platforms: BTreeSet::new(),
        subscriptions: subscription.into_iter().collect(),
        groups: BTreeSet::new(),
        wired: BTreeSet::new(),
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
        if site.is_wired(&model.devops.service_connection) {
            deployer.groups.insert(&model.common.resource_group);
            deployer.groups.extend(site.peering().filter(|hub| hub.made).map(|hub| hub.resource_group.as_str()));
            deployer.wired.extend(wired(model, site));
        }
    }
    deployers
}

/// What of all that is shared, and made here, the deployments of a site write on.
fn wired(model: &Model, site: &Site) -> Vec<String> {
    let id = |group: &str, kind: &str, name: &str| format!("{group}/providers/{kind}/{name}");
    let registry = &model.common.registry;
    let mut found: Vec<String> = Vec::new();
    found.extend(registry.subscription.is_none().then(|| id(&registry.resource_group, "Microsoft.ContainerRegistry/registries", &registry.name)));
    let written = site.clusters.iter().flat_map(|cluster| cluster.zone_writers()).flat_map(|writer| writer.zones);
    let zones = model.edge_records(site).map(|(_, zone)| zone).chain(written).filter(|zone| zone.made);
    found.extend(zones.map(|zone| id(&zone.resource_group, "Microsoft.Network/dnsZones", &zone.name)));
    let private = site.private_zones().into_iter().filter(|zone| zone.made && !site.is_own(zone));
    found.extend(private.map(|zone| id(&zone.resource_group, "Microsoft.Network/privateDnsZones", &zone.name)));
    if let Some(hub) = site.peering().filter(|hub| hub.made) {
        found.push(id(&hub.resource_group, "Microsoft.Network/virtualNetworks", &hub.network));
        found.extend(hub.ruleset.iter().map(|link| id(&hub.resource_group, "Microsoft.Network/dnsForwardingRulesets", &link.ruleset)));
    }
    found
}

/// The private DNS zones of a site as a person finds them, who may be signed in to any of the subscriptions.
pub fn seen<'a>(model: &'a Model, site: &'a Site, zone: &'a PrivateZone) -> PrivateZone {
    let shared = zone.resource_group == model.common.resource_group;
    let stands = if shared { model.shared_subscription() } else { site.own_subscription().or(model.shared_subscription()) };
    PrivateZone { subscription: zone.subscription.clone().or_else(|| stands.cloned()), ..zone.clone() }
}

//! What the people who run DNS servers on premises must know, and what they find.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::facts::Facts;
use crate::model::{DnsResolver, Hub, Model, PrivateZone, Site};

/// Names both ways, by the resolver of a hub.
#[derive(Debug, Serialize)]
pub struct Names<'a> {
    region: &'a str,
    group: &'a str,
    resolver: &'a DnsResolver,
    found: Vec<Found>,
    /// What is private here, and is not found.
    lost: BTreeSet<String>,
    /// What is asked there, and of which servers.
    domains: String,
    servers: String,
}

/// Domains that are forwarded, and what is found by them.
#[derive(Debug, Serialize)]
struct Found {
    domains: String,
    what: String,
}

pub fn names<'a>(model: &'a Model, facts: &Facts) -> Vec<Names<'a>> {
    model.hubs.iter().filter_map(|hub| Some(Names::new(model, hub, hub.resolver.as_ref()?, facts))).collect()
}

impl<'a> Names<'a> {
    fn new(model: &'a Model, hub: &'a Hub, resolver: &'a DnsResolver, facts: &Facts) -> Self {
        let mut found: BTreeMap<Vec<&str>, BTreeSet<String>> = BTreeMap::new();
        let mut beside = BTreeSet::new();
        let sites = || model.sites.iter().filter(|site| hub.resolves_for(site));
        for (site, (zone, what)) in sites().flat_map(|site| private(site).into_iter().map(move |each| (site, each))) {
            match zone.filter(|zone| is_answered(resolver, site, zone)) {
                Some(zone) => drop(found.entry(asked(zone, site, facts)).or_default().insert(what)),
                None => drop(beside.insert(what)),
            }
        }
        let lost = beside.into_iter().filter(|what| !found.values().any(|found| found.contains(what))).collect();
        let text = |domains: &[&str]| domains.iter().map(|domain| format!("`{domain}`")).collect::<Vec<_>>().join(", ");
        let forwarding = resolver.forwarding.as_ref();
        let domains: Vec<&str> = forwarding.iter().flat_map(|forwarding| &forwarding.rules).map(|rule| rule.domain.as_str()).collect();
        Self {
            region: &hub.region.display,
            group: &hub.resource_group,
            resolver,
            found: found.iter().map(|(domains, what)| Found { domains: text(domains), what: what.iter().cloned().collect::<Vec<_>>().join(", ") }).collect(),
            lost,
            domains: text(&domains),
            servers: forwarding.iter().flat_map(|forwarding| &forwarding.servers).map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }
    }
}

/// What of a site has a private address alone, and the zone of its name; none where AKS makes one for a cluster.
fn private(site: &Site) -> Vec<(Option<&PrivateZone>, String)> {
    let endpoints = site.endpoints.iter().map(|endpoint| (Some(&endpoint.zone), format!("the {} `{}`", endpoint.reached.group(), endpoint.target)));
    let servers = site.clusters.iter().filter(|_| site.api.is_private());
    let servers = servers.map(|cluster| (site.api.zone(), format!("the API server of `{}`", cluster.name)));
    endpoints.chain(servers).collect()
}

fn is_answered(resolver: &DnsResolver, site: &Site, zone: &PrivateZone) -> bool {
    if site.is_own(zone) {
        return site.zones_of_hub.contains(&zone.name);
    }
    resolver.zones.iter().any(|linked| linked.name == zone.name && linked.resource_group == zone.resource_group)
}

/// The domains by which clients ask for what stands in a zone.
fn asked<'a>(zone: &'a PrivateZone, site: &Site, facts: &'a Facts) -> Vec<&'a str> {
    let known = facts.private_zones.entries().find(|(_, known)| known.of(&site.region.name) == zone.name);
    known.map_or_else(|| vec![zone.name.as_str()], |(_, known)| known.asked(&zone.name))
}

//! What stands where: sites, environments and apps.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::backups::Kept;
use crate::facts::Facts;
use crate::model::firewall::{needed_hosts, ranges};
use crate::model::shared_hosts::Share;
use crate::model::{self, Api, Environment, Front, Model, Placement, PublicAddress, ResourceGroups, Site};

/// The names in one site that a person looks for.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    pub key: &'a str,
    pub platform: &'a str,
    pub region: &'a str,
    pub location: &'a str,
    /// Where platforms stand in several subscriptions.
    pub subscription: Option<&'a str>,
    /// Whether that is another one than that of the place before it.
    pub moves: bool,
    pub groups: &'a ResourceGroups,
    pub network: &'a str,
    pub range: String,
    pub hub: Option<&'a str>,
    /// Whether it is peered here.
    pub peered: bool,
    pub brought_network: Option<String>,
    pub hub_group: Option<&'a str>,
    /// Whether its nodes leave by a firewall; whether they do not leave at all.
    pub firewall: bool,
    pub isolated: bool,
    /// Clusters whose pods no container insights watch, though they reach the workspace.
    pub blind: String,
    pub gateway: Option<&'a str>,
    /// At the last site of a platform, the keys of its sites with a gateway.
    pub edges: Vec<&'a str>,
    /// Whether requests come to an internal address alone, and from where.
    pub closed: bool,
    pub allowed: String,
    /// Whether apps of one of its clusters call apps of another one.
    pub called: bool,
    pub public_addresses: Vec<Address<'a>>,
    /// What a firewall that is brought must let through.
    pub asked: Vec<Asked>,
    pub nat_gateway: Option<&'a str>,
    /// Public addresses of the NAT gateway, by name.
    pub outgoing: &'a [String],
    /// Who reaches the API servers.
    pub api: String,
    pub clusters: Vec<Cluster<'a>>,
    pub vault: &'a str,
    pub action_group: Option<&'a str>,
    /// What is kept of its clusters.
    pub backup: Option<Kept<'a>>,
    /// When its clusters run; always where there are none.
    pub hours: Option<String>,
    /// The workspace of its metrics, and the resource group of that.
    pub metrics: Option<&'a str>,
    pub data_group: &'a str,
    /// Of Application Insights.
    pub components: &'a [String],
    /// Who is woken.
    pub woken: Option<String>,
    /// Who is woken by severe alerts, where others are.
    pub severe: Option<String>,
    pub workspace: &'a str,
    /// Ids of those that are brought.
    pub brought_vault: Option<String>,
    pub brought_workspace: Option<String>,
}

/// A public address by which requests come in.
#[derive(Debug, Serialize)]
pub struct Address<'a> {
    pub name: &'a str,
    pub host: String,
}

/// A cluster of a site.
#[derive(Debug, Serialize)]
pub struct Cluster<'a> {
    pub name: &'a str,
    pub ingress_address: Ipv4Addr,
    /// Whether the blueprint names the tag of any app here.
    pub tagged: bool,
    /// Whether its ingress serves one itself.
    pub certificate: bool,
    /// Whether classes or volumes are made in it.
    pub storage: bool,
}

impl<'a> Cluster<'a> {
    fn new(model: &Model, cluster: &'a model::Cluster) -> Self {
        let mut placements = model.apps.iter().flat_map(|app| &app.placements).filter(|placement| placement.cluster == cluster.name);
        let tagged = placements.any(|placement| placement.tag.is_some());
        Self {
            name: &cluster.name,
            ingress_address: cluster.ingress_address,
            tagged,
            certificate: cluster.certificate.is_some(),
            storage: !cluster.mounts.is_empty() || cluster.stack.is_some(),
        }
    }
}

/// What is reached outside, and what it is for.
#[derive(Debug, Serialize)]
pub struct Asked {
    pub name: String,
    pub from: String,
    pub to: String,
    pub by: String,
}

pub fn places<'a>(model: &'a Model, facts: &Facts) -> Vec<Place<'a>> {
    let mut places: Vec<_> = model.sites.iter().map(|site| Place::new(model, site, facts)).collect();
    let (mut stood, mut at) = (None, 0);
    for platform in model.sites.chunk_by(|one, other| one.platform == other.platform) {
        at += platform.len();
        places[at - 1].edges = platform.iter().filter(|site| site.edge.gateway().is_some()).map(|site| site.key.as_str()).collect();
    }
    for place in places.iter_mut().filter(|_| model.shared_subscription().is_some()) {
        place.moves = stood.replace(place.subscription) != Some(place.subscription);
    }
    places
}

impl<'a> Place<'a> {
    fn new(model: &'a Model, site: &'a Site, facts: &Facts) -> Self {
        let nat_gateway = site.nat_gateway.as_ref();
        Self {
            key: &site.key,
            platform: &site.platform,
            region: &site.region.display,
            location: &site.region.name,
            subscription: model.subscription_of(site),
            moves: false,
            edges: Vec::new(),
            groups: &site.groups,
            network: &site.network.name,
            range: site.network.range.to_string(),
            peered: site.peering().is_some(),
            brought_network: site.network.brought_id(),
            hub: site.hub.as_ref().map(|hub| hub.network.as_str()),
            hub_group: site.hub.as_ref().map(|hub| hub.resource_group.as_str()),
            firewall: site.route_table.is_some(),
            isolated: site.mirror.is_some(),
            blind: site
                .clusters
                .iter()
                .filter(|cluster| !cluster.insights && site.mirror.is_none())
                .map(|cluster| cluster.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            closed: matches!(site.edge.front, Front::Closed(_)),
            allowed: match &site.edge.front {
                Front::Closed(ranges) => {
                    let door = site.network.link.as_ref().map(|_| "Front Door".to_owned());
                    door.into_iter().chain(ranges.iter().map(ToString::to_string)).collect::<Vec<_>>().join(", ")
                }
                Front::Gateway(_) | Front::LoadBalancer => String::new(),
            },
            called: site.clusters.iter().any(|cluster| !cluster.calling.is_empty()),
            gateway: site.edge.gateway().map(|gateway| gateway.name.as_str()),
            public_addresses: site.edge.public_addresses().map(|address| Address { name: &address.name, host: public_name(site, address) }).collect(),
            asked: asked(model, site, facts),
            nat_gateway: nat_gateway.map(|gateway| gateway.name.as_str()),
            outgoing: nat_gateway.map_or(&[], |gateway| gateway.addresses.as_slice()),
            api: reached(&site.api),
            clusters: site.clusters.iter().map(|cluster| Cluster::new(model, cluster)).collect(),
            vault: &site.vault.name,
            backup: Kept::of(site),
            hours: site.hours().map(ToString::to_string),
            action_group: site.action_group.as_ref().map(|group| group.name.as_str()),
            metrics: site.prometheus.as_ref().map(|prometheus| prometheus.workspace.as_str()),
            components: &site.components,
            data_group: &site.groups.data,
            woken: site.action_group.as_ref().map(|group| group.emails.join(", ")),
            severe: site.action_group.as_ref().filter(|group| group.severe.written).map(|group| group.severe.emails.join(", ")),
            workspace: &site.workspace.name,
            brought_vault: site.vault.brought_id(),
            brought_workspace: site.workspace.brought_id(),
        }
    }
}

/// From where API servers are reached.
fn reached(api: &Api) -> String {
    match api {
        Api::Private { .. } => "in the network alone".to_owned(),
        Api::Public { ranges, .. } if ranges.is_empty() => "from anywhere".to_owned(),
        Api::Public { ranges, .. } => format!("from {}", ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// Of a firewall that is made, the hub says itself what it lets through.
fn asked(model: &Model, site: &Site, facts: &Facts) -> Vec<Asked> {
    if site.route_table.as_ref().is_none_or(|table| table.made) {
        return Vec::new();
    }
    let nodes: Vec<String> = site.clusters.iter().flat_map(crate::model::Cluster::ranges).map(|range| range.to_string()).collect();
    let hosts = needed_hosts(site, &model.apps, &model.common, facts).into_iter();
    let hosts = hosts.map(|rule| Asked { name: rule.name, from: nodes.join(", "), to: rule.hosts.join(", "), by: "HTTPS".to_owned() });
    let ranges = ranges(site, &model.apps).into_iter();
    let ranges =
        ranges.map(|rule| Asked { name: rule.name, from: rule.source.to_string(), to: rule.destination.to_string(), by: format!("TCP {}", rule.port) });
    hosts.chain(ranges).collect()
}

/// The name that Azure gives a public address.
pub fn public_name(site: &Site, address: &PublicAddress) -> String {
    format!("{}.{}.cloudapp.azure.com", address.dns_label, site.region.name)
}

/// The hosts of an environment.
#[derive(Debug, Serialize)]
pub struct Served<'a> {
    pub name: &'a str,
    pub platform: &'a str,
    pub hosts: String,
    pub certificate: Option<&'a str>,
    /// Whether it is issued.
    pub issued: bool,
    /// Whether somebody approves what changes in it.
    pub approved: bool,
}

pub fn served(model: &Model) -> Vec<Served<'_>> {
    let served = model.environments.iter().map(|environment| Served {
        name: &environment.name,
        platform: &environment.platform,
        hosts: hosts(model, environment),
        certificate: environment.certificate.as_deref(),
        issued: environment.certificate.is_none() && model.is_secure(&environment.name),
        approved: !environment.approvers.is_empty(),
    });
    served.collect()
}

/// All hosts of an environment that a gateway serves, each once.
fn hosts(model: &Model, environment: &Environment) -> String {
    let mut hosts: Vec<&str> = Vec::new();
    for record in model.records.iter().filter(|record| record.environment == environment.name) {
        if !hosts.contains(&record.host.as_str()) {
            hosts.push(&record.host);
        }
    }
    hosts.join(", ")
}

/// An app in an environment.
#[derive(Debug, Serialize)]
pub struct Running<'a> {
    pub name: &'a str,
    pub environment: &'a str,
    pub namespace: &'a str,
    pub release: &'a str,
    pub url: Option<String>,
    /// Whether apps of its cluster call it.
    pub called: bool,
    pub listens: bool,
    /// The app that holds the host, where it is another.
    pub held_by: Option<&'a str>,
    /// Whether the blueprint says which image is first.
    pub tagged: bool,
}

pub fn running(model: &Model) -> Vec<Running<'_>> {
    let mut apps = Vec::new();
    for app in &model.apps {
        for placement in &app.placements {
            let scheme = if model.is_secure(&placement.environment) { "https" } else { "http" };
            // In several regions it is the same under the same host.
            if apps.last().is_some_and(|last: &Running<'_>| last.name == app.name.as_str() && last.environment == placement.environment.as_str()) {
                continue;
            }
            apps.push(Running {
                name: &app.name,
                environment: &placement.environment,
                namespace: &placement.namespace,
                release: &placement.release,
                called: !placement.callers.is_empty(),
                listens: placement.port.is_some(),
                url: placement.host.as_ref().map(|host| format!("{scheme}://{host}{}", placement.path.trim_end_matches('/'))),
                held_by: (placement.share == Share::Minion).then(|| holder(model, placement)).flatten(),
                tagged: placement.tag.is_some(),
            });
        }
    }
    apps
}

/// The app that holds the host of another.
fn holder<'a>(model: &'a Model, minion: &Placement) -> Option<&'a str> {
    let holds = |other: &Placement| other.share == Share::Master && other.host == minion.host && other.cluster == minion.cluster;
    model.apps.iter().find(|app| app.placements.iter().any(holds)).map(|app| app.name.as_str())
}

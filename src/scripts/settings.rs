//! What differs between sites, clusters and apps, as lines of settings that scripts read.

mod app;
pub mod branches;
mod budget;
mod cluster;
pub mod front_door;
pub mod global;
mod grafana;
pub mod hub;
mod network;
mod web_firewall;

use std::collections::BTreeSet;

use serde::Serialize;

pub use self::app::App;
use self::budget::Budget;
pub use self::cluster::Cluster;
use self::network::{endpoint, existing_subnet, node_subnet, opening, pod_subnet, private_zone, range_of_subnet};
use self::web_firewall::{SitePolicy, Waf};

use crate::azure::own_roles::{OwnRole, own_roles};
use crate::azure::spelling::redundancy;
use crate::facts::{CacheRule, Facts};
use crate::model::gateway::Priorities;
use crate::model::{self, Features, Listener, Model, Reached};

/// What all sites share.
#[derive(Debug, Serialize)]
pub struct Common<'a> {
    features: Features,
    subscription: Option<&'a str>,
    tenant: Option<&'a str>,
    /// `<name>=<value>`.
    tags: Vec<String>,
    /// Whether any of them holds what bash would expand outside of quotes.
    tags_look_expanded: bool,
    location: &'a str,
    resource_group: &'a str,
    registry: &'a str,
    /// Of a registry that is brought.
    registry_subscription: Option<&'a str>,
    registry_group: &'a str,
    registry_sku: &'a str,
    registry_replicas: &'a [String],
    cache_rules: &'a BTreeSet<CacheRule>,
    front_doors: Vec<String>,
    zones: Vec<&'a str>,
    private_zones: BTreeSet<&'a str>,
    delegations: Vec<String>,
    push: &'a [String],
    grafana: Option<&'a model::Grafana>,
    /// `<subscription or -> <group> <name>`, and `<subscription or -> <group> <metrics or ->`.
    grafana_workspaces: Vec<String>,
    grafana_watches: Vec<String>,
    /// `<subscription or -> <name>`.
    own_roles: Vec<String>,
}

impl<'a> Common<'a> {
    pub fn new(model: &'a Model, facts: &'a Facts) -> Self {
        let common = &model.common;
        Self {
            features: model.features(),
            subscription: model.subscription.as_deref(),
            tenant: model.tenant.as_deref(),
            tags: model.tags.iter().map(|(name, value)| format!("{name}={value}")).collect(),
            tags_look_expanded: model.tags.iter().any(|(name, value)| [name.as_str(), value].iter().any(|text| text.contains(['$', '`']))),
            location: &common.location,
            resource_group: &common.resource_group,
            registry: &common.registry.name,
            registry_subscription: common.registry.subscription.as_deref(),
            registry_group: &common.registry.resource_group,
            registry_sku: common.registry.sku,
            registry_replicas: &common.registry.replicas,
            cache_rules: &model.cache_rules,
            front_doors: model.front_doors.iter().map(front_door::profile).collect(),
            zones: model.dns.made().map(|zone| zone.name.as_str()).collect(),
            private_zones: model.made_private_zones(),
            delegations: global::delegations(model),
            push: &common.registry.push,
            grafana: model.grafana.as_ref(),
            grafana_workspaces: model.sites.iter().filter_map(grafana::workspace).collect(),
            grafana_watches: model.sites.iter().flat_map(grafana::watches).collect(),
            own_roles: own_roles(model, facts).iter().flat_map(OwnRole::lines).collect(),
        }
    }
}

/// A site. Lists of things with several properties are lines of words, as `read` takes them.
#[derive(Debug, Serialize)]
pub struct Site<'a> {
    features: Features,
    subscription: Option<&'a str>,
    platform: &'a str,
    location: &'a str,
    zones: &'a [String],
    /// `<size> <count>`, `Spot` behind those of spot nodes, with every pool at its maximum and upgraded.
    nodes: Vec<String>,
    groups: &'a model::ResourceGroups,
    network: &'a model::Network,
    own_zones: Vec<&'a str>,
    private_zones: Vec<String>,
    zones_of_hub: &'a [String],
    endpoints: Vec<String>,
    vault_closed: bool,
    nat_gateway: Option<&'a model::NatGateway>,
    route_table: Option<&'a model::RouteTable>,
    hub: Option<&'a model::Attachment>,
    api_ranges: Vec<String>,
    api_private: bool,
    /// `system`, or the words of a zone.
    api_zone: String,
    node_subnets: Vec<String>,
    /// Those that are brought.
    existing_subnets: Vec<String>,
    /// All of them, where their network is brought.
    brought_subnet_ranges: Vec<String>,
    /// Names of those whose nodes mount file shares.
    share_subnets: Vec<&'a str>,
    pod_subnets: Vec<String>,
    /// Those of pods on virtual nodes.
    virtual_subnets: Vec<String>,
    workspace: &'a model::Workspace,
    prometheus: Option<&'a model::Prometheus>,
    components: &'a [String],
    action_group: Option<&'a model::ActionGroup>,
    /// Whether severe alerts of any site go to a group of their own.
    severe: bool,
    /// Clusters of which container insights wakes somebody.
    asked: Vec<&'a str>,
    budget: Option<Budget<'a>>,
    backup: Option<&'a model::Backup>,
    backup_redundancy: Option<&'static str>,
    backup_closed: bool,
    vault: &'a model::Vault,
    clusters: Vec<&'a str>,
    edge: &'a model::Edge,
    gateway: Option<&'a model::Gateway>,
    waf: Option<Waf>,
    site_policies: Vec<SitePolicy<'a>>,
    /// By which alone requests come.
    front_door: Option<&'a str>,
    /// The one that is at home here.
    home_of: Option<&'a model::FrontDoor>,
    openings: Vec<String>,
    backends: Vec<String>,
    listeners: Vec<String>,
    records: Vec<String>,
}

impl<'a> Site<'a> {
    pub fn new(model: &'a Model, site: &'a model::Site) -> Self {
        let features = model.features();
        let edge = &site.edge;
        let priorities = edge.gateway().into_iter().flat_map(|gateway| &gateway.priorities);
        Self {
            features,
            subscription: model.subscription_of(site),
            platform: &site.platform,
            location: &site.region.name,
            zones: &site.region.zones,
            nodes: site.peak_nodes().into_iter().map(|((spot, size), count)| format!("{size} {count}{}", if spot { " Spot" } else { "" })).collect(),
            groups: &site.groups,
            network: &site.network,
            zones_of_hub: &site.zones_of_hub,
            own_zones: site.own_zones(),
            private_zones: site.linked_zones().into_iter().map(private_zone).collect(),
            endpoints: site.endpoints.iter().map(endpoint).collect(),
            vault_closed: site.endpoint(Reached::Vault).is_some(),
            nat_gateway: site.nat_gateway.as_ref(),
            route_table: site.route_table.as_ref(),
            hub: site.peering(),
            api_ranges: site.api.ranges().iter().map(ToString::to_string).collect(),
            api_private: site.api.is_private(),
            api_zone: site.api.zone().map_or_else(|| if site.api.is_private() { "system".to_owned() } else { String::new() }, private_zone),
            pod_subnets: site.clusters.iter().filter_map(|cluster| cluster.pods.as_ref()).map(pod_subnet).collect(),
            virtual_subnets: site.clusters.iter().filter_map(|cluster| cluster.virtual_nodes.as_ref()).map(pod_subnet).collect(),
            share_subnets: site.clusters.iter().filter(|cluster| cluster.shares).map(|cluster| cluster.nodes.name.as_str()).collect(),
            node_subnets: site.clusters.iter().map(|cluster| node_subnet(cluster, edge, features)).collect(),
            existing_subnets: site.subnets().into_iter().filter(|subnet| !subnet.is_made()).map(existing_subnet).collect(),
            brought_subnet_ranges: if site.network.is_made() { Vec::new() } else { site.subnets().into_iter().map(range_of_subnet).collect() },
            workspace: &site.workspace,
            prometheus: site.prometheus.as_ref(),
            components: &site.components,
            action_group: site.action_group.as_ref(),
            severe: model.tells_severe_apart(),
            asked: site.clusters.iter().filter(|cluster| site.wakes_by_logs(cluster)).map(|cluster| cluster.name.as_str()).collect(),
            budget: model.budgets_at(site).next().map(Budget::new),
            backup: site.backup.as_ref(),
            backup_redundancy: site.backup.as_ref().map(|backup| redundancy(backup.redundancy)),
            backup_closed: site.endpoint(Reached::Backup).is_some(),
            vault: &site.vault,
            clusters: site.clusters.iter().map(|cluster| cluster.name.as_str()).collect(),
            edge,
            gateway: edge.gateway(),
            waf: edge.gateway().map(|gateway| Waf::new(&gateway.waf, site.is_behind_front_door())),
            site_policies: edge.gateway().into_iter().flat_map(|gateway| SitePolicy::all(gateway, site.is_behind_front_door())).collect(),
            home_of: model.front_door_at(site),
            front_door: model.front_doors.iter().find(|door| door.platform == site.platform).map(|door| door.profile.as_str()),
            openings: site.openings().iter().map(opening).collect(),
            backends: edge.backends.iter().map(|backend| format!("{} {} {}", backend.name, backend.address, backend.probe_host)).collect(),
            listeners: edge.listeners.iter().zip(priorities).map(|(each, priorities)| listener(each, edge, *priorities, features)).collect(),
            records: model.edge_records(site).map(|(record, zone)| global::record(record, zone, site.shared_subscription(), features)).collect(),
        }
    }
}

fn public_address<'a>(cluster: &model::Cluster, edge: &'a model::Edge) -> Option<&'a model::PublicAddress> {
    edge.backends.iter().find(|backend| backend.name == cluster.backend)?.public_address.as_ref()
}

/// Words of what is served in plain are left out where nothing else is.
fn listener(listener: &Listener, edge: &model::Edge, priorities: Priorities, features: Features) -> String {
    let Listener { name, backend, certificate, .. } = listener;
    let Priorities { own, redirect } = priorities;
    let host = listener.hosts().join(",");
    let line = match certificate {
        Some(certificate) => format!("{name} {host} {backend} {own} {redirect} {certificate}"),
        None if features.certificates => format!("{name} {host} {backend} {own} - -"),
        None => format!("{name} {host} {backend} {own}"),
    };
    if !features.waf.site_policies {
        return line;
    }
    format!("{line} {}", edge.gateway().and_then(|gateway| gateway.policy_of(listener)).unwrap_or("-"))
}

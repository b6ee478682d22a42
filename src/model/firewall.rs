//! The firewall of a hub: what the sites that leave by it may reach.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;
use serde::Serialize;

use super::ResourceId;
use super::hub::{Hub, key};
use super::resolve::{Ground, Resolver};
use super::{App, Cluster, Common, Placement, Reached, Region, Site};
use crate::blueprint::settings::{self, Egress, FirewallTier, Hub as Written};
use crate::facts::Facts;
use crate::helm::releases;

/// The firewall of a hub, its policy and its addresses.
#[derive(Debug, Serialize)]
pub struct Firewall {
    pub name: String,
    pub policy: String,
    /// As Azure spells it.
    pub tier: &'static str,
    /// Public addresses, under which what leaves is seen.
    pub addresses: Vec<String>,
    pub zones: Vec<String>,
    /// Of each site that leaves by it.
    pub rules: Vec<SiteRules>,
}

/// What the nodes of a site, and the pods behind their addresses, may reach.
#[derive(Debug, Serialize)]
pub struct SiteRules {
    /// The group of rules in the policy, named after the platform.
    pub name: String,
    pub priority: u32,
    /// The subnets of its nodes.
    pub sources: Vec<Ipv4Net>,
    /// By name, over HTTPS.
    pub hosts: Vec<HostRule>,
    /// By address.
    pub ranges: Vec<RangeRule>,
}

#[derive(Debug, Serialize)]
pub struct HostRule {
    /// What they are for: `registry`, `monitoring`.
    pub name: String,
    pub hosts: Vec<String>,
}

/// What an app says that it reaches.
#[derive(Debug, Serialize)]
pub struct RangeRule {
    pub name: String,
    /// The subnet of the nodes of its cluster.
    pub source: Ipv4Net,
    pub destination: Ipv4Net,
    pub port: u16,
}

/// The route table on the subnets of nodes, which leads all that leaves to a firewall.
#[derive(Debug, Serialize)]
pub struct RouteTable {
    pub name: String,
    /// The firewall, of which Azure knows the private address.
    pub firewall: String,
    pub resource_group: String,
    /// Whether it is made, and not brought.
    pub made: bool,
    /// Of a firewall in another subscription.
    pub subscription: Option<String>,
    /// Where the table itself is brought.
    pub brought: Option<BroughtTable>,
}

/// Where a route table that exists stands.
#[derive(Debug, Serialize)]
pub struct BroughtTable {
    pub resource_group: String,
    #[serde(skip)]
    pub subscription: String,
}

impl RouteTable {
    /// Whether the table is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.brought.is_none()
    }
}

impl Resolver<'_> {
    pub(super) fn firewall(&mut self, settings: &settings::Firewall, stem: &str, group: &str, region: &Region) -> Firewall {
        let addresses = (1..=settings.public_addresses)
            .map(|at| self.register.give("public_ip_address", format!("pip-{stem}-firewall-{at}"), "network.egress.firewall", group))
            .collect();
        Firewall {
            name: self.register.give("azure_firewall", format!("afw-{stem}"), "name", group),
            policy: self.register.give("network_firewall_policy", format!("afwp-{stem}"), "name", group),
            tier: match settings.tier {
                FirewallTier::Standard => "Standard",
                FirewallTier::Premium => "Premium",
            },
            addresses,
            zones: region.zones.clone(),
            rules: Vec::new(),
        }
    }

    /// The route table of a site whose nodes leave by a firewall.
    pub(super) fn route_table(&mut self, settings: &settings::Network, ground: &Ground, hubs: &[Hub]) -> Option<RouteTable> {
        let Egress::Firewall(_) = settings.egress else { return None };
        let made = !matches!(settings.hub, Some(Written::Existing(_)));
        let (firewall, resource_group, subscription) = match &settings.hub {
            Some(Written::Existing(brought)) => {
                let id = ResourceId::of(brought.firewall.as_ref()?)?;
                (id.name, id.resource_group, Some(id.subscription))
            }
            _ => {
                let hub = hubs.iter().find(|hub| hub.region.name == ground.region.name)?;
                (hub.firewall.as_ref()?.name.clone(), hub.resource_group.clone(), ground.shared.cloned())
            }
        };
        if let Some(table) = &settings.route_table {
            let id = ResourceId::of(&table.existing)?;
            let brought = Some(BroughtTable { resource_group: id.resource_group, subscription: id.subscription });
            return Some(RouteTable { name: id.name, firewall, resource_group, made, subscription, brought });
        }
        let name = self.register.give("route_table", format!("rt-{}-nodes", ground.stem), ground.path, &ground.groups.network);
        Some(RouteTable { name, firewall, resource_group, made, subscription, brought: None })
    }

    /// Fills the firewalls of hubs with the rules of the sites that leave by them.
    pub(super) fn firewall_rules(&mut self, hubs: &mut [Hub], sites: &[Site], apps: &[App], common: &Common) {
        for hub in hubs {
            let Some(firewall) = &mut hub.firewall else { continue };
            for site in sites.iter().filter(|site| site.region.name == hub.region.name && site.leaves_by(&firewall.name)) {
                let name = site.platform.to_string();
                let priority = self.allocations.number(&format!("priority/{}/{name}", key(&hub.region.name)), (1_000..).step_by(100));
                let hosts = needed_hosts(site, apps, common, self.facts);
                self.register.give("firewall_rule_group", name.clone(), &format!("platforms.{name}"), &firewall.policy);
                firewall.rules.push(SiteRules {
                    priority,
                    sources: site.clusters.iter().flat_map(Cluster::ranges).collect(),
                    hosts,
                    ranges: ranges(site, apps),
                    name,
                });
            }
        }
    }
}

impl Site {
    fn leaves_by(&self, firewall: &str) -> bool {
        self.route_table.as_ref().is_some_and(|table| table.made && table.firewall == firewall)
    }

    /// Whom its clusters tell of alerts.
    pub fn receivers(&self) -> impl Iterator<Item = &settings::Receiver> {
        self.clusters.iter().filter_map(|cluster| cluster.stack.as_ref()?.written.alerts.as_ref())
    }

    /// The apps that run here.
    pub fn placements<'a>(&'a self, apps: &'a [App]) -> impl Iterator<Item = (&'a App, &'a Placement)> {
        apps.iter().flat_map(|app| app.placements.iter().map(move |placement| (app, placement))).filter(|(_, placement)| placement.site == self.key)
    }
}

/// The hosts that a site needs beside those of AKS itself, and those that are written. What has a private endpoint is reached in the network.
pub fn needed_hosts(site: &Site, apps: &[App], common: &Common, facts: &Facts) -> Vec<HostRule> {
    let outgoing = &facts.outgoing;
    let mut hosts = Vec::new();
    if site.endpoint(Reached::Registry).is_none() {
        let registry = std::iter::once(&common.registry.login_server).chain(&outgoing.registry_layers);
        hosts.push(HostRule { name: "registry".to_owned(), hosts: registry.cloned().collect() });
    }
    hosts.push(HostRule { name: "monitoring".to_owned(), hosts: outgoing.monitoring.clone() });
    if site.prometheus.is_some() {
        hosts.push(HostRule { name: "metrics".to_owned(), hosts: outgoing.metrics.clone() });
    }
    if !site.components.is_empty() {
        hosts.push(HostRule { name: "applications".to_owned(), hosts: outgoing.application_insights.clone() });
    }
    if site.endpoint(Reached::Vault).is_none() && site.clusters.iter().any(|cluster| !cluster.workloads.is_empty()) {
        hosts.push(HostRule { name: "vault".to_owned(), hosts: vec![format!("{}.vault.azure.net", site.vault.name)] });
    }
    if site.clusters.iter().any(|cluster| cluster.policy) {
        hosts.push(HostRule { name: "policy".to_owned(), hosts: outgoing.policy.clone() });
    }
    let issuers: BTreeSet<&String> = site.clusters.iter().filter_map(|cluster| Some(&cluster.issuer.as_ref()?.host)).collect();
    if !issuers.is_empty() {
        hosts.push(HostRule { name: "certificates".to_owned(), hosts: issuers.into_iter().cloned().collect() });
    }
    if let Some(backup) = &site.backup {
        let agents = outgoing.extensions.iter().map(|host| host.replace("<region>", &site.region.name));
        let account = site.endpoint(Reached::Backup).is_none().then(|| outgoing.storage.replace("<account>", &backup.account));
        hosts.push(HostRule { name: "backup".to_owned(), hosts: agents.chain(account).collect() });
    }
    let images = image_hosts(site, apps, common, facts);
    if !images.is_empty() {
        hosts.push(HostRule { name: "images".to_owned(), hosts: images.into_iter().collect() });
    }
    let alerts: BTreeSet<String> = site.receivers().flat_map(settings::Receiver::hosts).map(ToString::to_string).collect();
    if !alerts.is_empty() {
        hosts.push(HostRule { name: "alerts".to_owned(), hosts: alerts.into_iter().collect() });
    }
    if !site.written_hosts.is_empty() {
        hosts.push(HostRule { name: "written".to_owned(), hosts: site.written_hosts.clone() });
    }
    hosts
}

/// The hosts from which releases and apps have their images, our registry aside.
fn image_hosts(site: &Site, apps: &[App], common: &Common, facts: &Facts) -> BTreeSet<String> {
    let of_releases = site.clusters.iter().flat_map(|cluster| release_registries(site, cluster, facts));
    let of_apps = image_registries(site, apps, common).into_keys();
    let hosts = |registry: &str| facts.outgoing.image_registries.get(registry).cloned().unwrap_or_else(|| vec![registry.to_owned()]);
    of_releases.chain(of_apps).flat_map(hosts).collect()
}

/// The registries from which the charts of a cluster have their images.
pub fn release_registries<'a>(site: &'a Site, cluster: &'a Cluster, facts: &'a Facts) -> impl Iterator<Item = &'a str> {
    releases::of(site, cluster).filter_map(|release| facts.releases.get(release.name)).flat_map(|chart| &chart.images).map(|image| image.registry.as_str())
}

/// The registries, other than ours, from which the apps of a site have their images, each with an app that does.
pub fn image_registries<'a>(site: &'a Site, apps: &'a [App], common: &Common) -> BTreeMap<&'a str, &'a App> {
    let placements = site.placements(apps);
    let registries = placements.filter_map(|(app, placement)| Some((placement.repository.split_once('/')?.0, app)));
    registries.filter(|(registry, _)| *registry != common.registry.login_server).collect()
}

/// The ranges that apps of a site reach by the firewall.
pub fn ranges(site: &Site, apps: &[App]) -> Vec<RangeRule> {
    let mut rules = Vec::new();
    for (app, placement) in site.placements(apps) {
        let Some(cluster) = site.clusters.iter().find(|cluster| cluster.name == placement.cluster) else { continue };
        // What a narrower route leads to does not come to the firewall.
        let elsewhere = |range: &Ipv4Net| site.network.range.contains(range) || site.on_premises.iter().any(|there| there.contains(range));
        let reaches = placement.reaches.iter().filter(|reach| !elsewhere(&reach.range));
        rules.extend((1..).zip(reaches).map(|(at, reach)| RangeRule {
            name: format!("{}-{}-{at}", app.name, placement.environment),
            source: cluster.outgoing_range(),
            destination: reach.range,
            port: reach.port,
        }));
    }
    rules
}

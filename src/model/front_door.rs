//! Front Door: the profile of a platform, and the way from it into each region.

use std::collections::BTreeMap;

use serde::Serialize;

use super::global::Status;
use super::resolve::Resolver;
use super::waf::RuleSetName;
use super::{Cluster, Common, Listener, Model, Site};
use crate::blueprint::global::{self, FrontDoorTier, Global};
use crate::blueprint::settings::WafRule;
use crate::blueprint::text::Label;
use crate::facts::Facts;

/// A Front Door profile: one for each platform that has it, since its price is that of a profile.
#[derive(Debug, Serialize)]
pub struct FrontDoor {
    pub platform: Label,
    pub profile: String,
    /// The site in the first region of its platform, whose vault holds the certificates, whose workspace its logs, and whose people are woken.
    pub home: String,
    /// The identity with which it reads certificates.
    pub identity: String,
    /// As Azure spells it.
    pub sku: &'static str,
    pub waf_policy: String,
    /// `Detection` or `Prevention`.
    pub waf_mode: &'static str,
    #[serde(skip)]
    pub rules: Vec<WafRule>,
    /// The managed rules of its firewall, and those against bots, where its tier has such.
    #[serde(skip)]
    pub managed: Option<[RuleSetName; 2]>,
    pub cache: bool,
    /// How long it waits for an answer, in seconds.
    pub timeout: u32,
    pub vault: String,
    pub vault_group: String,
    pub certificates: Vec<String>,
    pub probe_path: &'static str,
    pub entrances: Vec<Entrance>,
}

/// The hosts of one listener, and what they lead to: an endpoint, an origin group and a route, all of one name.
#[derive(Debug, Serialize)]
pub struct Entrance {
    /// Of the listener.
    pub listener: String,
    pub environment: Label,
    pub name: String,
    pub domain: String,
    pub domains: Vec<Domain>,
    pub origins: Vec<Origin>,
}

impl Entrance {
    /// The host at which Front Door looks for the record by which it sees that the domain is ours.
    pub fn validation_host(&self) -> String {
        format!("_dnsauth.{}", self.domain)
    }
}

/// A host that Front Door serves.
#[derive(Debug, Serialize)]
pub struct Domain {
    pub name: String,
    pub host: String,
    pub certificate: String,
}

/// The way into one region: by a host that its certificate covers, since Front Door checks that.
#[derive(Debug, Serialize)]
pub struct Origin {
    /// The region.
    pub name: String,
    pub site: String,
    pub host: String,
    /// Whether requests are sent there.
    pub status: Status,
    /// Where it has no public address there.
    pub link: Option<OriginLink>,
}

/// The private link service by which Front Door reaches a region. AKS makes it, in the group of the nodes.
#[derive(Debug, Clone, Serialize)]
pub struct OriginLink {
    pub service: String,
    pub resource_group: String,
    pub cluster: String,
}

impl Site {
    /// Whether requests come in by Front Door alone.
    pub fn is_behind_front_door(&self) -> bool {
        matches!(self.global, Global::FrontDoor(_))
    }

    /// The host by which Front Door reaches a listener in this region.
    pub fn origin_host(&self, listener: &Listener) -> String {
        format!("origin-{}.{}", self.region.name, listener.domain)
    }
}

impl Model {
    /// The private link services by which Front Doors reach an ingress, each once.
    pub fn private_links(&self) -> Vec<&OriginLink> {
        let origins = self.front_doors.iter().flat_map(|door| &door.entrances).flat_map(|entrance| &entrance.origins);
        let links: BTreeMap<&str, &OriginLink> = origins.filter_map(|origin| origin.link.as_ref()).map(|link| (link.service.as_str(), link)).collect();
        links.into_values().collect()
    }

    /// The site at which a Front Door is at home.
    pub fn home(&self, door: &FrontDoor) -> Option<&Site> {
        self.site(&door.home)
    }

    /// The Front Door that is at home at a site.
    pub fn front_door_at(&self, site: &Site) -> Option<&FrontDoor> {
        self.front_doors.iter().find(|door| door.home == site.key)
    }
}

impl Resolver<'_> {
    /// One for each platform that has it.
    pub(super) fn front_doors(&mut self, sites: &[Site], common: &Common, own: &str) -> Vec<FrontDoor> {
        let mut platforms: BTreeMap<&Label, Vec<&Site>> = BTreeMap::new();
        for site in sites {
            platforms.entry(&site.platform).or_default().push(site);
        }
        let doors = platforms.into_iter().filter_map(|(platform, sites)| match sites.first().map(|site| &site.global) {
            Some(Global::FrontDoor(settings)) => Some(self.front_door(platform, &sites, settings, common, own)),
            _ => None,
        });
        doors.collect()
    }

    fn front_door(&mut self, platform: &Label, sites: &[&Site], settings: &global::FrontDoor, common: &Common, own: &str) -> FrontDoor {
        let stem = format!("{}-{platform}", self.written.blueprint.name);
        let path = format!("platforms.{platform}.edge.global");
        let profile = self.register.give("front_door_profile", format!("afd-{stem}"), &path, &common.resource_group);
        let entrances = self.entrances(sites, &profile, &path, own);
        let limit = &self.facts.limits.front_door_timeout;
        let timeout = sites.iter().map(|site| site.edge.request_timeout).max().unwrap_or_default();
        let mut certificates: Vec<String> = entrances.iter().flat_map(|entrance| &entrance.domains).map(|domain| domain.certificate.clone()).collect();
        certificates.sort();
        certificates.dedup();
        let longest = self.facts.naming.front_door_waf_policy.max;
        let sets = &self.facts.waf_rule_sets;
        FrontDoor {
            platform: platform.clone(),
            home: sites.first().map(|site| site.key.clone()).unwrap_or_default(),
            identity: self.register.give("user_assigned_identity", format!("id-{stem}-front-door"), &path, &common.resource_group),
            waf_policy: self.register.give_global("front_door_waf_policy", &format!("fdfp-{stem}"), own, longest, false, &path),
            profile,
            sku: match settings.tier {
                FrontDoorTier::Standard => "Standard_AzureFrontDoor",
                FrontDoorTier::Premium => "Premium_AzureFrontDoor",
            },
            waf_mode: settings.waf.mode.name(),
            rules: settings.waf.rules.clone(),
            managed: (settings.tier == FrontDoorTier::Premium).then(|| [&sets.default, &sets.bots].map(|set| (set.kind.clone(), set.version.clone()))),
            cache: settings.cache,
            timeout: timeout.clamp(limit.min.unwrap_or_default(), limit.max.unwrap_or(u32::MAX)),
            vault: sites.first().map(|site| site.vault.name.clone()).unwrap_or_default(),
            vault_group: sites.first().map(|site| site.vault.resource_group.clone()).unwrap_or_default(),
            certificates,
            probe_path: sites.first().map_or("", |site| site.edge.probe_path),
            entrances,
        }
    }

    /// Those of the listeners that have a certificate, without which Front Door serves no host.
    fn entrances(&mut self, sites: &[&Site], profile: &str, path: &str, own: &str) -> Vec<Entrance> {
        let Some(first) = sites.first() else { return Vec::new() };
        let longest = self.facts.naming.front_door_endpoint.max;
        let mut entrances = Vec::new();
        for listener in &first.edge.listeners {
            let Some(certificate) = &listener.certificate else { continue };
            let stem = format!("fde-{}-{}", self.written.blueprint.name, listener.name.replace('.', "-"));
            let hosts = listener.hosts().into_iter();
            let domains = hosts.map(|host| Domain {
                name: self.register.give("front_door_domain", host.replace("*.", "wildcard-").replace('.', "-"), path, profile),
                certificate: certificate.clone(),
                host,
            });
            let domains = domains.collect();
            let same = |site: &&Site| {
                let there = site.edge.listeners.iter().find(|there| there.name == listener.name)?;
                let cluster = site.clusters.iter().find(|cluster| cluster.backend == there.backend);
                let link = |cluster: &Cluster| {
                    let (service, resource_group, cluster) = (cluster.private_link.clone()?, cluster.node_resource_group.clone(), cluster.name.clone());
                    Some(OriginLink { service, resource_group, cluster })
                };
                Some(Origin {
                    name: site.region.name.clone(),
                    site: site.key.clone(),
                    host: site.origin_host(there),
                    status: Status::of(site),
                    link: cluster.and_then(link),
                })
            };
            entrances.push(Entrance {
                listener: listener.name.clone(),
                environment: listener.environment.clone(),
                name: self.register.give_global("front_door_endpoint", &stem, own, longest, true, path),
                domain: listener.domain.clone(),
                domains,
                origins: sites.iter().filter_map(same).collect(),
            });
        }
        entrances
    }
}

/// How Front Door asks regions whether they are well, and chooses between them: as it does by itself.
pub fn health(facts: &Facts) -> [(&'static str, u32); 4] {
    let limits = &facts.limits;
    let [interval, sample, successes, latency] =
        [&limits.front_door_probe_interval, &limits.front_door_sample, &limits.front_door_successes, &limits.front_door_latency]
            .map(|limit| limit.default.unwrap_or_default());
    [("interval", interval), ("sample", sample), ("successes", successes), ("latency", latency)]
}

//! The zones that host domains, the delegations between them, and the records that lead requests in.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::resolve::Resolver;
use super::{Common, Environment, FrontDoor, Listener, Profile, ResourceId, Site};
use crate::blueprint::text::Label;
use crate::blueprint::zone;

/// A zone of Azure DNS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Zone {
    /// The domain at its top.
    pub name: String,
    pub resource_group: String,
    /// Whether it is made, and not brought.
    pub made: bool,
    /// Where it is not that of the deployment that refers to it.
    pub subscription: Option<String>,
    /// Those whose domains it hosts.
    pub environments: Vec<Label>,
}

impl Zone {
    /// What a host is called in this zone: `*.staging`, and `@` at its top. `None` where it does not lie in it.
    pub fn relative(&self, host: &str) -> Option<String> {
        let rest = host.strip_suffix(&self.name)?;
        if rest.is_empty() { Some("@".to_owned()) } else { rest.strip_suffix('.').map(str::to_owned) }
    }
}

/// The records in a zone that send resolvers to the name servers of a zone below it.
#[derive(Debug, Serialize)]
pub struct Delegation {
    pub parent: Zone,
    pub child: Zone,
    /// What the child is called in the parent.
    pub record: String,
}

/// All zones, each once, and the delegations from one to another.
#[derive(Debug, Default, Serialize)]
pub struct Dns {
    pub zones: Vec<Zone>,
    pub delegations: Vec<Delegation>,
}

impl Dns {
    pub fn zone(&self, environment: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.environments.iter().any(|hosted| hosted.as_str() == environment))
    }

    /// Zones that are made.
    pub fn made(&self) -> impl Iterator<Item = &Zone> {
        self.zones.iter().filter(|zone| zone.made)
    }

    /// Those that are made and that nobody here delegates to: a person has it done in the zone above.
    pub fn undelegated(&self) -> impl Iterator<Item = &Zone> {
        self.made().filter(|zone| self.delegations.iter().all(|delegation| delegation.child.name != zone.name))
    }
}

/// A record that leads a host to where requests come in.
///
/// Where it is ours it is an alias of type A, which Azure allows at the top of a zone as elsewhere, and which follows its target.
#[derive(Debug, Serialize)]
pub struct Record {
    /// `*.dev.example.com`.
    pub host: String,
    pub environment: Label,
    pub target: Target,
    /// The zone in which it is made; a person makes it where there is none.
    pub zone: Option<Zone>,
    /// What it is called in its zone.
    pub name: String,
}

/// What a record leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// A public address of the site with this key.
    Address { site: String, name: String },
    /// An internal address, to which a person leads clients within the network.
    Internal(Ipv4Addr),
    /// The Traffic Manager profile of this name.
    Profile(String),
    /// What the ingress of a cluster says it is reached by: external-dns there writes a record for each host itself.
    Written { cluster: String },
    /// An endpoint of a Front Door.
    FrontDoor { profile: String, endpoint: String },
}

impl Resolver<'_> {
    pub(super) fn dns(&mut self, environments: &[Environment], common: &Common) -> Dns {
        let mut zones: Vec<Zone> = Vec::new();
        for environment in environments {
            let Some(zone) = self.zone(environment, common) else { continue };
            match zones
                .iter_mut()
                .find(|known| (&known.name, &known.resource_group, &known.subscription) == (&zone.name, &zone.resource_group, &zone.subscription))
            {
                Some(known) => known.environments.extend(zone.environments),
                None => zones.push(zone),
            }
        }
        let delegations = zones.iter().filter(|zone| zone.made).filter_map(|child| delegation(child, &zones)).collect();
        Dns { zones, delegations }
    }

    fn zone(&mut self, environment: &Environment, common: &Common) -> Option<Zone> {
        let blueprint = &self.written.blueprint;
        let written = blueprint.environments.get(&environment.name).and_then(|environment| environment.zone.as_ref());
        let environments = vec![environment.name.clone()];
        match written.unwrap_or(&blueprint.zone) {
            zone::Zone::None(_) => None,
            zone::Zone::Azure(_) => {
                let path = format!("environments.{}", environment.name);
                let name = self.register.give("dns_zone", environment.domain.clone(), &path, &common.resource_group);
                Some(Zone { name, resource_group: common.resource_group.clone(), made: true, subscription: None, environments })
            }
            zone::Zone::Existing(id) => {
                let ResourceId { subscription, resource_group, name } = ResourceId::of(id)?;
                Some(Zone { name, resource_group, made: false, subscription: Some(subscription), environments })
            }
        }
    }
}

/// From the nearest zone above a zone, if there is one here.
fn delegation(child: &Zone, zones: &[Zone]) -> Option<Delegation> {
    let above = zones.iter().filter(|zone| zone.name != child.name && zone.relative(&child.name).is_some());
    let parent = above.max_by_key(|zone| zone.name.len())?;
    Some(Delegation { record: parent.relative(&child.name)?, parent: parent.clone(), child: child.clone() })
}

/// Where a listener is reached.
fn target(site: &Site, listener: &Listener) -> Option<Target> {
    let cluster = site.clusters.iter().find(|cluster| cluster.backend == listener.backend && cluster.record_writer.is_some());
    if let Some(cluster) = cluster {
        return Some(Target::Written { cluster: cluster.name.clone() });
    }
    let address = site.edge.address_of(listener).map(|address| Target::Address { site: site.key.clone(), name: address.name.clone() });
    let internal = || Some(Target::Internal(site.edge.backends.iter().find(|backend| backend.name == listener.backend)?.address));
    address.or_else(internal)
}

/// The records of every host that is served: to what spreads its requests over the regions, else to the address of its site.
///
/// Front Door in turn finds each region by a host of its own.
pub(super) fn records(sites: &[Site], profiles: &[Profile], front_doors: &[FrontDoor], dns: &Dns) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for site in sites {
        for listener in &site.edge.listeners {
            let profile = profiles.iter().find(|profile| profile.listener == listener.name);
            let profile = profile.map(|profile| Target::Profile(profile.name.clone()));
            let door = entrance(front_doors, site, listener);
            // A private link asks no DNS.
            if let Some(target) = target(site, listener).filter(|_| door.is_some() && site.network.link.is_none()) {
                add(&mut records, site.origin_host(listener), listener, &target, dns);
            }
            let Some(target) = profile.or(door).or_else(|| target(site, listener)) else { continue };
            for host in listener.hosts() {
                add(&mut records, host, listener, &target, dns);
            }
        }
    }
    records
}

fn entrance(front_doors: &[FrontDoor], site: &Site, listener: &Listener) -> Option<Target> {
    let door = front_doors.iter().find(|door| door.platform == site.platform)?;
    let entrance = door.entrances.iter().find(|entrance| entrance.listener == listener.name)?;
    Some(Target::FrontDoor { profile: door.profile.clone(), endpoint: entrance.name.clone() })
}

/// Each once.
fn add(records: &mut Vec<Record>, host: String, listener: &Listener, target: &Target, dns: &Dns) {
    if records.iter().any(|record| record.host == host && record.target == *target) {
        return;
    }
    let zone = dns.zone(&listener.environment).and_then(|zone| Some((zone.clone(), zone.relative(&host)?)));
    let (zone, name) = zone.unzip();
    records.push(Record { host, environment: listener.environment.clone(), target: target.clone(), zone, name: name.unwrap_or_default() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone { name: name.to_owned(), resource_group: "rg".to_owned(), made: true, subscription: None, environments: Vec::new() }
    }

    #[test]
    fn hosts_are_named_below_their_zone_and_no_other() {
        let zone = zone("example.com");
        assert_eq!(zone.relative("*.staging.example.com").as_deref(), Some("*.staging"));
        assert_eq!(zone.relative("example.com").as_deref(), Some("@"));
        assert_eq!(zone.relative("anexample.com"), None);
    }

    #[test]
    fn the_nearest_zone_above_delegates() {
        let zones = [zone("example.com"), zone("dev.example.com"), zone("a.dev.example.com"), zone("other.com")];
        let delegation = delegation(&zones[2], &zones).unwrap();
        assert_eq!((delegation.parent.name.as_str(), delegation.record.as_str()), ("dev.example.com", "a"));
        assert!(super::delegation(&zones[0], &zones).is_none() && super::delegation(&zones[3], &zones).is_none());
    }
}

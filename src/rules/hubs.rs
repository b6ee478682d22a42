//! AKS0220 and AKS0201: a hub that is brought without what is asked of it, and a hub or a network on premises that overlaps another network.

use ipnet::Ipv4Net;

use super::connected::taken;
use super::overlaps::{free_private, written_first};
use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::facts::RangeUse;
use crate::model::addresses::overlaps;
use crate::model::hub::key;
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let brought = site.hub.as_ref().is_some_and(|hub| !hub.made);
        if brought && site.leaves_by_firewall && site.route_table.is_none() {
            let finding = Finding::new(&codes::HUB, "nodes are to leave by a firewall, and the hub that is brought has none")
                .help("write `firewall`, the resource id of an Azure Firewall in it, or take the line `existing` out to have a hub made");
            findings.add(finding, &format!("{}.network.hub.existing", settings_path(site)), "it names no firewall");
        }
        if brought && site.connection_written {
            let finding = Finding::new(&codes::HUB, "a gateway is to lead on premises, and the hub is brought: what stands in it is for who runs it to say")
                .help("write `gateway: true` for the hub if it has one, and take the line `connection` out");
            findings.add(finding, &format!("{}.network.onPremises.connection", settings_path(site)), "this would be made in the hub");
        }
        if brought && !site.connection_written && !site.on_premises.is_empty() && site.hub.as_ref().is_some_and(|hub| !hub.gateway) {
            let finding = Finding::new(&codes::HUB, "no way leads to the networks on premises").help("write `gateway: true` for the hub, if one stands in it");
            findings.add(finding, &format!("{}.network.onPremises", settings_path(site)), "the hub that is brought has no gateway");
        }
        there(subject, site, findings);
    }
    for hub in &subject.model.hubs {
        let path = of(subject, &hub.region.name);
        let standing = subject.model.allocations.origin(&format!("network/{}", key(&hub.region.name)));
        let sites = subject.model.sites.iter().map(|site| (site.key.as_str(), site.network.range));
        let hubs = subject.model.hubs.iter().take_while(|other| other.region.name != hub.region.name).map(|other| (other.network.as_str(), other.range));
        for (name, range) in sites.chain(hubs).filter(|(_, range)| overlaps(hub.range, *range)) {
            let finding = Finding::new(&codes::OVERLAP, format!("the hub {} of {} overlaps {range} of {name}", hub.range, hub.region.name))
                .beside(standing, "given here")
                .help("take the line out to have the range carved from `addressSpace`, apart from all others");
            findings.add(finding, &path, "these addresses are in both");
        }
        for subnet in hub.subnets.iter().filter(|subnet| !hub.range.contains(&subnet.range)) {
            let finding = Finding::new(&codes::OUTSIDE, format!("{} {} lies outside the hub {}", subnet.name, subnet.range, hub.range))
                .help("what stands never moves: let the range of the hub hold it, or release it by name if nothing is deployed");
            findings.add(finding, &path, "this does not hold what was given");
        }
    }
}

/// Networks on premises must not have addresses that are taken here: what is sent to them would never leave.
fn there(subject: &Subject, site: &Site, findings: &mut Findings) {
    let base = format!("{}.network", settings_path(site));
    let hub = subject.model.hubs.iter().find(|hub| site.hangs_on(hub));
    let hub = hub.map(|hub| ("the hub", hub.range, "hub.make.range", None));
    let of_cluster = |cluster: &Cluster| {
        let pods = cluster.is_overlay().then_some(("the pod range", cluster.pod_range, "podRange", Some(RangeUse::Pod)));
        pods.into_iter().chain([("the service range", cluster.service_range, "serviceRange", Some(RangeUse::Service))])
    };
    let ours = site.clusters.first().into_iter().flat_map(of_cluster).chain([("the network", site.network.range, "range", None)]).chain(hub);
    for (what, range, field, used_as) in ours {
        for (at, other) in site.on_premises.iter().enumerate().filter(|(_, other)| overlaps(range, **other)) {
            let path = format!("{base}.onPremises.ranges[{at}]");
            let (primary, related) = written_first(findings, &format!("{base}.{field}"), &path);
            let of_clusters = site.clusters.iter().flat_map(|cluster| [cluster.pod_range, cluster.service_range]);
            let taken: Vec<Ipv4Net> = taken(subject, site).into_iter().chain(of_clusters).collect();
            let room = used_as.and_then(|used_as| free_private(&subject.facts.ranges, used_as, range.prefix_len(), &taken));
            let help = match room {
                Some(room) => format!("`{field}: {room}` overlaps nothing here"),
                None => "take its line out to have it carved from `addressSpace`, around what lies there".to_owned(),
            };
            let finding = Finding::new(&codes::OVERLAP, format!("{what} {range} of {} overlaps {other}, which lies on premises", site.key))
                .beside(findings.place(&related), "the other one")
                .help(help);
            findings.add(finding, &primary, "these addresses are in both");
        }
    }
}

/// The path of the range of the hub of a region: that of the first site there.
fn of(subject: &Subject, region: &str) -> String {
    let site = subject.model.sites.iter().find(|site| site.region.name == region && site.hub.is_some());
    site.map_or_else(|| "network.hub.make.range".to_owned(), |site| format!("{}.network.hub.make.range", settings_path(site)))
}

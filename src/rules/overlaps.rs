//! AKS0201 and AKS0206: ranges that overlap, and subnets outside the address space.

use ipnet::Ipv4Net;

use super::connected::{Connected, connected, taken};
use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::facts::{RangeUse, Ranges};
use crate::model::addresses::{free, overlaps};
use crate::model::network::purpose;
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let base = format!("{}.network", settings_path(site));
        subnets(site, &base, findings);
        for cluster in site.clusters.iter().filter(|cluster| cluster.is_overlay()) {
            pods(subject, site, cluster, &base, findings);
        }
    }
}

fn subnets(site: &Site, base: &str, findings: &mut Findings) {
    let network = &site.network;
    let subnets = site.subnets();
    let taken: Vec<Ipv4Net> = subnets.iter().map(|subnet| subnet.range).collect();
    // Where the range of a brought network is not said, nothing is known of what lies in it.
    let is_known = network.is_made() || findings.is_written(&format!("{base}.range"));
    for (at, subnet) in subnets.iter().enumerate() {
        let what = &subnet.what;
        let path = subnet_path(base, what);
        let prefix = subnet.range.prefix_len();
        let others = || taken.iter().copied().filter(|range| *range != subnet.range).collect::<Vec<_>>();
        let free = free(network.range, prefix, &others()).filter(|free| *free != subnet.range && subnet.is_made());
        let room = match free {
            None if !subnet.is_made() => "write the range that it has: `az network vnet subnet show` prints it as `addressPrefix`".to_owned(),
            Some(range) => format!("{range} is free, or take the line out to have it placed"),
            None => format!("{} has no other room for a /{prefix}; take the line out to have it placed", network.range),
        };
        if !network.range.contains(&subnet.range) {
            if !is_known {
                continue;
            }
            let room = if subnet.is_made() { room } else { format!("{room}; and let `range` hold all that is brought") };
            let finding = Finding::new(&codes::OUTSIDE, format!("the {what} subnet {} lies outside the network {}", subnet.range, network.range))
                .beside(findings.place(&format!("{base}.addressSpace")), "the network is carved from this")
                .help(room);
            findings.add(findings.mend(finding, &path, free), &path, "not in the network");
            continue;
        }
        for other in &subnets[..at] {
            let first = &other.what;
            if overlaps(subnet.range, other.range) && subnet_path(base, first) == path {
                let finding = Finding::new(&codes::OVERLAP, format!("the {first} and {what} subnets would both be {}", subnet.range))
                    .help(if subnet.is_made() {
                        "take the line out to have a range for each of them placed, or have one cluster: `clusters: shared`"
                    } else {
                        "have one cluster in the subnet that is brought, `clusters: shared`; or have a subnet made for each: take it out of `existingSubnets` and `subnets`"
                    });
                findings.add(finding, &path, "one line cannot serve clusters that stand side by side");
            } else if overlaps(subnet.range, other.range) {
                let (primary, related) = written_first(findings, &path, &subnet_path(base, first));
                let finding = Finding::new(&codes::OVERLAP, format!("the {what} subnet {} overlaps the {first} subnet {}", subnet.range, other.range))
                    .beside(findings.place(&related), "the other one")
                    .help(room.clone());
                findings.add(findings.mend(finding, &path, free), &primary, "these addresses are in both");
            }
        }
    }
}

/// Where a subnet is written: those of the nodes of clusters that stand side by side are written as one.
pub fn subnet_path(base: &str, what: &str) -> String {
    format!("{base}.subnets.{}", purpose(what))
}

fn pods(subject: &Subject, site: &Site, cluster: &Cluster, base: &str, findings: &mut Findings) {
    let (pods, services, connected) = (cluster.pod_range, cluster.service_range, connected(subject, site));
    let path = format!("{base}.podRange");
    let elsewhere = taken(subject, site);
    let services_of = Connected { what: "the service range".to_owned(), range: services, path: format!("{base}.serviceRange") };
    for other in connected.iter().chain([&services_of]).filter(|other| overlaps(pods, other.range)) {
        let (primary, related) = written_first(findings, &path, &other.path);
        // What another finding of this run offers for the services is taken too.
        let offered = service_room(subject, services.prefix_len(), &elsewhere, pods);
        let avoided: Vec<Ipv4Net> = elsewhere.iter().copied().chain([services]).chain(offered).collect();
        let room = free_private(&subject.facts.ranges, RangeUse::Pod, pods.prefix_len(), &avoided);
        let finding = Finding::new(&codes::OVERLAP, format!("the pod range {pods} overlaps {} {}", other.what, other.range))
            .beside(findings.place(&related), if primary == path { &other.what } else { "the pod range" })
            .help(room.map_or_else(|| "choose ranges that lie apart".to_owned(), |range| format!("`podRange: {range}` overlaps nothing here")));
        findings.add(findings.mend(finding, &path, room), &primary, "these addresses are in both");
    }
}

/// Of two paths the one that the user has written comes first: a finding belongs there.
pub fn written_first(findings: &Findings, path: &str, other: &str) -> (String, String) {
    if !findings.is_written(path) && findings.is_written(other) { (other.to_owned(), path.to_owned()) } else { (path.to_owned(), other.to_owned()) }
}

/// A range for the services of a cluster; a /16 in the place of one that Azure finds too large.
pub fn service_room(subject: &Subject, prefix: u8, taken: &[Ipv4Net], pods: Ipv4Net) -> Option<Ipv4Net> {
    let prefix = if subject.facts.limits.service_range_prefix.allows(u32::from(prefix)) { prefix } else { 16 };
    free_private(&subject.facts.ranges, RangeUse::Service, prefix, &[taken, &[pods]].concat())
}

/// A range of private space for a use that overlaps nothing that is taken or forbidden.
pub fn free_private(ranges: &Ranges, used_as: RangeUse, prefix: u8, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
    let forbidden = ranges.forbidden.iter().filter(|entry| entry.applies_to.contains(&used_as)).map(|entry| entry.range);
    let taken: Vec<Ipv4Net> = taken.iter().copied().chain(forbidden).collect();
    // Pods need much room, which 10.0.0.0/8 has; services little, and 172.16.0.0/12 is seldom used on premises.
    let order = if used_as == RangeUse::Service { [1, 0, 2, 3] } else { [0, 1, 2, 3] };
    order.iter().filter_map(|at| ranges.private.get(*at)).filter(|space| space.range.prefix_len() <= prefix).find_map(|space| free(space.range, prefix, &taken))
}

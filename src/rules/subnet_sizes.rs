//! AKS0205: a subnet that cannot hold what stands in it, and a pod range with too few /24 for the nodes.

use ipnet::Ipv4Net;

use super::connected::taken;
use super::overlaps::{free_private, subnet_path};
use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::facts::RangeUse;
use crate::model::addresses::{free, overlaps};
use crate::model::{Site, Subnet};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let reserved = subject.facts.ranges.subnets.reserved();
    for site in &subject.model.sites {
        let base = format!("{}.network", settings_path(site));
        for subnet in site.subnets() {
            one(subject, findings, site, &subnet_path(&base, &subnet.what), subnet);
        }
        for cluster in site.clusters.iter().filter(|cluster| cluster.is_overlay()) {
            let nodes = u64::from(cluster.nodes.demand.saturating_sub(reserved));
            let range = cluster.pod_range;
            let block = subject.facts.limits.overlay_node_prefix.min.unwrap_or(24);
            let fit = 1u64.checked_shl(block.saturating_sub(u32::from(range.prefix_len()))).filter(|_| u32::from(range.prefix_len()) <= block).unwrap_or(0);
            if fit >= nodes {
                continue;
            }
            let prefix = block.saturating_sub(nodes.next_power_of_two().trailing_zeros());
            let taken = [&taken(subject, site)[..], &[cluster.service_range]].concat();
            let room = free_private(&subject.facts.ranges, RangeUse::Pod, u8::try_from(prefix).unwrap_or(16), &taken);
            let help = room.map_or_else(|| format!("it needs a /{prefix}"), |room| format!("`podRange: {room}` holds them and overlaps nothing here"));
            let finding = Finding::new(&codes::TOO_SMALL, format!("the pod range {range} is too small for {nodes} nodes"))
                .beside(findings.place(&format!("{}.kubernetes.pools", cluster.tenancy.path)), "the pools may grow so far")
                .help(help);
            let path = format!("{base}.podRange");
            findings.add(findings.mend(finding, &path, room), &path, format!("each node takes a /{block}: {fit} fit"));
        }
    }
}

/// What makes a subnet grow that was large enough once.
struct Growth {
    /// Where that is written.
    path: String,
    /// What makes it grow by as much again, and why.
    each: Option<(&'static str, &'static str)>,
    /// What is to be written less of.
    less: &'static str,
}

impl Growth {
    fn of(site: &Site, what: &str) -> Option<Self> {
        if what.starts_with("nodes") || what.starts_with("pods") {
            let cluster = site.clusters.iter().find(|cluster| [&cluster.nodes].into_iter().chain(&cluster.pods).any(|subnet| subnet.what == what))?;
            return Some(Self { path: format!("{}.kubernetes.pools", cluster.tenancy.path), each: None, less: "take smaller pools" });
        }
        let several = site.clusters.len() > 1 && matches!(what, "ingress" | "api" | "link");
        let each = match site.clusters.first()?.tenancy.subdomain {
            Some(_) => ("teams", "each of these has a cluster of its own"),
            None => ("environments", "each of these on the platform has a cluster of its own"),
        };
        several.then(|| Self { path: format!("{}.clusters", settings_path(site)), each: Some(each), less: "have fewer clusters side by side here" })
    }
}

/// What to do where a subnet stands. One line cannot move the subnets of clusters side by side.
fn stands(growth: Option<&Growth>, what: &str, path: &str, room: Ipv4Net) -> String {
    let less = growth.map(|growth| growth.less.to_owned());
    let moved = path.ends_with(&format!(".{what}"));
    let moved = moved.then(|| format!("make room by moving it with `subnets: {{{what}: {room}}}`, for which all that is in it has to go first"));
    let ways: Vec<String> = less.into_iter().chain(moved).collect();
    format!("what stands never moves by itself: {}", ways.join(", or "))
}

fn one(subject: &Subject, findings: &mut Findings, site: &Site, path: &str, subnet: &Subnet) {
    let what = subnet.what.as_str();
    let facts = &subject.facts.ranges.subnets;
    let size = 1u64 << (32 - u32::from(subnet.range.prefix_len()));
    if size >= u64::from(subnet.demand) && subnet.range.prefix_len() <= facts.longest_prefix {
        return;
    }
    let bits = subnet.demand.max(1).next_power_of_two().trailing_zeros();
    let prefix = u8::try_from(32 - bits).unwrap_or(24).min(facts.longest_prefix);
    let network = &site.network;
    let others: Vec<Ipv4Net> = site.subnets().into_iter().map(|other| other.range).filter(|range| *range != subnet.range).collect();
    // The written range made wider where nothing is in the way, the lowest free one otherwise.
    let wider = Ipv4Net::new(subnet.range.network(), prefix).map(|range| range.trunc()).ok();
    let wider = wider.filter(|wider| network.range.contains(wider) && !others.iter().any(|other| overlaps(*other, *wider)));
    let room = wider.or_else(|| free(network.range, prefix, &others)).filter(|_| subnet.is_made());
    let standing = subject.model.allocations.origin(&format!("subnet/{}/{}/{what}", site.platform, site.region.name));
    let growth = Growth::of(site, what).filter(|_| standing.is_some());
    let help = match room {
        Some(room) if standing.is_some() => stands(growth.as_ref(), what, path, room),
        Some(room) => format!("{room} is large enough and free"),
        None if !subnet.is_made() => format!("bring one of a /{prefix}, or let less stand in it"),
        None => format!("it needs a /{prefix}, and {} has no room for one", network.range),
    };
    let finding = Finding::new(&codes::TOO_SMALL, format!("the {what} subnet {} is too small", subnet.range)).beside(standing, "given here").help(help);
    let usable = size.saturating_sub(u64::from(facts.reserved()));
    // The last part is what Azure keeps.
    let needed: Vec<String> = subnet.parts.iter().rev().skip(1).rev().map(|part| format!("{} {}", part.count, part.what)).collect();
    let (finding, path) = match &growth {
        Some(Growth { path, each: Some((others, why)), .. }) => (finding.beside(findings.place(others), *why), path.as_str()),
        Some(Growth { path, .. }) => (finding, path.as_str()),
        None => (finding, path),
    };
    let room = room.filter(|_| standing.is_none());
    findings.add(findings.mend(finding, path, room), path, format!("it has {usable} usable addresses for {}", needed.join(" and ")));
}

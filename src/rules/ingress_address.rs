//! AKS0203: a fixed address of the ingress that its subnet does not hold, that Azure keeps, or that two clusters have.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::addresses::nth;
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let facts = &subject.facts.ranges.subnets;
    for site in &subject.model.sites {
        let (base, subnet) = (format!("{}.network", settings_path(site)), &site.network.ingress);
        let path = format!("{base}.ingressAddress");
        for (at, cluster) in site.clusters.iter().enumerate() {
            let Some((title, why)) = fault(subject, site, cluster, &site.clusters[..at]) else { continue };
            let first = nth(subnet.range, facts.reserved_first);
            let help = match site.clusters.len() {
                1 => format!("take the line out, or write {first}"),
                _ => "take the line out: each cluster is given an address of its own".to_owned(),
            };
            let first = (site.clusters.len() == 1).then_some(first);
            let finding = Finding::new(&codes::INGRESS_ADDRESS, title).beside(findings.place(&format!("{base}.subnets.ingress")), "the subnet of the ingress");
            findings.add(findings.mend(finding.help(help), &path, first), &path, why);
        }
    }
}

/// What is wrong with the address of a cluster, and why.
fn fault(subject: &Subject, site: &Site, cluster: &Cluster, before: &[Cluster]) -> Option<(String, String)> {
    let facts = &subject.facts.ranges.subnets;
    let (address, subnet) = (cluster.ingress_address, site.network.ingress.range);
    let place = u32::from(address).wrapping_sub(u32::from(subnet.network()));
    let last = u32::from(subnet.broadcast()) - u32::from(subnet.network());
    if !subnet.contains(&address) {
        let elsewhere = site.subnets().into_iter().find(|other| other.range.contains(&address)).map(|other| other.what.as_str());
        let why = match elsewhere {
            Some(what) if what.starts_with("nodes") => "this is in the node subnet, where a node can take it first".to_owned(),
            Some(what) => format!("this is in the {what} subnet"),
            None => format!("{subnet} does not hold it"),
        };
        return Some((format!("the ingress address {address} lies outside its subnet {subnet}"), why));
    }
    if place < facts.reserved_first || place + facts.reserved_last > last {
        let kept = format!("Azure keeps the first {} addresses of a subnet and the last", facts.reserved_first);
        return Some((format!("the ingress address {address} is one that Azure keeps"), kept));
    }
    let other = before.iter().find(|other| other.ingress_address == address)?;
    Some((format!("two clusters have the ingress address {address}"), format!("{} and {} have it", other.name, cluster.name)))
}

//! AKS0201 and AKS0206: networks that overlap, and a network that no longer lies in its address space.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::Site;
use crate::model::addresses::overlaps;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let sites = &subject.model.sites;
    for (at, site) in sites.iter().enumerate() {
        let network = &site.network;
        let path = format!("{}.network.range", settings_path(site));
        let standing = subject.model.allocations.origin(&key(site));
        for other in &sites[..at] {
            if !overlaps(network.range, other.network.range) {
                continue;
            }
            let others = format!("{}.network.range", settings_path(other));
            let (primary, related) = if findings.is_written(&path) { (&path, &others) } else { (&others, &path) };
            let place = findings.place(related).or_else(|| [standing, subject.model.allocations.origin(&key(other))].into_iter().flatten().next());
            let title = format!("the network {} of {} overlaps {} of {}", network.range, site.key, other.network.range, other.key);
            let moved = if *primary == path { network } else { &other.network };
            let help = if moved.is_made() {
                "take the line out to have the range carved from `addressSpace`, apart from all others"
            } else {
                "write parts that lie apart, each in the address space of the network that is brought"
            };
            let finding = Finding::new(&codes::OVERLAP, title).beside(place, "the other one").help(help);
            findings.add(finding, primary, "these addresses are in both");
        }
        if let (Some(standing), Some(space)) = (standing, network.space.filter(|space| !space.contains(&network.range))) {
            let title = format!("the network {} of {} lies outside its address space {space}", network.range, site.key);
            let finding = Finding::new(&codes::OUTSIDE, title).related(standing, "given here").help(format!(
                "what stands never moves: let `addressSpace` hold it, write `range: {}` for this network, or release `{}` by name if nothing is deployed",
                network.range,
                key(site)
            ));
            findings.add(finding, &format!("{}.network.addressSpace", settings_path(site)), "this does not hold what was given");
        }
    }
}

fn key(site: &Site) -> String {
    format!("network/{}/{}", site.platform, site.region.name)
}

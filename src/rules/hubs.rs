//! AKS0220 and AKS0201: a hub that is brought without what is asked of it, and a hub whose range overlaps another network.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::addresses::overlaps;
use crate::model::hub::key;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let brought = site.hub.as_ref().is_some_and(|hub| hub.subscription.is_some());
        if brought && site.leaves_by_firewall && site.route_table.is_none() {
            let finding = Finding::new(&codes::HUB, "nodes are to leave by a firewall, and the hub that is brought has none")
                .help("write `firewall`, the resource id of an Azure Firewall in it, or take the line `existing` out to have a hub made");
            findings.add(finding, &format!("{}.network.hub.existing", settings_path(site)), "it names no firewall");
        }
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

/// The path of the range of the hub of a region: that of the first site there.
fn of(subject: &Subject, region: &str) -> String {
    let site = subject.model.sites.iter().find(|site| site.region.name == region && site.hub.is_some());
    site.map_or_else(|| "network.hub.make.range".to_owned(), |site| format!("{}.network.hub.make.range", settings_path(site)))
}

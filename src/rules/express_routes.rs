//! AKS0224: an ExpressRoute circuit whose routers could not speak to each other.

use super::connected::connected;
use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::facts::Limit;
use crate::model::addresses::overlaps;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for hub in &subject.model.hubs {
        let Some(circuit) = hub.express_route.as_ref().and_then(crate::model::ExpressRoute::made) else { continue };
        let Some(site) = subject.model.sites.iter().find(|site| site.hangs_on(hub) && site.connection_written) else { continue };
        let path = format!("{}.network.onPremises.connection.expressRoute.circuit.make", super::settings_path(site));
        let limit: &Limit = &subject.facts.limits.express_route_prefix;
        for (at, range) in circuit.peering.iter().flat_map(|peering| &peering.ranges).enumerate() {
            let path = format!("{path}.peering.ranges[{at}]");
            if !limit.allows(u32::from(range.prefix_len())) {
                let finding = Finding::new(&codes::EXPRESS_ROUTE, format!("{range} is no range of a line"))
                    .help("write a /30: Azure takes the second of its addresses, the router there the first");
                findings.add(finding, &path, format!("Azure takes {limit}"));
            }
            let ours = site.clusters.iter().map(|cluster| cluster.pod_range).chain(connected(subject, site).into_iter().map(|other| other.range));
            if let Some(other) = ours.into_iter().find(|other| overlaps(*other, *range)) {
                let finding = Finding::new(&codes::OVERLAP, format!("{range} of the line overlaps {other}"))
                    .help("take a range that belongs to no network here or there, such as 192.168.255.0/30");
                findings.add(finding, &path, "the routers alone have these addresses");
            }
        }
        if circuit.tier == "Local" && circuit.family == "MeteredData" {
            let finding = Finding::new(&codes::EXPRESS_ROUTE, "a circuit of the tier local is not metered").help("write `data: unlimited`, or another tier");
            findings.add(finding, &format!("{path}.tier"), "what leaves Azure is free there");
        }
    }
}

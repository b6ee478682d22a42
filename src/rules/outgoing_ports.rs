//! AKS0209: a NAT gateway with fewer ports for each node than a load balancer gives by itself.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let limits = &subject.facts.limits;
    let (Some(of_address), Some(of_node)) = (limits.nat_gateway_ports.max, limits.outbound_ports_per_node.default) else { return };
    for site in &subject.model.sites {
        let Some(gateway) = &site.nat_gateway else { continue };
        let nodes = site.clusters.iter().flat_map(|cluster| &cluster.pools).map(|pool| pool.peak).fold(0, u32::saturating_add).max(1);
        let addresses = u32::try_from(gateway.addresses.len()).unwrap_or(u32::MAX);
        let each = u64::from(addresses) * u64::from(of_address) / u64::from(nodes);
        if each >= u64::from(of_node) {
            continue;
        }
        let base = settings_path(site);
        let needed = u32::try_from((u64::from(nodes) * u64::from(of_node)).div_ceil(u64::from(of_address))).unwrap_or(u32::MAX);
        let enough = limits.nat_gateway_addresses.allows(needed).then_some(needed);
        let help = match enough {
            Some(needed) => format!("write `publicAddresses: {needed}`: {nodes} × {of_node} ports at {of_address} an address"),
            None => format!("a NAT gateway has {}: let the pools grow less, or divide the platform", limits.nat_gateway_addresses),
        };
        let finding = Finding::new(&codes::OUTGOING_PORTS, format!("the NAT gateway has {each} ports for each of {nodes} nodes"))
            .beside(findings.place(&format!("{base}.kubernetes.pools")), "the pools may grow so far, with those of an upgrade")
            .help(help);
        let path = format!("{base}.network.egress.natGateway.publicAddresses");
        let why = format!("{addresses} × {of_address} ports; a load balancer gives each node {of_node}");
        findings.add(findings.mend(finding, &path, enough), &path, why);
    }
}

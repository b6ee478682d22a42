//! AKS0202: a service range that touches the virtual network or is too large, or a DNS address that it does not hold.

use super::connected::{Connected, connected, first, taken};
use super::overlaps::{service_room, written_first};
use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::addresses::nth;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let limit = &subject.facts.limits.service_range_prefix;
    for site in &subject.model.sites {
        let base = format!("{}.network", settings_path(site));
        let path = format!("{base}.serviceRange");
        let (connected, elsewhere) = (connected(subject, site), taken(subject, site));
        for cluster in &site.clusters {
            let services = cluster.service_range;
            let longest = limit.min.and_then(|min| u8::try_from(min).ok()).unwrap_or(services.prefix_len());
            let room = service_room(subject, services.prefix_len(), &elsewhere, cluster.pod_range);
            let help = room.map_or_else(
                || "choose a range of private space outside the network".to_owned(),
                |range| format!("`serviceRange: {range}` overlaps nothing here"),
            );
            let overlapped = first(&connected, services);
            if let Some(Connected { what, range, path: others }) = overlapped {
                let inside = if range.contains(&services) { "lies inside" } else { "overlaps" };
                let (primary, related) = written_first(findings, &path, others);
                let finding = Finding::new(&codes::SERVICE_RANGE, format!("the service range {services} {inside} {what} {range}"))
                    .beside(findings.place(&related), if primary == path { what } else { "the service range" })
                    .help(help.clone());
                findings.add(
                    findings.mend(finding, &path, room),
                    &primary,
                    "AKS forbids a service range that its network holds, or one that it is connected to",
                );
            }
            if !limit.allows(u32::from(services.prefix_len())) {
                let finding = Finding::new(&codes::SERVICE_RANGE, format!("the service range {services} is too large")).help(help);
                findings.add(findings.mend(finding, &path, room), &path, format!("a service range is smaller than a /{}", longest - 1));
            }
            // Where the range has to move, its addresses move too.
            if overlapped.is_none() {
                dns(findings, &base, cluster.dns_address, services);
            }
        }
    }
}

fn dns(findings: &mut Findings, base: &str, address: std::net::Ipv4Addr, services: ipnet::Ipv4Net) {
    let why = if !services.contains(&address) {
        "not in the service range"
    } else if address == services.network() {
        "this is the address of the range itself"
    } else if address == nth(services, 1) {
        "the first address is taken by `kubernetes.default`"
    } else {
        return;
    };
    let tenth = nth(services, 10);
    let help = match services.contains(&tenth) {
        true => format!("write `dnsAddress: {tenth}`, or take the line out"),
        false => "the service range is too small to hold it: a /24 is a good size".to_owned(),
    };
    let path = format!("{base}.dnsAddress");
    let (primary, related) = written_first(findings, &path, &format!("{base}.serviceRange"));
    let finding = Finding::new(&codes::SERVICE_RANGE, format!("{address} cannot be the address of the cluster's DNS"))
        .beside(findings.place(&related), if primary == path { "the service range" } else { "the network" })
        .help(help);
    let tenth = services.contains(&tenth).then_some(tenth);
    findings.add(findings.mend(finding, &path, tenth), &primary, why);
}

//! AKS0311 and AKS0312: ranges that no client of an API server comes from, and API servers that cannot stand where they are asked to.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::facts::{Limit, RangeUse};
use crate::model::{PrivateZone, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let base = format!("{}.kubernetes.api", settings_path(site));
        ranges(subject, findings, site, &format!("{base}.public.ranges"));
        region(subject, findings, site, &base);
        if let Some(zone) = site.api.zone() {
            name(subject, findings, site, zone, &format!("{base}.private.zone.existing"));
        }
    }
}

fn ranges(subject: &Subject, findings: &mut Findings, site: &Site, path: &str) {
    let limits = &subject.facts.limits;
    let limit: &Limit = if site.api.is_in_network() { &limits.authorized_ip_ranges_in_network } else { &limits.authorized_ip_ranges };
    let ranges = site.api.ranges();
    let own = site.nat_gateway.as_ref().filter(|_| site.adds_own_addresses()).map_or(0, |gateway| gateway.addresses.len());
    if !limit.allows(u32::try_from(ranges.len() + own).unwrap_or(u32::MAX)) {
        let nodes = if own > 0 { format!(", and {own} of the nodes") } else { String::new() };
        let finding = Finding::new(&codes::API_RANGES, format!("{} ranges may reach the API server{nodes}", ranges.len()))
            .help("join ranges that lie side by side, or let people and agents come by one address of a VPN or a NAT gateway");
        findings.add(finding, path, format!("Azure allows {limit}"));
    }
    if !ranges.is_empty() && site.leaves_by_firewall && !site.api.is_in_network() {
        let finding = Finding::new(&codes::API_RANGES, "the nodes leave by a firewall, whose address is none of the ranges that reach the API server")
            .beside(findings.place(&format!("{}.network.egress", settings_path(site))), "by this")
            .help("write `inNetwork: true` beside them: then the nodes reach it in the network");
        findings.add(finding, path, "without their API server the nodes can do nothing");
    }
    for (at, range) in ranges.iter().enumerate() {
        let path = format!("{path}[{at}]");
        if range.prefix_len() == 0 {
            let finding = Finding::new(&codes::API_RANGES, "all addresses may reach the API server")
                .help("take the list out: without one it is reached from anywhere, and that is seen at a glance");
            findings.add(finding, &path, "a list that holds all addresses closes nothing");
        } else if subject.facts.ranges.is_private(*range) {
            let finding = Finding::new(&codes::API_RANGES, format!("{range} is private: nobody comes to a public address from there"))
                .help("write the public addresses under which these machines are seen, or `api: private` to be reached in the network alone");
            findings.add(finding, &path, "clients are seen under their public address");
        } else if let Some(forbidden) = subject.facts.ranges.forbidden_overlap(*range, RangeUse::Client) {
            let finding = Finding::new(&codes::API_RANGES, format!("{range} overlaps {}, from which nobody comes", forbidden.range))
                .help("write the public addresses under which those who use the API server are seen");
            findings.add(finding, &path, forbidden.reason.clone());
        }
    }
}

fn region(subject: &Subject, findings: &mut Findings, site: &Site, path: &str) {
    let lacks = subject.facts.regions.get(&site.region.name).is_some_and(|region| region.lacks_api_server_in_network);
    if site.api.is_in_network() && lacks {
        let finding = Finding::new(&codes::API_IN_NETWORK, format!("API servers cannot stand in a network in {}", site.region.display))
            .help("choose another region for this platform, or a public API server that only some ranges reach: `api: {public: {ranges: [20.50.60.0/24]}}`");
        findings.add(finding, path, "Azure does not have API Server VNet Integration there");
    }
}

/// Azure takes a zone of this name, or one below it.
fn name(subject: &Subject, findings: &mut Findings, site: &Site, zone: &PrivateZone, path: &str) {
    let wanted = subject.facts.private_zones.api_server.of(&site.region.name);
    let below = zone.name.strip_suffix(&wanted).and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_suffix('.') });
    let longest = subject.facts.limits.api_server_subzone.max.unwrap_or(u32::MAX);
    if below.is_none_or(|below| u32::try_from(below.len()).unwrap_or(u32::MAX) > longest) {
        let finding =
            Finding::new(&codes::API_IN_NETWORK, format!("the private DNS zone `{}` cannot hold the API servers of {}", zone.name, site.region.display))
                .help(format!("its name is `{wanted}`, or `<at most {longest} characters>.{wanted}`; `zone: shared` makes the former"));
        findings.add(finding, path, format!("AKS looks for `{wanted}` there"));
    }
}

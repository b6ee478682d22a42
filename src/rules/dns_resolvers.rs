//! AKS0228: names that could not be found on premises or from there.

use std::collections::BTreeSet;

use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::OnPremisesDns;
use crate::diagnostics::{Finding, codes};
use crate::model::Site;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let Some(dns) = &site.dns_written else { continue };
        let path = format!("{}.network.onPremises.dns", settings_path(site));
        let brought = site.hub.as_ref().is_some_and(|hub| !hub.made);
        if brought || !site.connection_written {
            let help = if brought {
                "take the line `dns` out: what stands in a hub that is brought is for who runs it"
            } else {
                "write `connection`, by which a hub is made"
            };
            let finding = Finding::new(&codes::RESOLVER, "names are to be found on premises, and no hub is made that leads there").help(help);
            findings.add(finding, &path, "the DNS resolver would stand in it");
            continue;
        }
        both(dns, &path, findings);
        servers(subject, site, dns, &path, findings);
        domains(subject, site, dns, &path, findings);
    }
}

/// Servers are asked for something, and something is asked of servers.
fn both(dns: &OnPremisesDns, path: &str, findings: &mut Findings) {
    let lacking = match (dns.servers.is_empty(), dns.domains.is_empty()) {
        (true, false) => ("servers", "domains", "which servers answer for these domains"),
        (false, true) => ("domains", "servers", "which domains these servers answer for"),
        _ => return,
    };
    let (lacks, has, what) = lacking;
    let finding = Finding::new(&codes::RESOLVER, format!("nothing says {what}")).help(format!("write `{lacks}`, too, or take `{has}` out to be asked alone"));
    findings.add(finding, &format!("{path}.{has}"), format!("without `{lacks}`"));
}

fn servers(subject: &Subject, site: &Site, dns: &OnPremisesDns, path: &str, findings: &mut Findings) {
    let limit = &subject.facts.limits.forwarding_servers;
    if !limit.allows(u32::try_from(dns.servers.len()).unwrap_or(u32::MAX)) {
        let finding = Finding::new(&codes::RESOLVER, format!("{} DNS servers", dns.servers.len())).help("name those that are nearest to the line");
        findings.add(finding, &format!("{path}.servers"), format!("Azure takes {limit}"));
    }
    for (at, server) in dns.servers.iter().enumerate().filter(|(_, server)| !site.on_premises.iter().any(|range| range.contains(*server))) {
        let finding = Finding::new(&codes::RESOLVER, format!("the DNS server {server} does not lie on premises"))
            .help("write its range into `onPremises.ranges`, or the address that it has there");
        findings.add(finding, &format!("{path}.servers[{at}]"), "no range of `onPremises` holds it");
    }
}

fn domains(subject: &Subject, site: &Site, dns: &OnPremisesDns, path: &str, findings: &mut Findings) {
    let limits = &subject.facts.limits;
    if !limits.forwarding_rules.allows(u32::try_from(dns.domains.len()).unwrap_or(u32::MAX)) {
        let finding = Finding::new(&codes::RESOLVER, format!("{} domains", dns.domains.len())).help("name a domain above several of them");
        findings.add(finding, &format!("{path}.domains"), format!("Azure takes {}", limits.forwarding_rules));
    }
    let (hosts, zones) = ours(subject, site);
    for (at, domain) in dns.domains.iter().enumerate() {
        let path = format!("{path}.domains[{at}]");
        let labels = u32::try_from(domain.split('.').count()).unwrap_or(u32::MAX);
        if !limits.forwarding_labels.allows(labels) {
            let finding = Finding::new(&codes::RESOLVER, format!("`{domain}` has {labels} labels")).help("name a domain above it");
            findings.add(finding, &path, format!("Azure takes {}", limits.forwarding_labels));
        }
        let host = hosts.iter().copied().find(|host| is_within(host, domain));
        let zone = zones.iter().map(String::as_str).find(|zone| is_within(zone, domain) || is_within(domain, zone));
        if let Some(own) = host.or(zone) {
            let finding = Finding::new(&codes::RESOLVER, format!("`{domain}` takes the names of `{own}` along, which are found here"))
                .help("name the domains below it that servers on premises answer for, without this one");
            findings.add(finding, &path, "all of it would be asked on premises");
        }
    }
}

/// Names that stay with Azure: hosts and domains that are served here, of which none may lie in what is forwarded; zones of what is private, which it may not even touch.
fn ours<'a>(subject: &'a Subject, site: &'a Site) -> (BTreeSet<&'a str>, BTreeSet<String>) {
    let model = subject.model;
    let domains = model.environments.iter().map(|environment| environment.domain.as_str());
    let hosts = domains.chain(model.records.iter().map(|record| record.host.as_str())).chain([model.common.registry.login_server.as_str()]);
    let known = &subject.facts.private_zones;
    let zones = known.entries().flat_map(|(_, zone)| {
        let name = zone.of(&site.region.name);
        let asked: Vec<String> = zone.asked(&name).into_iter().map(str::to_owned).collect();
        asked.into_iter().chain([name])
    });
    (hosts.collect(), zones.collect())
}

/// Whether a name is this domain, or below it.
fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_domain_holds_itself_and_what_is_below_it() {
        assert!(is_within("corp.example.com", "corp.example.com") && is_within("a.corp.example.com", "corp.example.com"));
        assert!(!is_within("example.com", "corp.example.com") && !is_within("notcorp.example.com", "corp.example.com"));
    }
}

//! AKS0703 and AKS0704: a zone that cannot hold the records of an environment, and a host whose record would lead to several regions at once.

use std::collections::BTreeMap;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::{Environment, Record, Target};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for environment in &subject.model.environments {
        let path = path(subject, environment);
        outside(subject, findings, environment, &path);
        regions(subject, findings, environment, &path);
        internal(subject, findings, environment, &path);
    }
    aliases(subject, findings);
}

/// Where it is written who hosts the domain.
fn path(subject: &Subject, environment: &Environment) -> String {
    match subject.written.blueprint.environments.get(&environment.name).and_then(|written| written.zone.as_ref()) {
        Some(_) => format!("environments.{}.zone", environment.name),
        None => "zone".to_owned(),
    }
}

/// A zone that is brought, and in which the domain does not lie.
fn outside(subject: &Subject, findings: &mut Findings, environment: &Environment, path: &str) {
    let Some(zone) = subject.model.dns.zone(&environment.name) else { return };
    if zone.relative(&environment.domain).is_none() {
        let finding =
            Finding::new(&codes::ZONE, format!("the zone `{}` does not hold the domain `{}` of `{}`", zone.name, environment.domain, environment.name))
                .help(format!("name the zone of `{}` or of a domain above it, or give the environment a domain in `{}`", environment.domain, zone.name));
        findings.add(finding, path, "this zone is of another domain");
    }
}

/// A zone that is ours, several regions, and nothing that chooses between them.
fn regions(subject: &Subject, findings: &mut Findings, environment: &Environment, path: &str) {
    let model = subject.model;
    let regions: Vec<&str> = model.sites.iter().filter(|site| site.platform == environment.platform).map(|site| site.region.name.as_str()).collect();
    let has_profile = model.profiles.iter().any(|profile| profile.environment == environment.name);
    let has_door = model.front_doors.iter().any(|door| door.platform == environment.platform);
    if model.dns.zone(&environment.name).is_none() || regions.len() < 2 || has_profile || has_door {
        return;
    }
    let title = format!("the records of `{}` would lead to {} regions at once", environment.name, regions.len());
    let finding = Finding::new(&codes::SEVERAL_REGIONS, title)
        .help("let Traffic Manager or Front Door choose between them: `edge: {global: trafficManager}`, `edge: {global: frontDoor}`; or keep the platform in one region, or `zone: none` and records of your own");
    findings.add(finding, path, format!("`{}` stands in {}", environment.platform, regions.join(" and ")));
}

/// A zone that is ours, and hosts with no public address to which its records could lead.
fn internal(subject: &Subject, findings: &mut Findings, environment: &Environment, path: &str) {
    for record in subject.model.records.iter().filter(|record| record.environment == environment.name && record.zone.is_some()) {
        let Target::Internal(address) = record.target else { continue };
        let finding = Finding::new(&codes::ZONE, format!("`{}` has no public address to which its zone could lead", record.host))
            .help("write `zone: none` for this environment, and lead its hosts to the internal address on the DNS servers that its clients ask; or let external-dns write the address into the zone, where all may read it: `releases: {dns: externalDns}`");
        findings.add(finding, path, format!("nothing stands before the ingress, whose address is {address}"));
    }
}

/// More aliases than may lead to one resource.
fn aliases(subject: &Subject, findings: &mut Findings) {
    let limit = &subject.facts.limits.alias_records;
    let mut led: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in subject.model.records.iter().filter(|record| record.zone.is_some()) {
        let (Target::Address { name, .. } | Target::Profile(name) | Target::FrontDoor { endpoint: name, .. }) = &record.target else { continue };
        led.entry(name).or_default().push(record);
    }
    for (name, records) in led {
        if !limit.allows(u32::try_from(records.len()).unwrap_or(u32::MAX)) {
            let finding = Finding::new(&codes::ZONE, format!("{} records would lead to `{name}`", records.len()))
                .help("divide the environments over several platforms, or let Traffic Manager lead to each");
            findings.add(finding, "environments", format!("Azure allows {limit} of one resource"));
        }
    }
}

//! AKS0102: two things of a kind that get the same name where it must be unique.

use std::collections::BTreeMap;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Name;
use crate::model::apps::HOSTS;

pub fn check(subject: &Subject, findings: &mut Findings) {
    domains(subject, findings);
    probe_host(subject, findings);
    origin_host(subject, findings);
    // Azure compares names without their case.
    let mut given: BTreeMap<(&str, String, String), &Name> = BTreeMap::new();
    for name in &subject.model.names {
        let key = (name.kind, name.scope.to_lowercase(), name.name.to_lowercase());
        let Some(first) = given.get(&key).copied() else {
            given.insert(key, name);
            continue;
        };
        // The same thing in two environments of one domain: that they share it is the finding.
        if first.path == name.path {
            continue;
        }
        let what = match name.scope.strip_prefix(HOSTS) {
            Some("/") => format!("host `{}`", name.name),
            Some(path) => format!("host `{}` and the path `{path}`", name.name),
            None => format!("{} `{}`", noun(subject, name), name.name),
        };
        let finding = Finding::new(&codes::NAME_CLASH, format!("two things get the {what}"))
            .beside(findings.place(&first.path), "this gets it first")
            .help("give one of the two another name");
        findings.add(finding, &name.path, "this gets it too");
    }
}

fn noun<'a>(subject: &'a Subject, name: &Name) -> &'a str {
    subject.facts.naming.entries().find(|(known, _)| *known == name.kind).map_or("name", |(_, rule)| &rule.noun)
}

/// Two environments of one domain: nothing would say which of them a request is for.
fn domains(subject: &Subject, findings: &mut Findings) {
    for (at, environment) in subject.model.environments.iter().enumerate() {
        let Some(first) = subject.model.environments[..at].iter().find(|first| first.domain == environment.domain) else { continue };
        let place = |name: &str| match &subject.written.blueprint.environments.get(name).and_then(|written| written.domain.as_ref()) {
            Some(_) => format!("environments.{name}.domain"),
            None => format!("environments.{name}"),
        };
        let finding = Finding::new(&codes::NAME_CLASH, format!("two environments have the domain `{}`", environment.domain))
            .beside(findings.place(&place(&first.name)), "the first of them")
            .help(format!("give each a domain of its own, such as `{}.{}`", environment.name, environment.domain));
        let path = place(&environment.name);
        findings.add(finding, &path, "the second of them");
    }
}

/// The host by which Front Door reaches a region is taken.
fn origin_host(subject: &Subject, findings: &mut Findings) {
    let origins = || subject.model.front_doors.iter().flat_map(|door| &door.entrances).flat_map(|entrance| &entrance.origins);
    for app in &subject.model.apps {
        for placement in &app.placements {
            if let Some(origin) = origins().find(|origin| placement.host.as_ref() == Some(&origin.host)) {
                let finding = Finding::new(&codes::NAME_CLASH, format!("the host `{}` belongs to Front Door", origin.host))
                    .help(format!("choose another label than `origin-{}`", origin.name));
                findings.add(finding, &format!("apps.{}.expose.host", app.name), "Front Door reaches the region by this host");
            }
        }
    }
}

/// The host under which the gateway asks the ingress whether it lives is taken.
fn probe_host(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            let backends = subject.model.site(&placement.site).into_iter().flat_map(|site| &site.edge.backends);
            let asked = backends.map(|backend| &backend.probe_host).chain(subject.model.profiles.iter().map(|profile| &profile.health.host));
            if asked.into_iter().any(|host| placement.host.as_ref() == Some(host)) {
                let host = placement.host.as_deref().unwrap_or_default();
                let finding =
                    Finding::new(&codes::NAME_CLASH, format!("the host `{host}` belongs to the health probe")).help("choose another label than `health`");
                findings.add(finding, &format!("apps.{}.expose.host", app.name), "the ingress is asked at this host whether it lives");
            }
        }
    }
}

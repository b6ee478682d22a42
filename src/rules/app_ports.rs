//! AKS0005: an app that takes requests, or is asked whether it lives, and listens on no port.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    // What is nothing but its jobs has none of these, which is said of it already.
    for app in subject.model.apps.iter().filter(|app| !app.only_jobs) {
        for placement in app.placements.iter().filter(|placement| placement.port.is_none()) {
            let asks = [
                (placement.host.is_some(), "expose", "requests go to its port"),
                (placement.probes.live.is_some(), "probes.live", "the probe asks its port"),
                (placement.probes.ready.is_some(), "probes.ready", "the probe asks its port"),
                (placement.metrics.as_ref().is_some_and(|metrics| metrics.port.is_none()), "metrics", "metrics are read at its port, unless they name another"),
            ];
            let Some((_, key, why)) = asks.into_iter().find(|(asks, ..)| *asks) else { continue };
            let finding = Finding::new(&codes::MISSING_KEY, format!("`apps.{}` lacks `port`", app.name))
                .help(format!("write `port: …`, on which it listens; or leave `{key}` out, for an app that listens on nothing"));
            findings.add(finding, &format!("{}.{key}", placement.base), why);
        }
    }
}

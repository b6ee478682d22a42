//! AKS0415 to AKS0417: what apps tell to nobody, what is kept twice, and images of the monitoring that a person brings.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::Stack;

pub fn check(subject: &Subject, findings: &mut Findings) {
    unread(subject, findings);
    for site in &subject.model.sites {
        for cluster in site.clusters.iter().filter(|cluster| cluster.stack.is_some()) {
            let path = format!("{}.releases.monitoring", cluster.tenancy.path);
            if cluster.scrapers.len() > 1 {
                let azure = format!("{}.monitoring.azure.prometheus", settings_path(site));
                let finding = Finding::new(&codes::TWO_MONITORS, format!("the metrics of {} are kept twice", cluster.name))
                    .beside(findings.place(&azure), "managed Prometheus keeps them, too")
                    .help("take one of them out, or allow this while you move from one to the other");
                findings.add(finding, &path, "its Prometheus keeps what managed Prometheus is paid for");
            }
            let images: Vec<String> = Stack::imported(subject.facts).map(|image| image.name).collect();
            if site.mirror.is_some() && !images.is_empty() {
                let finding = Finding::new(&codes::IMPORTED_IMAGES, format!("a person brings images of the monitoring into the registry for {}", cluster.name))
                    .beside(findings.place(&format!("{}.network.egress", settings_path(site))), "the nodes have no way out")
                    .help("the README of the output has the commands; run them before the first installation, and after each upgrade of these charts, and allow this");
                findings.add(finding, &path, format!("{}: of Docker Hub the registry fetches nothing without an account", images.join(", ")));
            }
        }
    }
}

/// Apps that send telemetry, and clusters that have nothing for it.
fn unread(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| placement.telemetry && placement.collector.is_none()) {
            let finding =
                Finding::new(&codes::UNREAD_TELEMETRY, format!("nothing takes what `{}` would tell of itself in `{}`", app.name, placement.environment))
                    .help("write `releases: {monitoring: stack}` for its platform, or `telemetry: false` for this environment");
            findings.add(finding, &format!("{}.telemetry", placement.base), "no collector stands in its cluster");
        }
    }
}

//! AKS0707: apps that take requests, in a site whose ingress nobody may reach.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::Front;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let called = site.clusters.iter().any(|cluster| !cluster.calling.is_empty());
        if called || site.network.link.is_some() || !matches!(&site.edge.front, Front::Closed(ranges) if ranges.is_empty()) {
            continue;
        }
        let Some((app, _)) = site.placements(&subject.model.apps).find(|(_, placement)| placement.host.is_some()) else { continue };
        let path = format!("{}.edge.gateway", settings_path(site));
        let finding = Finding::new(&codes::UNREACHED, format!("nobody reaches the apps of `{}` in {}", site.platform, site.region.name))
            .beside(findings.place(&format!("apps.{}.expose", app.name)), "this takes requests")
            .help("write from where, such as `gateway: {none: {allowedFrom: [10.0.0.0/16]}}`; or what makes the ingress public");
        findings.add(finding, &path, "nothing stands before the ingress, and no range may reach it");
    }
}

//! AKS0221: an app whose image comes from a registry of which the firewall knows one host alone.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::firewall::image_registries;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let model = subject.model;
    for site in model.sites.iter().filter(|site| site.leaves_by_firewall) {
        for (registry, app) in image_registries(site, &model.apps, &model.common) {
            if subject.facts.outgoing.image_registries.contains_key(registry) {
                continue;
            }
            let egress = format!("{}.network.egress", settings_path(site));
            let finding = Finding::new(
                &codes::FOREIGN_REGISTRY,
                format!("the firewall lets nodes through to {registry}, and to none of the hosts that it may send them on to"),
            )
            .beside(findings.place(&egress), "the nodes leave by a firewall")
            .help("write these into `egress.firewall.hosts` if there are any and allow this, or copy the image into your registry (`az acr import`)");
            findings.add(finding, &format!("apps.{}.image", app.name), "this release knows no other host of this registry");
        }
    }
}

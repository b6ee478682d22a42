//! AKS0504: an app, or an ingress, that scales to fewer replicas than it starts with.

use super::{Findings, Subject};
use crate::blueprint::settings::Ingress;
use crate::diagnostics::{Finding, codes};
use crate::model::ingress::Controller;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for cluster in subject.model.sites.iter().flat_map(|site| &site.clusters) {
        if let Ingress::ApplicationRouting(written) = &cluster.releases.ingress {
            let base = format!("{}.releases.ingress.{}.replicas", cluster.tenancy.path, Controller::ApplicationRouting.key());
            bounds(findings, "the ingress", &base, written.replicas.min, written.replicas.max);
        }
    }
    for app in &subject.model.apps {
        for placement in &app.placements {
            let (whose, base) = (format!("the app `{}`", app.name), format!("{}.scale", placement.base));
            bounds(findings, &whose, &base, placement.scale.min, placement.scale.max);
        }
    }
}

fn bounds(findings: &mut Findings, whose: &str, base: &str, min: u32, max: u32) {
    if max >= min {
        return;
    }
    let (primary, other) = super::overlaps::written_first(findings, &format!("{base}.max"), &format!("{base}.min"));
    let words = |path: &str| if path.ends_with("max") { format!("at most {max}") } else { format!("at least {min}") };
    let finding = Finding::new(&codes::SCALE, format!("{whose} scales to fewer replicas than it starts with"))
        .beside(findings.place(&other), words(&other))
        .help(format!("write `max: {min}` or more"));
    findings.add(findings.mend(finding, &format!("{base}.max"), Some(min)), &primary, words(&primary));
}

//! AKS0502: what runs once is away whenever its node drains.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Placement;
use crate::model::ingress::Controller;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in &site.clusters {
            let (controller, replicas) = Controller::of(&cluster.releases.ingress);
            if replicas == 1 {
                let finding = Finding::new(&codes::ONE_REPLICA, "the ingress has one replica").help("write `replicas: 2`");
                let path = format!("{}.releases.ingress.{}.replicas", cluster.tenancy.path, controller.key());
                findings.add(findings.mend(finding, &path, Some(2)), &path, "no request reaches any app while it moves to another node");
            }
        }
    }
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| placement.scale.min == 1) {
            let finding = Finding::new(&codes::ONE_REPLICA, format!("the app `{}` starts with one replica", app.name)).help(more(placement));
            findings.add(finding, &format!("{}.scale.min", placement.base), "it is away while it moves to another node");
        }
    }
}

/// How more of them run.
fn more(placement: &Placement) -> &'static str {
    if placement.storage.iter().all(|storage| storage.mode.is_shared()) {
        "write `scale: {min: 2}`"
    } else {
        "let replicas share what it stores (`mode: ReadWriteMany`, of files), or have storage each (`scale: {min: 2, max: 2}`); or allow this where it may be away"
    }
}

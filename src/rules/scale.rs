//! AKS0504: an app that scales to fewer replicas than it starts with.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| placement.scale.max < placement.scale.min) {
            let base = format!("{}.scale", placement.base);
            let scale = &placement.scale;
            let (primary, other) = super::overlaps::written_first(findings, &format!("{base}.max"), &format!("{base}.min"));
            let words = |path: &str| if path.ends_with("max") { format!("at most {}", scale.max) } else { format!("at least {}", scale.min) };
            let finding = Finding::new(&codes::SCALE, format!("the app `{}` scales to fewer replicas than it starts with", app.name))
                .beside(findings.place(&other), words(&other))
                .help(format!("write `max: {}` or more", scale.min));
            findings.add(findings.mend(finding, &format!("{base}.max"), Some(scale.min)), &primary, words(&primary));
        }
    }
}

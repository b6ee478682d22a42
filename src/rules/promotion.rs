//! AKS0509: an app that nobody tries before it is in the last environment.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let environments = &subject.model.environments;
    let [.., before, last] = environments.as_slice() else { return };
    for app in &subject.model.apps {
        let only = |placement: &crate::model::Placement| placement.environment == last.name;
        if !app.placements.is_empty() && app.placements.iter().all(only) {
            let finding = Finding::new(&codes::UNTRIED, format!("the app `{}` runs in `{}` alone", app.name, last.name))
                .help(format!("let it run in `{}`, too, or allow this", before.name));
            findings.add(finding, &format!("apps.{}.environments", app.name), "each of its versions is tried by those who use it");
        }
    }
}

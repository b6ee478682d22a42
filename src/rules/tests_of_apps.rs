//! AKS0527: an app that is tried after its rollouts, and that nobody can ask anything.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| !placement.test.is_empty() && !placement.is_served()) {
            let finding = Finding::new(&codes::TEST, format!("the test of `{}` has nobody to ask in `{}`", app.name, placement.environment))
                .help("let requests come to it, by `expose` or by `calls` of another app; or take `test` out, at least here");
            let why = "no request reaches it, so it has no service at which `TEST_URL` could be";
            findings.add(finding, &format!("{}.test", placement.base), why);
        }
    }
}

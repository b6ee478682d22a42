//! AKS0530: one image that two apps build from different sources.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Build;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let built: Vec<&Build> = subject.model.built().map(|(_, build)| build).collect();
    for (at, build) in built.iter().enumerate() {
        let Some(other) = built[..at].iter().find(|other| other.image == build.image && !is_same(other, build)) else { continue };
        let finding = Finding::new(&codes::BUILD_TAG, format!("`{}` and `{}` build `{}` from different sources", other.app, build.app, build.image))
            .beside(findings.place(&format!("apps.{}.image", other.app)), "the same image")
            .help("give each an image of its own name; or build both from the same folder by the same Dockerfile");
        findings.add(finding, &format!("apps.{}.image", build.app), "a commit that both come from would be one tag for two images, of which the first is kept");
    }
}

/// Whether two apps build the same, of the same source and by the same measure.
fn is_same(one: &Build, other: &Build) -> bool {
    let what = |build: &'_ Build| (build.path.clone(), build.dockerfile.clone(), build.severities.clone(), build.unfixed);
    one.repository == other.repository && what(one) == what(other)
}

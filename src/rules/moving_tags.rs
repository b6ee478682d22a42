//! AKS0516: a tag that its owner moves from image to image.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

/// Names by which registries call whatever is newest on some line.
const MOVING: [&str; 22] = [
    "latest",
    "main",
    "master",
    "trunk",
    "develop",
    "dev",
    "development",
    "staging",
    "prod",
    "production",
    "stable",
    "edge",
    "nightly",
    "canary",
    "beta",
    "alpha",
    "rc",
    "next",
    "current",
    "head",
    "snapshot",
    "lts",
];

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            let Some(tag) = placement.tag.as_deref().filter(|tag| MOVING.contains(&tag.to_lowercase().as_str())) else { continue };
            let finding = Finding::new(&codes::MOVING_TAG, format!("the tag `{tag}` of the app `{}` moves", app.name))
                .help("write the tag of one build, such as `1.4.2`; or none, and let the pipeline name it at each deployment");
            let path = format!("{}.tag", placement.base);
            findings.add(
                finding,
                &path,
                "what it names changes without a deployment: nobody can go back to what ran before, and replicas may run different images",
            );
        }
    }
}

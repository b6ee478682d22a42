//! AKS0323: a platform on which no environment stands.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let used = |name: &str| subject.model.environments.iter().any(|environment| environment.platform.as_str() == name);
    for name in subject.written.blueprint.platforms.keys().filter(|name| !used(name)) {
        let finding = Finding::new(&codes::UNUSED_PLATFORM, format!("no environment stands on the platform `{name}`"))
            .help(format!("let an environment stand on it, `platform: {name}`, or take it out"));
        findings.add(finding, &format!("platforms.{name}"), "it would be made, and paid for, and no app could run on it");
    }
}

//! AKS0606: severe alerts to the webhook of all others.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let same = site.receivers().any(|receiver| receiver.severe.as_ref().is_some_and(|severe| severe.webhook == receiver.webhook));
        if same {
            let alerts = format!("{}.releases.monitoring.stack.alerts", settings_path(site));
            let finding = Finding::new(&codes::SEVERE_RECEIVER, format!("severe alerts of {} go where all others go", site.key))
                .beside(findings.place(&format!("{alerts}.webhook")), "the secret of all others")
                .help("name the secret of another webhook, or leave `severe` out: then all go to one");
            findings.add(finding, &format!("{alerts}.severe.webhook"), "the same secret, and so the same address");
        }
    }
}

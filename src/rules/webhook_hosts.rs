//! AKS0605: alerts to a webhook that a firewall does not know of.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in subject.model.sites.iter().filter(|site| site.route_table.is_some()) {
        if site.receivers().any(|receiver| receiver.host.is_none()) {
            let base = settings_path(site);
            let finding = Finding::new(&codes::WEBHOOK_HOST, format!("no alert of {} would leave it", site.key))
                .beside(findings.place(&format!("{base}.network.egress")), "nodes leave by a firewall, which lets through what it knows")
                .help("write the host of the webhook beside it, `host: hooks.example.com`; or allow this, where it stands in a network of yours");
            findings.add(finding, &format!("{base}.releases.monitoring.stack.alerts.webhook"), "the address is a secret, and so is its host");
        }
    }
}

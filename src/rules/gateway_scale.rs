//! AKS0702: a gateway that scales to fewer instances than it starts with, or serves more listeners than it can.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let (Some(gateway), limit) = (site.edge.gateway(), &subject.facts.limits.gateway_listeners) else { continue };
        let path = format!("{}.edge.gateway.applicationGateway.capacity", settings_path(site));
        if gateway.capacity_max < gateway.capacity_min {
            let (primary, other) = super::overlaps::written_first(findings, &format!("{path}.max"), &format!("{path}.min"));
            let words =
                |path: &str| if path.ends_with("max") { format!("at most {}", gateway.capacity_max) } else { format!("at least {}", gateway.capacity_min) };
            let finding = Finding::new(&codes::GATEWAY, "the gateway scales to fewer instances than it starts with")
                .beside(findings.place(&other), words(&other))
                .help(format!("write `max: {}` or more", gateway.capacity_min));
            findings.add(findings.mend(finding, &format!("{path}.max"), Some(gateway.capacity_min)), &primary, words(&primary));
        }
        // With a certificate an environment has two: its own, and the one that redirects to it.
        let listeners: usize = site.edge.listeners.iter().map(|listener| 1 + usize::from(listener.certificate.is_some())).sum();
        let listeners = u32::try_from(listeners).unwrap_or(u32::MAX);
        if !limit.allows(listeners) {
            let finding = Finding::new(&codes::GATEWAY, format!("{listeners} listeners are too many for one gateway"))
                .help("divide the environments over several platforms");
            findings.add(finding, "environments", format!("a gateway has {limit}, and each environment takes one or two"));
        }
    }
}

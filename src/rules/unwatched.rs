//! AKS0712: requests to the last environment, from everywhere, that no web application firewall looks at.

use super::{Findings, Subject, settings_path};
use crate::blueprint::global::Global;
use crate::diagnostics::{Finding, codes};
use crate::model::Front;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let Some(last) = subject.model.environments.last() else { return };
    for site in subject.model.sites.iter().filter(|site| site.platform == last.platform) {
        if matches!(site.edge.front, Front::LoadBalancer) && !matches!(site.global, Global::FrontDoor(_)) {
            let finding = Finding::new(&codes::UNWATCHED, "no web application firewall looks at requests from the internet")
                .help("write `gateway: applicationGateway`, or `global: frontDoor`; or allow this, where apps do with what the ingress lets through");
            findings.add(finding, &format!("{}.edge.gateway", settings_path(site)), "the load balancer passes on whatever comes");
        }
    }
}

//! AKS0405: a Gateway of Gateway API with more listeners than it can have.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::helm::gateway::listeners;
use crate::model::ingress::Controller;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let limit = &subject.facts.limits.routed_listeners;
    for site in &subject.model.sites {
        for cluster in site.clusters.iter().filter(|cluster| Controller::of(&cluster.releases.ingress).0.routes()) {
            let count = u32::try_from(listeners(site, cluster, subject.facts)).unwrap_or(u32::MAX);
            if !limit.allows(count) {
                let finding = Finding::new(&codes::ROUTED_LISTENERS, format!("{count} listeners are too many for the Gateway of `{}`", cluster.name))
                    .help("give each environment a cluster, `clusters: per-environment`; or divide them over several platforms; or write `ingress: nginx`");
                let path = format!("{}.releases.ingress.{}", cluster.tenancy.path, Controller::of(&cluster.releases.ingress).0.key());
                findings.add(finding, &path, format!("a Gateway has {limit}, and each environment takes up to four"));
            }
        }
    }
}

//! AKS0601: pipelines on hosted agents, which what they deploy to does not let in.

use super::{Findings, Subject, settings_path};
use crate::blueprint::pipelines::Agents;
use crate::diagnostics::{Finding, codes};
use crate::model::{Reached, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    if !matches!(subject.model.devops.agents, Agents::Hosted(_)) {
        return;
    }
    for site in &subject.model.sites {
        let Some((title, path)) = closed(site) else { continue };
        let finding = Finding::new(&codes::AGENTS, title)
            .beside(findings.place(&format!("{}.{path}", settings_path(site))), "this closes it")
            .help("write `agents: {pool: NAME}`, a pool of agents of your own that reach it; or allow this where no pipeline deploys");
        findings.add(finding, "pipelines.azureDevOps.agents", "Microsoft's agents come from addresses that change, and stand in no network of yours");
    }
}

/// What of a site hosted agents do not reach, and where that is written.
fn closed(site: &Site) -> Option<(String, &'static str)> {
    if site.api.is_private() {
        return Some((format!("hosted agents do not reach the API servers of {}", site.key), "kubernetes.api.private"));
    }
    if site.endpoint(Reached::Registry).is_some() {
        return Some(("hosted agents do not reach the registry".to_owned(), "network.privateEndpoints.registry"));
    }
    if site.endpoint(Reached::Vault).is_some() {
        return Some((format!("hosted agents do not reach the vault of {}", site.key), "network.privateEndpoints.vault"));
    }
    (!site.api.ranges().is_empty())
        .then(|| (format!("hosted agents are not among the ranges that reach the API servers of {}", site.key), "kubernetes.api.public.ranges"))
}

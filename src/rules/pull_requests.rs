//! AKS0602: pull requests that sign in by a service connection that deploys.

use super::{Findings, Subject};
use crate::devops::pull_requests;
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let model = subject.model;
    let ours = &model.devops.service_connection;
    let mut names: Vec<String> = [None].into_iter().chain(model.sites.iter().map(Some)).filter_map(|site| pull_requests::connection(model, site)).collect();
    names.retain(|name| name == ours.as_str() || model.sites.iter().any(|site| site.connection == *name));
    if let Some(name) = names.first() {
        let finding = Finding::new(&codes::PULL_REQUESTS, format!("pull requests sign in by `{name}`, which deploys"))
            .help("name another connection here, such as `azure-reader`; or none, where whoever may push may deploy");
        findings.add(finding, "pipelines.azureDevOps.pullRequestConnection", "this is for who may only ask");
    }
}

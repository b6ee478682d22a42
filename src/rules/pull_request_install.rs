//! AKS0604: lines of the blueprint that were written for agents of one's own, on hosted ones.

use super::{Findings, Subject};
use crate::blueprint::pipelines::Agents;
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let devops = &subject.model.devops;
    if devops.install.is_some() && devops.pull_request_agents.is_none() && matches!(devops.agents, Agents::Own(_)) {
        let finding = Finding::new(&codes::PULL_REQUEST_INSTALL, "these lines run on hosted agents, for pull requests").help(
            "write `pullRequestAgents`: a pool of agents that reach it, `{pool: NAME}`, or the image of hosted ones, such as ubuntu-24.04, where these do",
        );
        findings.add(finding, "pipelines.azureDevOps.install", "what they fetch from a network of yours, hosted agents do not reach");
    }
}

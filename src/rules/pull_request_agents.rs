//! AKS0603: pull requests on the agents that deploy.

use super::{Findings, Subject};
use crate::blueprint::pipelines::Agents;
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let devops = &subject.model.devops;
    let (Agents::Own(deploying), Some(Agents::Own(asking))) = (&devops.agents, &devops.pull_request_agents) else { return };
    if asking.pool == deploying.pool {
        let finding = Finding::new(&codes::PULL_REQUEST_AGENTS, format!("pull requests run on the agents of `{}`, which deploy", asking.pool.as_str()))
            .help("leave it out, and they run on agents that Microsoft hosts; or name a pool that is good for nothing else");
        findings.add(finding, "pipelines.azureDevOps.pullRequestAgents", "what a branch says runs here before anybody has read it");
    }
}

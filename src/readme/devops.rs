//! What there is to be in Azure DevOps: pipelines, and environments with who approves in each.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::devops::{Registered, approvals, environments, registered};
use crate::model::Model;

#[derive(Debug, Serialize)]
pub struct DevOps<'a> {
    infrastructure: String,
    configuration: String,
    branches: String,
    upgrade: String,
    hours: String,
    pipelines: Vec<Registered>,
    /// Whoever approves for any environment, and the folder of the output in the repository.
    approvers: String,
    output: &'a str,
    environments: Vec<Approved<'a>>,
}

/// An environment of Azure DevOps, and what is deployed in it: one of the four, or what all share.
#[derive(Debug, Default, Serialize)]
struct Approved<'a> {
    name: String,
    hub: Option<&'a str>,
    site: Option<&'a str>,
    apps: Option<&'a str>,
    /// Any of whom must agree.
    approvers: String,
}

impl<'a> DevOps<'a> {
    pub fn new(model: &'a Model) -> Self {
        let join = |approvers: BTreeSet<&str>| approvers.into_iter().collect::<Vec<_>>().join(", ");
        let all = join(approvals::of_all(model));
        let mut approved = vec![Approved { name: environments::common(model), approvers: all.clone(), ..Approved::default() }];
        approved.extend(model.hubs.iter().map(|hub| Approved {
            name: environments::hub(model, hub),
            hub: Some(&hub.region.display),
            approvers: all.clone(),
            ..Approved::default()
        }));
        approved.extend(model.sites.iter().map(|site| Approved {
            name: environments::platform(model, site),
            site: Some(&site.key),
            approvers: join(approvals::of_platform(model, &site.platform)),
            ..Approved::default()
        }));
        approved.extend(model.environments.iter().map(|environment| Approved {
            name: environments::apps(model, &environment.name),
            apps: Some(&environment.name),
            approvers: join(approvals::of_environment(model, &environment.name)),
            ..Approved::default()
        }));
        Self {
            branches: crate::devops::branch_images::pipeline(model),
            infrastructure: format!("{}-infrastructure", model.name),
            configuration: format!("{}-configuration", model.name),
            upgrade: format!("{}-upgrade", model.name),
            hours: format!("{}-hours", model.name),
            pipelines: registered(model),
            environments: approved,
            approvers: all,
            output: &model.devops.output,
        }
    }
}

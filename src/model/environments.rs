//! Environments: where apps run, on which platform and under which domain.

use serde::Serialize;

use super::resolve::{Resolver, unknown};
use crate::blueprint::branches::Branches;
use crate::blueprint::settings::EnvironmentWaf;
use crate::blueprint::text::Label;
use crate::diagnostics::{Finding, codes};

#[derive(Debug, Clone, Serialize)]
pub struct Environment {
    pub name: Label,
    pub platform: Label,
    pub domain: String,
    pub certificate: Option<String>,
    /// What the firewall of a gateway does otherwise for its requests.
    #[serde(skip)]
    pub waf: Option<EnvironmentWaf>,
    /// Branches that have an environment of their own beside it.
    pub branches: Option<Branches>,
    /// Any of whom must agree before pipelines change it.
    #[serde(skip)]
    pub approvers: Vec<String>,
}

impl Resolver<'_> {
    /// Environments in the order of promotion; those that it does not name come first, by name.
    pub(super) fn environments(&mut self) -> Vec<Environment> {
        let blueprint = &self.written.blueprint;
        let order = &blueprint.promotion;
        let mut names: Vec<&Label> = blueprint.environments.keys().collect();
        names.sort_by_key(|name| order.iter().position(|promoted| promoted == *name).map_or(0, |at| at + 1));
        let last = names.last().copied().cloned();
        let mut environments = Vec::new();
        for name in names {
            let Some(environment) = blueprint.environments.get(name) else { continue };
            let top = blueprint.domain.as_ref().map(|domain| if last.as_ref() == Some(name) { domain.to_string() } else { format!("{name}.{domain}") });
            let Some(domain) = environment.domain.as_ref().map(ToString::to_string).or(top) else {
                let path = format!("environments.{name}");
                let finding = Finding::new(&codes::MISSING_KEY, format!("the environment `{name}` has no domain"))
                    .help("write `domain: …` here, or one for all at the top of the blueprint");
                self.finding(finding, &path, "neither this nor the blueprint names a domain");
                continue;
            };
            environments.push(Environment {
                name: name.clone(),
                platform: environment.platform.clone().unwrap_or_else(|| name.clone()),
                domain,
                certificate: environment.certificate.as_ref().map(ToString::to_string),
                waf: environment.waf.clone(),
                branches: environment.branches.clone(),
                approvers: environment.approvers.iter().map(ToString::to_string).collect(),
            });
        }
        environments
    }

    pub(super) fn check_promotion(&mut self) {
        let blueprint = &self.written.blueprint;
        for (at, name) in blueprint.promotion.iter().enumerate() {
            if !blueprint.environments.contains_key(name) {
                let finding = unknown("environment", name, blueprint.environments.keys().map(Label::as_str));
                self.finding(finding, &format!("promotion[{at}]"), "no environment has this name");
            }
        }
        // Which environment is production decides domains and the order of deployment: it is said, never guessed.
        let written = self.written.tree.get("environments").map(crate::source::Node::entries).unwrap_or_default();
        let missing: Vec<String> =
            written.iter().map(|entry| entry.key.clone()).filter(|name| blueprint.promotion.iter().all(|promoted| promoted.as_str() != name)).collect();
        if blueprint.environments.len() > 1 && !missing.is_empty() {
            let mut order: Vec<String> =
                blueprint.promotion.iter().filter(|name| blueprint.environments.contains_key(*name)).map(ToString::to_string).collect();
            // What is last already is production, and stays so; where that is none, it is the last that is written.
            let is_known = blueprint.promotion.last().is_some_and(|last| blueprint.environments.contains_key(last));
            let before_last = order.len().saturating_sub(usize::from(is_known));
            order.splice(before_last..before_last, missing.iter().cloned());
            let finding = Finding::new(&codes::MISSING_KEY, format!("`promotion` does not name `{}`", missing.join("`, `"))).help(format!(
                "write the environments in the order in which a version moves through them, production last, such as `promotion: [{}]`",
                order.join(", ")
            ));
            let path = if blueprint.promotion.is_empty() { "environments" } else { "promotion" };
            self.finding(finding, path, "with several environments their order must be written");
        }
    }
}

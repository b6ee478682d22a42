//! AKS0324: an id that `aksgen init` wrote, and in whose place nobody has put their own.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let blueprint = &subject.written.blueprint;
    let azure = [("azure.tenant", &blueprint.azure.tenant), ("azure.subscription", &blueprint.azure.subscription)];
    let groups = blueprint.teams.iter().map(|(name, team)| (format!("teams.{name}.group"), team.group.as_str()));
    let pushing = blueprint.registry.push.iter().enumerate().map(|(at, group)| (format!("registry.push[{at}]"), group.as_str()));
    let places = std::iter::once(("admins".to_owned(), blueprint.admins.as_str())).chain(groups).chain(pushing);
    for (path, _) in places.filter(|(_, id)| is_empty(id)) {
        let finding = Finding::new(&codes::PLACEHOLDER, format!("`{path}` is no group yet"))
            .help("put your own group here: `az ad group show --group <name> --query id` prints its id");
        findings.add(finding, &path, "no group of Entra has this id, so nobody is let in by it");
    }
    for (path, _) in azure.into_iter().filter(|(_, id)| id.as_ref().is_some_and(|id| is_empty(id))) {
        let finding = Finding::new(&codes::PLACEHOLDER, format!("`{path}` is none yet"))
            .help("put your own here, which `az account show` prints; or take the line out, to deploy with whatever account is signed in");
        findings.add(finding, path, "nothing of Azure has this id");
    }
}

/// Nothing but noughts.
pub fn is_empty(id: &str) -> bool {
    id.chars().all(|char| matches!(char, '0' | '-'))
}

//! AKS0519: teams that cannot be told apart, by each other or from those who administer the clusters.

use std::collections::BTreeMap;

use super::placeholders::is_empty;
use super::{Findings, Subject};
use crate::blueprint::text::Label;
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let blueprint = &subject.written.blueprint;
    let mut owners: BTreeMap<&str, &Label> = BTreeMap::new();
    for (name, team) in blueprint.teams.iter().filter(|(_, team)| !is_empty(&team.group)) {
        let path = format!("teams.{name}.group");
        if *team.group == *blueprint.admins {
            let finding = Finding::new(&codes::OWNERS, format!("the team `{name}` is the group that administers the clusters"))
                .beside(findings.place("admins"), "this group")
                .help("give it a group of its own; who is in both may do both");
            findings.add(finding, &path, "with the rights that are for its namespaces it has all others, too");
        } else if let Some(first) = owners.get(&*team.group) {
            let finding = Finding::new(&codes::OWNERS, format!("the teams `{first}` and `{name}` are one group"))
                .beside(findings.place(&format!("teams.{first}.group")), "the same group")
                .help("give each a group of its own, or make them one team");
            findings.add(finding, &path, "each of them may change, and break, what is the other's");
        } else {
            owners.insert(&team.group, name);
        }
    }
}

//! Branches: what each is called in names of namespaces, hosts and credentials, and where it may have an environment.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::apps::Placement;
use super::cluster::Namespace;
use super::resolve::Resolver;
use super::shared_hosts::Share;
use crate::blueprint::branches::Branches;
use crate::blueprint::organisation::{Quota, Team};
use crate::blueprint::text::{BranchPattern, Label};

/// Before the label of a branch: no name of a team, an environment or an app has it in it.
pub const SEPARATOR: &str = "--";

/// The longest label of a branch.
pub const LONGEST: usize = 30;

/// What is shown of a name that is altered, and how much of its digest follows: 48 bits.
const SHOWN: usize = 17;
const DIGEST: usize = 12;

/// What a branch is called in names. A name that is such a label stays as it is; any other is made into one that ends in a
/// digest of all of it, and so is a name that looks as if it were.
pub fn label(branch: &[u8]) -> String {
    if let Some(label) = std::str::from_utf8(branch).ok().filter(|name| is_label(name)) {
        return label.to_owned();
    }
    let mut shown = String::new();
    for byte in branch.to_ascii_lowercase() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() {
            shown.push(char::from(byte));
        } else if !shown.is_empty() && !shown.ends_with('-') {
            shown.push('-');
        }
    }
    shown.truncate(SHOWN);
    let shown = Some(shown.trim_end_matches('-')).filter(|shown| !shown.is_empty()).unwrap_or("branch");
    let digest: String = Sha256::digest(branch).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{shown}-{}", &digest[..DIGEST])
}

/// Whether a name can stand in others as it is, and does not look altered.
fn is_label(name: &str) -> bool {
    let made_of = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let looks_altered =
        name.rsplit_once('-').is_some_and(|(_, last)| last.len() == DIGEST && last.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    (1..=LONGEST).contains(&name.len())
        && name.bytes().all(|byte| made_of(byte) || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains(SEPARATOR)
        && !looks_altered
}

/// One of the branches whose labels are the longest: what it shapes is as long as names get.
pub fn example(from: &BranchPattern) -> String {
    let longest = (1..=LONGEST).map(|letters| label(from.replace('*', &"x".repeat(letters)).as_bytes())).rev().max_by_key(String::len);
    longest.unwrap_or_default()
}

/// Where branches of a team have their environments beside one.
#[derive(Debug, Clone, Serialize)]
pub struct BranchHome {
    /// How many at a time.
    pub live: u32,
    /// What each may use.
    pub quota: Quota,
    /// A label as long as they get.
    #[serde(skip)]
    pub example: String,
}

/// How an app runs in environments of branches.
#[derive(Debug, Clone, Serialize)]
pub struct InBranches {
    /// Below what it has a host, where it has one.
    pub domain: Option<String>,
    /// Why it does not run in them.
    pub obstacle: Option<Obstacle>,
}

/// What keeps an app out of environments of branches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Obstacle {
    /// It has a disk or a share that exists, which one claim has.
    Volume,
    /// It shares its host with others, which have one object of Ingress each.
    Host,
}

impl Placement {
    /// What of it differs in the environment of a branch; none where it does not run in them.
    pub fn in_branch(&self) -> Option<&InBranches> {
        self.branches.as_ref().filter(|branches| branches.obstacle.is_none())
    }

    /// Says of a placement whose host others have, too, that branches do not have it.
    pub(super) fn keep_from_branches(&mut self) {
        if let Some(branches) = self.branches.as_mut().filter(|_| self.share != Share::Alone) {
            branches.obstacle = Some(Obstacle::Host);
        }
    }
}

impl Resolver<'_> {
    /// Where branches have their environments beside a namespace of a team. A team without apps there has no use for them.
    pub(super) fn branch_home(&mut self, (name, team): (&Label, &Team), environment: &Label, namespace: &str, cluster: &str) -> Option<BranchHome> {
        let blueprint = &self.written.blueprint;
        let branches: &Branches = blueprint.environments.get(environment)?.branches.as_ref()?;
        let runs = |app: &crate::blueprint::App| app.team == *name && (app.environments.is_empty() || app.environments.contains_key(environment));
        blueprint.apps.values().find(|app| runs(app))?;
        let example = example(&branches.from);
        self.register.give("kubernetes_label", format!("{namespace}{SEPARATOR}{example}"), &format!("teams.{name}"), cluster);
        Some(BranchHome { live: branches.live, quota: team.quota.part(&branches.quota), example })
    }

    /// How an app runs in environments of branches beside a namespace, with the names that it is given there.
    pub(super) fn in_branches(
        &mut self,
        app: &Label,
        home: &Namespace,
        cluster: &str,
        domain: Option<String>,
        (brought, identity, before): (bool, Option<&str>, bool),
    ) -> Option<InBranches> {
        let example = &home.branches.as_ref()?.example;
        let path = format!("apps.{app}");
        if domain.is_some() {
            self.register.give("branch_host", format!("{app}{SEPARATOR}{example}"), &path, &format!("hosts of branches in {}", home.environment));
        }
        if let Some(identity) = identity {
            let credential = format!("{cluster}{SEPARATOR}{example}");
            if before {
                self.credential_before(&credential, &path, identity);
            }
            self.register.give("federated_credential", credential, &path, identity);
        }
        Some(InBranches { domain, obstacle: brought.then_some(Obstacle::Volume) })
    }
}

#[cfg(test)]
mod tests;

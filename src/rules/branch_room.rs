//! AKS0520: branches for which the quota of a team has no room, or apps for which that of a branch has none.

use std::collections::BTreeSet;

use super::{Findings, Subject, quantity};
use crate::blueprint::organisation::Quota;
use crate::diagnostics::{Finding, codes};
use crate::model::branches::BranchHome;
use crate::model::{App, Environment, Namespace, Placement, Storage};

/// What is counted: its name, how much of it a quota allows, what one replica takes, and how it is written.
struct Kind {
    name: &'static str,
    allowed: fn(&Quota) -> Option<u64>,
    /// Of the running, and of what is stored for good.
    runs: fn(&Placement) -> u64,
    stores: fn(&Storage) -> u64,
    print: fn(u64) -> String,
}

static KINDS: [Kind; 4] = [
    Kind {
        name: "cpu",
        allowed: |quota| quantity::millicpu(&quota.cpu),
        runs: |placement| quantity::millicpu(&placement.resources.cpu).unwrap_or_default(),
        stores: |_| 0,
        print: quantity::cpu,
    },
    Kind {
        name: "memory",
        allowed: |quota| quantity::kibibytes(&quota.memory),
        runs: |placement| quantity::kibibytes(&placement.resources.memory).unwrap_or_default(),
        stores: |_| 0,
        print: quantity::memory,
    },
    Kind {
        name: "storage",
        allowed: |quota| quota.storage.as_deref().and_then(quantity::kibibytes),
        runs: |_| 0,
        stores: |storage| quantity::kibibytes(&storage.size).unwrap_or_default(),
        print: quantity::memory,
    },
    Kind { name: "volumes", allowed: |quota| quota.volumes.map(u64::from), runs: |_| 0, stores: |_| 1, print: |count| count.to_string() },
];

impl Kind {
    /// What an app takes with so many replicas, and all of its jobs at once.
    fn takes(&self, (app, placement): (&App, &Placement), replicas: u64) -> u64 {
        let once: u64 = app.claims(placement).map(self.stores).sum();
        let each: u64 = app.storage_of_replicas(placement).map(self.stores).sum();
        let running = replicas.saturating_add(placement.pods_beside());
        once.saturating_add(each.saturating_mul(replicas)).saturating_add((self.runs)(placement).saturating_mul(running))
    }
}

pub fn check(subject: &Subject, findings: &mut Findings, environment: &Environment, here: &[(&App, &Placement)]) {
    let mut said = BTreeSet::new();
    for (_, cluster) in subject.model.clusters() {
        for namespace in cluster.namespaces.iter().filter(|namespace| namespace.environment == environment.name) {
            let Some(home) = &namespace.branches else { continue };
            let inside: Vec<(&App, &Placement)> =
                here.iter().copied().filter(|(_, placement)| placement.cluster == cluster.name && placement.namespace == namespace.name).collect();
            for kind in &KINDS {
                // Alike in each of the clusters that an environment has.
                if said.insert((&namespace.team, kind.name)) {
                    beside(subject, findings, (namespace, home), &inside, kind);
                    inside_of_one(findings, (namespace, home), &inside, kind);
                }
            }
        }
    }
}

/// Branches beside the environment, whose apps may be scaled out.
fn beside(subject: &Subject, findings: &mut Findings, (namespace, home): (&Namespace, &BranchHome), inside: &[(&App, &Placement)], kind: &Kind) {
    let team = subject.model.teams.iter().find(|team| team.name == namespace.team);
    let Some((all, each)) = team.and_then(|team| Some(((kind.allowed)(&team.quota)?, (kind.allowed)(&home.quota)?))) else { return };
    let own: u64 = inside.iter().map(|of| kind.takes(*of, u64::from(of.1.scale.max))).sum();
    let wanted = each.saturating_mul(u64::from(home.live));
    if own.saturating_add(wanted) <= all {
        return;
    }
    let (name, environment) = (&namespace.team, &namespace.environment);
    let fitting = all.saturating_sub(own) / each.max(1);
    let print = |amount| (kind.print)(amount).trim_matches('"').to_owned();
    let more = format!("`{}: {}` or more in the quota of `{name}`", kind.name, (kind.print)(own.saturating_add(wanted)));
    let help = if fitting == 0 { format!("write {more}, or less in that of a branch") } else { format!("write `live: {fitting}`, or {more}") };
    let path = format!("environments.{environment}.branches.live");
    let finding =
        Finding::new(&codes::BRANCH_QUOTA, format!("the quota of `{name}` has room for {fitting} branches beside `{environment}`, not {}", home.live))
            .beside(findings.place(&format!("teams.{name}.quota.{}", kind.name)), format!("{} of {}", print(all), kind.name))
            .help(help);
    let finding = findings.mend(finding, &path, Some(fitting).filter(|fitting| *fitting > 0));
    findings.add(finding, &path, format!("each takes {} of {}, and the apps of `{environment}`, scaled out, {}", print(each), kind.name, print(own)));
}

/// The apps of a team in one branch, each once, and one of them once more while it is replaced.
fn inside_of_one(findings: &mut Findings, (namespace, home): (&Namespace, &BranchHome), inside: &[(&App, &Placement)], kind: &Kind) {
    let Some(allowed) = (kind.allowed)(&home.quota) else { return };
    let of_branches = || inside.iter().filter(|(_, placement)| placement.in_branch().is_some());
    let replaced = of_branches().map(|(_, placement)| (kind.runs)(placement)).max().unwrap_or_default();
    let asked = of_branches().map(|of| kind.takes(*of, 1)).sum::<u64>().saturating_add(replaced);
    if asked <= allowed {
        return;
    }
    let (name, environment) = (&namespace.team, &namespace.environment);
    let print = |amount| (kind.print)(amount).trim_matches('"').to_owned();
    let path = format!("environments.{environment}.branches.quota.{}", kind.name);
    let finding = Finding::new(&codes::BRANCH_QUOTA, format!("the apps of `{name}` outgrow the {} of a branch beside `{environment}`", kind.name))
        .help(format!("write `{}: {}` or more", kind.name, (kind.print)(asked)));
    let finding = findings.mend(finding, &path, Some((kind.print)(asked)));
    findings.add(finding, &path, format!("one replica of each, and one more while it is replaced, ask for {}, of {}", print(asked), print(allowed)));
}

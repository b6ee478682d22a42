//! AKS0520 to AKS0524: environments of branches that have no room, no names, no identity, or too many rights.

use super::{Findings, Subject, branch_room};
use crate::diagnostics::{Finding, codes};
use crate::model::branches::{Obstacle, SEPARATOR};
use crate::model::{App, Environment, Placement};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for environment in subject.model.environments.iter().filter(|environment| environment.branches.is_some()) {
        let apps = subject.model.apps.iter().flat_map(|app| app.placements.iter().map(move |placement| (app, placement)));
        let here: Vec<(&App, &Placement)> = apps.filter(|(_, placement)| placement.environment == environment.name).collect();
        branch_room::check(subject, findings, environment, &here);
        names(findings, environment, &here);
        identities(subject, findings, environment, &here);
        vault(subject, findings, environment, &here);
        kept_out(findings, environment, &here);
    }
}

/// AKS0521: hosts that branches of an app may get, too.
fn names(findings: &mut Findings, environment: &Environment, here: &[(&App, &Placement)]) {
    for (app, placement) in here {
        let label = placement.host.as_deref().and_then(|host| host.split('.').next()).unwrap_or_default();
        let of = label.split_once(SEPARATOR).and_then(|(of, _)| here.iter().find(|(app, _)| app.name.as_str() == of));
        if let Some((of, _)) = of {
            let finding = Finding::new(&codes::BRANCH_HOST, format!("the host `{label}` may be that of a branch of `{}`", of.name))
                .beside(findings.place(&format!("environments.{}.branches", environment.name)), "branches have environments beside this one")
                .help(format!("choose a host without `{SEPARATOR}`"));
            findings.add(finding, &format!("apps.{}.expose.host", app.name), format!("branches of `{}` get hosts that begin with `{0}{SEPARATOR}`", of.name));
        }
        if app.name.as_str() == "xn" && placement.host.is_some() {
            let finding = Finding::new(&codes::BRANCH_HOST, "branches of an app called `xn` have no host")
                .help("give the app another name, or do not expose it where branches have environments");
            findings.add(finding, "apps.xn", format!("`xn{SEPARATOR}` begins names in other scripts than the Latin one: DNS has kept it"));
        }
    }
}

/// AKS0522: more branches than an identity can have service accounts that take it on.
fn identities(subject: &Subject, findings: &mut Findings, environment: &Environment, here: &[(&App, &Placement)]) {
    let (Some(branches), Some(most)) = (&environment.branches, subject.facts.limits.federated_credentials.max) else { return };
    // Each has one for the replicas, and one for what runs before them; so has the environment itself.
    let each = |placement: &Placement| 1 + u32::from(placement.before_rollout.is_some());
    let named = here.iter().filter(|(_, placement)| !placement.secrets.is_empty() && placement.in_branch().is_some());
    let Some((app, placement)) = named.rev().max_by_key(|(_, placement)| each(placement)) else { return };
    let fitting = most.saturating_div(each(placement)).saturating_sub(1);
    if branches.live <= fitting {
        return;
    }
    let path = format!("environments.{}.branches.live", environment.name);
    let finding = Finding::new(&codes::BRANCH_IDENTITIES, format!("`{}` cannot read its secrets in {} branches at a time", app.name, branches.live))
        .beside(findings.place(&format!("apps.{}.secrets", app.name)), "for these it has an identity")
        .help(format!("write `live: {fitting}` or fewer"));
    let finding = findings.mend(finding, &path, Some(fitting));
    let (take, before) = match placement.before_rollout {
        None => ("one for each branch and one", ""),
        Some(_) => ("two for each branch and two", ": of its replicas, and of what it does before rollouts"),
    };
    let why = format!("an identity has {most} federated credentials at most, {take} for `{}` itself{before}", environment.name);
    findings.add(finding, &path, why);
}

/// AKS0523: branches in which an app has an identity that reads the vault of production.
fn vault(subject: &Subject, findings: &mut Findings, environment: &Environment, here: &[(&App, &Placement)]) {
    let Some(production) = subject.model.environments.last().filter(|last| last.platform == environment.platform) else { return };
    let Some((app, placement)) = here.iter().find(|(_, placement)| !placement.secrets.is_empty() && placement.in_branch().is_some()) else { return };
    let finding = Finding::new(&codes::BRANCH_VAULT, format!("branches beside `{}` can read the secrets of `{}`", environment.name, production.name))
        .beside(findings.place(&format!("apps.{}.secrets", app.name)), "an identity that takes part of a vault takes all of it")
        .help("let branches have their environments beside one on a platform of its own, whose vault keeps nothing of production");
    let why = format!("whatever somebody pushes to a branch runs with the identity of `{}`, which reads the vault {}", app.name, placement.vault);
    findings.add(finding, &format!("environments.{}.branches", environment.name), why);
}

/// AKS0524: apps that run in no branch.
fn kept_out(findings: &mut Findings, environment: &Environment, here: &[(&App, &Placement)]) {
    for (app, placement) in here {
        let Some(obstacle) = placement.branches.as_ref().and_then(|branches| branches.obstacle) else { continue };
        let (part, why, help) = match obstacle {
            Obstacle::Volume => ("storage", "a disk or a share that exists is for one claim alone", "claim what is made for each, at least here"),
            Obstacle::Host => (
                "expose",
                "the controller makes one host of the objects of several apps, and a branch has only some of them",
                "give it a host of its own, at least here",
            ),
        };
        let finding = Finding::new(&codes::BRANCH_WITHOUT, format!("`{}` runs in no branch beside `{}`", app.name, environment.name)).help(help);
        findings.add(finding, &format!("{}.{part}", placement.base), why);
    }
}

//! AKS0503: a team whose apps, scaled out, ask for more than its quota: the last replicas would not start.

use super::{Findings, Subject, quantity};
use crate::diagnostics::{Finding, codes};
use crate::model::{App, Namespace, Placement, Storage};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in &site.clusters {
            // Beside branches it is said with what they take.
            for namespace in cluster.namespaces.iter().filter(|namespace| namespace.branches.is_none()) {
                let here: Vec<(&App, &Placement)> = subject
                    .model
                    .apps
                    .iter()
                    .flat_map(|app| app.placements.iter().map(move |placement| (app, placement)))
                    .filter(|(_, placement)| placement.cluster == cluster.name && placement.namespace == namespace.name)
                    .collect();
                let quota = &namespace.quota;
                let asked = sum(&here, |placement| quantity::millicpu(&placement.resources.cpu));
                one(findings, namespace, &here, "cpu", (asked, quantity::millicpu(&quota.cpu)), &quota.cpu, quantity::cpu);
                let asked = sum(&here, |placement| quantity::kibibytes(&placement.resources.memory));
                one(findings, namespace, &here, "memory", (asked, quantity::kibibytes(&quota.memory)), &quota.memory, quantity::memory);
                if let Some(allowed) = &quota.storage {
                    let asked = claims(&here, |storage| quantity::kibibytes(&storage.size));
                    one(findings, namespace, &here, "storage", (asked, quantity::kibibytes(allowed)), allowed, quantity::memory);
                }
                if let Some(allowed) = quota.volumes {
                    let asked = claims(&here, |_| Some(1));
                    one(findings, namespace, &here, "volumes", (asked, Some(u64::from(allowed))), &allowed.to_string(), |count| count.to_string());
                }
            }
        }
    }
}

/// All replicas, and all jobs at once, with those before rollouts.
fn sum(here: &[(&App, &Placement)], each: impl Fn(&Placement) -> Option<u64>) -> u64 {
    here.iter().fold(0u64, |sum, (_, placement)| {
        sum.saturating_add(each(placement).unwrap_or(0).saturating_mul(u64::from(placement.scale.max) + placement.pods_beside()))
    })
}

/// What the claims of all and those of each replica come to.
fn claims(here: &[(&App, &Placement)], each: impl Fn(&Storage) -> Option<u64>) -> u64 {
    let claims = here.iter().flat_map(|(app, placement)| app.claims(placement).map(|storage| (storage, 1)));
    let of_replicas = here.iter().flat_map(|(app, placement)| app.storage_of_replicas(placement).map(|storage| (storage, u64::from(placement.scale.max))));
    claims.chain(of_replicas).fold(0u64, |sum, (storage, count)| sum.saturating_add(each(storage).unwrap_or(0).saturating_mul(count)))
}

fn one(
    findings: &mut Findings,
    namespace: &Namespace,
    here: &[(&App, &Placement)],
    what: &str,
    (asked, allowed): (u64, Option<u64>),
    quota: &str,
    print: fn(u64) -> String,
) {
    if allowed.is_none_or(|allowed| asked <= allowed) {
        return;
    }
    let (team, environment) = (&namespace.team, &namespace.environment);
    let mut finding = Finding::new(&codes::QUOTA, format!("the apps of `{team}` outgrow its quota of {what} in `{environment}`"))
        .help(format!("write `{what}: {}` or more, or let the apps scale less", print(asked)));
    for (App { name: app, .. }, placement) in here.iter().take(3) {
        let path = format!("{}.scale.max", placement.base);
        let place = findings.place(&path).or_else(|| findings.place(&format!("apps.{app}")));
        finding = finding.beside(place, format!("up to {} replicas", placement.scale.max));
    }
    findings.add(finding, &format!("teams.{team}.quota.{what}"), format!("scaled out they ask for {}, of {quota}", print(asked).trim_matches('"')));
}

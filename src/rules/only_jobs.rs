//! AKS0526: an app that is nothing but its jobs, and has none, or something of an app that runs all the time.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::{App, Placement};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in subject.model.apps.iter().filter(|app| app.only_jobs) {
        for placement in &app.placements {
            if placement.jobs.is_empty() {
                let finding = Finding::new(&codes::ONLY_JOBS, format!("`{}` does nothing in `{}`", app.name, placement.environment))
                    .beside(findings.place(&format!("apps.{}.onlyJobs", app.name)), "it is nothing but its jobs")
                    .help(format!("give it a job there, or write its `environments` without `{}`", placement.environment));
                findings.add(finding, &placement.base, "it has no job here");
            }
            of_replicas(findings, app, placement);
        }
    }
}

/// What only pods that run all the time have.
fn of_replicas(findings: &mut Findings, app: &App, placement: &Placement) {
    let probed = placement.probes.live.is_some() || placement.probes.ready.is_some();
    for (key, has, why) in [
        ("command", !placement.command.is_empty(), "each of its jobs says its own"),
        ("args", !placement.args.is_empty(), "each of its jobs says its own"),
        ("port", placement.port.is_some(), "nobody sends requests to a job"),
        ("expose", placement.host.is_some(), "nobody sends requests to a job"),
        ("probes", probed, "nobody asks a job whether it is well: it ends"),
        ("metrics", placement.metrics.is_some(), "a job ends before its metrics are read"),
        ("storage", !placement.storage.is_empty(), "jobs have no storage: only replicas do"),
        ("scale", findings.is_written(&format!("{}.scale", placement.base)), "it has no replicas"),
    ] {
        if has {
            let finding = Finding::new(&codes::ONLY_JOBS, format!("`{}` is nothing but its jobs, and has `{key}`", app.name))
                .beside(findings.place(&format!("apps.{}.onlyJobs", app.name)), "so no pod of it runs all the time")
                .help(format!("take `{key}` out, or `onlyJobs`"));
            findings.add(finding, &format!("{}.{key}", placement.base), why);
        }
    }
}

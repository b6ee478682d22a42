//! Environments of branches: which there may be, and how somebody comes to one.

use serde::Serialize;

use crate::model::branches::label;
use crate::model::{App, Model, Placement};

/// The branches beside an environment.
#[derive(Debug, Serialize)]
pub struct Beside<'a> {
    environment: &'a str,
    from: &'a str,
    days: u32,
    live: u32,
    cpu: &'a str,
    memory: &'a str,
    /// Apps that run in none of them.
    kept_out: Vec<&'a str>,
    /// An app, a branch that may be, and what these are called.
    app: &'a str,
    branch: String,
    namespace: String,
    host: Option<String>,
}

pub fn beside(model: &Model) -> Vec<Beside<'_>> {
    model
        .environments
        .iter()
        .filter_map(|environment| {
            let branches = environment.branches.as_ref()?;
            let here = || {
                model
                    .apps
                    .iter()
                    .flat_map(|app| app.placements.iter().map(move |placement| (app, placement)))
                    .filter(|(_, placement)| placement.environment == environment.name)
            };
            let (app, placement): (&App, &Placement) = here().find(|(_, placement)| placement.in_branch().is_some())?;
            let branch = branches.from.replace('*', "login");
            let label = label(branch.as_bytes());
            let mut kept_out: Vec<&str> = here().filter(|(_, placement)| placement.in_branch().is_none()).map(|(app, _)| app.name.as_str()).collect();
            kept_out.dedup();
            Some(Beside {
                environment: &environment.name,
                from: &branches.from,
                days: branches.expire.count(),
                live: branches.live,
                cpu: &branches.quota.cpu,
                memory: &branches.quota.memory,
                kept_out,
                app: &app.name,
                namespace: format!("{}--{label}", placement.namespace),
                host: placement.in_branch()?.domain.as_ref().map(|domain| format!("{}--{label}.{domain}", app.name)),
                branch,
            })
        })
        .collect()
}

/// An app whose image is built elsewhere, for branches beside an environment.
#[derive(Debug, Serialize)]
pub struct Elsewhere<'a> {
    environment: &'a str,
    app: &'a str,
}

/// The first of them, as an example; none where all are built here.
pub fn elsewhere(model: &Model) -> Option<Elsewhere<'_>> {
    let unbuilt = |app: &&App| model.build_of(app).is_none();
    model.apps.iter().filter(unbuilt).find_map(|app| {
        let placement = app.placements.iter().find(|placement| placement.in_branch().is_some())?;
        Some(Elsewhere { environment: &placement.environment, app: &app.name })
    })
}

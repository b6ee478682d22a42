//! The pipeline of branches: it makes and deletes their environments when asked, and cleans up at night.

use serde::Serialize;

use super::{Pipeline, approvals, environments, identifier};
use crate::model::{Features, Model};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Branches<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    features: Features,
    connection: &'a str,
    /// When it cleans up, and whether that is at night.
    clean_up: String,
    nightly: bool,
    /// Whether some branches are those of other repositories.
    repositories: bool,
    apps: Vec<&'a str>,
    stages: Vec<Stage<'a>>,
}

/// An environment that has branches beside it.
#[derive(Debug, Serialize)]
struct Stage<'a> {
    name: &'a str,
    id: String,
    from: &'a str,
    environment: String,
    connection: &'a str,
    /// Any of whom must agree.
    approvers: Vec<&'a str>,
}

pub fn plan(model: &Model, plan: &mut Plan) {
    let connection = model.devops.service_connection.as_str();
    let stages: Vec<Stage> = model
        .environments
        .iter()
        .filter_map(|environment| {
            let site = model.sites.iter().find(|site| site.platform == environment.platform);
            Some(Stage {
                name: &environment.name,
                id: identifier(&environment.name),
                from: &environment.branches.as_ref()?.from,
                environment: environments::apps(model, &environment.name),
                approvers: approvals::of_environment(model, &environment.name).into_iter().collect(),
                connection: site.map_or(connection, |site| &site.connection),
            })
        })
        .collect();
    // A rule refuses hours that leave no time for it.
    let Some(clean_up) = model.clean_up() else { return };
    let context = Branches {
        pipeline: Pipeline::new(model),
        features: model.features(),
        connection,
        nightly: clean_up.is_daily(),
        clean_up: clean_up.to_string(),
        repositories: model.environments.iter().filter_map(|environment| environment.branches.as_ref()).any(|branches| !branches.repositories.is_empty()),
        apps: model.apps.iter().filter(|app| app.placements.iter().any(|placement| placement.in_branch().is_some())).map(|app| app.name.as_str()).collect(),
        stages,
    };
    plan.template("pipelines/branches.yml", "pipelines/branches.yml", context);
}

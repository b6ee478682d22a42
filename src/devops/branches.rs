//! The pipeline of branches: it makes and deletes their environments when asked, and cleans up at night.

use serde::Serialize;

use super::branch_images::Source;
use super::{Machines, Pipeline, approvals, branch_images, environments, identifier, pull_requests};
use crate::facts::Facts;
use crate::model::branch_images::ORIGIN;
use crate::model::{Build, Features, Model};
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
    /// Images that are built: in which job, what of, and of which repositories; and by whom they are pushed.
    builds: Vec<Built<'a>>,
    sources: Vec<Source>,
    asking: Option<Machines<'a>>,
    pushing: String,
    apps: Vec<&'a str>,
    stages: Vec<Stage<'a>>,
}

/// An app of which the images of branches are built.
#[derive(Debug, Serialize)]
struct Built<'a> {
    #[serde(flatten)]
    build: &'a Build,
    remote: &'a str,
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

pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
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
        repositories: model.environments.iter().flat_map(|environment| model.branch_repositories(environment)).any(|repository| repository != ORIGIN),
        builds: branch_images::built(model).map(|build| Built { build, remote: build.remote() }).collect(),
        sources: branch_images::sources(model),
        asking: pull_requests::machines(model, facts),
        pushing: model.pushing_connection(),
        apps: model.apps.iter().filter(|app| app.placements.iter().any(|placement| placement.in_branch().is_some())).map(|app| app.name.as_str()).collect(),
        stages,
    };
    plan.template("pipelines/branches.yml", "pipelines/branches.yml", context);
}

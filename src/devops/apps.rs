//! The pipeline of an app: a stage for each environment, in the order of promotion, and in it a wave for each of its regions.

use serde::Serialize;

use super::{Pipeline, approvals, environments, identifier};
use crate::model::{App, Features, Model, Site};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct AppPipeline<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    app: &'a str,
    features: Features,
    stages: Vec<Stage<'a>>,
}

#[derive(Debug, Serialize)]
struct Stage<'a> {
    name: &'a str,
    id: String,
    environment: String,
    /// Any of whom must agree.
    approvers: Vec<&'a str>,
    waves: Vec<Wave<'a>>,
}

/// A cluster in which the app runs; the next one waits until it is well there.
#[derive(Debug, Serialize)]
struct Wave<'a> {
    id: String,
    cluster: &'a str,
    connection: &'a str,
    /// Whether its region takes no requests now: nothing waits for it.
    is_out: bool,
}

pub fn plan(model: &Model, app: &App, plan: &mut Plan) {
    let mut stages: Vec<Stage> = Vec::new();
    for placement in &app.placements {
        let name = placement.environment.as_str();
        if stages.last().is_none_or(|stage| stage.name != name) {
            stages.push(Stage {
                name,
                id: identifier(name),
                environment: environments::apps(model, name),
                approvers: approvals::of_environment(model, name).into_iter().collect(),
                waves: Vec::new(),
            });
        }
        let site = model.site(&placement.site);
        let connection = site.map_or(model.devops.service_connection.as_str(), |site| &site.connection);
        let is_out = site.is_some_and(Site::is_out);
        if let Some(stage) = stages.last_mut() {
            let id = format!("{}_{}", stage.id, identifier(&placement.cluster));
            stage.waves.push(Wave { id, cluster: &placement.cluster, connection, is_out });
        }
    }
    stages.iter_mut().for_each(|stage| stage.waves.sort_by_key(|wave| wave.is_out));
    let context = AppPipeline { pipeline: Pipeline::new(model), app: &app.name, features: model.features(), stages };
    plan.template("pipelines/apps/app.yml", format!("pipelines/apps/{}.yml", app.name), context);
}

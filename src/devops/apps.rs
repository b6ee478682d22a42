//! The pipeline of an app: a stage for each environment, in the order of promotion.

use serde::Serialize;

use super::{Pipeline, environments, identifier};
use crate::model::{App, Features, Model};
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
    connection: &'a str,
}

pub fn plan(model: &Model, app: &App, plan: &mut Plan) {
    // An environment on several clusters is one stage: the script deploys to each of them.
    let mut places: Vec<(&str, &str)> = app.placements.iter().map(|placement| (placement.environment.as_str(), placement.site.as_str())).collect();
    places.dedup_by_key(|(environment, _)| *environment);
    let stages = places.into_iter().map(|(name, site)| Stage {
        name,
        id: identifier(name),
        environment: environments::apps(model, name),
        connection: model.site(site).map_or(model.devops.service_connection.as_str(), |site| &site.connection),
    });
    let context = AppPipeline { pipeline: Pipeline::new(model), app: &app.name, features: model.features(), stages: stages.collect() };
    plan.template("pipelines/apps/app.yml", format!("pipelines/apps/{}.yml", app.name), context);
}

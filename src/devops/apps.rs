//! The pipeline of an app: a stage for each environment, in the order of promotion.

use serde::Serialize;

use super::{Pipeline, environments, identifier};
use crate::model::{App, Model};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct AppPipeline<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    app: &'a str,
    stages: Vec<Stage<'a>>,
}

#[derive(Debug, Serialize)]
struct Stage<'a> {
    name: &'a str,
    id: String,
    environment: String,
}

pub fn plan(model: &Model, app: &App, plan: &mut Plan) {
    // An environment on several clusters is one stage: the script deploys to each of them.
    let mut names: Vec<&str> = app.placements.iter().map(|placement| placement.environment.as_str()).collect();
    names.dedup();
    let stages = names.into_iter().map(|name| Stage { name, id: identifier(name), environment: environments::apps(model, name) });
    let context = AppPipeline { pipeline: Pipeline::new(model), app: &app.name, stages: stages.collect() };
    plan.template("pipelines/apps/app.yml", format!("pipelines/apps/{}.yml", app.name), context);
}

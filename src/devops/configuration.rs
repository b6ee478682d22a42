//! The pipeline that sets up what stands in the clusters and is no app.

use serde::Serialize;

use super::{Pipeline, approvals, environments, identifier, title};
use crate::model::{Features, Model};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Configuration<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    features: Features,
    clusters: Vec<Stage<'a>>,
}

/// A stage for each cluster.
#[derive(Debug, Serialize)]
struct Stage<'a> {
    key: &'a str,
    id: String,
    title: String,
    environment: String,
    /// Any of whom must agree.
    approvers: Vec<&'a str>,
    connection: &'a str,
}

pub fn plan(model: &Model, plan: &mut Plan) {
    let clusters = model.clusters().map(|(site, cluster)| Stage {
        key: &cluster.name,
        id: identifier(&cluster.name),
        title: if site.clusters.len() > 1 { format!("{}, {}", title(site), cluster.name) } else { title(site) },
        environment: environments::platform(model, site),
        approvers: approvals::of_platform(model, &site.platform).into_iter().collect(),
        connection: &site.connection,
    });
    let context = Configuration { pipeline: Pipeline::new(model), features: model.features(), clusters: clusters.collect() };
    plan.template("pipelines/configuration.yml", "pipelines/configuration.yml", context);
}

//! The pipeline that sets up what stands in the clusters and is no app.

use serde::Serialize;

use super::{Pipeline, approvals, environments, identifier, title};
use crate::model::{Cluster, Features, Model, Site};
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
    /// Whether its region takes no requests now: nothing waits for it.
    is_out: bool,
    /// The site, where its clusters do not run always.
    resting: Option<&'a str>,
}

pub fn plan<'a>(model: &'a Model, plan: &mut Plan) {
    let stage = |(site, cluster): (&'a Site, &'a Cluster)| Stage {
        key: &cluster.name,
        id: identifier(&cluster.name),
        title: if site.clusters.len() > 1 { format!("{}, {}", title(site), cluster.name) } else { title(site) },
        environment: environments::platform(model, site),
        approvers: approvals::of_platform(model, &site.platform).into_iter().collect(),
        connection: &site.connection,
        is_out: site.is_out(),
        resting: site.resting(),
    };
    let mut clusters: Vec<Stage> = model.clusters().map(stage).collect();
    clusters.sort_by_key(|cluster| cluster.is_out);
    let context = Configuration { pipeline: Pipeline::new(model), features: model.features(), clusters };
    plan.template("pipelines/configuration.yml", "pipelines/configuration.yml", context);
}

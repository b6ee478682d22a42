//! The pipeline that raises the Kubernetes of clusters, one after the other.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Pipeline, approvals, environments, identifier, title};
use crate::facts::Minor;
use crate::model::{Features, Model};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Upgrade<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    features: Features,
    own_connection: &'a str,
    /// Of the clusters, and those after them.
    versions: Vec<String>,
    clusters: Vec<Stage<'a>>,
}

/// A stage for each cluster, in the order of promotion, those of regions that take no requests now at the end.
#[derive(Debug, Serialize)]
struct Stage<'a> {
    key: &'a str,
    id: String,
    title: String,
    environment: String,
    connection: &'a str,
    /// Any of whom must agree.
    approvers: Vec<&'a str>,
}

pub fn plan(model: &Model, plan: &mut Plan) {
    let mut clusters: Vec<_> = model.clusters().collect();
    clusters.sort_by_key(|(site, _)| site.is_out());
    let clusters = clusters.into_iter().map(|(site, cluster)| Stage {
        key: &cluster.name,
        id: identifier(&cluster.name),
        title: format!("{}, {}", title(site), cluster.name),
        environment: environments::platform(model, site),
        connection: &site.connection,
        approvers: approvals::of_platform(model, &site.platform).into_iter().collect(),
    });
    let context = Upgrade {
        pipeline: Pipeline::new(model),
        features: model.features(),
        own_connection: &model.devops.service_connection,
        versions: versions(model),
        clusters: clusters.collect(),
    };
    plan.template("pipelines/upgrade.yml", "pipelines/upgrade.yml", context);
}

/// The next minor of each cluster, and its own: an upgrade that was cut off goes on.
fn versions(model: &Model) -> Vec<String> {
    let minors: BTreeSet<Minor> =
        model.clusters().filter_map(|(_, cluster)| cluster.version.parse().ok()).flat_map(|minor: Minor| [minor, minor.next()]).collect();
    minors.iter().rev().map(Minor::to_string).collect()
}

//! The pipeline that sets up what stands in the clusters and is no app.

use serde::Serialize;

use super::{Pipeline, environments, identifier, title};
use crate::model::Model;
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Configuration<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    sites: Vec<Stage<'a>>,
}

/// A stage for each site: the settings of the scripts, and so their arguments, are a site's.
#[derive(Debug, Serialize)]
struct Stage<'a> {
    key: &'a str,
    id: String,
    title: String,
    environment: String,
}

pub fn plan(model: &Model, plan: &mut Plan) {
    let sites = model.sites.iter().map(|site| Stage {
        key: &site.key,
        id: identifier(&site.key),
        title: title(site),
        environment: environments::platform(model, site),
    });
    let context = Configuration { pipeline: Pipeline::new(model), sites: sites.collect() };
    plan.template("pipelines/configuration.yml", "pipelines/configuration.yml", context);
}

//! Manifests that are applied to a cluster before anything is installed in it.

pub mod namespaces;
pub mod storage;

use crate::facts::Facts;
use crate::model::Model;
use crate::plan::Plan;

/// Plans the namespaces of every cluster, and what storage there is made of.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    for site in &model.sites {
        for cluster in &site.clusters {
            namespaces::plan(model, site, cluster, facts, plan);
            storage::plan(site, cluster, facts, plan);
        }
    }
}

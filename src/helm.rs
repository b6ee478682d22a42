//! Everything that Helm installs: the charts of our apps with their values, and releases of charts of others.

pub mod chart;
pub mod releases;
pub mod schema;
pub mod usage;
pub mod values;

use crate::facts::Facts;
use crate::model::{Environment, Model, Placement};
use crate::plan::Plan;
use usage::Usage;

/// Plans the releases of every cluster, and a chart with its values for every app.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    releases::plan(model, facts, plan);
    for app in &model.apps {
        let usage = Usage::of(app);
        let trees: Vec<values::Values> = app.placements.iter().map(|placement| values::shared(placement, &usage)).collect();
        let common = values::common(&trees);
        chart::plan(app, &usage, &common, facts, plan);
        for (placement, tree) in app.placements.iter().zip(&trees) {
            let mut own = values::without(tree, &common);
            own.extend(values::own(placement, https(model, placement), model.tenant.as_deref()));
            plan.template("apps/app/values-environment.yaml", values_file(app.name.as_str(), placement), values::Document::of(own));
        }
    }
}

/// The values of an app in one of its environments, below the output.
pub fn values_file(app: &str, placement: &Placement) -> String {
    format!("apps/{app}/values-{}.yaml", placement.environment)
}

/// Whether clients of a placement speak HTTPS: its environment has a certificate at the gateway.
fn https(model: &Model, placement: &Placement) -> bool {
    let here = |environment: &&Environment| environment.name == placement.environment;
    model.environments.iter().find(here).is_some_and(|environment| environment.certificate.is_some())
}

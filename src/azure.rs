//! The infrastructure: one authored source, printed as ARM and as Bicep, with a parameter file for each deployment.

pub mod alerts;
pub mod arm;
pub mod bicep;
pub mod deployments;
pub mod expression;
pub mod graph;
pub mod own_roles;
pub mod roles;
pub mod rule_groups;
pub mod spelling;
pub mod templates;
pub mod waf;

use anyhow::{Context as _, Result};
use graph::Templates;

use crate::facts::Facts;
use crate::model::Model;
use crate::plan::Plan;
use crate::render::HEADER;

/// Plans every template in both forms, and every parameter file in both. Gives the templates.
///
/// # Errors
/// A template of ours that does not hold together, or a deployment that does not give what its template takes.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) -> Result<Templates> {
    let templates = templates::read(model, facts)?;
    let deployments = deployments::deployments(model);
    for template in templates.iter() {
        let name = &template.name;
        plan.text(format!("infrastructure/bicep/{name}.bicep"), templates.bicep(name, &[HEADER])?);
        // ARM carries its modules inside.
        if !name.contains('/') {
            plan.text(format!("infrastructure/arm/{name}.json"), templates.arm(name)?);
        }
    }
    for deployment in &deployments {
        let kind = deployment.kind.template();
        templates.accepts(kind, &deployment.parameters).with_context(|| format!("the parameters {}", deployment.stem()))?;
        let stem = deployment.stem();
        plan.text(format!("infrastructure/bicep/parameters/{stem}.bicepparam"), bicep::parameters(kind, &[HEADER], &deployment.parameters));
        plan.text(format!("infrastructure/arm/parameters/{stem}.json"), arm::parameters(&deployment.parameters));
    }
    Ok(templates)
}

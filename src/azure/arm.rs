//! Prints templates as canonical ARM JSON, modules inlined.

mod expression;
mod template;
mod value;

use anyhow::Result;
use serde_json::{Map, Value as Json, json};

use super::graph::Templates;

impl Templates {
    /// The ARM template of this name: two spaces, keys in the order in which people write them, modules as nested deployments.
    ///
    /// # Errors
    /// There is no such template, or a [`Fault`](super::graph::Fault) in it.
    pub fn arm(&self, name: &str) -> Result<String> {
        Ok(pretty(&self.arm_template(self.template(name)?)?))
    }
}

/// An ARM parameter file with these values.
pub fn parameters(values: &Map<String, Json>) -> String {
    let values: Map<String, Json> = values.iter().map(|(name, value)| (name.clone(), json!({ "value": value }))).collect();
    pretty(&json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
        "contentVersion": "1.0.0.0",
        "parameters": values,
    }))
}

/// Two spaces, a newline at the end.
fn pretty(json: &Json) -> String {
    format!("{json:#}\n")
}

//! What platforms may cost, as lines of settings.

use serde::Serialize;

use crate::model;

/// A budget.
#[derive(Debug, Serialize)]
pub struct Budget<'a> {
    name: &'a str,
    /// `<name> <amount> <start>`.
    line: String,
    emails: String,
    resource_groups: String,
}

impl<'a> Budget<'a> {
    pub fn new(budget: &'a model::Budget) -> Self {
        Self {
            name: &budget.name,
            line: format!("{} {} {}", budget.name, budget.amount, budget.start),
            emails: list(&budget.emails),
            resource_groups: list(&budget.resource_groups),
        }
    }
}

/// The members of a JSON list.
fn list(texts: &[String]) -> String {
    texts.iter().map(|text| serde_json::Value::from(text.as_str()).to_string()).collect::<Vec<_>>().join(", ")
}

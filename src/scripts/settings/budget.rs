//! What a platform may cost, as settings.

use serde::Serialize;

use crate::model;

/// The budget that is made with a site.
#[derive(Debug, Serialize)]
pub struct Budget<'a> {
    name: &'a str,
    amount: u32,
    start: &'a str,
    emails: String,
    resource_groups: String,
}

impl<'a> Budget<'a> {
    pub fn new(budget: &'a model::Budget) -> Self {
        Self { name: &budget.name, amount: budget.amount, start: &budget.start, emails: list(&budget.emails), resource_groups: list(&budget.resource_groups) }
    }
}

/// The members of a JSON list.
fn list(texts: &[String]) -> String {
    texts.iter().map(|text| serde_json::Value::from(text.as_str()).to_string()).collect::<Vec<_>>().join(", ")
}

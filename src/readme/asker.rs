//! Who asks for pull requests what would change, where that is another identity than the one that deploys.

use serde::Serialize;

use crate::facts::Facts;
use crate::model::Model;

/// A role of one's own: it reads all but logs, and asks.
#[derive(Debug, Serialize)]
pub struct Asker<'a> {
    pub name: String,
    pub actions: &'a [String],
    pub not_actions: &'a [String],
}

impl<'a> Asker<'a> {
    pub fn new(model: &Model, facts: &'a Facts) -> Option<Self> {
        let devops = &facts.azure_devops;
        model.devops.pull_request_connection.as_ref()?;
        Some(Self { name: format!("{} what-if", model.name), actions: &devops.what_if, not_actions: &devops.what_if_not })
    }
}

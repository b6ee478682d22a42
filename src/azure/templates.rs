//! The authored templates, filled with what no deployment of this blueprint needs left out.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::graph::Templates;
use crate::facts::Facts;
use crate::model::Model;
use crate::render::{Filling, Renderer};

/// The templates that are deployed; each names the modules that it calls.
const MAIN: [&str; 3] = ["common", "region", "edge"];

/// Reads the templates of the infrastructure, and of the modules those that are called.
///
/// # Errors
/// A template that does not hold together: a bug of ours.
pub fn read(model: &Model, facts: &Facts) -> Result<Templates> {
    let filling = Filling::of(&context(model, facts));
    let mut files = BTreeMap::new();
    let mut queue: BTreeSet<String> = MAIN.iter().map(|name| (*name).to_owned()).collect();
    while let Some(name) = queue.pop_first() {
        let path = format!("infrastructure/{name}.jsonc");
        let text = Renderer::with(BTreeSet::from([path.clone()]))?.render(&path, &filling)?;
        queue.extend(modules(&text).map(str::to_owned).filter(|module| !files.contains_key(module)));
        files.insert(name, text);
    }
    Templates::read(&files, &|kind| facts.api_versions.get(kind))
}

/// The modules that a template calls.
fn modules(text: &str) -> impl Iterator<Item = &str> {
    text.split("\"relativePath\": \"").skip(1).filter_map(|rest| rest.split(".json\"").next())
}

fn context(model: &Model, facts: &Facts) -> Value {
    let roles: Map<String, Value> = facts.roles.entries().map(|(key, role)| (key.to_owned(), json!(role.id))).collect();
    json!({
        "features": model.features(),
        "roles": roles,
        "waf": {"default": rule_set(&facts.waf_rule_sets.default), "bots": rule_set(&facts.waf_rule_sets.bots)},
    })
}

fn rule_set(set: &crate::facts::RuleSet) -> Value {
    json!({"kind": set.kind, "version": set.version})
}

//! The authored templates, filled with what no deployment of this blueprint needs left out.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use super::alerts::alerts;
use super::deployments::deployments;
use super::graph::Templates;
use super::rule_groups::rule_groups;
use crate::facts::Facts;
use crate::model::Model;
use crate::model::backup::{ACCESS, POLICY};
use crate::render::{self, Filling, Renderer};

/// The templates that are deployed; each names the modules that it calls.
fn main_templates(model: &Model) -> BTreeSet<String> {
    deployments(model).iter().map(|deployment| deployment.kind.template().to_owned()).collect()
}

/// Reads the templates of the infrastructure, and of the modules those that are called.
///
/// # Errors
/// A template that does not hold together: a bug of ours.
pub fn read(model: &Model, facts: &Facts) -> Result<Templates> {
    // Before they are filled, templates may call more modules than after: all of these are parsed, in one go.
    let may_be_called = called(model, |name| render::template(&path(name)).with_context(|| format!("template {name} does not exist")))?;
    let renderer = Renderer::with(may_be_called.keys().map(|name| path(name)).collect())?;
    let filling = Filling::of(&context(model, facts));
    let files = called(model, |name| renderer.render(&path(name), &filling))?;
    Templates::read(&files, &|kind| facts.api_versions.get(kind))
}

fn path(name: &str) -> String {
    format!("infrastructure/{name}.jsonc")
}

/// The texts of the templates that are deployed, and of the modules that these texts call, by name.
fn called<T: AsRef<str>>(model: &Model, text: impl Fn(&str) -> Result<T>) -> Result<BTreeMap<String, T>> {
    let mut texts = BTreeMap::new();
    let mut queue: BTreeSet<String> = main_templates(model);
    while let Some(name) = queue.pop_first() {
        let text = text(&name)?;
        queue.extend(modules(&name, text.as_ref()).filter(|module| !texts.contains_key(module)));
        texts.insert(name, text);
    }
    Ok(texts)
}

/// The modules that a template calls, each by a path from the folder of the template.
fn modules(name: &str, text: &str) -> impl Iterator<Item = String> {
    let folder = name.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    text.split("\"relativePath\": \"").skip(1).filter_map(|rest| rest.split(".json\"").next()).map(move |module| format!("{folder}{module}"))
}

fn context(model: &Model, facts: &Facts) -> Value {
    let roles: Map<String, Value> = facts.roles.entries().map(|(key, role)| (key.to_owned(), json!(role.id))).collect();
    json!({
        "features": model.features(),
        "roles": roles,
        "dns": dns(facts),
        "outgoing": {"kubernetes_tag": facts.outgoing.kubernetes_tag},
        "traffic": traffic(facts),
        "backup": backup(facts),
        "front_door": front_door(facts),
        "alerts": alerts(model, facts),
        "prometheus": rule_groups(model, facts, "$"),
        "waf": {"default": rule_set(&facts.waf_rule_sets.default), "bots": rule_set(&facts.waf_rule_sets.bots), "request_body": facts.limits.waf_request_body.max},
    })
}

/// Of backups of clusters.
pub fn backup(facts: &Facts) -> Value {
    let backup = &facts.backup;
    json!({"extension": backup.extension, "access": backup.access, "soft_delete_days": backup.soft_delete_days, "policy": POLICY, "binding": ACCESS})
}

/// Of records and delegations.
pub fn dns(facts: &Facts) -> Value {
    json!({"ttl": facts.limits.dns_record_ttl.recommended, "name_servers": facts.limits.dns_name_servers.max})
}

/// How Traffic Manager asks: as it does by itself.
pub fn traffic(facts: &Facts) -> Value {
    let limits = &facts.limits;
    json!({
        "interval": limits.traffic_probe_interval.default,
        "timeout": limits.traffic_probe_timeout.default,
        "failures": limits.traffic_probe_failures.default,
    })
}

/// How Front Door asks and chooses: as it does by itself.
pub fn front_door(facts: &Facts) -> Value {
    Value::Object(crate::model::front_door::health(facts).into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect())
}

fn rule_set(set: &crate::facts::RuleSet) -> Value {
    json!({"kind": set.kind, "version": set.version})
}

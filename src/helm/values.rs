//! The values of our app charts: what is the same in every environment is written once, beside the templates.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::usage::{self, Usage};
use crate::blueprint::Reach;
use crate::facts::Facts;
use crate::model::shared_hosts::Share;
use crate::model::storage::Source;
use crate::model::{App, Job, Placement, Storage};

pub type Values = Map<String, Value>;

/// What a placement says that another one may say alike.
pub fn shared(app: &App, placement: &Placement, usage: &Usage, facts: &Facts) -> Values {
    let mut values = Values::new();
    let mut image = Values::new();
    image.insert("repository".into(), json!(placement.repository));
    if let Some(tag) = &placement.tag {
        image.insert("tag".into(), json!(tag));
    }
    values.insert("image".into(), image.into());
    list(&mut values, "command", &placement.command);
    list(&mut values, "args", &placement.args);
    if let Some(port) = placement.port {
        values.insert("port".into(), json!(port));
    }
    let probes: Values = [("live", &placement.probes.live), ("ready", &placement.probes.ready)]
        .into_iter()
        .filter_map(|(key, path)| path.as_ref().map(|path| (key.to_owned(), json!(path))))
        .collect();
    fill(&mut values, "probes", probes);
    if let Some(metrics) = placement.metrics.as_ref().filter(|_| placement.is_scraped()) {
        let port = placement.metrics_port();
        values.insert("metrics".into(), port.map_or_else(|| json!({"path": metrics.path}), |port| json!({"path": metrics.path, "port": port})));
        list(&mut values, "scrapers", &placement.scrapers);
    }
    values.insert("resources".into(), json!({"cpu": placement.resources.cpu, "memory": placement.resources.memory}));
    let scale = &placement.scale;
    if usage.autoscale.any && usage::autoscaled(placement) {
        values.insert("scale".into(), json!({"min": scale.min, "max": scale.max, "cpu": scale.cpu}));
    } else if !app.only_jobs {
        values.insert("replicas".into(), json!(scale.min));
    }
    if let Some(pool) = &placement.pool {
        values.insert("pool".into(), json!(pool));
    }
    let tolerated: Vec<Value> =
        placement.tolerates.iter().map(|taint| json!({"key": taint.key, "operator": "Equal", "value": taint.value, "effect": taint.effect})).collect();
    list(&mut values, "tolerations", tolerated);
    if placement.virtual_nodes {
        values.insert("virtualNodes".into(), json!(true));
    }
    if let Some(secret) = &placement.pull_secret {
        values.insert("pullSecret".into(), json!(secret));
    }
    fill(&mut values, "config", texts(&placement.variables()));
    list(&mut values, "egress", placement.egress().iter().map(|reach| egress(reach, facts)));
    list(&mut values, "calls", placement.callees().map(|(app, namespace, port)| json!({"app": app, "namespace": namespace, "port": port})));
    list(&mut values, "callers", &placement.callers);
    fill(&mut values, "secrets", texts(&placement.secrets));
    if usage.recreate.some && app.recreates(placement) {
        values.insert("recreate".into(), json!(true));
    }
    let of = |storage: &Storage| (storage.name.to_string(), storage_values(app, placement, storage, facts));
    fill(&mut values, "storage", app.claims(placement).map(of).collect());
    fill(&mut values, "storageOfReplicas", app.storage_of_replicas(placement).map(of).collect());
    let job = |job: &Job| {
        let mut body = json!({"schedule": job.schedule, "timeZone": job.time_zone, "command": job.command, "deadline": job.deadline, "retries": job.retries});
        if job.waits {
            body["suspend"] = json!(true);
        }
        (job.name.to_string(), body)
    };
    fill(&mut values, "jobs", placement.jobs.iter().map(job).collect());
    list(&mut values, "test", &placement.test);
    if let Some(before) = &placement.before_rollout {
        values.insert("beforeRollout".into(), json!({"command": before.command, "deadline": before.deadline, "retries": before.retries}));
    }
    values
}

/// A range that is opened, without what is the nodes' own.
fn egress(reach: &Reach, facts: &Facts) -> Value {
    let mut value = json!(reach);
    let withheld = facts.ranges.withheld(reach.range);
    if !withheld.is_empty() {
        value["except"] = json!(withheld);
    }
    value
}

/// A claim, and where it is mounted.
fn storage_values(app: &App, placement: &Placement, storage: &Storage, facts: &Facts) -> Value {
    let mut values = json!({"path": storage.path, "size": storage.size, "mode": storage.mode.name()});
    match (&storage.source, storage.class(facts)) {
        (_, Some(class)) => values["class"] = json!(class.class),
        (Source::Foreign(class), _) => values["class"] = json!(class),
        _ => values["volume"] = json!(storage.volume(&placement.namespace, &app.name)),
    }
    values
}

/// What is a placement's own by nature.
pub fn own(placement: &Placement, usage: &Usage, https: bool, tenant: Option<&str>) -> Values {
    let mut values = Values::new();
    if let Some(host) = &placement.host {
        let mut ingress = Values::new();
        ingress.insert("host".into(), json!(host));
        if usage.path.any {
            ingress.insert("path".into(), json!(placement.path));
        }
        for (key, value, says) in [
            ("https", https, placement.says_scheme()),
            ("route", true, usage.route.some && placement.is_routed()),
            ("tls", true, placement.tls && placement.holds_host()),
            ("shared", true, placement.share != Share::Alone),
            ("minion", true, placement.share == Share::Minion),
        ] {
            if says {
                ingress.insert(key.into(), json!(value));
            }
        }
        if let Some(seconds) = placement.timeout {
            ingress.insert("timeout".into(), json!(format!("{seconds}s")));
        }
        values.insert("ingress".into(), ingress.into());
    }
    if placement.application_insights {
        // Azure alone knows where it sends: it is handed over.
        values.insert("applicationInsights".into(), json!({}));
    }
    if !placement.secrets.is_empty() {
        values.insert("vault".into(), json!(placement.vault));
        // What else it holds only Azure knows: it is handed over.
        values.insert("identity".into(), tenant.map_or_else(|| json!({}), |tenant| json!({"tenantId": tenant})));
    }
    values
}

fn texts<K: ToString, V: ToString>(map: &BTreeMap<K, V>) -> Values {
    map.iter().map(|(key, value)| (key.to_string(), Value::String(value.to_string()))).collect()
}

fn fill(values: &mut Values, key: &str, map: Values) {
    if !map.is_empty() {
        values.insert(key.into(), map.into());
    }
}

fn list(values: &mut Values, key: &str, items: impl IntoIterator<Item = impl Serialize>) {
    let items: Vec<Value> = items.into_iter().map(|item| json!(item)).collect();
    if !items.is_empty() {
        values.insert(key.into(), items.into());
    }
}

/// What all trees say alike, down to the single value.
pub fn common(trees: &[Values]) -> Values {
    let Some((first, others)) = trees.split_first() else { return Values::new() };
    first.iter().filter_map(|(key, value)| Some((key.clone(), alike(value, others.iter().map(|other| other.get(key)))?))).collect()
}

fn alike<'a>(value: &'a Value, others: impl Iterator<Item = Option<&'a Value>>) -> Option<Value> {
    let others: Vec<&Value> = others.collect::<Option<_>>()?;
    if let Value::Object(map) = value {
        let trees: Option<Vec<Values>> = others.into_iter().map(|other| other.as_object().cloned()).collect();
        let mut trees = trees?;
        trees.insert(0, map.clone());
        return Some(common(&trees)).filter(|map| !map.is_empty()).map(Value::Object);
    }
    others.iter().all(|other| *other == value).then(|| value.clone())
}

/// What of a tree is not in another that it agrees with.
pub fn without(tree: &Values, common: &Values) -> Values {
    tree.iter()
        .filter_map(|(key, value)| match (value, common.get(key)) {
            (Value::Object(map), Some(Value::Object(said))) => Some(without(map, said)).filter(|rest| !rest.is_empty()).map(|rest| (key.clone(), rest.into())),
            (_, Some(_)) => None,
            (_, None) => Some((key.clone(), value.clone())),
        })
        .collect()
}

/// A values file, section by section.
#[derive(Debug, Serialize)]
pub struct Document {
    pub sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
pub struct Section {
    pub name: String,
    /// The section with its key.
    pub body: Value,
}

impl Document {
    pub fn of(values: Values) -> Self {
        let section = |(name, value): (String, Value)| Section { body: json!({ name.as_str(): value }), name };
        Self { sections: values.into_iter().map(section).collect() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tree(value: Value) -> Values {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_environments_share_is_written_once() {
        let dev = tree(json!({"port": 1, "config": {"A": "x", "B": "dev"}, "egress": [1], "replicas": 1}));
        let live = tree(json!({"port": 1, "config": {"A": "x", "B": "live"}, "egress": [1, 2], "scale": {"min": 2}}));
        let shared = common(&[dev.clone(), live.clone()]);
        assert_eq!(Value::from(shared.clone()), json!({"port": 1, "config": {"A": "x"}}));
        assert_eq!(Value::from(without(&dev, &shared)), json!({"config": {"B": "dev"}, "egress": [1], "replicas": 1}));
        assert_eq!(Value::from(without(&live, &shared)), json!({"config": {"B": "live"}, "egress": [1, 2], "scale": {"min": 2}}));
    }

    #[test]
    fn one_environment_says_all_in_the_chart() {
        let dev = tree(json!({"port": 1, "config": {"A": "x"}}));
        let shared = common(std::slice::from_ref(&dev));
        assert_eq!(shared, dev);
        assert!(without(&dev, &shared).is_empty());
    }

    #[test]
    fn nothing_is_shared_where_one_has_none_of_it() {
        let trees = [tree(json!({"secrets": {"A": "a"}})), tree(json!({}))];
        assert!(common(&trees).is_empty());
    }
}

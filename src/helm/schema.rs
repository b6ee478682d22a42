//! The schema of an app chart's values: a key that no template reads, or one that is missing, stops Helm before the cluster.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::usage::{Usage, Use};
use crate::model::App;
use crate::render::HEADER;

pub(super) const GUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/// Whether a generated template of this app reads a value.
pub fn knows(app: &App, usage: &Usage, key: &str) -> bool {
    sections(app, usage).properties.contains_key(key)
}

/// What generated templates of this app read.
fn sections(app: &App, usage: &Usage) -> Sections {
    let mut schema = Sections::default();
    schema.always("image", object(&["repository", "tag"], json!({"repository": text(), "tag": tag()})));
    let command = json!({"type": "array", "minItems": 1, "items": {"type": "string"}});
    schema.used("command", usage.command.any, usage.command.all, command.clone());
    schema.used("args", usage.args.any, usage.args.all, command.clone());
    schema.used("port", usage.port.any, usage.port.all, integer(1, 65535));
    let mut probes = Map::new();
    let mut paths = Vec::new();
    for (key, usage) in [("live", usage.live), ("ready", usage.ready)] {
        if usage.any {
            probes.insert(key.into(), json!({"type": "string", "pattern": "^/"}));
        }
        if usage.all {
            paths.push(key);
        }
    }
    schema.used("probes", !probes.is_empty(), !paths.is_empty() && usage.port.all, object(&paths, probes.into()));
    metrics(&mut schema, usage);
    schema.always("resources", object(&["cpu", "memory"], json!({"cpu": text(), "memory": text()})));
    let scale = json!({"min": integer(1, 1000), "max": integer(1, 1000), "cpu": integer(1, 100)});
    schema.used("replicas", !usage.autoscale.all && !app.only_jobs, !usage.autoscale.any && !app.only_jobs, integer(1, 1000));
    schema.used("scale", usage.autoscale.any, usage.autoscale.all, object(&["min", "max", "cpu"], scale));
    schema.used("pool", usage.pool.any, usage.pool.all, text());
    let taint = json!({"key": text(), "operator": {"const": "Equal"}, "value": text(), "effect": {"enum": ["NoSchedule", "PreferNoSchedule", "NoExecute"]}});
    let toleration = object(&["key", "operator", "value", "effect"], taint);
    schema.used("tolerations", usage.tolerates.any, usage.tolerates.all, json!({"type": "array", "items": toleration}));
    schema.used("virtualNodes", usage.virtual_nodes.any, usage.virtual_nodes.all, json!({"const": true}));
    schema.used("pullSecret", usage.pull_secret.any, usage.pull_secret.all, text());
    schema.used("ingress", usage.expose.any, usage.expose.all, ingress(usage));
    schema.used("config", usage.config.any, usage.config.all, texts());
    schema.used("recreate", usage.recreate.some, false, json!({"const": true}));
    schema.used("storage", usage.claims.any, usage.claims.all, claims(usage));
    let of_replicas = claim(&["path", "size", "mode", "class"], json!({"class": text()}));
    schema.used("storageOfReplicas", usage.of_replicas.any, usage.of_replicas.all, map_of(of_replicas));
    schema.used("test", usage.tested.any, usage.tested.all, command.clone());
    let before = json!({"command": command, "deadline": integer(60, 540), "retries": integer(0, 10)});
    schema.used("beforeRollout", usage.before.any, usage.before.all, object(&["command", "deadline", "retries"], before));
    let mut job = json!({"schedule": text(), "timeZone": text(), "deadline": integer(60, 86_400), "retries": integer(0, 10)});
    job["command"] = command;
    if usage.waiting.any {
        job["suspend"] = json!({"const": true});
    }
    schema.used("jobs", usage.jobs.any, usage.jobs.all, map_of(object(&["schedule", "timeZone", "command", "deadline", "retries"], job)));
    let mut reach = json!({"range": text(), "port": integer(1, 65535)});
    if usage.withheld.any {
        reach["except"] = json!({"type": "array", "items": text()});
    }
    let reach = object(&["range", "port"], reach);
    schema.used("egress", usage.reaches.any, usage.reaches.all, json!({"type": "array", "items": reach}));
    let callee = json!({"app": text(), "namespace": text(), "port": integer(1, 65535)});
    schema.used("calls", usage.calls.any, usage.calls.all, json!({"type": "array", "items": object(&["app", "namespace", "port"], callee)}));
    let caller = json!({"app": text(), "namespace": text()});
    schema.used("callers", usage.callers.any, usage.callers.all, json!({"type": "array", "items": object(&["app", "namespace"], caller)}));
    let insights = object(&["connectionString"], json!({"connectionString": text()}));
    schema.used("applicationInsights", usage.insights.any, usage.insights.all, insights);
    schema.used("secrets", usage.secrets.any, usage.secrets.all, texts());
    schema.used("vault", usage.secrets.any, usage.secrets.all, text());
    let identity = json!({"clientId": {"type": "string", "pattern": GUID}, "tenantId": {"type": "string", "pattern": GUID}});
    schema.used("identity", usage.secrets.any, usage.secrets.all, object(&["clientId", "tenantId"], identity));
    schema
}

/// The schema for what the templates of this app read.
pub fn of(app: &App, usage: &Usage) -> Value {
    let mut schema = sections(app, usage);
    let mut whole = Map::new();
    whole.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("$comment".into(), json!(HEADER));
    whole.insert("title".into(), json!(format!("Values of {}", app.name)));
    whole.insert("type".into(), json!("object"));
    whole.insert("additionalProperties".into(), json!(false));
    let further = further(app);
    let demanded = further.iter().filter(|(key, _)| app.placements.iter().all(|placement| placement.further.contains_key(**key)));
    let required: Vec<&str> = schema.required.iter().copied().chain(demanded.map(|(key, _)| *key)).collect();
    whole.insert("required".into(), json!(required));
    schema.properties.extend(further.into_iter().map(|(key, schema)| (key.to_owned(), schema)));
    if usage.autoscale.some {
        whole.insert("oneOf".into(), json!([{"required": ["replicas"]}, {"required": ["scale"]}]));
    }
    let mut dependent = Map::new();
    if usage.secrets.some {
        dependent.insert("secrets".into(), json!(["vault", "identity"]));
    }
    if usage.scraped.some {
        dependent.insert("metrics".into(), json!(["scrapers"]));
        dependent.insert("scrapers".into(), json!(["metrics"]));
    }
    if usage.port.some {
        let needing = ["ingress", "probes", "callers"].into_iter().filter(|key| schema.properties.contains_key(*key));
        dependent.extend(needing.map(|key| (key.to_owned(), json!(["port"]))));
    }
    if !dependent.is_empty() {
        whole.insert("dependentRequired".into(), dependent.into());
    }
    whole.insert("properties".into(), schema.properties.into());
    whole.into()
}

/// Where metrics are read, and by what.
fn metrics(schema: &mut Sections, usage: &Usage) {
    let (mut required, mut properties) = (vec!["path"], json!({"path": {"type": "string", "pattern": "^/"}}));
    if usage.metrics_port.any {
        properties["port"] = integer(1, 65535);
    }
    if usage.metrics_port.all {
        required.push("port");
    }
    schema.used("metrics", usage.scraped.any, usage.scraped.all, object(&required, properties));
    let scraper = json!({"apiVersion": {"type": "string", "pattern": "^[a-z0-9.-]+/v[0-9a-z]+$"}, "namespace": text(), "labels": texts()});
    let scrapers = json!({"type": "array", "minItems": 1, "items": object(&["apiVersion", "namespace", "labels"], scraper)});
    schema.used("scrapers", usage.scraped.any, usage.scraped.all, scrapers);
}

/// What is claimed, by its name: of a class, or one that exists.
fn claims(usage: &Usage) -> Value {
    let brought = usage.brought;
    let (mut required, mut properties) = (vec!["path", "size", "mode"], Map::new());
    for (key, any, all) in [("class", !brought.all, !brought.any), ("volume", brought.any, brought.all)] {
        if any {
            properties.insert(key.into(), text());
        }
        if all {
            required.push(key);
        }
    }
    let mut claim = claim(&required, properties.into());
    if brought.some {
        claim["oneOf"] = json!([{"required": ["class"]}, {"required": ["volume"]}]);
    }
    map_of(claim)
}

fn claim(required: &[&str], mut properties: Value) -> Value {
    properties["path"] = json!({"type": "string", "pattern": "^/"});
    properties["size"] = json!({"type": "string", "pattern": "^[1-9][0-9]*(Ki|Mi|Gi|Ti)$"});
    properties["mode"] = json!({"enum": ["ReadWriteOnce", "ReadWriteMany", "ReadWriteOncePod"]});
    object(required, properties)
}

fn map_of(value: Value) -> Value {
    json!({"type": "object", "additionalProperties": value})
}

fn ingress(usage: &Usage) -> Value {
    let mut required = vec!["host"];
    let mut properties = Map::new();
    properties.insert("host".into(), text());
    if usage.path.any {
        properties.insert("path".into(), json!({"type": "string", "pattern": "^/"}));
        required.push("path");
    }
    let of_holders = |of: Use| of.all && !usage.minion.any && !usage.route.any;
    let https = of_holders(usage.gateway) || usage.route.all && usage.forwarded.all;
    for (key, of, all) in [
        ("https", if usage.gateway.any { usage.gateway } else { usage.forwarded }, https),
        ("route", if usage.route.some { usage.route } else { Use::default() }, false),
        ("tls", usage.tls, of_holders(usage.tls)),
        ("shared", usage.shared, usage.shared.all),
        ("minion", usage.minion, usage.minion.all),
    ] {
        if of.any {
            properties.insert(key.into(), json!({"type": "boolean"}));
        }
        if all {
            required.push(key);
        }
    }
    if usage.timed.any {
        properties.insert("timeout".into(), json!({"type": "string", "pattern": "^[1-9][0-9]{0,4}s$"}));
    }
    if usage.route.all && usage.timed.all {
        required.push("timeout");
    }
    object(&required, properties.into())
}

/// The keys at the top of the values.
#[derive(Default)]
struct Sections {
    required: Vec<&'static str>,
    properties: Map<String, Value>,
}

impl Sections {
    fn always(&mut self, key: &'static str, schema: Value) {
        self.used(key, true, true, schema);
    }

    fn used(&mut self, key: &'static str, any: bool, all: bool, schema: Value) {
        if any {
            self.properties.insert(key.into(), schema);
        }
        if all {
            self.required.push(key);
        }
    }
}

/// Values that templates of the owner's read: their keys, and what kind each is where all its environments agree.
fn further(app: &App) -> BTreeMap<&str, Value> {
    let mut further: BTreeMap<&str, Value> = BTreeMap::new();
    for (key, value) in app.placements.iter().flat_map(|placement| &placement.further) {
        let schema = json!({ "type": kind(value) });
        let known = further.entry(key).or_insert_with(|| schema.clone());
        if *known != schema {
            *known = json!({});
        }
    }
    further
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn object(required: &[&str], properties: Value) -> Value {
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("additionalProperties".into(), json!(false));
    if !required.is_empty() {
        object.insert("required".into(), json!(required));
    }
    object.insert("properties".into(), properties);
    object.into()
}

fn text() -> Value {
    json!({"type": "string", "minLength": 1})
}

/// A tag as registries take it: a number that YAML has made of one is refused.
fn tag() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"})
}

fn texts() -> Value {
    json!({"type": "object", "additionalProperties": {"type": "string"}})
}

fn integer(minimum: u32, maximum: u32) -> Value {
    json!({"type": "integer", "minimum": minimum, "maximum": maximum})
}

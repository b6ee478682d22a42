//! What a user may write shortly: the bare name of a choice, nothing below a key, `null`.

use serde_json::Value as Json;

use super::{schema, shape};
use crate::diagnostics::{Label, Report, codes};
use crate::source::{Entry, Node, Origin, Value};

/// What `null` has taken away: of the map that stands at a place, the entry with a key.
pub(super) struct Taken {
    map: Origin,
    key: String,
    at: Origin,
}

/// Takes out what `null` has taken away, once all levels are merged, and says what that was.
///
/// In values for a chart it stays: there it takes away what the chart has by itself.
pub(super) fn prune(node: &mut Node, schema: &Json, root: &Json) -> Vec<Taken> {
    let mut taken = Vec::new();
    prune_into(node, &[schema], root, &mut taken);
    taken
}

fn prune_into(node: &mut Node, schemas: &[&Json], root: &Json, taken: &mut Vec<Taken>) {
    if !matches!(node.value, Value::Map(_) | Value::List(_)) {
        return;
    }
    let mut variants = Vec::new();
    schemas.iter().for_each(|schema| with_variants(schema, root, &mut variants));
    let map = node.origin;
    match &mut node.value {
        Value::Map(_) if variants.iter().any(|schema| schema.get("additionalProperties") == Some(&Json::Bool(true))) => {}
        Value::Map(entries) => entries.retain_mut(|entry| {
            if entry.node.is_null() {
                taken.push(Taken { map, key: entry.key.clone(), at: entry.node.origin });
                return false;
            }
            let below: Vec<&Json> = variants.iter().filter_map(|schema| below_key(schema, &entry.key)).collect();
            prune_into(&mut entry.node, &below, root, taken);
            true
        }),
        Value::List(items) => {
            let below: Vec<&Json> = variants.iter().filter_map(|schema| schema.get("items")).collect();
            items.iter_mut().for_each(|item| prune_into(item, &below, root, taken));
        }
        _ => {}
    }
}

/// The schema of what stands at a key. Where keys have a grammar there are no additional properties.
fn below_key<'a>(schema: &'a Json, key: &str) -> Option<&'a Json> {
    let others = || schema.get("patternProperties").and_then(|patterns| patterns.as_object()?.values().next()).or_else(|| schema.get("additionalProperties"));
    schema.get("properties").and_then(|properties| properties.get(key)).or_else(others)
}

/// A schema, and all that may stand in its place.
fn with_variants<'a>(schema: &'a Json, root: &'a Json, all: &mut Vec<&'a Json>) {
    let schema = shape::resolve(root, schema);
    all.push(schema);
    let variants = ["anyOf", "oneOf"].iter().filter_map(|many| schema.get(*many)?.as_array()).flatten();
    variants.for_each(|variant| with_variants(variant, root, all));
}

/// Has what is missing pointed out where a `null` took it away.
pub(super) fn blame(report: &mut Report, taken: &[Taken]) {
    for finding in report.findings.iter_mut().filter(|finding| finding.code == &codes::MISSING_KEY) {
        let Some(label) = &mut finding.primary else { continue };
        let is_it = |taken: &&Taken| taken.map == label.origin && finding.path.rsplit('.').next() == Some(&taken.key) && taken.at.is_written();
        let Some(taken) = taken.iter().find(is_it) else { continue };
        *label = Label { origin: taken.at, text: "`null` takes it away".to_owned() };
        finding.help = finding.help.take().map(|help| format!("take `null` out, for its default where it has one; or {help}"));
    }
}

/// Nothing below a key where a map stands is an empty map: `apps:`, or `production:` below `environments`.
///
/// Where `null` takes something away it stays: at what is optional, at the entries of a map that has defaults, and, spelled out, at a map that a level may empty.
pub(super) fn fill(node: &mut Node, schema: &Json, root: &Json) {
    let schema = shape::resolve(root, schema);
    for variant in ["anyOf", "oneOf"].iter().filter_map(|many| schema.get(*many)?.as_array()).flatten() {
        fill(node, variant, root);
    }
    let Value::Map(entries) = &mut node.value else { return };
    let removable = schema.get("x-removable").is_some();
    for entry in entries {
        let own = schema.get("properties").and_then(|properties| properties.get(&entry.key));
        let others = || schema.get("patternProperties")?.as_object()?.values().next();
        let Some(below) = own.or_else(others) else { continue };
        let map = shape::resolve(root, below);
        let is_map = map.get("type").and_then(Json::as_str) == Some("object");
        let emptied = own.is_some_and(|own| own.get("x-emptied").is_some()) && entry.node.origin.is_spelled();
        if entry.node.is_null() && is_map && !schema::is_nullable(below) && !(own.is_none() && removable) && !emptied {
            entry.node.value = Value::Map(Vec::new());
        }
        fill(&mut entry.node, below, root);
    }
}

/// Turns the bare name of a choice into its one-key map, wherever the schema has a choice.
pub(super) fn spell_out(node: &mut Node, schema: &Json, root: &Json) {
    let schema = shape::resolve(root, schema);
    if let Some(variants) = schema.get("anyOf").and_then(Json::as_array) {
        for variant in variants {
            spell_out(node, variant, root);
        }
        return;
    }
    if schema.get("x-choice").is_some() {
        if let Value::Text(name) = &node.value {
            let key = name.clone();
            node.value = Value::Map(vec![Entry { key, key_origin: node.origin, node: Node::map(node.origin, Vec::new()) }]);
        }
        for variant in schema.get("oneOf").and_then(Json::as_array).into_iter().flatten() {
            spell_out(node, variant, root);
        }
        return;
    }
    if let Value::Map(entries) = &mut node.value {
        for entry in entries {
            if let Some(below) = below_key(schema, &entry.key) {
                spell_out(&mut entry.node, below, root);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::blueprint::cascade;
    use crate::source::Sources;

    /// `config: null` says that nothing is left of it; a colon with nothing behind it says nothing.
    #[test]
    fn null_empties_a_map_of_an_app_and_nothing_leaves_it() {
        let blueprint = "
name: shop
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
environments: {test: {}, production: {}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps:
  front:
    team: web
    image: front
    config: {A: a}
    storage: {data: {path: /data, size: 1Gi}}
    environments:
      test: {config: null, storage: ~}
      production:
        config:
        storage: {data: {size: 2Gi}}
";
        let written = cascade::read(Sources::single("blueprint.yaml", blueprint).tree().expect("YAML")).unwrap_or_else(|_| panic!("it has its shape"));
        let counts = |environment| {
            let (app, _) = written.app("front", environment, "westeurope").unwrap_or_else(|_| panic!("it has its shape"));
            (app.config.len(), app.storage.len())
        };
        assert_eq!((counts("test"), counts("production")), ((0, 0), (1, 1)));
    }

    /// As Helm has it: `null` takes away what the chart has by itself, so it reaches the chart.
    #[test]
    fn null_stays_in_values_of_charts() {
        let blueprint = "
name: shop
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
releases: {ingress: {nginx: {values: {controller: {logLevel: null, lists: [{a: null}]}}}}}
environments: {production: {}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps: {front: {team: web, image: front, values: {mode: fast, depth: 1}, environments: {production: {values: {mode: null}}}}}
";
        let written = cascade::read(Sources::single("blueprint.yaml", blueprint).tree().expect("YAML")).unwrap_or_else(|_| panic!("it has its shape"));
        let (settings, _) = written.settings("production", "westeurope", None).unwrap_or_else(|_| panic!("it has its shape"));
        let (app, _) = written.app("front", "production", "westeurope").unwrap_or_else(|_| panic!("it has its shape"));
        let crate::blueprint::settings::Ingress::Nginx(nginx) = settings.releases.ingress else { panic!("F5 is the default") };
        assert_eq!(serde_json::json!(nginx.values), serde_json::json!({"controller": {"logLevel": null, "lists": [{"a": null}]}}));
        assert_eq!(serde_json::json!(app.values), serde_json::json!({"mode": null, "depth": 1}));
    }
}

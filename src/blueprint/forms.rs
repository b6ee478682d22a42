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
pub(super) fn prune(node: &mut Node) -> Vec<Taken> {
    let mut taken = Vec::new();
    prune_into(node, &mut taken);
    taken
}

fn prune_into(node: &mut Node, taken: &mut Vec<Taken>) {
    let map = node.origin;
    match &mut node.value {
        Value::Map(entries) => entries.retain_mut(|entry| {
            if entry.node.is_null() {
                taken.push(Taken { map, key: entry.key.clone(), at: entry.node.origin });
                return false;
            }
            prune_into(&mut entry.node, taken);
            true
        }),
        Value::List(items) => items.iter_mut().for_each(|item| prune_into(item, taken)),
        _ => {}
    }
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
        let properties = schema.get("properties");
        for entry in entries {
            let below = properties.and_then(|properties| properties.get(&entry.key));
            // Where keys have a grammar there are no additional properties.
            let others =
                || schema.get("patternProperties").and_then(|patterns| patterns.as_object()?.values().next()).or_else(|| schema.get("additionalProperties"));
            if let Some(below) = below.or_else(others) {
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
}

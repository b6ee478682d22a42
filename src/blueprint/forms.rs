//! What a user may write shortly: the bare name of a choice, nothing below a key, `null`.

use serde_json::Value as Json;

use super::{schema, shape};
use crate::source::{Entry, Node, Value};

/// Takes out what `null` has taken away, once all levels are merged.
pub(super) fn prune(node: &mut Node) {
    match &mut node.value {
        Value::Map(entries) => {
            entries.retain(|entry| !entry.node.is_null());
            entries.iter_mut().for_each(|entry| prune(&mut entry.node));
        }
        Value::List(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// Nothing below a key where a map stands is an empty map: `apps:`, or `production:` below `environments`.
///
/// Where `null` takes something away it stays: at what is optional, and at the entries of a map that has defaults.
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
        if entry.node.is_null() && is_map && !schema::is_nullable(below) && !(own.is_none() && removable) {
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

//! The JSON Schema of a blueprint, made from its types: strict for what is merged, relaxed for what is written.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Blueprint;
use crate::facts::Facts;

/// The schema of any part of something: what it must have is written elsewhere.
pub(super) fn any_part(mut schema: schemars::Schema) -> schemars::Schema {
    schema.remove("required");
    schema.remove("x-required");
    schema
}

/// What a merged blueprint keeps to: everything that has no default is there.
pub static STRICT: LazyLock<Value> = LazyLock::new(|| {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Blueprint>().to_value();
    let kinds_of_text: Vec<String> = schema["$defs"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, definition)| definition["type"] == "string")
        .map(|(name, _)| format!("#/$defs/{name}"))
        .collect();
    each_object(&mut schema, &mut |object| {
        if object.contains_key("properties") && !object.contains_key("additionalProperties") {
            object.insert("additionalProperties".into(), json!(false));
        }
        if object.get("x-choice").is_some() {
            allow_bare_names(object, &kinds_of_text);
        }
        if object.get("title").and_then(Value::as_str) == Some("IPv4 network") {
            *object = network();
        }
    });
    schema
});

/// A range of addresses. `format` has our own walker refuse one with bits of a host in it, which no pattern can.
fn network() -> Map<String, Value> {
    let byte = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])";
    let pattern = format!("^({byte}\\.){{3}}{byte}/(3[0-2]|[12][0-9]|[0-9])$");
    let range = json!({"type": "string", "format": "ipv4-network", "maxLength": 18, "pattern": pattern, "description": "a range of IPv4 addresses, such as 10.64.0.0/16"});
    range.as_object().cloned().unwrap_or_default()
}

/// What a user may write: what the defaults give may be missing, and a setting may be `null`, which takes a default away.
pub static WRITTEN: LazyLock<Value> = LazyLock::new(|| {
    let mut schema = STRICT.clone();
    each_object(&mut schema, &mut |object| {
        match object.remove("x-required") {
            Some(required) => object.insert("required".into(), required),
            None => object.remove("required"),
        };
        let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
        let nullable: Vec<String> = properties.keys().cloned().collect();
        for key in nullable {
            if let Some(property) = properties.get_mut(&key) {
                allow_null(property);
            }
        }
    });
    each_object(&mut schema, &mut |object| {
        // The entries of a map are written by name alone where all of an entry has defaults.
        if let Some(values @ Value::Object(_)) = object.get_mut("additionalProperties") {
            allow_null(values);
        }
        if let Some(Value::Object(patterns)) = object.get_mut("patternProperties") {
            patterns.values_mut().for_each(allow_null);
        }
    });
    schema
});

/// The schema as it is published for editors.
pub fn published() -> String {
    let mut schema = WRITTEN.clone();
    each_object(&mut schema, &mut |object| {
        for ours in ["x-choice", "x-removable", "x-emptied", "x-kind", "x-below", "x-refused"] {
            object.remove(ours);
        }
    });
    schema["$defs"]["Region"]["examples"] = Facts::embedded().regions.iter().map(|(name, _)| name).collect();
    if let Value::Object(root) = &mut schema {
        root.insert("title".into(), json!("aksgen blueprint"));
        // Parts of a blueprint that is cut into files hold any of its keys, so none is required of a single file.
        root.remove("required");
        if let Some(Value::Object(properties)) = root.get_mut("properties") {
            properties.insert("include".into(), json!({"type": "array", "items": {"type": "string"}, "description": "Further files of this blueprint, as patterns relative to this file, such as apps/*.yaml."}));
        }
    }
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Visits every object of a schema, the innermost last.
fn each_object(schema: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match schema {
        Value::Object(object) => {
            visit(object);
            object.values_mut().for_each(|value| each_object(value, visit));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, visit)),
        _ => {}
    }
}

/// A choice is a one-key map, or the bare name of the key where all below it has defaults: a text has none.
fn allow_bare_names(object: &mut Map<String, Value>, kinds_of_text: &[String]) {
    let Some(Value::Array(variants)) = object.get_mut("oneOf") else { return };
    let is_bare = |variant: &Value, name: &str| kinds_of_text.iter().all(|kind| variant["properties"][name]["$ref"] != **kind);
    let names: Vec<Value> = variants
        .iter()
        .filter_map(|variant| variant.get("required")?.as_array()?.first().filter(|name| is_bare(variant, name.as_str().unwrap_or_default())).cloned())
        .collect();
    for variant in variants.iter_mut() {
        if let Value::Object(variant) = variant {
            variant.insert("x-required".into(), variant.get("required").cloned().unwrap_or_default());
        }
    }
    variants.push(json!({"type": "string", "enum": names}));
}

/// Whether `null` has a meaning of its own at a place: it takes the value away.
pub fn is_nullable(schema: &Value) -> bool {
    let null = |schema: &Value| match &schema["type"] {
        Value::String(name) => name == "null",
        Value::Array(names) => names.contains(&json!("null")),
        _ => false,
    };
    null(schema) || schema["anyOf"].as_array().is_some_and(|variants| variants.iter().any(null))
}

fn allow_null(schema: &mut Value) {
    let Value::Object(object) = schema else { return };
    match object.get_mut("type") {
        Some(Value::String(name)) => {
            let name = name.clone();
            object.insert("type".into(), json!([name, "null"]));
            if let Some(Value::Array(values)) = object.get_mut("enum") {
                values.push(Value::Null);
            }
        }
        Some(Value::Array(names)) => {
            if !names.contains(&json!("null")) {
                names.push(json!("null"));
            }
        }
        _ => {
            if let Some(reference) = object.remove("$ref") {
                object.insert("anyOf".into(), json!([{"$ref": reference}, {"type": "null"}]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cascading_types_are_optional_and_nullable() {
        let network = &WRITTEN["$defs"]["Network"];
        assert!(network.get("required").is_none());
        assert_eq!(network["properties"]["addressSpace"]["anyOf"][1]["type"], "null");
        assert!(STRICT["$defs"]["Network"]["required"].as_array().unwrap().contains(&json!("addressSpace")));
    }

    #[test]
    fn a_choice_may_be_a_bare_name() {
        let variants = WRITTEN["$defs"]["Ingress"]["oneOf"].as_array().unwrap();
        assert_eq!(variants.last().unwrap()["enum"], json!(["nginx", "ingressNginx", "gatewayApi", "applicationRouting"]));
    }
}

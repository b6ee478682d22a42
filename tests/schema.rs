//! The schemas that editors and programs read: committed, equal to the types, and true of the blueprints beside them.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::path::Path;

use aksgen::blueprint::{schema, shape};
use aksgen::diagnostics::{Report, json, terminal};
use aksgen::source::Sources;

fn blueprints() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints")
}

/// `aksgen schema` prints them; with `UPDATE=1` this test writes them.
#[test]
fn the_committed_schemas_are_those_of_the_types() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, published) in [("blueprints/schema.json", schema::published()), ("docs/findings.schema.json", json::schema())] {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(root.join(file), &published).expect("the schema is written");
        }
        let committed = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        assert!(committed == published, "{file} is not that of the types: run this test with UPDATE=1");
    }
}

/// By our own walker. An outside judge reads the published schema in `tests/judges`.
#[test]
fn the_blueprints_have_the_shape_of_the_published_schema() {
    let published: serde_json::Value = serde_json::from_str(&schema::published()).expect("the schema is JSON");
    let mut seen = 0;
    for entry in std::fs::read_dir(blueprints()).expect("the blueprints are there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if !name.ends_with(".yaml") || name.ends_with(".allocations.yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a blueprint");
        assert!(text.starts_with("# yaml-language-server: $schema=schema.json\n"), "{}: an editor does not find the schema", path.display());
        let sources = Sources::single(path.display().to_string(), text);
        let mut report = Report::default();
        shape::check(&published, &published, &sources.tree().expect("YAML"), "", &mut report);
        assert!(report.is_empty(), "{}", terminal::render(&report, &sources));
        seen += 1;
    }
    assert!(seen >= 2, "only {seen} blueprints");
}

#[test]
fn the_published_schema_uses_only_what_json_schema_has() {
    let published = schema::published();
    assert!(!published.contains("\"x-"), "an annotation of our own is in it");
    assert!(published.contains("https://json-schema.org/draft/2020-12/schema"));
}

/// Keywords that say something of a value: a schema that has one alone, a value that it refuses and one that it takes.
const KEYWORDS: &[(&str, &str, &str, &str)] = &[
    ("type", r#"{"type": "integer"}"#, "text", "1"),
    ("enum", r#"{"type": "string", "enum": ["a", "b"]}"#, "c", "b"),
    ("const", r#"{"oneOf": [{"type": "string", "const": "a"}, {"type": "string", "const": "b"}]}"#, "c", "b"),
    ("oneOf", r#"{"oneOf": [{"type": "integer"}, {"type": "boolean"}]}"#, "text", "true"),
    ("anyOf", r#"{"anyOf": [{"type": "integer"}, {"type": "null"}]}"#, "text", "1"),
    ("$ref", r##"{"$ref": "#/$defs/Whole", "$defs": {"Whole": {"type": "integer"}}}"##, "text", "1"),
    ("pattern", r#"{"type": "string", "pattern": "^[a-z]+$"}"#, "A1", "a"),
    ("maxLength", r#"{"type": "string", "maxLength": 2}"#, "abc", "ab"),
    ("format", r#"{"type": "string", "format": "ipv4"}"#, "1.2.3", "1.2.3.4"),
    ("minimum", r#"{"type": "integer", "minimum": 2}"#, "1", "2"),
    ("maximum", r#"{"type": "integer", "maximum": 2}"#, "3", "2"),
    ("items", r#"{"type": "array", "items": {"type": "integer"}}"#, "[text]", "[1]"),
    ("minItems", r#"{"type": "array", "minItems": 1}"#, "[]", "[1]"),
    ("maxItems", r#"{"type": "array", "maxItems": 1}"#, "[1, 2]", "[1]"),
    ("uniqueItems", r#"{"type": "array", "uniqueItems": true}"#, "[a, a]", "[a, b]"),
    ("properties", r#"{"type": "object", "properties": {"a": {"type": "integer"}}}"#, "{a: text}", "{a: 1}"),
    ("patternProperties", r#"{"type": "object", "patternProperties": {"^[a-z]$": {"type": "integer"}}}"#, "{a: text}", "{a: 1}"),
    ("additionalProperties", r#"{"type": "object", "additionalProperties": false}"#, "{a: 1}", "{}"),
    ("required", r#"{"type": "object", "required": ["a"]}"#, "{}", "{a: 1}"),
    ("minProperties", r#"{"type": "object", "minProperties": 1}"#, "{}", "{a: 1}"),
    ("maxProperties", r#"{"type": "object", "maxProperties": 1}"#, "{a: 1, b: 1}", "{a: 1}"),
];

/// What says nothing of a value, and the formats of numbers, whose bounds stand beside them.
const ANNOTATIONS: &[&str] = &["$defs", "$schema", "default", "description", "examples", "title"];
const FORMATS: &[&str] = &["ipv4", "ipv4-network", "uint16", "uint32"];

#[test]
fn each_keyword_is_held() {
    for (keyword, schema, refused, taken) in KEYWORDS {
        let schema: serde_json::Value = serde_json::from_str(schema).expect("a schema");
        for (text, faults) in [(refused, 1), (taken, 0)] {
            let sources = Sources::single("value.yaml", format!("value: {text}\n"));
            let tree = sources.tree().expect("YAML");
            let mut report = Report::default();
            shape::check(&schema, &schema, tree.get("value").expect("a value"), "value", &mut report);
            assert_eq!(report.findings.len(), faults, "{keyword}: {text}\n{}", terminal::render(&report, &sources));
        }
    }
}

/// What editors refuse the tool refuses: no keyword is in the schema that the walker passes over.
#[test]
fn the_schema_uses_only_keywords_that_are_held() {
    fn walk(schema: &serde_json::Value, path: &str) {
        let Some(object) = schema.as_object() else { return };
        for (keyword, value) in object {
            let path = format!("{path}/{keyword}");
            let held = KEYWORDS.iter().any(|(known, ..)| known == keyword);
            assert!(held || ANNOTATIONS.contains(&keyword.as_str()), "{path}: no test says that the walker holds it");
            match (keyword.as_str(), value) {
                ("format", _) => assert!(FORMATS.contains(&value.as_str().unwrap_or_default()), "{path}: {value}"),
                ("$defs" | "properties" | "patternProperties", serde_json::Value::Object(named)) => {
                    named.iter().for_each(|(name, schema)| walk(schema, &format!("{path}/{name}")));
                }
                ("anyOf" | "oneOf", serde_json::Value::Array(variants)) => variants.iter().for_each(|schema| walk(schema, &path)),
                ("items" | "additionalProperties", schema) => walk(schema, &path),
                _ => {}
            }
        }
    }
    walk(&serde_json::from_str(&schema::published()).expect("the schema is JSON"), "");
}

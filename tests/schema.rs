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

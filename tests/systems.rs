//! `docs/systems.md` is true: what it names stands in the golden tree, and no row of the talk is left out.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::fs;
use std::path::Path;

use aksgen::diagnostics::{Severity, codes};

#[test]
fn every_place_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/systems.md")).unwrap();
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| line.starts_with("| ")).map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect();
    let ids: Vec<&str> = rows.iter().map(|row| row[0]).filter(|id| !matches!(*id, "id" | "---")).collect();
    let expected: Vec<String> = [("P", 19), ("C", 8), ("A", 9)].iter().flat_map(|(band, last)| (1..=*last).map(move |at| format!("{band}{at}"))).collect();
    assert_eq!(ids, expected);
    let mut places = 0;
    for row in rows.iter().filter(|row| ids.contains(&row[0])) {
        let place = row[2];
        assert!(place.contains('`') || place.contains("not yet"), "{} stands nowhere", row[0]);
        for part in place.split("; ") {
            let Some(path) = part.split('`').nth(1) else { continue };
            let base = if path.starts_with("tests/") || path.starts_with("golden/") { root.to_owned() } else { root.join("golden/ignitetour") };
            let content = fs::read_to_string(base.join(path)).unwrap_or_else(|error| panic!("{}: {path}: {error}", row[0]));
            if let Some(quoted) = part.split('"').nth(1) {
                assert!(content.contains(quoted), "{}: {path} does not hold «{quoted}»", row[0]);
            }
            places += 1;
        }
    }
    assert!(places > 30, "{places} places");
}

#[test]
fn each_lesson_is_said() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons.md")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().filter(|line| line.starts_with("| ")).skip(2).map(|line| line.trim_matches('|').split(" | ").collect()).collect();
    assert_eq!(rows.len(), 8);
    for row in &rows {
        let mut said: Vec<_> = row[2].split(", ").map(|id| codes::find(id.trim()).unwrap_or_else(|| panic!("{id} is no code"))).collect();
        said.dedup_by_key(|code| code.id);
        assert!(said.iter().any(|code| code.severity != Severity::Error), "{}: nothing of it is advice", row[0]);
    }
}

//! The goldens are what the blueprints render to, byte for byte; and nothing but the blueprint decides it.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::fs;
use std::path::{Path, PathBuf};

use aksgen::facts::{Date, Facts};
use aksgen::output::{Consent, Output};
use aksgen::source::Sources;
use aksgen::tree::Tree;

/// The day as of which the tests judge dates.
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn render(sources: &Sources, today: Date) -> (Tree, String) {
    match aksgen::compile(sources, Facts::embedded(), today).unwrap() {
        Ok(compiled) => (compiled.tree, compiled.allocations),
        Err(report) => panic!("{}", aksgen::diagnostics::terminal::render(&report, sources)),
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Each example with its text and its allocations.
fn blueprints() -> Vec<(String, String, String)> {
    let folder = root().join("blueprints");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".yaml").filter(|name| !name.contains('.')) else { continue };
        let text = |end: &str| fs::read_to_string(folder.join(format!("{name}{end}"))).unwrap();
        found.push((name.to_owned(), text(".yaml"), text(".allocations.yaml")));
    }
    found.sort();
    assert!(found.len() >= 2, "the examples are gone");
    found
}

/// To bless: `cargo run -- render blueprints/X.yaml -o golden/X`, and read the diff.
#[test]
fn goldens() {
    for (name, text, allocations) in blueprints() {
        let mut sources = Sources::single(format!("{name}.yaml"), text);
        sources.set_allocations("allocations.yaml", allocations.as_str());
        let (tree, given) = render(&sources, day("2026-11-24"));
        assert_eq!(given, allocations, "blueprints/{name}.allocations.yaml");
        let output = Output::open(&root().join("golden").join(&name)).unwrap();
        let changes = output.compare(&tree, &Consent::default()).unwrap();
        let differing: Vec<_> = changes
            .iter()
            .filter(|change| change.action != aksgen::output::Action::Unchanged)
            .map(|change| format!("{:?} {}", change.action, change.path))
            .collect();
        assert!(differing.is_empty(), "golden/{name} is not what the blueprint renders to:\n{}", differing.join("\n"));
        let listed = tree.len() + 1;
        assert_eq!(files(&root().join("golden").join(&name)), listed, "golden/{name} holds files that nothing renders");
    }
}

fn files(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder).into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_file()).count()
}

#[test]
fn names_days_and_order_change_nothing() {
    for (name, text, allocations) in blueprints() {
        // What was given is what is given to a blueprint that has nothing yet.
        let (tree, given) = render(&Sources::single(format!("{name}.yaml"), text.clone()), day("2026-11-24"));
        assert_eq!(given, allocations, "{name}");
        let (other, others) = render(&Sources::single("/elsewhere/plan.yml", shuffled(&text)), day("2026-11-20"));
        same(&tree, &other, &name);
        assert_eq!(others, allocations, "{name}");
        for cut in cuts(&text) {
            let mut sources = Sources::default();
            for (at, part) in cut.into_iter().enumerate() {
                sources.add(format!("part-{at}.yaml"), part);
            }
            same(&tree, &render(&sources, day("2026-11-24")).0, &name);
        }
    }
}

fn same(left: &Tree, right: &Tree, name: &str) {
    assert!(left.iter().map(|(path, _)| path).eq(right.iter().map(|(path, _)| path)), "{name}: other files");
    for ((path, one), (_, other)) in left.iter().zip(right.iter()) {
        assert_eq!(String::from_utf8_lossy(&one.bytes), String::from_utf8_lossy(&other.bytes), "{name}: {path}");
    }
}

/// The top-level entries of a blueprint, each with its comments and what stands below it.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if line.starts_with(|char: char| char.is_ascii_alphabetic()) {
            entries.push(String::new());
        }
        let Some(entry) = entries.last_mut() else { continue };
        entry.push_str(line);
        entry.push('\n');
    }
    entries
}

/// The same blueprint with its top level turned around: maps have no order.
fn shuffled(text: &str) -> String {
    let mut entries = entries(text);
    entries.reverse();
    entries.concat()
}

/// The same blueprint as files, cut three ways: one a key, two halves, and every other key.
fn cuts(text: &str) -> [Vec<String>; 3] {
    let entries = entries(text);
    let (left, right) = entries.split_at(entries.len() / 2);
    let odd = |odd: usize| entries.iter().enumerate().filter(|(at, _)| at % 2 == odd).map(|(_, entry)| entry.as_str()).collect::<String>();
    [entries.clone(), vec![right.concat(), left.concat()], vec![odd(1), odd(0)]]
}

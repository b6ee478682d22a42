//! Whatever a user can type into a field comes out quoted for its host, or the blueprint is refused.
//!
//! Here every field meets every hostile text in-process: it must be refused, or render to files that read back. What survives is written, with
//! what is expected of it, to the folder that `AKSGEN_HOSTILE` names; the judge `hostile` hands it to the output's real readers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use aksgen::facts::Facts;
use aksgen::source::{Node, Sources, Value, yaml};
use aksgen::tree::Tree;

/// Text that some host of the output would expand, retype or end a string at.
fn hostile() -> Vec<(&'static str, String)> {
    vec![
        ("command", "$(id)".to_owned()),
        ("backticks", "`id`".to_owned()),
        ("variable", "${HOME} $HOME $(Build.Reason)".to_owned()),
        ("helm", "{{ .Values.x }}".to_owned()),
        ("pipeline", "${{ parameters.tag }} $[ variables.x ]".to_owned()),
        ("arm", "[concat('a', 'b')]".to_owned()),
        ("arm-escaped", "[[concat()]".to_owned()),
        ("logging", "##vso[task.setvariable variable=x]y".to_owned()),
        ("single", "it's".to_owned()),
        ("double", "say \"hi\"".to_owned()),
        ("backslash", "a\\nb\\".to_owned()),
        ("comma", "a,b={c}".to_owned()),
        ("newline", "a\nb: c\n- d".to_owned()),
        ("trailing", "a \n".to_owned()),
        ("heredoc", "EOF\nid\nEOF".to_owned()),
        ("tera", "<{ x }> <% if %> <# c #>".to_owned()),
        ("on", "on".to_owned()),
        ("yes", "y".to_owned()),
        ("null", "null".to_owned()),
        ("tilde", "~".to_owned()),
        ("float", "1e3".to_owned()),
        ("hex", "0x1F".to_owned()),
        ("octal", "0o17".to_owned()),
        ("sexagesimal", "1:30".to_owned()),
        ("version", "1.30".to_owned()),
        ("date", "2026-11-24".to_owned()),
        ("equals", "=".to_owned()),
        ("merge", "<<".to_owned()),
        ("anchor", "&a *a !t".to_owned()),
        ("comment", "a #b".to_owned()),
        ("dash", "- a".to_owned()),
        ("document", "---".to_owned()),
        ("spaces", "  a  ".to_owned()),
        ("empty", String::new()),
        ("unicode", "grün 日本 🚢".to_owned()),
        ("bidi", "a\u{202e}b".to_owned()),
        ("zero-width", "a\u{200b}b".to_owned()),
        ("bell", "a\u{7}b".to_owned()),
        ("delete", "a\u{7f}b\u{85}c".to_owned()),
        ("separator", "a\u{2028}b".to_owned()),
        ("path", "../../etc/passwd".to_owned()),
        ("option", "--help".to_owned()),
        ("long", "x".repeat(64 * 1024)),
    ]
}

/// A blueprint with every field that takes text.
const FULL: &str = include_str!("hostile/full.yaml");

/// Where a text stands in a blueprint: the steps to it, and whether it is the key of the last one.
#[derive(Debug, Clone)]
struct Place {
    steps: Vec<String>,
    key: bool,
}

fn places(node: &Node, steps: &mut Vec<String>, found: &mut Vec<Place>) {
    match &node.value {
        Value::Text(_) => found.push(Place { steps: steps.clone(), key: false }),
        Value::Map(entries) => {
            for entry in entries {
                steps.push(entry.key.clone());
                found.push(Place { steps: steps.clone(), key: true });
                places(&entry.node, steps, found);
                steps.pop();
            }
        }
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                steps.push(at.to_string());
                places(item, steps, found);
                steps.pop();
            }
        }
        _ => {}
    }
}

/// Puts text at a place. `None` where the place does not exist.
fn put(json: &mut serde_json::Value, place: &Place, text: &str) -> Option<()> {
    let (last, before) = place.steps.split_last()?;
    let mut at = json;
    for step in before {
        at = match at {
            serde_json::Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            other => other.get_mut(step)?,
        };
    }
    match at {
        serde_json::Value::Array(items) => items[last.parse::<usize>().ok()?] = text.into(),
        serde_json::Value::Object(map) if place.key => {
            let below = map.remove(last)?;
            map.insert(text.to_owned(), below);
        }
        serde_json::Value::Object(map) => {
            map.insert(last.clone(), text.into());
        }
        _ => return None,
    }
    Some(())
}

/// The tree, or the report; outside of both a bug of ours.
fn try_compile(json: &serde_json::Value) -> anyhow::Result<Result<Tree, String>> {
    let sources = Sources::single("blueprint.yaml", json.to_string());
    Ok(match aksgen::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap())? {
        Ok(compiled) => Ok(compiled.tree),
        Err(report) => {
            assert!(report.has_errors());
            Err(aksgen::diagnostics::terminal::render(&report, &sources))
        }
    })
}

fn compile(json: &serde_json::Value) -> Result<Tree, String> {
    try_compile(json).expect("a bug of ours")
}

#[test]
fn every_field_meets_every_hostile_text() {
    let sources = Sources::single("full.yaml", FULL);
    let full = yaml::parse(sources.written().next().unwrap(), FULL).unwrap();
    let json = full.to_json();
    compile(&json).unwrap_or_else(|report| panic!("{report}"));
    let mut found = Vec::new();
    places(&full, &mut Vec::new(), &mut found);
    assert!(found.len() > 100, "the full blueprint is not full: {} places", found.len());
    let mut survivors: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    let (mut refused, mut passed) = (0, 0);
    let mut bugs = Vec::new();
    for place in &found {
        for (name, text) in hostile() {
            let mut altered = json.clone();
            put(&mut altered, place, &text).unwrap();
            match try_compile(&altered) {
                Err(bug) => bugs.push(format!("{} {name}: {bug:#}", place.steps.join("."))),
                Ok(Ok(tree)) => {
                    passed += 1;
                    reads_back(&tree, place, &text);
                    survivors.entry(name).or_default().push(place.clone());
                }
                Ok(Err(report)) => {
                    refused += 1;
                    assert!(!report.contains('\u{202e}') && !report.contains('\u{7}'), "the report lets {name} through at {place:?}");
                }
            }
        }
    }
    assert!(bugs.is_empty(), "{}", bugs.join("\n"));
    assert!(refused > 1000 && passed > 50, "{refused} refused, {passed} passed: one of them is not exercised");
    if let Some(folder) = std::env::var_os("AKSGEN_HOSTILE") {
        write(Path::new(&folder), &json, &survivors);
    }
}

/// Every JSON and YAML file of a tree reads.
fn reads_back(tree: &Tree, place: &Place, text: &str) {
    for (path, artifact) in tree.iter() {
        let name = path.as_str();
        let content = std::str::from_utf8(&artifact.bytes).unwrap();
        let of_chart = name.contains("/chart/templates/");
        if name.ends_with(".json") {
            serde_json::from_str::<serde::de::IgnoredAny>(content).unwrap_or_else(|error| panic!("{name} with {text:?} at {place:?}: {error}"));
        } else if (name.ends_with(".yaml") || name.ends_with(".yml")) && !of_chart {
            serde_saphyr::from_multiple::<serde::de::IgnoredAny>(content)
                .unwrap_or_else(|error| panic!("{name} with {text:?} at {place:?}: {error}\n{content}"));
        }
    }
}

/// One tree for each hostile text, in which it stands at every place that takes it; and the list of those places.
fn write(folder: &Path, json: &serde_json::Value, survivors: &BTreeMap<&str, Vec<Place>>) {
    let texts: BTreeMap<&str, String> = hostile().into_iter().collect();
    for (name, places) in survivors {
        let text = &texts[name];
        let mut altered = json.clone();
        let mut kept = Vec::new();
        for place in places.iter().filter(|place| !place.key) {
            let mut candidate = altered.clone();
            if put(&mut candidate, place, text).is_some() && compile(&candidate).is_ok() {
                altered = candidate;
                kept.push(place.steps.join("."));
            }
        }
        if kept.is_empty() {
            continue;
        }
        let tree = compile(&altered).unwrap();
        let root = folder.join(name);
        for (path, artifact) in tree.iter() {
            let path = root.join("out").join(path.as_str());
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &artifact.bytes).unwrap();
        }
        let mut list = String::new();
        for place in &kept {
            writeln!(list, "{place}").unwrap();
        }
        std::fs::write(root.join("text"), text).unwrap();
        std::fs::write(root.join("places"), list).unwrap();
        std::fs::write(root.join("blueprint.json"), altered.to_string()).unwrap();
    }
}

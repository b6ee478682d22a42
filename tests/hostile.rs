//! Whatever a user can type into a field comes out quoted for its host, or the blueprint is refused.
//!
//! Here every field meets every hostile text in-process: it must be refused, or render to files that read back. What survives is written, with
//! what is expected of it, to the folder that `AKSGEN_HOSTILE` names; the judge `hostile` hands it to the output's real readers.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::path::Path;

use aksgen::facts::Facts;
use aksgen::source::{ChartFiles, Node, Sources, Value, yaml};
use aksgen::tree::Tree;
use anyhow::Context as _;

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
        ("tab", "a\tb".to_owned()),
        ("nul", "a\0b".to_owned()),
        ("return", "a\rb: c\r\n- d".to_owned()),
        ("escape", "a\u{1b}[31mb".to_owned()),
        ("bell", "a\u{7}b".to_owned()),
        ("delete", "a\u{7f}b\u{85}c".to_owned()),
        ("separator", "a\u{2028}b".to_owned()),
        ("path", "../../etc/passwd".to_owned()),
        ("option", "--help".to_owned()),
        ("long", "x".repeat(64 * 1024)),
    ]
}

/// Blueprints with every field that takes text: what the first has no room for, the others have beside what they need else.
const BLUEPRINTS: &[(&str, &str)] = &[("full", include_str!("hostile/full.yaml")), ("brought", include_str!("hostile/brought.yaml"))];

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

impl Place {
    /// What stands there, whichever platform says it.
    fn field(&self) -> (Vec<&str>, bool) {
        let steps: Vec<&str> = self.steps.iter().map(String::as_str).collect();
        let below = if steps.first() == Some(&"platforms") && steps.len() > 2 { steps[2..].to_vec() } else { steps };
        (below, self.key)
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

fn sources(json: &serde_json::Value) -> Sources {
    let mut sources = Sources::single("blueprint.yaml", json.to_string());
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\ndata:\n  note: {{ .Values.own.note | quote }}\n";
    let files = ChartFiles { texts: [("templates/own.yaml".to_owned(), template.to_owned())].into(), refused: Vec::new() };
    sources.set_charts([("charts/front".to_owned(), files)].into());
    sources
}

/// The report that refuses a blueprint, if one does.
fn refusal(json: &serde_json::Value) -> Option<String> {
    let sources = sources(json);
    let report = aksgen::compile::understand(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).err()?;
    assert!(report.has_errors());
    Some(aksgen::diagnostics::terminal::render(&report, &sources))
}

/// The tree of a blueprint that nothing refuses; anything else is a bug of ours.
fn render(json: &serde_json::Value) -> anyhow::Result<Tree> {
    let compiled = aksgen::compile(&sources(json), Facts::embedded(), "2026-11-24".parse().unwrap())?;
    compiled.map(|compiled| compiled.tree).map_err(|report| anyhow::anyhow!("{report:?}"))
}

#[test]
fn every_field_meets_every_hostile_text() {
    let (mut refused, mut passed) = (0, 0);
    let mut bugs = Vec::new();
    let mut known: Vec<Place> = Vec::new();
    for (blueprint, written) in BLUEPRINTS {
        let sources = Sources::single("blueprint.yaml", *written);
        let node = yaml::parse(sources.written().next().unwrap(), written).unwrap();
        let mut found = Vec::new();
        places(&node, &mut Vec::new(), &mut found);
        found.retain(|place| !known.iter().any(|other| other.field() == place.field()));
        let tried = tries(blueprint, &node.to_json(), &found);
        refused += tried.refused;
        passed += tried.passed;
        bugs.extend(tried.bugs);
        known.extend(found);
    }
    assert!(known.len() > 100, "the blueprints are not full: {} places", known.len());
    assert!(bugs.is_empty(), "{}", bugs.join("\n"));
    assert!(refused > 1000 && passed > 50, "{refused} refused, {passed} passed: one of them is not exercised");
}

/// How often a hostile text was refused, and how often it passed; and where that did not hold.
#[derive(Default)]
struct Tries {
    refused: u32,
    passed: u32,
    bugs: Vec<String>,
}

/// Every hostile text at every one of these places of a blueprint.
fn tries(blueprint: &str, json: &serde_json::Value, found: &[Place]) -> Tries {
    assert_eq!(refusal(json), None, "{blueprint}");
    let Tries { mut refused, mut passed, mut bugs } = Tries::default();
    for (name, text) in hostile() {
        // What survives alone stands together in one blueprint, as far as it survives together too; keys last, since they move what is below.
        let mut together = json.clone();
        let mut kept = Vec::new();
        let (keys, values): (Vec<_>, Vec<_>) = found.iter().partition(|place| place.key);
        for place in values.into_iter().chain(keys) {
            let mut altered = json.clone();
            put(&mut altered, place, &text).unwrap();
            if let Some(report) = refusal(&altered) {
                refused += 1;
                assert!(!report.contains('\u{202e}') && !report.contains('\u{7}'), "the report lets {name} through at {place:?}");
                continue;
            }
            passed += 1;
            let mut candidate = together.clone();
            if !place.key && put(&mut candidate, place, &text).is_some() && refusal(&candidate).is_none() {
                together = candidate;
                kept.push(place.clone());
            } else if let Err(bug) = render(&altered).and_then(|tree| reads_back(&tree)) {
                bugs.push(format!("{name} at {}: {bug:#}", place.steps.join(".")));
            }
        }
        match render(&together).and_then(|tree| reads_back(&tree).map(|()| tree)) {
            Ok(tree) => keep((blueprint, name), &text, &together, &tree, &kept),
            Err(bug) => bugs.push(format!("{blueprint}: {name} at {kept:?}: {bug:#}")),
        }
    }
    Tries { refused, passed, bugs }
}

/// Every JSON and YAML file of a tree reads.
fn reads_back(tree: &Tree) -> anyhow::Result<()> {
    for (path, artifact) in tree.iter() {
        let name = path.as_str();
        let content = std::str::from_utf8(&artifact.bytes)?;
        let of_chart = name.contains("/chart/templates/");
        if name.ends_with(".json") {
            serde_json::from_str::<serde::de::IgnoredAny>(content).with_context(|| name.to_owned())?;
        } else if (name.ends_with(".yaml") || name.ends_with(".yml")) && !of_chart {
            serde_saphyr::from_multiple::<serde::de::IgnoredAny>(content).with_context(|| name.to_owned())?;
        }
    }
    Ok(())
}

/// Writes the tree in which a hostile text stands at many places, and the list of them, for the output's real readers.
fn keep((of, name): (&str, &str), text: &str, blueprint: &serde_json::Value, tree: &Tree, places: &[Place]) {
    let Some(folder) = std::env::var_os("AKSGEN_HOSTILE").filter(|_| !places.is_empty()) else { return };
    let root = Path::new(&folder).join(of).join(name);
    for (path, artifact) in tree.iter() {
        let path = root.join("out").join(path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &artifact.bytes).unwrap();
    }
    let list: Vec<String> = places.iter().map(|place| place.steps.join(".") + "\n").collect();
    std::fs::write(root.join("text"), text).unwrap();
    std::fs::write(root.join("places"), list.concat()).unwrap();
    std::fs::write(root.join("blueprint.json"), blueprint.to_string()).unwrap();
}

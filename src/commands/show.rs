//! `show`: every resolved value, and whether it was written, is a default, or was computed.

use aksgen::blueprint::cascade::Written;
use aksgen::model::Model;
use aksgen::render::filters::yaml_scalar;
use aksgen::source::{Node, Origin, Sources, Value, join};
use anyhow::{Result, bail};

use super::{Outcome, say};

/// Prints one line a value: its path, the value, where it came from.
///
/// # Errors
/// A path at which nothing stands.
pub fn show(sources: &Sources, written: &Written, model: &Model, wanted: &str) -> Result<Outcome> {
    let mut lines = Vec::new();
    flatten(&written.tree, "", sources, &mut lines);
    for (path, tree) in written.merged() {
        flatten(&tree, &path, sources, &mut lines);
    }
    computed(&serde_json::to_value(&model.common)?, "common", &mut lines);
    for site in &model.sites {
        computed(&serde_json::to_value(site)?, &format!("sites.{}", site.key), &mut lines);
    }
    lines.retain(|line| wanted.is_empty() || line.path == wanted || line.path.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(['.', '['])));
    lines.sort_by(|left, right| left.path.cmp(&right.path));
    lines.dedup_by(|later, earlier| later.path == earlier.path);
    if lines.is_empty() {
        bail!("nothing stands at `{wanted}`; `aksgen show` without a path lists everything");
    }
    let width = lines.iter().map(|line| line.path.len() + line.value.len() + 2).filter(|width| *width <= 100).max().unwrap_or_default();
    let text: String = lines.iter().map(|line| format!("{:width$}  # {}\n", format!("{}: {}", line.path, line.value), line.origin)).collect();
    say::print(&text)
}

struct Line {
    path: String,
    value: String,
    origin: String,
}

fn flatten(node: &Node, path: &str, sources: &Sources, lines: &mut Vec<Line>) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => entries.iter().for_each(|entry| flatten(&entry.node, &join(path, &entry.key), sources, lines)),
        Value::List(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                flatten(item, &format!("{path}[{at}]"), sources, lines);
            }
        }
        _ => lines.push(Line { path: path.to_owned(), value: yaml_scalar(&node.to_json()), origin: origin(node.origin, sources) }),
    }
}

fn origin(origin: Origin, sources: &Sources) -> String {
    if !origin.is_written() {
        return "default".to_owned();
    }
    let file = sources.file(origin.source);
    let line = 1 + file.text.get(..origin.start).unwrap_or_default().matches('\n').count();
    format!("{}:{line}", file.name)
}

fn computed(json: &serde_json::Value, path: &str, lines: &mut Vec<Line>) {
    match json {
        serde_json::Value::Object(map) if !map.is_empty() => map.iter().for_each(|(key, below)| computed(below, &format!("{path}.{key}"), lines)),
        serde_json::Value::Array(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                computed(item, &format!("{path}[{at}]"), lines);
            }
        }
        scalar => lines.push(Line { path: path.to_owned(), value: yaml_scalar(scalar), origin: "computed".to_owned() }),
    }
}

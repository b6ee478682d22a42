//! `show`: every resolved value, and whether it was written, is a default, or was computed.

use aksgen::blueprint::cascade::Written;
use aksgen::model::Model;
use aksgen::render::filters::yaml_scalar;
use aksgen::source::{Node, Origin, Sources, Value, join};
use anyhow::{Result, bail};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::{Outcome, answer};
use crate::cli::Format;

/// What `aksgen show --format json` prints. Fields may be added.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "aksgen values")]
pub struct Values {
    /// Of this shape.
    #[schemars(extend("const" = answer::VERSION))]
    version: u32,
    /// By their paths.
    values: Vec<Line>,
}

#[derive(Serialize, JsonSchema)]
struct Line {
    /// In the resolved blueprint, or of what is made of it (`common`, `sites`).
    path: String,
    /// A scalar, or an empty list or map.
    value: Json,
    /// `FILE:LINE` where it is written, else `default` or `computed`.
    origin: String,
}

/// Prints one line a value: its path, the value, where it came from.
///
/// # Errors
/// A path at which nothing stands.
pub fn show(sources: &Sources, written: &Written, model: &Model, wanted: &str, format: Format) -> Result<Outcome> {
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
    answer::print(&Values { version: answer::VERSION, values: lines }, format, text)
}

fn text(values: &Values) -> String {
    let lines: Vec<(String, &str)> = values.values.iter().map(|line| (format!("{}: {}", line.path, yaml_scalar(&line.value)), line.origin.as_str())).collect();
    let width = lines.iter().map(|(line, _)| line.len()).filter(|width| *width <= 100).max().unwrap_or_default();
    lines.iter().map(|(line, origin)| format!("{line:width$}  # {origin}\n")).collect()
}

fn flatten(node: &Node, path: &str, sources: &Sources, lines: &mut Vec<Line>) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => entries.iter().for_each(|entry| flatten(&entry.node, &join(path, &entry.key), sources, lines)),
        Value::List(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                flatten(item, &format!("{path}[{at}]"), sources, lines);
            }
        }
        _ => lines.push(Line { path: path.to_owned(), value: node.to_json(), origin: origin(node.origin, sources) }),
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

fn computed(json: &Json, path: &str, lines: &mut Vec<Line>) {
    match json {
        Json::Object(map) if !map.is_empty() => map.iter().for_each(|(key, below)| computed(below, &format!("{path}.{key}"), lines)),
        Json::Array(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                computed(item, &format!("{path}[{at}]"), lines);
            }
        }
        scalar => lines.push(Line { path: path.to_owned(), value: scalar.clone(), origin: "computed".to_owned() }),
    }
}

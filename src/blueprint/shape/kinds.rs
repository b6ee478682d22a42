//! Whether a value is a text, a number, a list or a map, as its schema has it.

use serde_json::{Map, Value as Json};

use super::grammar::matches;
use super::words::{article, keys, phrase, says, sentence, types};
use super::{Walk, resolve, units};
use crate::diagnostics::{Finding, codes};
use crate::source::{Node, Value, yaml};

impl Walk<'_> {
    /// Whether a value has a type that its schema takes; if not, that is said.
    pub(super) fn has_type(&mut self, object: &Map<String, Json>, node: &Node, path: &str) -> bool {
        let mut names = types(object).peekable();
        if names.peek().is_none() || names.any(|name| fits(name, node)) {
            return true;
        }
        let wanted: Vec<&str> = types(object).filter(|name| *name != "null").collect();
        let mut finding =
            Finding::new(&codes::WRONG_TYPE, format!("`{path}` must be {}", article(&wanted))).at(node.origin, format!("this is {}", node.kind())).path(path);
        finding = match (&node.value, wanted.as_slice()) {
            (Value::Integer(_) | Value::Float(_) | Value::Bool(_), ["string"]) => untold(finding, object, node),
            (Value::Text(text), ["integer"]) if number(text).is_some() => {
                let number = number(text).unwrap_or_default();
                finding.help(format!("in digits alone, without quotes: {number}")).patch(node.origin, number.to_string())
            }
            (Value::Text(text), ["boolean"]) if boolean(text).is_some() => {
                let boolean = boolean(text).unwrap_or_default();
                finding.help(format!("write `{boolean}`")).patch(node.origin, boolean.to_string())
            }
            (Value::Text(text), ["array"]) if self.are_entries(object, text) => finding.help("write a list, even of one").patch(node.origin, yaml::list(text)),
            (Value::Text(_), ["array"]) => finding.help("write a list, even of one"),
            (_, ["object"]) => finding.help(keys(object)),
            (_, ["integer"]) if object.contains_key("description") => {
                finding.help(format!("write a whole number: {}", phrase(&says(&Json::Object(object.clone())))))
            }
            _ => finding.help(sentence(&says(&Json::Object(object.clone())))),
        };
        self.report.push(finding);
        false
    }

    /// Whether what stands between the commas of a text would be entries of a list.
    fn are_entries(&self, object: &Map<String, Json>, text: &str) -> bool {
        let pattern = object.get("items").and_then(|items| resolve(self.root, items).get("pattern")?.as_str());
        pattern.is_none_or(|pattern| text.split(',').all(|entry| matches(pattern, entry.trim())))
    }
}

/// A number with zeros or signs that YAML does not read in one.
fn number(text: &str) -> Option<i64> {
    text.replace('_', "").parse().ok()
}

/// What older YAML takes for true and false.
fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// A number or a boolean in the place of a text: without its quotes, or without its unit.
fn untold(finding: Finding, object: &Map<String, Json>, node: &Node) -> Finding {
    let written = match &node.value {
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(is) => is.to_string(),
        _ => return finding.help(QUOTE),
    };
    let fits = |text: &str| object.get("pattern").and_then(Json::as_str).is_none_or(|pattern| matches(pattern, text));
    let kind = object.get("x-kind").and_then(Json::as_str).unwrap_or_default();
    let says = says(&Json::Object(object.clone()));
    match units::with_unit(kind, &written).filter(|text| fits(text)) {
        _ if fits(&written) && is_as_written(&written, node) => {
            finding.help(format!("put it in quotes: `\"{written}\"`")).patch(node.origin, format!("\"{written}\""))
        }
        _ if fits(&written) => finding.help(QUOTE),
        Some(text) => finding.help(format!("write `{text}`: {says}")).patch(node.origin, text),
        None => finding.help(units::readings(kind, &written).unwrap_or_else(|| sentence(&says))),
    }
}

const QUOTE: &str = "put it in quotes, exactly as it is meant";

/// Whether a value stands there in these letters: `1.10` and `0x10` are read as other numbers, and it takes seven letters to write one as long in hexadecimal.
fn is_as_written(written: &str, node: &Node) -> bool {
    let is_plain = match node.value {
        Value::Float(_) => written.contains('.'),
        _ => true,
    };
    is_plain && written.len() < 7 && written.len() == node.origin.end - node.origin.start
}

/// Whether a value is of a type, by its name.
pub fn fits(name: &str, node: &Node) -> bool {
    match name {
        "null" => node.is_null(),
        "boolean" => matches!(node.value, Value::Bool(_)),
        "integer" => matches!(node.value, Value::Integer(_)),
        "number" => matches!(node.value, Value::Integer(_) | Value::Float(_)),
        "string" => matches!(node.value, Value::Text(_)),
        "array" => matches!(node.value, Value::List(_)),
        "object" => matches!(node.value, Value::Map(_)),
        _ => false,
    }
}

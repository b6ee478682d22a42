//! YAML text to a tree with positions; the one place that knows the YAML library.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Location, Spanned};

mod fault;

use super::node::{Entry, Node, Origin, SourceId, Value};
use crate::diagnostics::{Finding, Report, codes};

/// The library's budget refuses large honest blueprints; a tree can hold no more nodes than its text has bytes,
/// but for those that aliases repeat.
fn options(text: &str) -> serde_saphyr::Options {
    let size = text.len().max(10_000);
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_reader_input_bytes: None,
            max_events: 4 * size,
            max_nodes: 4 * size,
            max_total_scalar_bytes: 4 * size,
            max_documents: 2,
            max_aliases: 1_000,
            max_anchors: 1_000,
            // Deeper than any honest blueprint; a thread of 2 MiB, as tests have, holds this depth even in a debug build.
            max_depth: 32,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: size.min(1_000_000),
            max_replay_stack_depth: 16,
        },
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        // Both are refused at their places, and all of them at once.
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// Reads one file.
///
/// # Errors
/// The first fault of syntax, or else every key and number that YAML has and a blueprint has not, each at its place; an empty file is one too.
pub fn parse(source: SourceId, text: &str) -> Result<Node, Report> {
    let mut report = Report::default();
    let read = match serde_saphyr::from_str_with_options::<Raw>(text, options(text)) {
        Ok(read) => read,
        Err(error) => {
            report.push(fault::finding(source, text, error));
            return Err(report);
        }
    };
    let node = read.into_node(Source { id: source, text }, &mut report);
    match node.value {
        Value::Map(_) => {}
        Value::Null => report.push(
            Finding::new(&codes::SYNTAX, "the blueprint is empty")
                .at(Origin { source, start: 0, end: 0 }, "nothing is written here")
                .help("`aksgen init` writes a blueprint to start from"),
        ),
        _ => report.push(
            Finding::new(&codes::SYNTAX, "a blueprint is a map of keys")
                .at(node.origin, format!("this is {}", node.kind()))
                .help("start with `name: …`; `aksgen init` writes a blueprint to start from"),
        ),
    }
    // What an alias repeats is at fault where it is written.
    report.once();
    if report.is_empty() { Ok(node) } else { Err(report) }
}

/// A text as a value is written: plain where YAML reads it as this text wherever it stands, in quotes where not.
pub fn scalar(text: &str) -> String {
    let is_plain = items(text).is_some_and(|items| items == [text]);
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A text as a list is written: of what stands between its commas, where each of that is text.
pub fn list(text: &str) -> String {
    if items(text).is_some() { format!("[{text}]") } else { format!("[{}]", scalar(text)) }
}

/// The texts of a list in brackets, if it is one of nothing else.
fn items(text: &str) -> Option<Vec<String>> {
    let Raw(list) = serde_saphyr::from_str_with_options(&format!("[{text}]"), options(text)).ok()?;
    let RawValue::List(items) = list.value else { return None };
    items.into_iter().map(|Raw(item)| if let RawValue::Text(text) = item.value { Some(text) } else { None }).collect()
}

/// A text with its id: what turns the library's places into ours.
#[derive(Clone, Copy)]
struct Source<'a> {
    id: SourceId,
    text: &'a str,
}

impl Source<'_> {
    /// A place of the library's, without the line breaks at the end of a block of text.
    fn origin(self, location: Location) -> Origin {
        let place = fault::place(self.id, self.text, location);
        let written = self.text[place.start..place.end].trim_end().len();
        Origin { end: place.start + written.max((place.end - place.start).min(1)), ..place }
    }
}

/// The tree as the library hands it over, before keys are checked.
struct Raw(Spanned<RawValue>);

enum RawValue {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(Raw, Raw)>),
}

impl Raw {
    fn into_node(self, source: Source, report: &mut Report) -> Node {
        let origin = source.origin(self.0.referenced);
        let value = match self.0.value {
            // Nothing behind a colon stands nowhere.
            RawValue::Null if !matches!(source.text.get(origin.start..origin.end), Some("null" | "Null" | "NULL" | "~")) => {
                return Node { origin: Origin { end: origin.start, ..origin }, value: Value::Null };
            }
            RawValue::Null => Value::Null,
            RawValue::Bool(value) => Value::Bool(value),
            RawValue::Integer(value) => Value::Integer(value),
            RawValue::Float(value) => {
                if !value.is_finite() {
                    report.push(fault::not_finite(origin));
                }
                Value::Float(value)
            }
            RawValue::Text(value) => Value::Text(value),
            RawValue::List(items) => Value::List(items.into_iter().map(|item| item.into_node(source, report)).collect()),
            RawValue::Map(pairs) => Value::Map(entries(source, pairs, report)),
        };
        Node { origin, value }
    }

    /// A key: text, or a scalar that stands for itself exactly as it was written; none where it is no key.
    fn into_key(self, source: Source, report: &mut Report) -> Option<(String, Origin)> {
        let node = self.into_node(source, report);
        match node.value {
            Value::Text(text) => Some((text, node.origin)),
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) => Some((source.text[node.origin.start..node.origin.end].to_owned(), node.origin)),
            _ => {
                report.push(
                    Finding::new(&codes::SYNTAX, "a key is text")
                        .at(node.origin, format!("this is {}", node.kind()))
                        .help("put the key in quotes, if it is meant"),
                );
                None
            }
        }
    }
}

/// The entries of a map, with every key that stands there for the first time.
fn entries(source: Source, pairs: Vec<(Raw, Raw)>, report: &mut Report) -> Vec<Entry> {
    let mut seen = std::collections::HashMap::new();
    let mut entries = Vec::with_capacity(pairs.len());
    for (key, raw) in pairs {
        let key = key.into_key(source, report);
        let node = raw.into_node(source, report);
        let Some((key, key_origin)) = key else { continue };
        if key == "<<" {
            report.push(fault::merge_key(key_origin));
        } else if let Some(first) = seen.get(&key) {
            report.push(
                Finding::new(&codes::DUPLICATE_KEY, format!("`{key}` is written twice"))
                    .at(key_origin, "the second time")
                    .related(*first, "the first time")
                    .help("keep one of the two"),
            );
        } else {
            seen.insert(key.clone(), key_origin);
            entries.push(Entry { key, key_origin, node });
        }
    }
    entries
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Raw)
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }
    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Integer(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        // A number beyond i64 is out of every range that a blueprint knows, and is shown by its text.
        Ok(i64::try_from(value).map_or_else(|_| RawValue::Text(value.to_string()), RawValue::Integer))
    }
    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Float(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(RawValue::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<RawValue, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = access.next_entry()? {
            pairs.push(pair);
        }
        Ok(RawValue::Map(pairs))
    }
}

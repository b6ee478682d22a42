//! YAML text to a tree with positions; the one place that knows the YAML library.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned, options::DuplicateKeyPolicy, options::MergeKeyPolicy};

use super::node::{Entry, Node, Origin, SourceId, Value};
use crate::diagnostics::{Finding, codes};

/// The library's budget refuses large honest blueprints; a tree can hold no more nodes than its text has bytes.
fn options(text: &str) -> serde_saphyr::Options {
    let size = text.len() + 1;
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
        merge_keys: MergeKeyPolicy::Error,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// Reads one file.
///
/// # Errors
/// The first fault of syntax, at its place; an empty file is one too.
pub fn parse(source: SourceId, text: &str) -> Result<Node, Box<Finding>> {
    let whole = Origin { source, start: 0, end: text.len().min(1) };
    if let Some(place) = tab(source, text) {
        return Err(Finding::new(&codes::SYNTAX, "a tab stands in the indentation")
            .at(place, "YAML forbids tabs here")
            .help("indent with spaces, two a level")
            .boxed());
    }
    let read = serde_saphyr::from_str_with_options::<Raw>(text, options(text)).map_err(|error| Box::new(fault(source, text, error)))?;
    let node = read.into_node(source)?;
    match node.value {
        Value::Map(_) => Ok(node),
        Value::Null => Err(Finding::new(&codes::SYNTAX, "the blueprint is empty")
            .at(whole, "nothing is written here")
            .help("`aksgen init` writes a blueprint to start from")
            .boxed()),
        _ => Err(Finding::new(&codes::SYNTAX, "a blueprint is a map of keys")
            .at(node.origin, format!("this is {}", node.kind()))
            .help("start with `name: …`; `aksgen init` writes a blueprint to start from")
            .boxed()),
    }
}

/// The first tab in the indentation of a line that is not inside a block scalar's content or blank.
fn tab(source: SourceId, text: &str) -> Option<Origin> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(at) = line[..indent].find('\t').filter(|_| !line.trim().is_empty()) {
            return Some(Origin { source, start: start + at, end: start + at + 1 });
        }
        start += line.len();
    }
    None
}

fn fault(source: SourceId, text: &str, error: serde_saphyr::Error) -> Finding {
    use serde_saphyr::Error;
    let error = error.without_snippet();
    let place = error.location().map_or(Origin { source, start: 0, end: text.len().min(1) }, |location| origin(source, location));
    let place = clamp(text, place);
    let (title, label, help) = match error {
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } | Error::AliasReplayStackDepthExceeded { .. } => (
            "this YAML grows out of all proportion when it is read",
            "aliases multiply, or the nesting is too deep, here".to_owned(),
            "write the values out, or cut the blueprint into several files",
        ),
        Error::MergeKeyNotAllowed { .. } => (
            "merge keys (`<<`) are not read",
            "this would hide where a value comes from".to_owned(),
            "settings cascade by themselves: write what is common one level up",
        ),
        Error::MultipleDocuments { .. } => ("a blueprint file holds one document", "a second one starts here".to_owned(), "put it into a file of its own"),
        Error::UnknownAnchor { .. } => ("an alias names no anchor", "no `&…` of this name stands before it".to_owned(), "text that starts with `*` needs quotes"),
        other => ("this is not YAML", message(other), "mend the line; in doubt quote the value"),
    };
    Finding::new(&codes::SYNTAX, title).at(place, label).help(help)
}

/// The library's message without its own position, which the diagnostic shows better.
fn message(error: &serde_saphyr::Error) -> String {
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    text.split(" at line ").next().unwrap_or(text).trim_start_matches("error: ").to_owned()
}

/// Keeps a place inside its text and on the borders of characters.
fn clamp(text: &str, place: Origin) -> Origin {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(place.start);
    let end = floor(place.end.max(start));
    Origin { start, end, ..place }
}

fn origin(source: SourceId, location: Location) -> Origin {
    let span = location.span();
    let start = usize::try_from(span.byte_offset().unwrap_or_default()).unwrap_or_default();
    let length = usize::try_from(span.byte_len().unwrap_or_default()).unwrap_or_default();
    Origin { source, start, end: start + length.max(1) }
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
    Map(Vec<(Spanned<String>, Raw)>),
}

impl Raw {
    fn into_node(self, source: SourceId) -> Result<Node, Box<Finding>> {
        let origin = origin(source, self.0.referenced);
        let value = match self.0.value {
            RawValue::Null => Value::Null,
            RawValue::Bool(value) => Value::Bool(value),
            RawValue::Integer(value) => Value::Integer(value),
            RawValue::Float(value) => Value::Float(value),
            RawValue::Text(value) => Value::Text(value),
            RawValue::List(items) => Value::List(items.into_iter().map(|item| item.into_node(source)).collect::<Result<_, _>>()?),
            RawValue::Map(pairs) => Value::Map(entries(source, pairs)?),
        };
        Ok(Node { origin, value })
    }
}

fn entries(source: SourceId, pairs: Vec<(Spanned<String>, Raw)>) -> Result<Vec<Entry>, Box<Finding>> {
    let mut seen = std::collections::HashMap::new();
    let mut entries = Vec::with_capacity(pairs.len());
    for (key, raw) in pairs {
        let key_origin = origin(source, key.referenced);
        if let Some(first) = seen.insert(key.value.clone(), key_origin) {
            return Err(Finding::new(&codes::DUPLICATE_KEY, format!("`{}` is written twice", key.value))
                .at(key_origin, "the second time")
                .related(first, "the first time")
                .help("keep one of the two")
                .boxed());
        }
        entries.push(Entry { key: key.value, key_origin, node: raw.into_node(source)? });
    }
    Ok(entries)
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

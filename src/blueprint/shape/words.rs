//! How a schema speaks to the person whose value does not fit.

use serde_json::{Map, Value as Json};

use crate::source::secret;

/// A value shortened and escaped for a message; a secret is not printed at all.
pub fn printable(text: &str) -> String {
    if secret::find(text).is_some() {
        return "…".to_owned();
    }
    let shown: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().count() > 60 { format!("{shown}…") } else { shown }
}

/// The types that a schema takes.
pub fn types(object: &Map<String, Json>) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("type") {
        Some(Json::String(name)) => (Some(name.as_str()), None),
        Some(Json::Array(names)) => (None, Some(names)),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten().filter_map(Json::as_str))
}

/// What a schema says of its values: the first line of its description, or their type.
pub fn says(schema: &Json) -> String {
    let description = schema.get("description").and_then(Json::as_str).unwrap_or_default();
    let first = description.split(['\n']).next().unwrap_or_default();
    if first.is_empty() {
        let names: Vec<&str> = schema.as_object().into_iter().flat_map(types).filter(|name| *name != "null").collect();
        return if names.is_empty() { "a value".to_owned() } else { article(&names) };
    }
    first.to_owned()
}

pub fn sentence(text: &str) -> String {
    format!("write {}", phrase(text))
}

/// A description as a part of a sentence: an article at its start is no name, and loses its capital.
pub fn phrase(text: &str) -> String {
    let text = text.trim_end_matches('.');
    match text.split_once(' ') {
        Some((first @ ("A" | "An" | "All" | "The" | "Its" | "What" | "Which" | "How" | "Where" | "When" | "Who" | "Whether" | "Such" | "Object"), rest)) => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => text.to_owned(),
    }
}

pub fn choices(names: &[impl AsRef<str>]) -> String {
    if let [only] = names { format!("write `{}`", only.as_ref()) } else { format!("write one of {}", quoted(names)) }
}

/// What to write where a map is meant.
pub fn keys(object: &Map<String, Json>) -> String {
    let names: Vec<&String> = object.get("properties").and_then(Json::as_object).into_iter().flat_map(|properties| properties.keys()).collect();
    if names.is_empty() {
        "write a map: `name: …` on lines of their own, indented, or {} for none".to_owned()
    } else {
        format!("write a map with {}", quoted(&names))
    }
}

/// Types as a person calls them.
pub fn article(names: &[&str]) -> String {
    let words = names.iter().map(|name| match *name {
        "object" => "a map",
        "array" => "a list",
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "nothing",
    });
    words.collect::<Vec<_>>().join(" or ")
}

pub fn quoted(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The names of a choice whose variants are all fixed texts, each with a meaning of its own.
pub fn constants(object: &Map<String, Json>) -> Option<Vec<&str>> {
    object.get("oneOf")?.as_array()?.iter().map(|variant| variant.get("const")?.as_str()).collect()
}

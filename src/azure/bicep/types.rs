//! User-defined types, and the decorators that say the rest of a schema.

use serde_json::{Map, Value as Json};

use super::layout::Doc;
use super::text;
use crate::azure::graph::Fault;

/// Everything that is printed of a schema; another key is a fault.
const KNOWN: &[&str] =
    &["$ref", "additionalProperties", "allowedValues", "items", "maxLength", "maxValue", "metadata", "minLength", "minValue", "nullable", "properties", "type"];

/// The type in Bicep: `string`, `'a' | 'b'`, `{ … }`, `subnet[]`.
pub fn of(schema: &Map<String, Json>) -> Result<Doc, Fault> {
    whole(schema).map(|(doc, _)| doc)
}

/// The type, and whether it needs brackets before `[]`.
fn whole(schema: &Map<String, Json>) -> Result<(Doc, bool), Fault> {
    if let Some(unknown) = schema.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(Fault::new("a type with this key is not printed").at(unknown));
    }
    let (doc, is_union) = bare(schema)?;
    Ok(match (schema.get("nullable") == Some(&Json::Bool(true)), is_union) {
        (false, _) => (doc, is_union),
        (true, false) => (Doc::Glue(vec![doc, Doc::text("?")]), true),
        (true, true) => (Doc::Glue(vec![Doc::text("("), doc, Doc::text(")?")]), true),
    })
}

/// The type without `?`, and whether it is a union that needs brackets before `?` or `[]`.
fn bare(schema: &Map<String, Json>) -> Result<(Doc, bool), Fault> {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        let name = reference.strip_prefix("#/definitions/").unwrap_or(reference);
        return Ok((Doc::text(name), false));
    }
    let kind = schema.get("type").and_then(Json::as_str).unwrap_or_default();
    let allowed = schema.get("allowedValues").and_then(Json::as_array);
    Ok(match (kind, allowed) {
        ("string" | "securestring" | "int" | "bool", Some(values)) => union(values)?,
        ("string" | "securestring", None) => (Doc::text("string"), false),
        ("int" | "bool", None) => (Doc::text(kind), false),
        ("object" | "secureObject" | "secureobject", None) => (object(schema)?, false),
        ("array", Some(values)) if !schema.contains_key("items") => array(union(values)?),
        ("array", None) => match schema.get("items") {
            None => (Doc::text("array"), false),
            Some(Json::Object(items)) => {
                if let Some(decorator) = decorators(items)?.first() {
                    let what = format!("{} has no place on the items of an array: define a type", decorator.flat());
                    return Err(Fault::new(what).at("items"));
                }
                array(whole(items).map_err(|f| f.at("items"))?)
            }
            Some(_) => return Err(Fault::new("must be a type").at("items")),
        },
        _ => return Err(Fault::new("is no type that can be printed").at("type")),
    })
}

fn array((item, is_union): (Doc, bool)) -> (Doc, bool) {
    let doc = if is_union { vec![Doc::text("("), item, Doc::text(")[]")] } else { vec![item, Doc::text("[]")] };
    (Doc::Glue(doc), false)
}

/// `'a' | 'b'`; one on a line, each after a bar, where they do not fit.
fn union(values: &[Json]) -> Result<(Doc, bool), Fault> {
    let mut printed = vec![Doc::Line(""), Doc::Broken("| ")];
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            printed.extend([Doc::Line(" "), Doc::text("| ")]);
        }
        printed.push(Doc::text(literal(value)?));
    }
    Ok((Doc::Group(vec![Doc::Indent(printed)]), values.len() > 1))
}

fn object(schema: &Map<String, Json>) -> Result<Doc, Fault> {
    let mut members = Vec::new();
    let properties = schema.get("properties").and_then(Json::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let at = |fault: Fault| fault.at(name).at("properties");
        let Json::Object(property) = property else {
            return Err(at(Fault::new("must be a type")));
        };
        let mut printed: Vec<Doc> = decorators(property).map_err(at)?.into_iter().flat_map(|decorator| [decorator, Doc::Hard]).collect();
        printed.extend([Doc::text(format!("{}: ", text::key(name))), of(property).map_err(at)?]);
        members.push(Doc::Glue(printed));
    }
    let rest = match schema.get("additionalProperties") {
        Some(Json::Object(rest)) => Some(Doc::Glue(vec![Doc::text("*: "), of(rest).map_err(|f| f.at("additionalProperties"))?])),
        _ => None,
    };
    Ok(match (members.is_empty(), rest) {
        (true, None) => Doc::text("object"),
        (true, Some(rest)) => Doc::bracket("{", vec![rest], &[], " ", "}"),
        (false, rest) => {
            members.extend(rest);
            Doc::block("{", members, "}")
        }
    })
}

/// `@description`, `@secure`, `@minLength` and their kin, one a line.
pub fn decorators(schema: &Map<String, Json>) -> Result<Vec<Doc>, Fault> {
    let mut printed = Vec::new();
    match schema.get("metadata").map(|metadata| metadata.as_object()) {
        None => {}
        Some(Some(metadata)) if metadata.keys().all(|key| key == "description") => {
            if let Some(description) = metadata.get("description").and_then(Json::as_str) {
                printed.push(Doc::text(format!("@description({})", text::literal_or_lines(description))));
            }
        }
        Some(_) => return Err(Fault::new("has a description and nothing else").at("metadata")),
    }
    let kind = schema.get("type").and_then(Json::as_str).unwrap_or_default();
    if kind.starts_with("secure") {
        printed.push(Doc::text("@secure()"));
    }
    for bound in ["minLength", "maxLength", "minValue", "maxValue"] {
        if let Some(value) = schema.get(bound) {
            printed.push(Doc::text(format!("@{bound}({})", literal(value)?)));
        }
    }
    if schema.get("additionalProperties") == Some(&Json::Bool(false)) {
        printed.push(Doc::text("@sealed()"));
    }
    Ok(printed)
}

fn literal(value: &Json) -> Result<String, Fault> {
    match value {
        Json::String(text) => Ok(text::literal(text)),
        Json::Number(number) if !number.is_f64() => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        other => Err(Fault::new(format!("{other} is not a value that a type can name"))),
    }
}

//! Reads a resource or the call of a module.

use super::Declared;
use crate::azure::expression::{Expression, Part};
use crate::azure::graph::{Copy, DEPLOYMENT, Fault, Module, Object, Resource, Value};

pub fn resource<'v>(template: &str, declared: Declared, api: &dyn Fn(&str) -> Option<&'v str>) -> Result<Resource, Fault> {
    let (symbol, comment, mut object) = declared.into_object()?;
    let disabled = std::mem::take(&mut object.disabled);
    let kind = text(&mut object, "type")?.ok_or_else(|| Fault::new("needs a type"))?;
    let is_module = kind == DEPLOYMENT;
    if object.get("apiVersion").is_some() {
        return Err(Fault::new("is looked up by the type").at("apiVersion"));
    }
    let api_version = api(&kind).ok_or_else(|| Fault::new(format!("no API version is known for {kind}")).at("type"))?;
    let existing = match object.take("existing") {
        None => false,
        Some(Value::Bool(existing)) => existing,
        Some(_) => return Err(Fault::new("must be true or false").at("existing")),
    };
    let name = match object.take("name") {
        Some(_) if is_module => {
            return Err(Fault::new("the deployment of a module is named by the printer").at("name"));
        }
        Some(name) => segments(&name.to_expression().map_err(|f| f.at("name"))?),
        None if is_module => Vec::new(),
        None => return Err(Fault::new("needs a name")),
    };
    let wanted = kind.split('/').count() - 1;
    if !is_module && name.len() != wanted {
        let said = format!("{kind} needs a name of {wanted} segments, this one has {}", name.len());
        return Err(Fault::new(said).at("name"));
    }
    let read = Resource {
        symbol,
        comment,
        disabled,
        existing,
        condition: expression(&mut object, "condition")?,
        copy: object.take("copy").map(|v| copy(v).map_err(|f| f.at("copy"))).transpose()?,
        scope: expression(&mut object, "scope")?,
        subscription: expression(&mut object, "subscriptionId")?,
        resource_group: expression(&mut object, "resourceGroup")?,
        name,
        depends_on: depends_on(&mut object)?,
        module: if is_module { Some(module(template, &mut object)?) } else { None },
        api_version: if is_module { String::new() } else { api_version.to_owned() },
        kind,
        body: object,
    };
    match read.body.members.first() {
        Some(other) if is_module || existing => {
            let what = if is_module { "a module's call" } else { "an existing resource" };
            Err(Fault::new(format!("{what} has no such property")).at(&other.key.to_string()))
        }
        _ => Ok(read),
    }
}

fn text(object: &mut Object, key: &str) -> Result<Option<String>, Fault> {
    match object.take(key) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::new("must be a literal string").at(key)),
    }
}

fn expression(object: &mut Object, key: &str) -> Result<Option<Expression>, Fault> {
    object.take(key).map(|value| value.to_expression().map_err(|f| f.at(key))).transpose()
}

/// `a/b` and `format('{0}/{1}', …)` cut at their slashes.
fn segments(name: &Expression) -> Vec<Expression> {
    let parts = match name {
        Expression::Text(text) => vec![Part::Text(text.clone())],
        Expression::Interpolation(parts) => parts.clone(),
        other => vec![Part::Value(other.clone())],
    };
    let mut segments: Vec<Vec<Part>> = vec![Vec::new()];
    for part in parts {
        match part {
            Part::Text(text) => {
                for (at, piece) in text.split('/').enumerate() {
                    if at > 0 {
                        segments.push(Vec::new());
                    }
                    if let Some(segment) = segments.last_mut() {
                        segment.push(Part::Text(piece.to_owned()));
                    }
                }
            }
            value => {
                if let Some(segment) = segments.last_mut() {
                    segment.push(value);
                }
            }
        }
    }
    segments
        .into_iter()
        .map(|segment| match Expression::interpolation(segment) {
            Expression::Interpolation(parts) => match parts.as_slice() {
                [Part::Value(value)] => value.clone(),
                _ => Expression::Interpolation(parts),
            },
            other => other,
        })
        .collect()
}

fn copy(value: Value) -> Result<Copy, Fault> {
    let Value::Object(mut object) = value else {
        return Err(Fault::new("must be an object"));
    };
    let name = text(&mut object, "name")?.ok_or_else(|| Fault::new("needs a name"))?;
    let count = expression(&mut object, "count")?.ok_or_else(|| Fault::new("needs a count"))?;
    let size = match object.take("batchSize") {
        None => None,
        Some(Value::Number(number)) if number.as_i64().is_some_and(|n| n > 0) => number.as_i64(),
        Some(_) => return Err(Fault::new("must be a number above 0").at("batchSize")),
    };
    let batch = match text(&mut object, "mode")?.map(|mode| mode.to_ascii_lowercase()).as_deref() {
        Some("serial") => Some(size.unwrap_or(1)),
        Some("parallel") | None if size.is_none() => None,
        None => size,
        Some(_) => return Err(Fault::new("must be serial, or parallel without a batchSize").at("mode")),
    };
    match object.members.first() {
        Some(other) => Err(Fault::new("a copy has no such key").at(&other.key.to_string())),
        None => Ok(Copy { name, count, batch }),
    }
}

fn depends_on(object: &mut Object) -> Result<Vec<String>, Fault> {
    let symbols = match object.take("dependsOn") {
        None => return Ok(Vec::new()),
        Some(Value::Array(symbols)) => symbols,
        Some(_) => return Err(Fault::new("must be a list of symbolic names").at("dependsOn")),
    };
    symbols
        .into_iter()
        .enumerate()
        .map(|(at, symbol)| match symbol {
            Value::Text(symbol) => Ok(symbol),
            _ => Err(Fault::new("must be a symbolic name").at_index(at).at("dependsOn")),
        })
        .collect()
}

fn module(template: &str, object: &mut Object) -> Result<Module, Fault> {
    let at = |fault: Fault| fault.at("properties");
    let Some(Value::Object(mut properties)) = object.take("properties") else {
        return Err(at(Fault::new("a module needs templateLink.relativePath")));
    };
    let path = match properties.take("templateLink") {
        Some(Value::Object(mut link)) => match (link.take("relativePath"), link.members.is_empty()) {
            (Some(Value::Text(path)), true) => path,
            _ => return Err(at(Fault::new("has a literal relativePath and nothing else").at("templateLink"))),
        },
        _ => return Err(at(Fault::new("a module needs templateLink.relativePath"))),
    };
    let stem = path
        .strip_suffix(".json")
        .filter(|stem| !stem.split('/').any(|segment| segment.is_empty() || segment.starts_with('.')))
        .ok_or_else(|| at(Fault::new(format!("`{path}` is not the path of a template below this one")).at("templateLink")))?;
    let folder = template.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut parameters = match properties.take("parameters") {
        None => Object::default(),
        Some(Value::Object(parameters)) => parameters,
        Some(_) => return Err(at(Fault::new("must be an object").at("parameters"))),
    };
    for member in &mut parameters.members {
        let Value::Object(given) = &mut member.value else {
            return Err(at(Fault::new("needs a value").at(&member.key.to_string()).at("parameters")));
        };
        member.comment.append(&mut given.comment);
        match (given.take("value"), given.members.is_empty()) {
            (Some(value), true) => member.value = value,
            _ => return Err(at(Fault::new("has a value and nothing else").at(&member.key.to_string()).at("parameters"))),
        }
    }
    match properties.members.first() {
        Some(other) => Err(at(Fault::new("is given by the printer").at(&other.key.to_string()))),
        None => Ok(Module { template: format!("{folder}{stem}"), parameters }),
    }
}

//! Reads types, parameters, variables and outputs.

use serde_json::{Map, Value as Json};

use super::Declared;
use crate::azure::graph::{Definition, Fault, Key, Loop, Object, Output, Parameter, Value, Variable};

pub fn definition(declared: Declared) -> Result<Definition, Fault> {
    let (name, comment, object) = declared.into_object()?;
    Ok(Definition { name, comment, schema: schema(object)? })
}

pub fn parameter(declared: Declared) -> Result<Parameter, Fault> {
    let (name, comment, mut object) = declared.into_object()?;
    let default = object.take("defaultValue");
    Ok(Parameter { name, comment, schema: schema(object)?, default })
}

pub fn variable(declared: Declared) -> Result<Variable, Fault> {
    let mut comment = declared.comment;
    let mut value = declared.value;
    if let Value::Object(object) = &mut value {
        comment.append(&mut object.comment);
    }
    Ok(Variable { name: declared.name, comment, value })
}

pub fn output(declared: Declared) -> Result<Output, Fault> {
    let (name, comment, mut object) = declared.into_object()?;
    let value = match (object.take("value"), object.take("copy")) {
        (Some(value), None) => value,
        (None, Some(Value::Object(each))) => Value::Loop(Box::new(Loop::of(None, each).map_err(|f| f.at("copy"))?)),
        _ => return Err(Fault::new("needs a value or a copy")),
    };
    Ok(Output { name, comment, schema: schema(object)?, value })
}

/// A type holds no expression: it is plain JSON.
fn schema(object: Object) -> Result<Map<String, Json>, Fault> {
    if !object.disabled.is_empty() {
        return Err(Fault::new("a rule is turned off on a resource only").at("$disable"));
    }
    object
        .members
        .into_iter()
        .map(|member| match member.key {
            Key::Text(key) => Ok((key.clone(), json(member.value).map_err(|f| f.at(&key))?)),
            Key::Expression(_) => Err(Fault::new("a type holds no expression")),
        })
        .collect()
}

fn json(value: Value) -> Result<Json, Fault> {
    Ok(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Number(number) => Json::Number(number),
        Value::Text(text) => Json::String(text),
        Value::Array(items) => Json::Array(items.into_iter().map(json).collect::<Result<_, _>>()?),
        Value::Object(object) => Json::Object(schema(object)?),
        Value::Expression(_) | Value::Loop(_) => return Err(Fault::new("a type holds no expression and no loop")),
    })
}

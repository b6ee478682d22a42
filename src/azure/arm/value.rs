//! Values, their loops and their strings as ARM JSON.

use serde_json::{Map, Value as Json, json};

use crate::azure::expression::Expression;
use crate::azure::graph::{Fault, Key, Loop, Object, Template, Templates, Value};

impl Templates {
    pub(super) fn arm_value(&self, template: &Template, value: &Value) -> Result<Json, Fault> {
        Ok(match value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => Json::Number(number.clone()),
            Value::Text(text) => literal(text),
            Value::Expression(expression) => self.arm_text(template, expression)?,
            Value::Array(items) => {
                Json::Array(items.iter().enumerate().map(|(at, item)| self.arm_value(template, item).map_err(|f| f.at_index(at))).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => Json::Object(self.arm_object(template, object)?),
            Value::Loop(_) => return Err(Fault::new("a loop may not stand here")),
        })
    }

    /// An object; its loops together under `copy`, at the place of the first.
    pub(super) fn arm_object(&self, template: &Template, object: &Object) -> Result<Map<String, Json>, Fault> {
        let mut printed = Map::new();
        for member in &object.members {
            let at = |fault: Fault| fault.at(&member.key.to_string());
            if let Value::Loop(each) = &member.value {
                let each = self.arm_loop(template, each).map_err(at)?;
                match printed.entry("copy").or_insert_with(|| json!([])) {
                    Json::Array(loops) => loops.push(each),
                    _ => return Err(at(Fault::new("a property `copy` and a loop in one object"))),
                }
                continue;
            }
            let key = match &member.key {
                Key::Text(text) => escaped(text),
                Key::Expression(expression) => match self.arm_expression(template, expression).map_err(at)? {
                    string @ Expression::Interpolation(_) => format!("[{string}]"),
                    // As Bicep has it: a key is a string, whatever the value is.
                    value => format!("[format('{{0}}', {value})]"),
                },
            };
            printed.insert(key, self.arm_value(template, &member.value).map_err(at)?);
        }
        Ok(printed)
    }

    pub(super) fn arm_loop(&self, template: &Template, each: &Loop) -> Result<Json, Fault> {
        let mut printed = Map::new();
        if let Some(name) = &each.name {
            printed.insert("name".to_owned(), Json::from(name.as_str()));
        }
        printed.insert("count".to_owned(), self.arm_text(template, &each.count).map_err(|f| f.at("count"))?);
        printed.insert("input".to_owned(), self.arm_value(template, &each.input).map_err(|f| f.at("input"))?);
        Ok(Json::Object(printed))
    }

    /// An expression as a JSON value: what is plain is written plainly.
    pub(super) fn arm_text(&self, template: &Template, expression: &Expression) -> Result<Json, Fault> {
        Ok(match self.arm_expression(template, expression)? {
            Expression::Text(text) => literal(&text),
            Expression::Integer(number) => Json::from(number),
            spelled => Json::String(format!("[{spelled}]")),
        })
    }
}

/// A text that Azure would take for an expression gets a second bracket.
fn escaped(text: &str) -> String {
    if text.starts_with('[') && text.ends_with(']') { format!("[{text}") } else { text.to_owned() }
}

fn literal(text: &str) -> Json {
    Json::String(escaped(text))
}

/// Types and metadata as they are, their texts safe.
pub fn schema(value: &Json) -> Json {
    match value {
        Json::String(text) => literal(text),
        Json::Array(items) => Json::Array(items.iter().map(schema).collect()),
        Json::Object(object) => Json::Object(object.iter().map(|(k, v)| (escaped(k), schema(v))).collect()),
        other => other.clone(),
    }
}

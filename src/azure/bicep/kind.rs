//! What an expression is, a string or an array, as far as the template says.

use serde_json::{Map, Value as Json};

use super::Writer;
use crate::azure::expression::{Expression, functions};
use crate::azure::graph::Value;

impl Writer<'_> {
    pub fn is_text(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Text(_) | Expression::Interpolation(_) => true,
            Expression::Call { function, arguments } => match (function.as_str(), arguments.as_slice()) {
                ("variables", [Expression::Text(name)]) => match self.template.variable(name).map(|v| &v.value) {
                    Some(Value::Text(_)) => true,
                    Some(Value::Expression(value)) => self.is_text(value),
                    _ => false,
                },
                ("if", [_, a, b]) => self.is_text(a) && self.is_text(b),
                (function, _) => functions::answers_text(function) || self.has_type(expression, "string"),
            },
            Expression::Access { .. } => self.template.target_of_id(expression).is_some() || self.has_type(expression, "string"),
            Expression::Integer(_) => false,
        }
    }

    pub fn is_array(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Call { function, arguments } => match (function.as_str(), arguments.as_slice()) {
                ("variables", [Expression::Text(name)]) => match self.template.variable(name).map(|v| &v.value) {
                    Some(Value::Array(_) | Value::Loop(_)) => true,
                    Some(Value::Expression(value)) => self.is_array(value),
                    _ => false,
                },
                ("concat", parts) => parts.iter().any(|part| self.is_array(part)),
                ("if", [_, a, b]) => self.is_array(a) || self.is_array(b),
                ("coalesce", values) => values.iter().any(|value| self.is_array(value)),
                (function, _) => functions::answers_array(function) || self.has_type(expression, "array"),
            },
            Expression::Access { .. } => self.has_type(expression, "array"),
            _ => false,
        }
    }

    fn has_type(&self, expression: &Expression, name: &str) -> bool {
        self.schema(expression).and_then(|schema| schema.get("type")?.as_str()).is_some_and(|kind| kind == name || kind.strip_prefix("secure") == Some(name))
    }

    /// The type of a parameter, or of something in it.
    fn schema(&self, expression: &Expression) -> Option<&Map<String, Json>> {
        let schema = match expression {
            Expression::Call { .. } => &self.template.parameter(expression.name_in("parameters")?)?.schema,
            Expression::Access { of, key } => {
                let of = self.schema(of)?;
                match key.as_ref() {
                    Expression::Text(name) => of.get("properties").and_then(|properties| properties.get(name)).or_else(|| of.get("additionalProperties"))?,
                    _ => of.get("items")?,
                }
                .as_object()?
            }
            _ => return None,
        };
        let Some(reference) = schema.get("$ref").and_then(Json::as_str) else {
            return Some(schema);
        };
        let name = reference.strip_prefix("#/definitions/")?;
        self.template.definitions.iter().find(|d| d.name == name).map(|d| &d.schema)
    }
}

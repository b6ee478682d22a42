//! Values: objects, arrays, and the loops in them.

use super::layout::Doc;
use super::{Writer, comment, text};
use crate::azure::graph::{Fault, Key, Loop, Member, Object, Value};

/// An array of at most so many plain values may stand on one line.
const SHORT: usize = 3;

impl Writer<'_> {
    pub fn value(&mut self, value: &Value) -> Result<Doc, Fault> {
        Ok(match value {
            Value::Null => Doc::text("null"),
            Value::Bool(value) => Doc::text(value.to_string()),
            Value::Number(number) if number.is_f64() => Doc::text(format!("json('{number}')")),
            Value::Number(number) => Doc::text(number.to_string()),
            Value::Text(text) => Doc::text(text::literal_or_lines(text)),
            Value::Expression(expression) => self.expression(expression)?,
            Value::Array(items) => {
                let short = items.len() <= SHORT && !items.iter().any(|i| matches!(i, Value::Array(_) | Value::Object(_)));
                let mut printed = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    printed.push(self.value(item).map_err(|f| f.at_index(at))?);
                }
                if short || printed.is_empty() { Doc::bracket("[", printed, &[Doc::Line(", ")], "", "]") } else { Doc::block("[", printed, "]") }
            }
            Value::Object(object) => self.object(object)?,
            Value::Loop(each) => self.value_loop(each)?,
        })
    }

    pub fn object(&mut self, object: &Object) -> Result<Doc, Fault> {
        if !object.disabled.is_empty() {
            return Err(Fault::new("a rule is turned off on a resource only").at("$disable"));
        }
        let mut members = Vec::new();
        for member in &object.members {
            members.push(self.member(member)?);
        }
        if let Some(first) = members.first_mut() {
            let mut lines = comment(object.comment.iter().map(String::as_str));
            lines.push(std::mem::replace(first, Doc::Hard));
            *first = Doc::Glue(lines);
        } else if !object.comment.is_empty() {
            let mut lines = comment(object.comment.iter().map(String::as_str));
            lines.pop();
            return Ok(Doc::block("{", vec![Doc::Glue(lines)], "}"));
        }
        Ok(if members.is_empty() { Doc::text("{}") } else { Doc::block("{", members, "}") })
    }

    /// `key: value`, under its comment.
    pub fn member(&mut self, member: &Member) -> Result<Doc, Fault> {
        let at = |fault: Fault| fault.at(&member.key.to_string());
        let key = match &member.key {
            Key::Text(name) => text::key(name),
            Key::Expression(expression) => self.computed_key(expression).map_err(at)?,
        };
        let mut printed = comment(member.comment.iter().map(String::as_str));
        printed.push(Doc::text(format!("{key}: ")));
        printed.push(self.value(&member.value).map_err(at)?);
        Ok(Doc::Glue(printed))
    }

    /// The loop of a property or a variable, or that of an output.
    pub fn value_loop(&mut self, each: &Loop) -> Result<Doc, Fault> {
        self.looped(each.name.as_deref(), each.name.is_none(), &each.count, |writer| writer.value(&each.input).map_err(|f| f.at("input")))
    }
}

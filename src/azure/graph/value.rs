//! A value in a template: JSON in which strings may be expressions and properties may be loops.

use jsonc_parser::ast;
use serde_json::Number;

use super::Fault;
use crate::azure::expression::{Expression, parse};

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    Expression(Expression),
    Array(Vec<Value>),
    Object(Object),
    Loop(Box<Loop>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    pub comment: Vec<String>,
    /// Linter rules that are off for what the object declares; their reasons are in the comment.
    pub disabled: Vec<String>,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub comment: Vec<String>,
    pub key: Key,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Text(String),
    Expression(Expression),
}

/// A property, variable or output whose items are made by a loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// What `copyIndex('name')` calls it; the loop of an output has none.
    pub name: Option<String>,
    pub count: Expression,
    pub input: Value,
}

impl Value {
    /// A string, number or expression as an expression.
    ///
    /// # Errors
    /// It is an object, an array, or nothing that an expression can be.
    pub fn to_expression(&self) -> Result<Expression, Fault> {
        match self {
            Value::Text(text) => Ok(Expression::text(text)),
            Value::Expression(expression) => Ok(expression.clone()),
            Value::Number(number) => number.as_i64().map(Expression::Integer).ok_or_else(|| Fault::new("must be a whole number")),
            Value::Bool(value) => Ok(Expression::call(&value.to_string(), Vec::new())),
            _ => Err(Fault::new("must be a string or an expression")),
        }
    }

    /// Reads a string: `[…]` is an expression, `[[…` a text that starts with `[`.
    pub fn from_text(text: &str) -> Result<Self, Fault> {
        match text.strip_prefix('[') {
            None => Ok(Value::Text(text.to_owned())),
            Some(literal) if literal.starts_with('[') => Ok(Value::Text(literal.to_owned())),
            Some(rest) => match rest.strip_suffix(']') {
                Some(inner) => parse(inner).map(Value::Expression).map_err(Fault::new),
                None => Err(Fault::new(format!("`{text}` starts like an expression and does not end like one; a text that starts with `[` is written `[[`"))),
            },
        }
    }

    pub fn read(node: &ast::Value) -> Result<Self, Fault> {
        Ok(match node {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(lit) => Value::Bool(lit.value),
            ast::Value::NumberLit(lit) => {
                Value::Number(serde_json::from_str(lit.value).map_err(|_| Fault::new(format!("`{}` is not a JSON number", lit.value)))?)
            }
            ast::Value::StringLit(lit) => Value::from_text(&lit.value)?,
            ast::Value::Array(array) => {
                Value::Array(array.elements.iter().enumerate().map(|(at, element)| Value::read(element).map_err(|f| f.at_index(at))).collect::<Result<_, _>>()?)
            }
            ast::Value::Object(object) => Value::Object(Object::read(object)?),
        })
    }

    /// Every expression in this value, keys and loops included, with the path that leads to it.
    pub fn expressions<'a>(&'a self, path: &str, see: &mut dyn FnMut(&str, &'a Expression)) {
        match self {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
            Value::Expression(expression) => see(path, expression),
            Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| item.expressions(&format!("{path}[{at}]"), see)),
            Value::Object(object) => object.expressions(path, see),
            Value::Loop(each) => {
                see(&format!("{path}.count"), &each.count);
                each.input.expressions(&format!("{path}.input"), see);
            }
        }
    }
}

impl Object {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.iter().find(|m| matches!(&m.key, Key::Text(key) if key == name)).map(|m| &m.value)
    }

    /// Takes a member out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.members.iter().position(|m| matches!(&m.key, Key::Text(key) if key == name))?;
        Some(self.members.remove(at).value)
    }

    /// Reads an object: its comments apart, and each property of its `copy` a [`Loop`] in the place of `copy`.
    pub fn read(node: &ast::Object) -> Result<Self, Fault> {
        let mut object = Object::default();
        let mut comments = Vec::new();
        for property in &node.properties {
            let name = property.name.as_str();
            match (name, &property.value) {
                ("$comment", value) => object.comment.extend(lines(value).map_err(|f| f.at(name))?),
                ("$disable", ast::Value::Object(of)) => {
                    for rule in &of.properties {
                        let key = rule.name.as_str();
                        object.comment.extend(lines(&rule.value).map_err(|f| f.at(key).at(name))?);
                        object.disabled.push(key.to_owned());
                    }
                }
                ("$comments", ast::Value::Object(of)) => {
                    for comment in &of.properties {
                        let key = comment.name.as_str();
                        comments.push((key.to_owned(), lines(&comment.value).map_err(|f| f.at(key).at(name))?));
                    }
                }
                ("copy", ast::Value::Array(loops)) if loops.elements.iter().all(is_loop) => {
                    for (at, element) in loops.elements.iter().enumerate() {
                        object.insert(read_loop(element).map_err(|f| f.at_index(at).at(name))?)?;
                    }
                }
                (name, value) => {
                    let key = match Value::from_text(name).map_err(|f| f.at(name))? {
                        Value::Expression(expression) => Key::Expression(expression),
                        _ => Key::Text(name.strip_prefix('[').unwrap_or(name).to_owned()),
                    };
                    object.insert(Member { comment: Vec::new(), key, value: Value::read(value).map_err(|f| f.at(name))? })?;
                }
            }
        }
        for (key, comment) in comments {
            let member = object
                .members
                .iter_mut()
                .find(|m| matches!(&m.key, Key::Text(text) if *text == key))
                .ok_or_else(|| Fault::new(format!("a comment on `{key}`, which is not there")).at("$comments"))?;
            member.comment = comment;
        }
        Ok(object)
    }

    fn insert(&mut self, member: Member) -> Result<(), Fault> {
        if self.members.iter().any(|m| m.key == member.key) {
            return Err(Fault::new("the key stands twice").at(&member.key.to_string()));
        }
        self.members.push(member);
        Ok(())
    }

    pub fn expressions<'a>(&'a self, path: &str, see: &mut dyn FnMut(&str, &'a Expression)) {
        for member in &self.members {
            if let Key::Expression(expression) = &member.key {
                see(path, expression);
            }
            member.value.expressions(&format!("{path}.{}", member.key), see);
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::Text(text) => f.write_str(text),
            Key::Expression(expression) => write!(f, "[{expression}]"),
        }
    }
}

/// A property `copy` may also be plain data; a loop has a count and an input.
fn is_loop(node: &ast::Value) -> bool {
    node.as_object().is_some_and(|o| o.get("count").is_some() && o.get("input").is_some())
}

fn read_loop(node: &ast::Value) -> Result<Member, Fault> {
    let Value::Object(mut object) = Value::read(node)? else {
        return Err(Fault::new("must be an object"));
    };
    let Some(Value::Text(name)) = object.take("name") else {
        return Err(Fault::new("needs a literal name"));
    };
    Ok(Member { comment: std::mem::take(&mut object.comment), key: Key::Text(name.clone()), value: Value::Loop(Box::new(Loop::of(Some(name), object)?)) })
}

impl Loop {
    /// The loop that an object with `count` and `input` describes.
    pub fn of(name: Option<String>, mut object: Object) -> Result<Self, Fault> {
        let (Some(count), Some(input)) = (object.take("count"), object.take("input")) else {
            return Err(Fault::new("needs count and input"));
        };
        if let Some(other) = object.members.first() {
            return Err(Fault::new("a loop over values has name, count and input").at(&other.key.to_string()));
        }
        Ok(Self { name, count: count.to_expression().map_err(|f| f.at("count"))?, input })
    }
}

/// The lines of a comment; each stays on a line of its own.
fn lines(node: &ast::Value) -> Result<Vec<String>, Fault> {
    let line = |node: &ast::Value| match node {
        ast::Value::StringLit(lit) if !lit.value.contains(char::is_control) => Ok(lit.value.to_string()),
        _ => Err(Fault::new("a comment is a line of text, or a list of such lines")),
    };
    match node {
        ast::Value::Array(array) => array.elements.iter().map(line).collect(),
        one => Ok(vec![line(one)?]),
    }
}

//! Expressions: functions, operators, strings, symbols.

mod access;
mod call;

use super::layout::Doc;
use super::operator::Binding;
use super::{Writer, text};
use crate::azure::expression::{Expression, Part};
use crate::azure::graph::{Fault, Target, Template};

/// A printed expression and how tightly it holds together.
pub struct Written {
    pub doc: Doc,
    binding: Binding,
}

impl Written {
    fn primary(doc: Doc) -> Self {
        Self { doc, binding: Binding::Primary }
    }

    fn word(text: impl Into<String>) -> Self {
        Self::primary(Doc::text(text))
    }

    /// The index variable of a loop, with what is added to it.
    pub fn index(name: &str, offset: i64) -> Self {
        match offset {
            0 => Self::word(name),
            _ => Self { doc: Doc::text(format!("{name} {} {}", if offset < 0 { '-' } else { '+' }, offset.abs())), binding: Binding::Sum },
        }
    }

    /// In brackets if it holds together less tightly than `least`.
    fn at_least(self, least: Binding) -> Doc {
        if self.binding >= least {
            return self.doc;
        }
        Doc::Glue(vec![Doc::text("("), self.doc, Doc::text(")")])
    }
}

impl Writer<'_> {
    /// An expression where any expression may stand.
    pub fn expression(&mut self, expression: &Expression) -> Result<Doc, Fault> {
        self.written(expression).map(|written| written.doc)
    }

    fn written(&mut self, expression: &Expression) -> Result<Written, Fault> {
        if let Some(target) = self.template.target_of_id(expression) {
            let symbol = self.symbol(&target, false)?;
            return Ok(Written::primary(Doc::Glue(vec![symbol, Doc::text(".id")])));
        }
        match expression {
            Expression::Text(text) => Ok(Written::word(text::literal(text))),
            Expression::Integer(number) => {
                Ok(Written { doc: Doc::text(number.to_string()), binding: if *number < 0 { Binding::Unary } else { Binding::Primary } })
            }
            Expression::Interpolation(parts) => self.string(parts),
            Expression::Call { function, arguments } => self.call(function, arguments),
            Expression::Access { .. } => self.access(expression),
        }
    }

    /// A string with values in it.
    fn string(&mut self, parts: &[Part]) -> Result<Written, Fault> {
        if let [Part::Value(value)] = parts {
            return if self.is_text(value) {
                self.written(value)
            } else {
                Err(Fault::new(format!("format('{{0}}', …) around one value: write {value} itself, or string({value})")))
            };
        }
        self.interpolated(parts).map(Written::word)
    }

    /// `'text${value}'`, also of a single value.
    pub fn interpolated(&mut self, parts: &[Part]) -> Result<String, Fault> {
        let mut printed = String::from("'");
        for part in parts {
            match part {
                Part::Text(text) => printed.push_str(&text::escaped(text)),
                Part::Value(value) => {
                    if has_literal(value) {
                        return Err(Fault::new("Bicep takes no array or object inside of a string: make it a variable"));
                    }
                    printed.push_str("${");
                    printed.push_str(&self.expression(value)?.flat());
                    printed.push('}');
                }
            }
        }
        printed.push('\'');
        Ok(printed)
    }

    /// A resource, or one of a loop. `at_run_time` says that Azure is asked, which of a conditional resource may answer nothing.
    pub fn symbol(&mut self, target: &Target, at_run_time: bool) -> Result<Doc, Fault> {
        let resource = self.template.known(target)?;
        let mut printed = vec![Doc::text(&target.symbol)];
        if let Some(index) = &target.index {
            printed.extend([Doc::text("["), self.expression(index)?, Doc::text("]")]);
        }
        if at_run_time && resource.condition.is_some() {
            printed.push(Doc::text("!"));
        }
        Ok(Doc::Glue(printed))
    }

    /// The target of the symbolic name that `reference` and `resourceInfo` take.
    fn target(&self, arguments: &[Expression]) -> Result<Target, Fault> {
        arguments.first().and_then(Template::named).ok_or_else(|| Fault::new("takes the symbolic name of a resource"))
    }
}

fn has_literal(expression: &Expression) -> bool {
    let mut found = false;
    expression.visit(&mut |e| found |= e.arguments_of("createArray").or(e.arguments_of("createObject")).is_some());
    found
}

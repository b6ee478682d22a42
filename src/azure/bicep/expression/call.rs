//! Calls of functions, and those that Bicep writes in another way.

use super::Written;
use crate::azure::bicep::Writer;
use crate::azure::bicep::layout::Doc;
use crate::azure::bicep::operator::{Binding, infix};
use crate::azure::bicep::text;
use crate::azure::expression::{Expression, Part, functions};
use crate::azure::graph::Fault;
use crate::azure::graph::check::names::is_free;

impl Writer<'_> {
    pub fn call(&mut self, function: &str, arguments: &[Expression]) -> Result<Written, Fault> {
        match (function, arguments) {
            ("true" | "false" | "null", []) => Ok(Written::word(function)),
            ("parameters" | "variables" | "lambdaVariables", [Expression::Text(name)]) => Ok(Written::word(name)),
            ("copyIndex", _) => self.index(arguments),
            ("if", [condition, then, other]) => self.ternary(condition, then, other),
            ("not", [operand]) => self.not(operand),
            ("equals", sides @ [_, _]) => match lowered(sides) {
                Some(sides) => self.infix("=~", Binding::Equality, &sides),
                None => self.infix("==", Binding::Equality, sides),
            },
            ("createArray", items) => {
                let items = self.all(items)?;
                Ok(Written::primary(Doc::literal("[", items, "", "]")))
            }
            ("createObject", pairs) => self.object_literal(pairs),
            ("tryGet", [of, keys @ ..]) if !keys.is_empty() => self.safe(of, keys),
            ("lambda", [names @ .., body]) if !names.is_empty() => self.lambda(names, body),
            ("reference", _) => self.run_time(arguments, &[], None),
            ("resourceInfo", _) => Err(Fault::new("of resourceInfo() only id and name are read")),
            ("json", [Expression::Text(text)]) if text == "null" => Err(Fault::new("json('null') is written null()")),
            ("concat", parts) => {
                if parts.iter().any(|part| self.is_array(part)) {
                    self.plain(function, parts)
                } else if parts.iter().any(|part| self.is_text(part)) {
                    let parts: Vec<Part> = parts.iter().cloned().map(Part::Value).collect();
                    Ok(Written::word(self.interpolated(&parts)?))
                } else {
                    Err(Fault::new("concat() of what? Use format() for strings, flatten(createArray(…)) for arrays"))
                }
            }
            ("getSecret", [id, name]) => {
                let target = self.template.target_of_id(id).ok_or_else(|| Fault::new("is written getSecret(<id of a vault here>, name)"))?;
                let (symbol, name) = (self.symbol(&target, true)?, self.written(name)?.doc);
                Ok(Written::primary(Doc::Glue(vec![symbol, Doc::text(".getSecret("), name, Doc::text(")")])))
            }
            (list, [id, version]) if functions::is_list(list) => {
                let target = self.template.target_of_id(id).filter(|_| *version == Expression::text(""));
                let target = target.ok_or_else(|| Fault::new(format!("is written {list}(<id of a resource here>, '')")))?;
                let symbol = self.symbol(&target, true)?;
                Ok(Written::primary(Doc::Glue(vec![symbol, Doc::text(format!(".{list}()"))])))
            }
            _ => match infix(function) {
                Some((operator, binding)) if arguments.len() >= 2 => self.infix(operator, binding, arguments),
                Some(_) => Err(Fault::new(format!("{function}() needs two arguments"))),
                None => self.plain(function, arguments),
            },
        }
    }

    /// `name(a, b)`.
    fn plain(&mut self, function: &str, arguments: &[Expression]) -> Result<Written, Fault> {
        let arguments = self.all(arguments)?;
        Ok(Written::primary(Doc::call(&format!("{function}("), arguments)))
    }

    fn all(&mut self, expressions: &[Expression]) -> Result<Vec<Doc>, Fault> {
        expressions.iter().map(|e| self.expression(e)).collect()
    }

    fn infix(&mut self, operator: &str, binding: Binding, operands: &[Expression]) -> Result<Written, Fault> {
        let mut printed = Vec::new();
        for (at, operand) in operands.iter().enumerate() {
            if at > 0 {
                printed.push(Doc::text(format!(" {operator} ")));
            }
            let least = if at == 0 { binding } else { binding.next() };
            printed.push(self.written(operand)?.at_least(least));
        }
        Ok(Written { doc: Doc::Glue(printed), binding })
    }

    fn not(&mut self, operand: &Expression) -> Result<Written, Fault> {
        if let Some(sides @ [_, _]) = operand.arguments_of("equals") {
            return match lowered(sides) {
                Some(sides) => self.infix("!~", Binding::Equality, &sides),
                None => self.infix("!=", Binding::Equality, sides),
            };
        }
        let operand = self.written(operand)?.at_least(Binding::Primary);
        Ok(Written { doc: Doc::Glue(vec![Doc::text("!"), operand]), binding: Binding::Unary })
    }

    fn ternary(&mut self, condition: &Expression, then: &Expression, other: &Expression) -> Result<Written, Fault> {
        let condition = self.written(condition)?.at_least(Binding::Coalesce);
        let then = self.written(then)?.at_least(Binding::Ternary);
        let other = self.written(other)?.at_least(Binding::Ternary);
        let branch = |mark: &str, branch| [Doc::Line(" "), Doc::text(format!("{mark} ")), Doc::Indent(vec![branch])];
        // The formatter indents the condition too, which shows where it breaks.
        let all = [vec![condition], branch("?", then).to_vec(), branch(":", other).to_vec()].concat();
        Ok(Written { doc: Doc::Group(vec![Doc::Indent(all)]), binding: Binding::Ternary })
    }

    fn object_literal(&mut self, pairs: &[Expression]) -> Result<Written, Fault> {
        let mut members = Vec::new();
        for pair in pairs.chunks(2) {
            let [key, value] = pair else {
                return Err(Fault::new("createObject() takes keys and values in pairs"));
            };
            let key = self.computed_key(key)?;
            members.push(Doc::Glue(vec![Doc::text(format!("{key}: ")), self.expression(value)?]));
        }
        Ok(Written::primary(Doc::literal("{", members, " ", "}")))
    }

    /// The name of a property that may be an expression.
    pub fn computed_key(&mut self, key: &Expression) -> Result<String, Fault> {
        match key {
            Expression::Text(name) => Ok(text::key(name)),
            Expression::Interpolation(parts) => self.interpolated(parts),
            value => self.interpolated(&[Part::Value(value.clone())]),
        }
    }

    /// `of.?key.key`: nothing where the first key is absent.
    fn safe(&mut self, of: &Expression, keys: &[Expression]) -> Result<Written, Fault> {
        let (base, path) = of.chain();
        if let Some(arguments) = base.arguments_of("reference") {
            let all: Vec<&Expression> = path.iter().copied().chain(keys).collect();
            return self.run_time(arguments, &all, Some(path.len()));
        }
        let mut printed = vec![self.written(of)?.at_least(Binding::Primary)];
        for (at, key) in keys.iter().enumerate() {
            printed.push(self.key(key, if at == 0 { "?" } else { "" })?);
        }
        Ok(Written::primary(Doc::Glue(printed)))
    }

    fn lambda(&mut self, names: &[Expression], body: &Expression) -> Result<Written, Fault> {
        let names: Vec<&str> = names
            .iter()
            .map(|name| match name {
                Expression::Text(name) if is_free(name) => Ok(name.as_str()),
                other => Err(Fault::new(format!("{other} cannot name a variable of a lambda"))),
            })
            .collect::<Result<_, _>>()?;
        let names = match names.as_slice() {
            [one] => (*one).to_owned(),
            many => format!("({})", many.join(", ")),
        };
        let body = match self.expression(body)? {
            literal @ Doc::Literal(..) => literal,
            // A body that does not fit goes to a line of its own.
            other => Doc::Group(vec![Doc::Indent(vec![Doc::Line(""), other])]),
        };
        Ok(Written { doc: Doc::Glue(vec![Doc::text(format!("{names} => ")), body]), binding: Binding::Lambda })
    }
}

/// What `toLower` is called on, if it is on both sides: Bicep compares such texts by `=~`.
fn lowered(sides: &[Expression]) -> Option<Vec<Expression>> {
    sides
        .iter()
        .map(|side| match side.arguments_of("toLower") {
            Some([text]) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

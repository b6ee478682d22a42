//! Reads the text between the square brackets of an expression.

use super::{Expression, Part, functions};

/// Reads one expression.
///
/// # Errors
/// A sentence saying what cannot be read: syntax, an unknown function, or a `format` whose places and values do not fit.
pub fn parse(text: &str) -> Result<Expression, String> {
    let mut reader = Reader { rest: text, whole: text };
    let expression = reader.expression()?;
    reader.space();
    if reader.rest.is_empty() { Ok(expression) } else { Err(reader.unexpected()) }
}

struct Reader<'a> {
    rest: &'a str,
    whole: &'a str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn unexpected(&self) -> String {
        match self.rest.chars().next() {
            Some(c) => format!("unexpected `{c}` in the expression `{}`", self.whole),
            None => format!("the expression `{}` ends too early", self.whole),
        }
    }

    fn take(&mut self, token: char) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn need(&mut self, token: char) -> Result<(), String> {
        if self.take(token) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn word(&mut self) -> Result<String, String> {
        self.space();
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        if end == 0 || self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(self.unexpected());
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(word.to_owned())
    }

    fn expression(&mut self) -> Result<Expression, String> {
        let mut read = self.primary()?;
        loop {
            if self.take('.') {
                read = read.access(Expression::Text(self.word()?));
            } else if self.take('[') {
                read = read.access(self.expression()?);
                self.need(']')?;
            } else {
                return Ok(read);
            }
        }
    }

    fn primary(&mut self) -> Result<Expression, String> {
        self.space();
        match self.rest.chars().next() {
            Some('\'') => self.quoted(),
            Some(c) if c.is_ascii_digit() || c == '-' => self.number(),
            _ => {
                let name = self.word()?;
                self.need('(')?;
                let mut arguments = Vec::new();
                if !self.take(')') {
                    loop {
                        arguments.push(self.expression()?);
                        if self.take(')') {
                            break;
                        }
                        self.need(',')?;
                    }
                }
                call(&name, arguments)
            }
        }
    }

    fn number(&mut self) -> Result<Expression, String> {
        let end = self.rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(self.rest.len(), |at| at + 1);
        let (digits, rest) = self.rest.split_at(end);
        let number = digits.parse().map_err(|_| self.unexpected())?;
        self.rest = rest;
        Ok(Expression::Integer(number))
    }

    fn quoted(&mut self) -> Result<Expression, String> {
        let mut text = String::new();
        let mut rest = &self.rest[1..];
        loop {
            let end = rest.find('\'').ok_or_else(|| format!("a string is not closed in the expression `{}`", self.whole))?;
            text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix('\'') {
                Some(more) => {
                    text.push('\'');
                    rest = more;
                }
                None => {
                    self.rest = rest;
                    return Ok(Expression::Text(text));
                }
            }
        }
    }
}

fn call(name: &str, arguments: Vec<Expression>) -> Result<Expression, String> {
    let function = functions::canonical(name).ok_or_else(|| format!("unknown function `{name}`"))?;
    match (function, arguments.as_slice()) {
        ("format", [Expression::Text(template), values @ ..]) => formatted(template, values),
        ("format", _) => Err("the first argument of format() must be a literal string".to_owned()),
        ("concat", parts) if parts.iter().any(is_string) => Ok(Expression::interpolation(arguments.into_iter().map(Part::Value))),
        _ => Ok(Expression::call(function, arguments)),
    }
}

fn is_string(expression: &Expression) -> bool {
    matches!(expression, Expression::Text(_) | Expression::Interpolation(_))
}

fn formatted(template: &str, values: &[Expression]) -> Result<Expression, String> {
    let mut used = vec![false; values.len()];
    let (mut parts, mut text, mut rest) = (Vec::new(), String::new(), template);
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(more) = rest.strip_prefix(brace) {
            text.push_str(brace);
            rest = more;
            continue;
        }
        let place =
            rest.find('}').filter(|_| brace == "{").and_then(|end| Some((end, rest[..end].parse::<usize>().ok()?))).filter(|(_, index)| *index < values.len());
        let Some((end, index)) = place else {
            return Err(format!("format('{template}', …) has a place without a value"));
        };
        used[index] = true;
        parts.push(Part::Text(std::mem::take(&mut text)));
        parts.push(Part::Value(values[index].clone()));
        rest = &rest[end + 1..];
    }
    parts.push(Part::Text(text + rest));
    if used.iter().all(|used| *used) { Ok(Expression::interpolation(parts)) } else { Err(format!("format('{template}', …) has a value without a place")) }
}

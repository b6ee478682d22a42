//! Azure's template expressions (`[format('{0}-x', parameters('p'))]`) as a tree.

pub mod functions;
mod parse;
mod print;

pub use parse::parse;

/// One template expression, without its square brackets.
///
/// `format` and `concat` of strings are read as [`Expression::Interpolation`], so that two spellings of one string are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    Text(String),
    Integer(i64),
    /// A string with values in it; never only text, never two texts side by side.
    Interpolation(Vec<Part>),
    Call {
        /// In the spelling of [`functions::canonical`].
        function: String,
        arguments: Vec<Expression>,
    },
    /// `of.key` and `of[key]`: the same thing where the key is a text.
    Access {
        of: Box<Expression>,
        key: Box<Expression>,
    },
}

/// A piece of an interpolated string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Value(Expression),
}

impl Expression {
    pub fn text(text: impl Into<String>) -> Self {
        Expression::Text(text.into())
    }

    pub fn call(function: &str, arguments: Vec<Expression>) -> Self {
        Expression::Call { function: function.to_owned(), arguments }
    }

    pub fn access(self, key: Expression) -> Self {
        Expression::Access { of: Box::new(self), key: Box::new(key) }
    }

    /// The string made of these parts: nested strings opened, neighbouring texts joined.
    pub fn interpolation(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut joined: Vec<Part> = Vec::new();
        for part in parts {
            let pieces = match part {
                Part::Value(Expression::Text(text)) => vec![Part::Text(text)],
                Part::Value(Expression::Interpolation(inner)) => inner,
                Part::Value(Expression::Call { function, arguments }) if function == "concat" => {
                    match Self::interpolation(arguments.into_iter().map(Part::Value)) {
                        Expression::Interpolation(inner) => inner,
                        other => vec![Part::Value(other)],
                    }
                }
                other => vec![other],
            };
            for piece in pieces {
                match (joined.last_mut(), piece) {
                    (_, Part::Text(text)) if text.is_empty() => {}
                    (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
                    (_, piece) => joined.push(piece),
                }
            }
        }
        match joined.as_slice() {
            [] => Expression::text(""),
            [Part::Text(text)] => Expression::text(text),
            _ => Expression::Interpolation(joined),
        }
    }

    /// This expression and every one inside it, outermost first.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Expression)) {
        see(self);
        match self {
            Expression::Text(_) | Expression::Integer(_) => {}
            Expression::Interpolation(parts) => parts.iter().for_each(|part| {
                if let Part::Value(value) = part {
                    value.visit(see);
                }
            }),
            Expression::Call { arguments, .. } => arguments.iter().for_each(|a| a.visit(see)),
            Expression::Access { of, key } => {
                of.visit(see);
                key.visit(see);
            }
        }
    }

    /// A copy in which `replace` stands in for what it answers, outermost first; what it puts in is not looked at again.
    pub fn replace(&self, replace: &mut dyn FnMut(&Expression) -> Option<Expression>) -> Expression {
        if let Some(other) = replace(self) {
            return other;
        }
        match self {
            Expression::Text(_) | Expression::Integer(_) => self.clone(),
            Expression::Interpolation(parts) => Expression::interpolation(parts.iter().map(|part| match part {
                Part::Text(text) => Part::Text(text.clone()),
                Part::Value(value) => Part::Value(value.replace(replace)),
            })),
            Expression::Call { function, arguments } => Expression::call(function, arguments.iter().map(|a| a.replace(replace)).collect()),
            Expression::Access { of, key } => of.replace(replace).access(key.replace(replace)),
        }
    }

    /// The arguments, if this is a call of `name`.
    pub fn arguments_of(&self, name: &str) -> Option<&[Expression]> {
        match self {
            Expression::Call { function, arguments } if function == name => Some(arguments),
            _ => None,
        }
    }

    /// `x` of `parameters('x')` (or of `variables`, `lambdaVariables`).
    pub fn name_in(&self, function: &str) -> Option<&str> {
        match self.arguments_of(function)? {
            [Expression::Text(name)] => Some(name),
            _ => None,
        }
    }

    /// `base.a.b['c']` as its base and its keys in order.
    pub fn chain(&self) -> (&Expression, Vec<&Expression>) {
        let (mut base, mut keys) = (self, Vec::new());
        while let Expression::Access { of, key } = base {
            keys.push(key.as_ref());
            base = of;
        }
        keys.reverse();
        (base, keys)
    }
}

#[cfg(test)]
mod tests;

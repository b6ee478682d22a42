//! Writes an expression as ARM has it.

use std::fmt::{Display, Formatter, Result};

use super::{Expression, Part};

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Expression::Text(text) => quoted(text, f),
            Expression::Integer(number) => write!(f, "{number}"),
            Expression::Interpolation(parts) => {
                let mut template = String::new();
                let mut values: Vec<&Expression> = Vec::new();
                for part in parts {
                    match part {
                        Part::Text(text) => {
                            template.push_str(&text.replace('{', "{{").replace('}', "}}"));
                        }
                        Part::Value(value) => {
                            let index = values.iter().position(|v| *v == value).unwrap_or_else(|| {
                                values.push(value);
                                values.len() - 1
                            });
                            template.push_str(&format!("{{{index}}}"));
                        }
                    }
                }
                write!(f, "format(")?;
                quoted(&template, f)?;
                values.iter().try_for_each(|value| write!(f, ", {value}"))?;
                write!(f, ")")
            }
            Expression::Call { function, arguments } => {
                write!(f, "{function}(")?;
                for (at, argument) in arguments.iter().enumerate() {
                    write!(f, "{}{argument}", if at == 0 { "" } else { ", " })?;
                }
                write!(f, ")")
            }
            Expression::Access { of, key } => match key.as_ref() {
                Expression::Text(name) if is_identifier(name) => write!(f, "{of}.{name}"),
                key => write!(f, "{of}[{key}]"),
            },
        }
    }
}

fn quoted(text: &str, f: &mut Formatter<'_>) -> Result {
    write!(f, "'{}'", text.replace('\'', "''"))
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

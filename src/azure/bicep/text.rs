//! Strings, names and keys in Bicep's spelling.

use crate::azure::graph::check::names::is_identifier;

/// What stands between the quotes: nothing in it ends the string or is expanded.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '\'' => escaped.push_str("\\'"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '$' if characters.peek() == Some(&'{') => escaped.push_str("\\$"),
            c if is_hidden(c) => escaped.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

/// `'text'`.
pub fn literal(text: &str) -> String {
    format!("'{}'", escaped(text))
}

/// A text of several plain lines as they are, between `'''`; any other as [`literal`].
pub fn literal_or_lines(text: &str) -> String {
    let plain = !text.contains("'''") && !text.ends_with('\'') && !text.chars().any(|c| c != '\n' && is_hidden(c));
    if text.contains('\n') && plain { format!("'''\n{text}'''") } else { literal(text) }
}

/// May a property be called so without quotes? Every identifier but the three that are values.
pub fn is_bare(name: &str) -> bool {
    is_identifier(name) && !matches!(name, "true" | "false" | "null")
}

/// A property's name, quoted only where it must be.
pub fn key(name: &str) -> String {
    if is_bare(name) { name.to_owned() } else { literal(name) }
}

/// Characters that a reader does not see, or that change how he sees others.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

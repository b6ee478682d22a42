//! Filters that quote a value for the host it is printed into. Their results are safe; everything else is refused.

use serde_json::Value as Json;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::guard::is_plain;
use crate::blueprint::quantity;

pub fn register(tera: &mut Tera) {
    tera.register_filter("yaml", yaml);
    tera.register_filter("literal", literal);
    tera.register_filter("json", json);
    tera.register_filter("sh", sh);
    tera.register_filter("md", md);
    tera.register_filter("bare", bare);
    tera.register_filter("days", days);
    tera.register_filter("message", message);
}

fn read(value: &Value) -> TeraResult<Json> {
    serde_json::to_value(value).map_err(|error| Error::message(error.to_string()))
}

/// A scalar in place, or a structure as a block. `indent=N` puts N spaces before every line but the first.
fn yaml(value: &Value, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let indent: usize = arguments.get("indent")?.unwrap_or(0);
    let text = match read(value)? {
        Json::Object(map) if !map.is_empty() => indented(&yaml_block(&Json::Object(map)), indent),
        Json::Array(items) if !items.is_empty() => indented(&yaml_block(&Json::Array(items)), indent),
        other => yaml_scalar(&other),
    };
    Ok(Value::safe_string(&text))
}

/// A scalar as YAML 1.1 and 1.2 read it alike: bare where it is plain, else as a JSON string, which is YAML too.
pub fn yaml_scalar(value: &Json) -> String {
    match value {
        Json::String(text) if is_plain(text) && !text.contains(": ") => text.clone(),
        Json::String(text) => json_text(&Json::String(text.clone())),
        other => other.to_string(),
    }
}

/// A structure as a YAML block without its last newline.
pub fn yaml_block(value: &Json) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text.trim_end_matches('\n').to_owned()
}

fn block(value: &Json, depth: usize, out: &mut String) {
    match value {
        Json::Object(map) => {
            for (key, below) in map {
                out.push_str(&" ".repeat(depth));
                out.push_str(&yaml_scalar(&Json::String(key.clone())));
                out.push(':');
                nested(below, depth, out);
            }
        }
        Json::Array(items) => {
            for item in items {
                out.push_str(&" ".repeat(depth));
                out.push('-');
                let mut below = String::new();
                match item {
                    Json::Object(map) if !map.is_empty() => block(item, depth + 2, &mut below),
                    _ => nested(item, depth, &mut below),
                }
                out.push(' ');
                out.push_str(below.trim_start_matches(' '));
            }
        }
        scalar => out.push_str(&yaml_scalar(scalar)),
    }
}

fn nested(value: &Json, depth: usize, out: &mut String) {
    let filled = match value {
        Json::Object(map) => !map.is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => false,
    };
    if filled {
        out.push('\n');
        block(value, depth + 2, out);
    } else {
        out.push(' ');
        out.push_str(&yaml_scalar(value));
        out.push('\n');
    }
}

/// Lines of text as a literal block, indented by `indent=N`, where a block says exactly this text; else as a scalar.
fn literal(value: &Value, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let indent: usize = arguments.get("indent")?.unwrap_or(2);
    let text = match read(value)? {
        Json::String(text) => yaml_literal(&text, indent),
        other => yaml_scalar(&other),
    };
    Ok(Value::safe_string(&text))
}

/// A block keeps at most one newline at its end, takes its indentation from its first line, and shows no space at the end of a line.
pub fn yaml_literal(text: &str, indent: usize) -> String {
    let (body, mark) = text.strip_suffix('\n').map_or((text, "|-"), |body| (body, "|"));
    let plain = |line: &str| !line.ends_with(' ') && !line.contains(|char: char| char.is_control() || char == '\u{feff}');
    if body.is_empty() || body.starts_with([' ', '\n']) || body.ends_with('\n') || !body.split('\n').all(plain) {
        return yaml_scalar(&Json::String(text.to_owned()));
    }
    let lines = body.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) });
    format!("{mark}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn indented(text: &str, indent: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(indent)))
}

/// JSON in one line; `pretty=true` with two spaces, and `indent=N` before every line but the first.
fn json(value: &Value, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let pretty: bool = arguments.get("pretty")?.unwrap_or(false);
    let indent: usize = arguments.get("indent")?.unwrap_or(0);
    let value = read(value)?;
    let text = if pretty { serde_json::to_string_pretty(&value).unwrap_or_default() } else { json_text(&value) };
    Ok(Value::safe_string(&indented(&text, indent)))
}

fn json_text(value: &Json) -> String {
    let mut text = String::new();
    for char in value.to_string().chars() {
        // Bare, readers of YAML refuse some of these, take others for the end of a line, and people do not see the rest.
        let seen = !matches!(char, '\u{7f}'..='\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}');
        if seen { text.push(char) } else { text.push_str(&format!("\\u{:04x}", u32::from(char))) }
    }
    text
}

/// One word for the shell: bare where nothing in it is special, else in single quotes.
fn sh(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = match read(value)? {
        Json::String(text) => text,
        other => other.to_string(),
    };
    Ok(Value::safe_string(&sh_word(&text)))
}

pub fn sh_word(text: &str) -> String {
    let bare = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '/' | ':' | '-' | ',' | '=' | '@' | '+');
    // In a list, a number before `=` would be read as the place of an entry.
    let indexed = text.split_once('=').is_some_and(|(name, _)| name.chars().all(|char| char.is_ascii_digit()));
    if !text.is_empty() && !text.starts_with('-') && !indexed && text.chars().all(bare) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Text in Markdown: code where it could mean something to the reader's renderer.
fn md(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = match read(value)? {
        Json::String(text) => text,
        other => other.to_string(),
    };
    Ok(Value::safe_string(&md_code(&text)))
}

/// Code in one line, between more backticks than stand together in it.
fn md_code(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A backtick beside the fence would be a part of it.
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('\n', " "))
}

/// A number of days as people say it.
fn days(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let count = read(value)?.as_u64().ok_or_else(|| Error::message("no number of days"))?;
    Ok(Value::safe_string(&quantity::days(count)))
}

/// What has a grammar of its own that holds nothing special in any host: numbers, versions, ranges, sizes, times.
fn bare(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = match read(value)? {
        Json::String(text) => text,
        other => other.to_string(),
    };
    let harmless = !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '/' | ':' | '-'));
    if harmless { Ok(Value::safe_string(&text)) } else { Err(Error::message(format!("`{text}` is not bare"))) }
}

/// What an alert says to who is woken, without marks of Markdown or double quotes: what has happened, and what to do first. It is quoted like any text.
fn message(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let alert = read(value)?;
    let said = |key: &str| alert[key].as_str().map(plain).ok_or_else(|| Error::message(format!("an alert without `{key}`")));
    Ok(Value::from(format!("{}. First: {}. More in README.md, When something is wrong.", said("means")?, said("remedy")?)))
}

/// Text without the marks of Markdown: of a link its words.
fn plain(text: &str) -> String {
    let mut parts = text.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    let whole = parts.fold(first, |before, part| before + part.split_once(')').map_or(part, |(_, after)| after));
    whole.replace(['`', '['], "").replace('"', "'")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_that_readers_disagree_on_are_quoted() {
        for text in ["on", "1.30", "0x1F", "1:30", "1e3", "", "=", "~", "a: b", "{{ x }}", "- a", "#x", "2026-01-01"] {
            assert!(yaml_scalar(&json!(text)).starts_with('"'), "{text}");
        }
        assert_eq!(yaml_scalar(&json!("westeurope")), "westeurope");
    }

    #[test]
    fn what_nobody_sees_is_escaped() {
        assert_eq!(yaml_scalar(&json!("a\u{2028}b\u{feff}\u{7f}")), "\"a\\u2028b\\ufeff\\u007f\"");
        assert_eq!(yaml_scalar(&json!("z\u{fc}rich \u{1f600}")), "\"z\u{fc}rich \u{1f600}\"");
    }

    #[test]
    fn blocks() {
        let value = json!({"a": {"b": [1, "on", {"c": "x", "d": []}]}, "e": {}});
        assert_eq!(yaml_block(&value), "a:\n  b:\n    - 1\n    - \"on\"\n    - c: x\n      d: []\ne: {}");
    }

    #[test]
    fn literals_say_exactly_their_text() {
        assert_eq!(yaml_literal("set -e\n\necho \"$x\" # it's: on\n", 4), "|\n    set -e\n\n    echo \"$x\" # it's: on");
        assert_eq!(yaml_literal("echo\n  more", 2), "|-\n  echo\n    more");
        for text in ["", "\n", " x\n", "\nx", "x\n\n", "x \ny", "x\ty", "x\n "] {
            assert!(yaml_literal(text, 2).starts_with('"'), "{text:?}");
        }
    }

    #[test]
    fn messages_have_no_marks() {
        assert_eq!(plain("`a b` [of the site](#x) says \"why\"; then [this](#y)"), "a b of the site says 'why'; then this");
    }

    #[test]
    fn code_ends_where_its_text_does() {
        assert_eq!(["a b", "a`b", "a``b", "`a", "a\nb"].map(md_code), ["`a b`", "``a`b``", "```a``b```", "`` `a ``", "`a b`"]);
    }

    #[test]
    fn shell_words() {
        assert_eq!(sh_word("it's; rm -rf $(x)"), "'it'\\''s; rm -rf $(x)'");
        assert_eq!(sh_word("10.0.0.0/16"), "10.0.0.0/16");
        assert_eq!(["", "=a", "1=2", "a1=2"].map(sh_word), ["''", "'=a'", "'1=2'", "a1=2"]);
    }
}

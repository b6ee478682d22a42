//! What the YAML library finds wrong, in a user's words and at its place.

use serde_saphyr::{Error, Location};

use crate::diagnostics::{Finding, codes};
use crate::source::position::floor;
use crate::source::{Origin, SourceId};

/// The finding of an error.
pub fn finding(source: SourceId, text: &str, error: Error) -> Finding {
    let mut error = error.without_snippet();
    let start = Origin { source, start: 0, end: 0 };
    // Of an alias both ends are known; the place where it is used is the one to mend.
    let place = error.location().map_or(start, |location| place(source, text, location));
    while let Error::AliasError { error: inner, .. } = error {
        error = inner;
    }
    if let Some(tab) = tab(source, text).filter(|tab| tab.start <= place.end) {
        return Finding::new(&codes::SYNTAX, "a tab stands in the indentation").at(tab, "YAML forbids tabs here").help("indent with spaces, two a level");
    }
    let (title, label, help) = match *error {
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. } => (
            "this YAML grows out of all proportion when it is read",
            "aliases multiply, or the nesting is too deep, here".to_owned(),
            "write the values out, or cut the blueprint into several files",
        ),
        Error::RecursiveReferencesRequireWeakTypes { .. } => ("an alias holds itself", "this never ends".to_owned(), "write the value out"),
        Error::MultipleDocuments { .. } => ("a blueprint file holds one document", "a second one starts here".to_owned(), "put it into a file of its own"),
        Error::UnknownAnchor { .. } => {
            ("an alias names no anchor", "no `&…` of this name stands before it".to_owned(), "text that starts with `*` needs quotes")
        }
        Error::Eof { .. } => ("this is not YAML", "the text ends here, and something is missing".to_owned(), "close what is open"),
        ref other => ("this is not YAML", message(other), "mend the line, or the one before it; in doubt quote the value"),
    };
    Finding::new(&codes::SYNTAX, title).at(place, label).help(help)
}

/// A key by which YAML would merge maps.
pub fn merge_key(key: Origin) -> Finding {
    Finding::new(&codes::SYNTAX, "merge keys (`<<`) are not read")
        .at(key, "this would hide where a value comes from")
        .help("settings cascade by themselves: write what is common one level up")
}

/// `.inf` and `.nan`, and what is too large for a number.
pub fn not_finite(number: Origin) -> Finding {
    Finding::new(&codes::SYNTAX, "a number is not finite").at(number, "no setting takes this number").help("write a number, or put it in quotes if it is text")
}

/// A place of the library's, inside its text and at borders of characters. Where bytes are not known, line and column are.
pub fn place(source: SourceId, text: &str, location: Location) -> Origin {
    let span = location.span();
    let number = |number: Option<u64>| number.and_then(|number| usize::try_from(number).ok());
    let (start, length) = match number(span.byte_offset()) {
        Some(offset) => (offset, number(span.byte_len()).unwrap_or_default()),
        None => (byte_of(text, location), 1),
    };
    let start = floor(text, start);
    let end = start.saturating_add(length.max(1)).min(text.len());
    let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    Origin { source, start, end }
}

/// The byte of a line and column, both of which count from 1, columns in characters.
fn byte_of(text: &str, location: Location) -> usize {
    let (line, column) = (usize::try_from(location.line()).unwrap_or(1), usize::try_from(location.column()).unwrap_or(1));
    let start = if line <= 1 { 0 } else { text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1) };
    text[start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

/// The library's message without its own position, which the diagnostic shows better.
fn message(error: &Error) -> String {
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    text.split(" at line ").next().unwrap_or(text).trim_start_matches("error: ").to_owned()
}

/// The first tab in the indentation of a line. In a block of text it is allowed, so this is looked for only where something is wrong.
fn tab(source: SourceId, text: &str) -> Option<Origin> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(at) = line[..indent].find('\t').filter(|_| !line.trim().is_empty()) {
            return Some(Origin { source, start: start + at, end: start + at + 1 });
        }
        start += line.len();
    }
    None
}

//! `explain`: the page of a code, or the list of all codes.

use aksgen::diagnostics::codes;
use anyhow::{Result, bail};

use super::{Outcome, say};

/// Prints what a code means; every code on a line where none is asked for.
///
/// # Errors
/// A code that there is not.
pub fn explain(code: Option<&str>) -> Result<Outcome> {
    let Some(code) = code else {
        let lines: Vec<String> = codes::ALL.iter().map(|code| line(code)).collect();
        return say::print(&lines.concat());
    };
    match codes::find(code) {
        Some(code) => say::print(code.page),
        None => bail!("`{code}` is no code of aksgen; `aksgen explain` lists them all"),
    }
}

/// A code, how heavy it is, its name and the title of its page.
fn line(code: &codes::Code) -> String {
    let title = code.page.lines().next().and_then(|line| line.split_once(": ")).map_or("", |(_, title)| title);
    format!("{}  {:8}  {:22}  {title}\n", code.id, code.severity.name(), code.name)
}

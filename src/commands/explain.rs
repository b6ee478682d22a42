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
        let lines: Vec<String> = codes::ALL.iter().map(|code| format!("{}  {:8}  {}\n", code.id, code.severity.name(), code.name)).collect();
        return say::print(&lines.concat());
    };
    match codes::find(code) {
        Some(code) => say::print(code.page),
        None => bail!("`{code}` is no code of aksgen; `aksgen explain` lists them all"),
    }
}

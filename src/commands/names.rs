//! `names`: every name that something is given, and how much of what its kind may have it takes.

use aksgen::facts::{Facts, Naming};
use aksgen::model::Model;
use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Outcome, answer};
use crate::cli::Format;

/// What `aksgen names --format json` prints. Fields may be added.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "aksgen names")]
pub struct Names<'a> {
    /// Of this shape.
    #[schemars(extend("const" = answer::VERSION))]
    version: u32,
    /// By what they name, then by name.
    names: Vec<Given<'a>>,
}

#[derive(Serialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
struct Given<'a> {
    /// What it names, such as `key vault`.
    what: &'a str,
    name: &'a str,
    /// In characters.
    length: usize,
    /// The most characters that a name of its kind may have.
    longest: usize,
}

/// Prints one line a name: what it names, the name, its length and the longest that is legal.
///
/// # Errors
/// Standard output that cannot be written.
pub fn print(model: &Model, facts: &Facts, format: Format) -> Result<Outcome> {
    let given = model.names.iter().map(|name| {
        let rule = rule(name.kind, facts);
        let what = rule.map_or(name.kind, |rule| rule.noun.as_str());
        Given { what, name: &name.name, length: name.name.len(), longest: rule.map(|rule| rule.max).unwrap_or_default() }
    });
    let mut names: Vec<_> = given.collect();
    names.sort_unstable();
    names.dedup();
    answer::print(&Names { version: answer::VERSION, names }, format, text)
}

fn rule<'a>(kind: &str, facts: &'a Facts) -> Option<&'a Naming> {
    facts.naming.entries().find(|(known, _)| *known == kind).map(|(_, rule)| rule)
}

fn text(Names { names, .. }: &Names) -> String {
    let width = |length: fn(&Given) -> usize| names.iter().map(length).max().unwrap_or_default();
    let (nouns, widest) = (width(|given| given.what.len()), width(|given| given.name.len()));
    names.iter().map(|Given { what, name, length, longest }| format!("{what:nouns$}  {name:widest$}  {length} of {longest}\n")).collect()
}

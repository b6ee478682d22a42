//! `names`: every name that something is given, and how much of what its kind may have it takes.

use aksgen::facts::{Facts, Naming};
use aksgen::model::Model;
use anyhow::Result;

use super::{Outcome, say};

/// Prints one line a name: what it names, the name, its length and the longest that is legal.
///
/// # Errors
/// Standard output that cannot be written.
pub fn print(model: &Model, facts: &Facts) -> Result<Outcome> {
    let mut lines: Vec<(&str, &str, usize)> = model.names.iter().map(|name| (noun(name.kind, facts), name.name.as_str(), longest(name.kind, facts))).collect();
    lines.sort_unstable();
    lines.dedup();
    let width = |length: fn(&(&str, &str, usize)) -> usize| lines.iter().map(length).max().unwrap_or_default();
    let (nouns, names) = (width(|line| line.0.len()), width(|line| line.1.len()));
    say::print(&lines.iter().map(|(noun, name, longest)| format!("{noun:nouns$}  {name:names$}  {} of {longest}\n", name.len())).collect::<String>())
}

fn rule<'a>(kind: &str, facts: &'a Facts) -> Option<&'a Naming> {
    facts.naming.entries().find(|(known, _)| *known == kind).map(|(_, rule)| rule)
}

fn noun<'a>(kind: &'a str, facts: &'a Facts) -> &'a str {
    rule(kind, facts).map_or(kind, |rule| rule.noun.as_str())
}

fn longest(kind: &str, facts: &Facts) -> usize {
    rule(kind, facts).map(|rule| rule.max).unwrap_or_default()
}

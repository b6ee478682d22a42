//! A report for programs: one JSON object of a documented shape that only grows.

use serde::Serialize;

use super::{Finding, Label, Report, Severity};
use crate::source::{Origin, Position, Sources};

/// The whole answer.
#[derive(Serialize)]
struct Answer<'a> {
    /// Of this shape. A field that is added does not raise it; one that changes its meaning does.
    version: u32,
    findings: Vec<Item<'a>>,
    errors: usize,
    warnings: usize,
    advice: usize,
}

/// One finding.
#[derive(Serialize)]
struct Item<'a> {
    /// Such as `AKS0203`; it never changes its meaning.
    code: &'a str,
    /// Such as `ingress-address`.
    name: &'a str,
    /// `error`, `warning` or `advice`.
    severity: &'a str,
    title: &'a str,
    /// In the resolved blueprint; what `allow` names. Empty where a text could not be read.
    path: &'a str,
    /// Where it is, and why exactly there; `null` where there is no text to point at.
    primary: Option<Spot<'a>>,
    /// The other parties.
    related: Vec<Spot<'a>>,
    /// What to write instead.
    help: Option<&'a str>,
    /// A replacement that mends it.
    patch: Option<Replacement<'a>>,
}

#[derive(Serialize)]
struct Spot<'a> {
    #[serde(flatten)]
    range: Range<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    range: Range<'a>,
    replacement: &'a str,
}

/// Lines and columns count from 1, columns in characters; the end is the place behind the last character.
#[derive(Serialize)]
struct Range<'a> {
    /// As it was named on the command line; `defaults` is what this release gives.
    file: &'a str,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    /// In bytes from the start of the file, which counts from 0.
    offset: usize,
}

/// Renders a report, with a line break at its end.
pub fn render(report: &Report, sources: &Sources) -> String {
    let answer = Answer {
        version: 1,
        findings: report.findings.iter().map(|finding| item(finding, sources)).collect(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        advice: report.count(Severity::Advice),
    };
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_else(|error| unreachable!("an answer is plain data: {error}"));
    text.push('\n');
    text
}

fn item<'a>(finding: &'a Finding, sources: &'a Sources) -> Item<'a> {
    let spot = |label: &'a Label| Spot { range: range(label.origin, sources), text: &label.text };
    Item {
        code: finding.code.id,
        name: finding.code.name,
        severity: finding.severity.name(),
        title: &finding.title,
        path: &finding.path,
        primary: finding.primary.as_ref().map(spot),
        related: finding.related.iter().map(spot).collect(),
        help: finding.help.as_deref(),
        patch: finding.patch.as_ref().map(|patch| Replacement { range: range(patch.origin, sources), replacement: &patch.replacement }),
    }
}

fn range(origin: Origin, sources: &Sources) -> Range<'_> {
    let (start, end) = sources.span(origin);
    let point = |position: Position, offset: usize| Point { line: position.line, column: position.column, offset };
    Range { file: &sources.file(origin.source).name, start: point(start, origin.start), end: point(end, origin.end) }
}

//! A report for programs: one JSON object of a published shape that only grows.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{Finding, Label, Report, Severity};
use crate::source::{Origin, Position, Sources};

const VERSION: u32 = 1;

/// All findings of one run of aksgen with `--format json`. Fields may be added.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "aksgen findings")]
struct Answer<'a> {
    /// Of this shape. A field that is added does not raise it; one that changes its meaning does.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// By file, by place, by code; then what `check` found to differ.
    findings: Vec<Item<'a>>,
    /// How many of the findings are errors. With any, and with what `--deny` makes of warnings, the exit code is 1.
    errors: usize,
    /// How many are warnings.
    warnings: usize,
    /// How many are advice.
    advice: usize,
}

/// One finding.
#[derive(Serialize, JsonSchema)]
struct Item<'a> {
    /// Such as `AKS0203`; it never changes its meaning. `aksgen explain` says it.
    #[schemars(regex(pattern = "^AKS[0-9]{4}$"))]
    code: &'a str,
    /// Such as `ingress-address`.
    name: &'a str,
    /// `error`, `warning` or `advice`.
    #[schemars(extend("enum" = ["error", "warning", "advice"]))]
    severity: &'a str,
    /// What is wrong, in one line.
    title: &'a str,
    /// In the resolved blueprint, which is what `allow` names; of what `check` found to differ, the file. Empty where a text could not be read.
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

/// A place in a text, and why it is named.
#[derive(Serialize, JsonSchema)]
struct Spot<'a> {
    #[serde(flatten)]
    range: Range<'a>,
    /// May be empty.
    text: &'a str,
}

/// A place in a text, and what to write there.
#[derive(Serialize, JsonSchema)]
struct Replacement<'a> {
    #[serde(flatten)]
    range: Range<'a>,
    /// In the place of all between start and end.
    replacement: &'a str,
}

/// Lines and columns count from 1, columns in characters; the end is the place behind the last character.
#[derive(Serialize, JsonSchema)]
struct Range<'a> {
    /// As it was named on the command line; `defaults` is what this release gives.
    file: &'a str,
    start: Point,
    end: Point,
}

/// A place between two characters.
#[derive(Serialize, JsonSchema)]
struct Point {
    /// From 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// From 1, in characters.
    #[schemars(range(min = 1))]
    column: usize,
    /// In bytes from the start of the file, which counts from 0.
    offset: usize,
}

/// Renders a report, with a line break at its end.
pub fn render(report: &Report, sources: &Sources) -> String {
    let answer = Answer {
        version: VERSION,
        findings: report.findings.iter().map(|finding| item(finding, sources)).collect(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        advice: report.count(Severity::Advice),
    };
    let mut text = serde_json::to_string_pretty(&answer).unwrap_or_else(|error| unreachable!("an answer is plain data: {error}"));
    text.push('\n');
    text
}

/// The JSON Schema of a report, with a line break at its end.
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<Answer>().to_value();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_else(|error| unreachable!("a schema is plain data: {error}"));
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

//! What is wrong with a model, or worth knowing about it: one rule a file, one table of all.

use crate::blueprint::cascade::Written;
use crate::diagnostics::{Finding, Report};
use crate::facts::{Date, Facts};
use crate::model::Model;

mod allowances;

/// What a rule looks at.
pub struct Subject<'a> {
    pub written: &'a Written,
    pub model: &'a Model,
    pub facts: &'a Facts,
    pub today: Date,
}

/// Puts findings at their places.
pub struct Findings<'a> {
    written: &'a Written,
    report: Report,
}

impl Findings<'_> {
    /// Adds a finding about a path of the blueprint; `why` says why exactly there.
    ///
    /// A finding on a default points at the nearest thing that is written, and says so.
    pub fn add(&mut self, finding: Finding, path: &str, why: impl Into<String>) {
        let place = self.written.locate(path);
        let why = why.into();
        let label = if place.exact { why } else { format!("{why} (`{path}` is not written: this is its default)") };
        self.report.push(finding.path(path).at(place.origin, label));
    }

    /// Where another party of a finding stands.
    pub fn place(&self, path: &str) -> crate::source::Origin {
        self.written.locate(path).origin
    }
}

type Rule = fn(&Subject, &mut Findings);

/// Every rule, in the order of its code.
static RULES: &[Rule] = &[];

/// Runs every rule and applies what the blueprint allows.
pub fn check(written: &Written, model: &Model, facts: &Facts, today: Date) -> Report {
    let subject = Subject { written, model, facts, today };
    let mut findings = Findings { written, report: Report::default() };
    for rule in RULES {
        rule(&subject, &mut findings);
    }
    allowances::apply(&subject, findings.report)
}

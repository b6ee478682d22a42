//! `allow`: a finding that is known and accepted at one place is silent; an allowance that matches nothing is not.

use super::Subject;
use crate::blueprint::Allowance;
use crate::blueprint::cascade::{spoken, wider};
use crate::diagnostics::{Finding, Report, codes};
use crate::facts::Date;

pub fn apply(subject: &Subject, mut report: Report) -> Report {
    for (at, allowance) in subject.written.blueprint.allow.iter().enumerate() {
        let path = format!("allow[{at}]");
        let warn = |field: &str, title: String, label: &str, help: &str| {
            let field = format!("{path}.{field}");
            Finding::new(&codes::ALLOWANCE, title).at(subject.written.locate(&field).origin, label).path(field).help(help)
        };
        let code = &allowance.code;
        let until = allowance.until.as_deref().map(str::parse::<Date>);
        let covered: Vec<&Finding> = report.findings.iter().filter(|finding| covers(allowance, finding)).collect();
        if let Some(Err(fault)) = &until {
            report.push(warn("until", format!("the allowance of {code} ends on no day: {fault}"), "the calendar has no such day", "write it as 2027-01-31"));
        } else if codes::find(code).is_none() {
            report.push(warn(
                "code",
                format!("there is no finding {code}"),
                "unknown to this release",
                "take it out, or name the code that the finding prints",
            ));
        } else if covered.is_empty() {
            report.push(warn(
                "path",
                format!("the allowance of {code} at `{}` matches nothing", allowance.path),
                "no such finding at this path",
                "take it out, or name the path that the finding prints",
            ));
        } else if until.is_some_and(|until| until.is_ok_and(|until| subject.today > until)) {
            report.push(warn("until", format!("the allowance of {code} has run out"), "this day is past", "mend what it allows, or give it a new day"));
        } else if covered.iter().any(|finding| is_firm(finding)) {
            report.push(warn("code", format!("{code} cannot be allowed"), "what this would silence makes the output wrong", "mend it where it is reported"));
        } else {
            report.findings.retain(|finding| !covers(allowance, finding));
        }
    }
    report
}

/// The same of a report that is not whole: no allowance is blamed for what it would match in the rest.
pub fn silence(subject: &Subject, mut report: Report) -> Report {
    let until = |allowance: &Allowance| allowance.until.as_deref().map(str::parse::<Date>);
    let holds = |allowance: &Allowance| until(allowance).is_none_or(|until| until.is_ok_and(|until| subject.today <= until));
    let allowed =
        |finding: &Finding| !is_firm(finding) && subject.written.blueprint.allow.iter().any(|allowance| holds(allowance) && covers(allowance, finding));
    report.findings.retain(|finding| !allowed(finding));
    report
}

/// Whether a finding is one that an allowance names: at its path or below, with or without the levels of the cascade.
fn covers(allowance: &Allowance, finding: &Finding) -> bool {
    let below = |path: &str| path.strip_prefix(allowance.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    finding.code.id == allowance.code.as_str()
        && (below(&finding.path) || below(spoken(&finding.path)) || wider(&finding.path).is_some_and(|path| below(&path)))
}

/// What would make the output wrong: codes that say so, and what a date has made heavier than its code.
fn is_firm(finding: &Finding) -> bool {
    !finding.code.allowable || finding.severity > finding.code.severity
}

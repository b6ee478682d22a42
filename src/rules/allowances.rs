//! `allow`: a finding that is known and accepted at one place is silent; an allowance that matches nothing is not.

use super::Subject;
use crate::diagnostics::{Finding, Report, codes};
use crate::facts::Date;

pub fn apply(subject: &Subject, mut report: Report) -> Report {
    for (at, allowance) in subject.written.blueprint.allow.iter().enumerate() {
        let covers = |finding: &Finding| {
            finding.code.id == allowance.code.as_str()
                && (finding.path == allowance.path || finding.path.strip_prefix(&allowance.path).is_some_and(|rest| rest.starts_with(['.', '['])))
        };
        let path = format!("allow[{at}]");
        let origin = subject.written.locate(&format!("{path}.code")).origin;
        let warn = |title: String, label: &str, help: &str| Finding::new(&codes::ALLOWANCE, title).at(origin, label).path(path.clone()).help(help);
        let expired = allowance.until.as_deref().and_then(|day| day.parse::<Date>().ok()).is_some_and(|until| subject.today > until);
        let matched = report.findings.iter().any(covers);
        if !matched {
            report.push(warn(
                format!("the allowance of {} at `{}` matches nothing", allowance.code, allowance.path),
                "no such finding at this path",
                "take it out, or name the path that the finding prints",
            ));
        } else if expired {
            report.push(warn(format!("the allowance of {} has run out", allowance.code), "its day is past", "mend what it allows, or give it a new day"));
        } else if report.findings.iter().filter(|finding| covers(finding)).any(|finding| !finding.code.allowable) {
            report.push(warn(
                format!("{} cannot be allowed", allowance.code),
                "what this would silence makes the output wrong",
                "mend it where it is reported",
            ));
        } else {
            report.findings.retain(|finding| !covers(finding));
        }
    }
    report
}

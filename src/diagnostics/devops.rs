//! A report as Azure DevOps log lines: an issue on the run for each error and warning, a plain line for advice.

use super::{Finding, Report, Severity};
use crate::source::Sources;
use crate::source::hidden::visible;

/// Renders a report, one line a finding.
pub fn render(report: &Report, sources: &Sources) -> String {
    report.findings.iter().map(|finding| line(finding, sources)).collect()
}

fn line(finding: &Finding, sources: &Sources) -> String {
    let place = finding.primary.as_ref().map(|label| (sources.file(label.origin.source).name.as_str(), sources.span(label.origin).0));
    let mut message = visible(&finding.title).into_owned();
    for more in finding.primary.iter().map(|label| label.text.as_str()).chain(finding.help.as_deref()).filter(|more| !more.is_empty()) {
        message.push_str(": ");
        message.push_str(&visible(more));
    }
    if finding.severity == Severity::Advice {
        let place = place.map(|(file, at)| format!("{file}:{}:{}: ", at.line, at.column)).unwrap_or_default();
        return format!("{}\n", unheard(&format!("{place}advice {}: {message}", finding.code.id)));
    }
    let place = place.map(|(file, at)| format!("sourcepath={};linenumber={};columnnumber={};", property(file), at.line, at.column)).unwrap_or_default();
    format!("##vso[task.logissue type={};{place}code={}]{}\n", finding.severity.name(), finding.code.id, data(&message))
}

/// The escapes of azure-pipelines-task-lib (`command.ts`, `escapedata`): the agent undoes them.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of a property: those of data, and what ends a property or a command.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}

/// A line in which the agent sees no command, wherever `##` stands in it.
fn unheard(text: &str) -> String {
    text.replace("##", "# # ").replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_property_is_escaped() {
        assert_eq!(property("a;b]c%d\r\ne"), "a%3Bb%5Dc%AZP25d%0D%0Ae");
        assert_eq!(data("50% [a;b]\n"), "50%AZP25 [a;b]%0A");
    }

    #[test]
    fn advice_gives_no_command() {
        assert_eq!(unheard("x ##vso[task.setvariable variable=a]b"), "x # # vso[task.setvariable variable=a]b");
        assert!(!unheard("####vso[").contains("##"));
    }
}

//! x
use super::Report;
use crate::source::Sources;
pub fn render(report: &Report, sources: &Sources) -> String {
    report
        .findings
        .iter()
        .map(|f| {
            let at = f
                .primary
                .as_ref()
                .map(|l| {
                    let t = &sources.file(l.origin.source);
                    format!("{}:{} {}", t.name, 1 + t.text[..l.origin.start.min(t.text.len())].matches('\n').count(), l.text)
                })
                .unwrap_or_default();
            format!("{}[{}]: {} ({at}) help: {:?}\n", f.severity.name(), f.code.id, f.title, f.help)
        })
        .collect()
}

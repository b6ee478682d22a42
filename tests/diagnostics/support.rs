//! Reading cases, and what is said about them.

use std::path::{Path, PathBuf};

use aksgen::diagnostics::{Report, terminal};
use aksgen::facts::Facts;
use aksgen::source::Sources;

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// All that is said about some sources on the day of the cases.
pub fn judge(sources: &Sources) -> Report {
    let today = "2026-11-24".parse().expect("a day");
    match aksgen::compile::understand(sources, Facts::embedded(), today) {
        Ok((_, _, report)) | Err(report) => report,
    }
}

/// As a terminal shows it, without colours.
pub fn shown(report: &Report, sources: &Sources) -> String {
    anstream::adapter::strip_str(&terminal::render(report, sources)).to_string()
}

/// A file of the cases, under its name.
pub fn add(sources: &mut Sources, path: &Path) {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    sources.add(name, std::fs::read_to_string(path).expect("a case"));
}

/// The places of a report lie inside their texts, at borders of characters, and its findings say something.
pub fn assert_sound(report: &Report, sources: &Sources) {
    for finding in &report.findings {
        let labels = finding.primary.iter().chain(&finding.related).map(|label| label.origin);
        for origin in labels.clone() {
            assert!(origin.is_written(), "{} points into the defaults: {finding:?}", finding.code.id);
        }
        for origin in labels.chain(finding.patch.iter().map(|patch| patch.origin)) {
            let text = &sources.file(origin.source).text;
            let inside = origin.start <= origin.end && origin.end <= text.len();
            let whole = inside && text.is_char_boundary(origin.start) && text.is_char_boundary(origin.end);
            assert!(whole, "{}: {origin:?} in a text of {} bytes: {finding:?}", finding.code.id, text.len());
        }
        assert!(!finding.title.is_empty() && finding.help.as_ref().is_some_and(|help| !help.is_empty()), "{finding:?} says nothing or helps nothing");
    }
}

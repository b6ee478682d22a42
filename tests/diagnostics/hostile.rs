//! Texts that are made to break a reader: large, deep, multiplying. Each is refused soon, or read.

use std::time::{Duration, Instant};

use aksgen::source::Sources;

use super::support;

/// Judges a text within a bound that a debug build on a busy machine keeps, and a reader that explodes does not.
fn judge(text: String) -> (aksgen::diagnostics::Report, Sources) {
    let sources = Sources::single("blueprint.yaml", text);
    let start = Instant::now();
    let report = support::judge(&sources);
    support::assert_sound(&report, &sources);
    let shown = support::shown(&report, &sources);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(shown.len() < 1 << 20, "{} bytes of messages", shown.len());
    (report, sources)
}

fn codes(report: &aksgen::diagnostics::Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.id).collect()
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
        for depth in [100, 10_000, 100_000] {
            let (report, _) = judge(format!("name: {}{}\n", open.repeat(depth), close.repeat(depth)));
            assert_eq!(codes(&report), ["AKS0001"], "{open} {depth}");
        }
    }
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [below.as_str(); 10].join(", ")));
    }
    assert_eq!(codes(&judge(text).0), ["AKS0001"]);
    let many = format!("a: &a {{k: [{}]}}\nb: [{}]\n", "x, ".repeat(2000), "*a, ".repeat(900));
    assert_eq!(codes(&judge(many).0), ["AKS0001"]);
}

#[test]
fn an_alias_of_itself_is_refused() {
    assert!(judge("a: &a [*a]\n".to_owned()).0.has_errors());
    assert!(judge("&a a: *a\n".to_owned()).0.has_errors());
}

#[test]
fn ten_megabytes_are_read() {
    let base = include_str!("base.yaml");
    let app = |at: usize| format!("  app-{at}: {{team: web, image: podinfo, port: 9898, config: {{TEXT: \"{}\"}}}}\n", "x".repeat(10_000));
    let (report, _) = judge(format!("{base}{}", (0..1000).map(app).collect::<String>()));
    assert_eq!(codes(&report), ["AKS0503", "AKS0503"], "the quota alone is too small for a thousand apps");
    let (report, _) = judge(format!("{base}# {}\n", "y".repeat(10 << 20)));
    assert!(report.is_empty());
}

#[test]
fn one_line_of_ten_megabytes_is_not_printed() {
    let (report, sources) = judge(format!("name: \"{}\"\n", "z".repeat(10 << 20)));
    assert!(codes(&report).contains(&"AKS0006"));
    assert!(support::shown(&report, &sources).contains("blueprint.yaml:1:7"));
}

#[test]
fn a_thousand_faults_are_all_reported() {
    let base = include_str!("base.yaml");
    let faults: String = (0..1000).map(|at| format!("  app-{at}: {{team: web, image: podinfo, port: 9898, colour: blue}}\n")).collect();
    let (report, _) = judge(format!("{base}{faults}"));
    assert_eq!(report.findings.len(), 1000);
}

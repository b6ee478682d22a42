//! The pages of `aksgen explain`: every example does what its page says.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aksgen::allocations::Allocations;
use aksgen::blueprint::cascade;
use aksgen::diagnostics::{Code, Report, codes, terminal};
use aksgen::facts::Facts;
use aksgen::source::{ChartFiles, Charts, Sources, merge, yaml};
use aksgen::{model, rules};

const BASE: &str = include_str!("diagnostics/base.yaml");

/// The day on which the examples hold; a page is read on others, but a calendar needs one.
const TODAY: &str = "2026-11-24";

/// A fenced block of a page, by the words behind its fence.
struct Example {
    fails: bool,
    what: What,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Laid over the base.
    Part,
    /// A blueprint of its own.
    Whole,
    /// The file of allocations beside the base.
    Allocations,
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut blocks = page.split("\n```");
    blocks.next();
    // Each block is followed by what stands between it and the next one.
    while let (Some(block), Some(_)) = (blocks.next(), blocks.next()) {
        let (info, text) = block.split_once('\n').expect("a block has a first line");
        let words: Vec<&str> = info.split(' ').collect();
        let what = match words.as_slice() {
            ["yaml", "fails" | "passes"] => What::Part,
            ["yaml", "fails" | "passes", "whole"] => What::Whole,
            ["yaml", "fails" | "passes", "allocations"] => What::Allocations,
            _ => panic!("an example that no test runs: {info}"),
        };
        examples.push(Example { fails: words[1] == "fails", what, text: text.to_owned() });
    }
    examples
}

/// All that is said about an example, with the sources it stands in.
fn judge(example: &Example) -> (Report, Sources) {
    let mut sources = Sources::single("base.yaml", BASE);
    let is_part = example.what == What::Part;
    let id = match example.what {
        What::Allocations => {
            sources.set_allocations("allocations.yaml", example.text.as_str());
            sources.written().next().expect("the base")
        }
        What::Part | What::Whole => sources.add("example.yaml", example.text.as_str()),
    };
    let report = (|| {
        let written = yaml::parse(id, &sources.file(id).text)?;
        let base = yaml::parse(sources.written().next().expect("the base"), BASE)?;
        let tree = if is_part { merge::over(&base, &written, "", &|_| false) } else { written };
        let mut written = cascade::read(tree)?;
        written.charts = charts();
        let facts = Facts::embedded();
        let model = model::resolve(&written, Allocations::read(&sources)?, facts)?;
        Ok(rules::check(&written, &model, facts, TODAY.parse().expect("a day")))
    })();
    (report.unwrap_or_else(|report| report), sources)
}

/// What the examples bring for charts.
fn charts() -> Charts {
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-sidecar\ndata:\n  port: {{ .Values.sidecar.port | quote }}\n";
    let files = ChartFiles { texts: BTreeMap::from([("templates/sidecar.yaml".to_owned(), template.to_owned())]), refused: Vec::new() };
    Arc::new(BTreeMap::from([("charts/podinfo".to_owned(), files)]))
}

fn ids(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.code.id).collect()
}

fn shown(report: &Report, sources: &Sources) -> String {
    anstream::adapter::strip_str(&terminal::render(report, sources)).to_string()
}

/// Codes whose findings need a disk or another program, with the tests that show them: their pages have no YAML to run.
fn is_of_the_output(code: &Code) -> bool {
    code.id.starts_with("AKS09")
}

#[test]
fn the_base_has_nothing_said_about_it() {
    let (report, sources) = judge(&Example { fails: false, what: What::Part, text: "tags: {}".to_owned() });
    assert!(report.is_empty(), "{}", shown(&report, &sources));
}

#[test]
fn what_fails_gives_the_code_of_its_page_alone() {
    for code in codes::ALL.iter().filter(|code| !is_of_the_output(code)) {
        let failing: Vec<Example> = examples(code.page).into_iter().filter(|example| example.fails).collect();
        assert!(!failing.is_empty(), "{} shows nothing that fails", code.id);
        for example in failing {
            let (report, sources) = judge(&example);
            assert_eq!(ids(&report), BTreeSet::from([code.id]), "{}:\n{}\n{}", code.id, example.text, shown(&report, &sources));
        }
    }
}

#[test]
fn what_passes_has_neither_this_finding_nor_an_error() {
    for code in codes::ALL.iter().filter(|code| !is_of_the_output(code)) {
        let passing: Vec<Example> = examples(code.page).into_iter().filter(|example| !example.fails).collect();
        assert!(!passing.is_empty(), "{} shows nothing that passes", code.id);
        for example in passing {
            let (report, sources) = judge(&example);
            assert!(!report.has_errors() && !ids(&report).contains(code.id), "{}:\n{}\n{}", code.id, example.text, shown(&report, &sources));
        }
    }
}

#[test]
fn every_page_says_what_why_and_where_that_was_read() {
    for code in codes::ALL {
        assert!(code.page.starts_with(&format!("# {}: ", code.id)), "{}", code.id);
        assert!(!code.heading().is_empty() && code.heading().len() <= 72 && !code.heading().ends_with('.'), "{}: {}", code.id, code.heading());
        assert!(code.summary().ends_with('.'), "{}: {}", code.id, code.summary());
        for section in ["\n## Why\n", "\n## Sources\n\n- "] {
            assert!(code.page.contains(section), "{} lacks {section:?}", code.id);
        }
        let longest = code.page.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(longest <= 180, "{} has a line of {longest} characters", code.id);
    }
}

#[test]
fn codes_are_unique_and_in_order() {
    assert!(codes::ALL.windows(2).all(|pair| pair[0].id < pair[1].id), "out of order, or there twice");
    let names: BTreeSet<&str> = codes::ALL.iter().map(|code| code.name).collect();
    assert_eq!(names.len(), codes::ALL.len());
}

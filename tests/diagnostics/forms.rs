//! The forms for programs: JSON, SARIF and the log lines of Azure DevOps.

use aksgen::diagnostics::{Report, codes, devops, json, sarif};
use aksgen::source::Sources;
use serde_json::Value;

use super::support;

/// A patch; another party in another file; all three severities, and a file whose name is a trap in each form.
fn cases() -> Vec<(Report, Sources)> {
    let read = |name: &str| std::fs::read_to_string(support::folder().join(name)).expect("a case");
    let across = |file: &str| read(&format!("across-files/{file}"));
    let mut many = Sources::default();
    for file in ["blueprint.yaml", "a.yaml", "b.yaml"] {
        many.add(format!("my blueprint;]%/{file}"), across(file));
    }
    let one = |name: &str| Sources::single(name, read(name));
    [one("unknown-key.yaml"), many, one("cascade.yaml"), one("secrets.yaml")].into_iter().map(|sources| (support::judge(&sources), sources)).collect()
}

fn assert_snapshot(name: &str, text: String) {
    insta::with_settings!({snapshot_path => support::folder(), prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn json_says_all_that_a_finding_has() {
    let text: String = cases().iter().map(|(report, sources)| json::render(report, sources)).collect();
    assert_snapshot("form-json", text);
}

#[test]
fn devops_lines_are_one_a_finding_and_escaped() {
    let lines: String = cases().iter().map(|(report, sources)| devops::render(report, sources)).collect();
    for line in lines.lines().filter(|line| line.starts_with("##vso[")) {
        let (properties, _) = line["##vso[".len()..].split_once(']').expect("an end");
        let fields: Vec<&str> = properties.strip_prefix("task.logissue ").expect("an issue").split(';').collect();
        assert!(fields.iter().all(|field| field.contains('=')), "{line}");
        assert!(fields[0] == "type=error" || fields[0] == "type=warning", "{line}");
    }
    assert_eq!(lines.lines().count(), cases().iter().map(|(report, _)| report.findings.len()).sum::<usize>());
    assert_snapshot("form-devops", lines);
}

#[test]
fn sarif_results_name_their_rule_and_a_region() {
    let mut shown = String::new();
    for (report, sources) in cases() {
        let log: Value = serde_json::from_str(&sarif::render(&report, &sources)).expect("JSON");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(rules.len(), codes::ALL.len());
        let mut results = run["results"].as_array().expect("results").clone();
        assert_eq!(results.len(), report.findings.len());
        for result in &mut results {
            // It moves with each new code: what it leads to is looked at, and not the number.
            let index = result.as_object_mut().expect("a result").shift_remove("ruleIndex").expect("an index");
            let index = usize::try_from(index.as_u64().expect("a number")).expect("small");
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert!(region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1), "{region}");
        }
        shown.push_str(&serde_json::to_string_pretty(&results).expect("JSON"));
        shown.push('\n');
    }
    assert_snapshot("form-sarif", shown);
}

#[test]
fn a_secret_at_a_wrong_place_is_not_printed_either() {
    let text = include_str!("base.yaml").replace("image: podinfo", "image: \"https://shop:hunter2@registry.example.com/podinfo\"");
    let sources = Sources::single("blueprint.yaml", text);
    let report = support::judge(&sources);
    assert_eq!(report.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["AKS0006"]);
    let shown = [support::shown(&report, &sources), json::render(&report, &sources)].concat();
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn no_form_prints_a_secret() {
    let (report, sources) = cases().pop().expect("the secrets");
    let ids: Vec<&str> = report.findings.iter().map(|finding| finding.code.id).collect();
    assert_eq!(ids, ["AKS0401", "AKS0401", "AKS0402"]);
    for text in [support::shown(&report, &sources), json::render(&report, &sources), sarif::render(&report, &sources), devops::render(&report, &sources)] {
        // The pages in SARIF have examples of their own.
        let own = text.split("\"results\"").last().unwrap_or_default();
        assert!(!own.contains("hunter2") && !own.contains("correct-horse"), "{own}");
    }
}

//! What the README names is there.

use std::collections::BTreeSet;

use crate::compile::compile;
use crate::facts::Facts;
use crate::source::Sources;
use crate::tree::Tree;

const BLUEPRINTS: [&str; 2] = [include_str!("../../blueprints/minimal.yaml"), include_str!("../../blueprints/ignitetour.yaml")];

/// With hubs that have vaults, with vaults that are brought, and with some in several subscriptions.
const CASES: [&str; 3] =
    [include_str!("../../tests/cases/on-premises.yaml"), include_str!("../../tests/cases/brought.yaml"), include_str!("../../tests/cases/subscriptions.yaml")];

fn rendered(blueprint: &str) -> (Tree, String) {
    let compiled = compile(&Sources::single("blueprint.yaml", blueprint), Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap();
    let readme = compiled.tree.iter().find(|(path, _)| path.as_str() == "README.md").map(|(_, artifact)| artifact.bytes.clone()).unwrap();
    (compiled.tree, String::from_utf8(readme).unwrap())
}

#[test]
fn files_of_the_output_that_it_names_exist() {
    for blueprint in BLUEPRINTS {
        let (tree, readme) = rendered(blueprint);
        let files: BTreeSet<&str> = tree.iter().map(|(path, _)| path.as_str()).collect();
        let named: BTreeSet<&str> = readme
            .split(|char: char| char.is_whitespace() || char == '`')
            .map(|word| word.strip_prefix("out/").unwrap_or(word))
            .filter(|word| word.starts_with("infrastructure/") || word.starts_with("pipelines/"))
            .collect();
        assert!(named.len() >= 7, "{named:?}");
        for name in named {
            assert!(files.iter().any(|file| *file == name || file.starts_with(&format!("{name}/"))), "{name}");
        }
    }
}

#[test]
fn its_links_lead_to_headings() {
    for blueprint in BLUEPRINTS.iter().chain(&CASES) {
        let (_, readme) = rendered(blueprint);
        let titles = readme.lines().filter_map(|line| line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")));
        let headings: BTreeSet<String> = titles.map(|title| title.to_lowercase().replace(' ', "-").replace(',', "")).collect();
        for link in readme.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(headings.contains(link), "{link}");
        }
    }
}

#[test]
fn a_role_is_never_given_on_an_empty_scope() {
    for blueprint in BLUEPRINTS.iter().chain(&CASES) {
        let (_, readme) = rendered(blueprint);
        let scopes: Vec<&str> = readme.split(" --scope ").skip(1).filter_map(|rest| rest.split([' ', '\n']).next()).collect();
        assert!(!scopes.is_empty());
        for scope in scopes {
            // What is looked up at once is empty where it is not there, and an empty scope is the subscription.
            assert!(!scope.contains("$("), "{scope}");
        }
    }
}

#[test]
fn vcpus_of_an_unknown_size_are_read_from_its_name() {
    let pools = "\nkubernetes: {pools: {apps: {size: Standard_D8ps_v7, nodes: {min: 2, max: 10}}}}\n";
    let (_, readme) = rendered(&format!("{}{pools}", BLUEPRINTS[0]));
    assert!(readme.lines().any(|line| line.contains("Standard_D8ps_v7") && line.ends_with(" 112, by the name of the size |")), "{readme}");
}

#[test]
fn a_row_names_the_command_that_it_means() {
    for blueprint in BLUEPRINTS.iter().chain(&CASES) {
        let (_, readme) = rendered(blueprint);
        for row in readme.lines().filter(|line| line.starts_with("| ")) {
            // Other commands come to stand between a row and what it points at.
            let pointing = ["command below", "first command", "second command", "stands below", "stands above"];
            assert!(pointing.iter().all(|words| !row.contains(words)), "{row}");
        }
    }
}

#[test]
fn logs_wake_somebody_of_clusters_that_nothing_else_tells_of() {
    const BANK: &str = include_str!("../../blueprints/bank.yaml");
    let with = |written: &str| rendered(&BANK.replace("monitoring: {azure: {", &format!("monitoring: {{azure: {{{written}"))).1;
    let (asked, unseen) = ("container insights tell.", "None of them sees an app in");
    // In its test a monitoring within the cluster tells somebody.
    let whole = with("");
    assert!(whole.contains(&format!("Of what runs in `aks-tower-live-we`, `aks-tower-live-ne` {asked}")) && !whole.contains(unseen));
    let measured = with("prometheus: {}, ");
    assert!(!measured.contains(asked) && !measured.contains(unseen));
    let blind = with("containerInsights: false, ");
    assert!(!blind.contains(asked) && blind.contains(&format!("{unseen} `aks-tower-live-we`, `aks-tower-live-ne`")));
}

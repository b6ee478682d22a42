//! What the scripts read out of their settings is what the blueprint says, to the letter; and what they compute is what templates compute.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

mod branches;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use aksgen::facts::{Date, Facts};
use aksgen::source::Sources;
use aksgen::tree::Tree;

const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
platforms: {live: {}}
promotion: [dev, production]
environments: {dev: {platform: live}, production: {platform: live, certificate: wildcard}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps:
  plain: {team: web, image: plain, tag: "1.30", port: 8080}
  reader: {team: web, image: reader, port: 8080, environments: {production: {secrets: {A: a}}}}
"#;

fn render(blueprint: &str) -> Tree {
    let today: Date = "2026-11-24".parse().unwrap();
    let sources = Sources::single("blueprint.yaml", blueprint);
    match aksgen::compile(&sources, Facts::embedded(), today).unwrap() {
        Ok(compiled) => compiled.tree,
        Err(report) => panic!("{}", aksgen::diagnostics::terminal::render(&report, &sources)),
    }
}

/// What bash prints when it has read a file of `scripts/`.
fn bash(tree: &Tree, file: &str, then: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (path, artifact) in tree.iter().filter(|(path, _)| path.as_str().starts_with("scripts/")) {
        let at = folder.path().join(path.as_str());
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, &artifact.bytes).unwrap();
    }
    run(&folder.path().join("scripts"), &format!("set -euo pipefail; source lib.sh; source settings/{file}.sh; {then}"))
}

fn run(folder: &Path, script: &str) -> String {
    let output = Command::new("bash").args(["-c", script]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn tags_arrive_as_they_are_written() {
    let hostile = ["$(id)", "`id`", "it's; rm -rf /", "a\\nb\\", "\"x\"", "##vso[task]", "{{ x }}", "[concat()]", "a=b", " ", "*", "ø", "@file"];
    let tags: BTreeMap<String, &str> = hostile.iter().enumerate().map(|(at, value)| (format!("t{at:02}"), *value)).collect();
    let tree = render(&format!("{BLUEPRINT}\ntags: {}\n", serde_json::to_string(&tags).unwrap()));
    let words = bash(&tree, "common", r#"printf '%s\0' "${TAGS[@]}""#);
    assert_eq!(words.trim_end_matches('\0').split('\0').collect::<Vec<_>>(), tags.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>());
    assert_eq!(bash(&tree, "common", "tags_json"), serde_json::to_string_pretty(&tags).unwrap(), "as az prints them");
}

#[test]
fn no_tags_are_an_empty_object() {
    assert_eq!(
        bash(&render(BLUEPRINT), "common", "TAGS_JSON=$(tags_json); printf %s \"$TAGS_JSON\"; same_tags '' && same_tags '{}' && echo ' same'"),
        "{} same\n"
    );
}

#[test]
fn a_certificate_has_ended_from_its_last_second_on() {
    let tree = render(BLUEPRINT);
    let asked = |ends: &str| {
        let az = format!("az() {{ [[ $* != *expires* ]] || date --utc --date '{ends}' +%FT%T+00:00; }}");
        bash(&tree, "live-westeurope", &format!("{az}; if has_certificate wildcard; then echo held; else echo ended; fi"))
    };
    assert!(asked("1 hour ago").ends_with("ended\n"));
    assert_eq!(asked("40 days"), "held\n");
    assert!(asked("1 hour").ends_with("held\n") && asked("1 hour").contains("ends within a day: "));
    assert!(asked("25 hours").contains("ends within 2 days: "));
}

#[test]
fn azure_is_not_at_work_on_what_somebody_has_ended() {
    let states = "for state in Succeeded Failed Canceled Canceling Upgrading; do ! settled $state || echo $state; done";
    assert_eq!(bash(&render(BLUEPRINT), "common", states), "Succeeded\nFailed\nCanceled\n");
}

#[test]
fn role_assignments_are_named_as_by_the_template_function_guid() {
    // uuid5(11fb06fb-712d-4ddd-98c7-e71bbd588830, "scope-principal-role")
    assert_eq!(bash(&render(BLUEPRINT), "common", "assignment_name role scope principal"), "0f761181-d230-57d6-9a09-8d94e57723e2");
}

#[test]
fn lines_of_settings_have_the_words_that_the_scripts_read() {
    let tree = render(BLUEPRINT);
    let words = |file: &str, list: &str| {
        let lines = bash(&tree, file, &format!(r#"printf '%s\n' "${{{list}[@]}}""#));
        lines.lines().map(|line| line.split(' ').count()).collect::<Vec<_>>()
    };
    let reads = |script: &str, first: &str| {
        let (_, artifact) = tree.iter().find(|(path, _)| path.as_str() == script).unwrap();
        let text = String::from_utf8(artifact.bytes.to_vec()).unwrap();
        let line =
            text.lines().find_map(|line| line.split_once("read -r ").map(|(_, words)| words).filter(|words| words.starts_with(first))).unwrap().to_owned();
        line.split([';', '<']).next().unwrap().split_whitespace().count()
    };
    let (site, cluster) = ("live-westeurope", "clusters/aks-shop-live-we");
    assert_eq!(words(cluster, "POOLS"), [reads("scripts/60-cluster.sh", "name mode"); 2]);
    assert_eq!(words(cluster, "WORKLOADS"), [reads("scripts/70-workloads.sh", "identity")]);
    assert_eq!(words(site, "NODE_SUBNETS"), [reads("scripts/20-network.sh", "name nodes group pods")]);
    assert_eq!(words(site, "NODES"), [reads("scripts/00-preflight.sh", "kind region zones") - "kind region zones".split(' ').count(); 2]);
    assert_eq!(words(site, "BACKENDS"), [reads("scripts/80-edge.sh", "name address")]);
    assert_eq!(words(site, "LISTENERS"), [reads("scripts/80-edge.sh", "name host"); 2]);
    let place = reads("scripts/configuration.sh", "environment");
    assert_eq!(words("apps/plain", "PLACES"), [place - 1; 2], "without what only Azure knows");
    assert_eq!(words("apps/reader", "PLACES"), [place + 1], "with a client id and the tenant");
}

#[test]
fn the_preflight_wants_the_providers_of_all_that_templates_make() {
    let tree = render(BLUEPRINT);
    let text = |path: &str| {
        let (_, artifact) = tree.iter().find(|(known, _)| known.as_str() == path).unwrap();
        String::from_utf8(artifact.bytes.to_vec()).unwrap()
    };
    let mut made = BTreeSet::from(["Microsoft.Compute".to_owned()]); // which the nodes of a cluster are made by
    for template in ["common", "region", "edge"] {
        let arm = text(&format!("infrastructure/arm/{template}.json"));
        made.extend(
            arm.split("\"type\": \"")
                .skip(1)
                .filter_map(|rest| rest.split_once('/'))
                .map(|(provider, _)| provider.to_owned())
                .filter(|provider| !provider.contains('"')),
        );
    }
    let preflight = text("scripts/00-preflight.sh");
    let list = preflight.split("PROVIDERS=(").nth(1).unwrap().split(')').next().unwrap();
    assert_eq!(list.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>(), made);
    assert!(made.len() > 7, "{made:?}");
}

#[test]
fn what_only_azure_knows_has_a_reader() {
    let tree = render(BLUEPRINT);
    let places = bash(&tree, "apps/reader", r#"printf '%s\n' "${PLACES[@]}""#);
    let (_, configuration) = tree.iter().find(|(path, _)| path.as_str() == "scripts/configuration.sh").unwrap();
    let configuration = String::from_utf8(configuration.bytes.to_vec()).unwrap();
    let asked: Vec<&str> = places.trim().split(' ').filter_map(|word| word.split_once('=')).map(|(_, what)| what.split(':').next().unwrap()).collect();
    assert_eq!(asked, ["client-id", "tenant"]);
    for what in asked {
        assert!(configuration.contains(&format!("    {what}) ")), "configuration.sh does not read {what}");
    }
}

/// Runs configuration.sh of an app among stubs; gives whether it went well, and the lines of helm's words.
fn deploy_among_stubs(helm: &str, options: &[&str]) -> (bool, Vec<String>) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    for (path, artifact) in render(BLUEPRINT).iter() {
        let at = folder.path().join("out").join(path.as_str());
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, &artifact.bytes).unwrap();
    }
    let log = folder.path().join("log");
    let helm = format!("echo \"$*\" >>'{}'\n{helm}", log.display());
    let stubs = [("az", "case \"$*\" in 'account show'*) echo sub tenant ;; esac"), ("kubelogin", ":"), ("kubectl", ":"), ("helm", &helm)];
    for (name, body) in stubs {
        let at = folder.path().join("bin").join(name);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(&at, format!("#!/bin/bash\n{body}\n")).unwrap();
        std::fs::set_permissions(&at, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let mut configuration = Command::new("bash");
    configuration.arg(folder.path().join("out/scripts/configuration.sh")).args(["app", "plain", "dev"]).args(options).env("PATH", path);
    let succeeded = configuration.output().unwrap().status.success();
    (succeeded, std::fs::read_to_string(log).unwrap_or_default().lines().map(str::to_owned).collect())
}

/// Has a release whose tag somebody named.
const NAMED: &str = "case $1 in list) echo plain ;; get) echo 9.9.9 ;; esac";

#[test]
fn an_app_stays_as_it_is_where_helm_does_not_say_which_tag_was_named() {
    let (succeeded, helm) = deploy_among_stubs("[[ $1 != list ]] || exit 1", &[]);
    assert!(!succeeded);
    assert!(helm.iter().all(|words| words.starts_with("list ")), "{helm:?}");
}

#[test]
fn a_named_tag_stays_until_the_one_of_the_blueprint_is_asked_for() {
    let (succeeded, helm) = deploy_among_stubs(NAMED, &[]);
    let upgrade = helm.last().unwrap();
    assert!(succeeded && upgrade.contains("--set-string image.tag=9.9.9 --labels tag=named --description tag 9.9.9"), "{helm:?}");
    let (succeeded, helm) = deploy_among_stubs(NAMED, &["--blueprint-tag"]);
    let upgrade = helm.last().unwrap();
    assert!(succeeded && upgrade.contains("--labels tag=blueprint --description tag 1.30") && !upgrade.contains("image.tag="), "{helm:?}");
}

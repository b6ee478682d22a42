//! The pipelines as Azure DevOps will read them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::compile::understand;
use crate::facts::Facts;
use crate::plan::Plan;
use crate::render::render;
use crate::source::Sources;

const MINIMAL: &str = include_str!("../../blueprints/minimal.yaml");
const IGNITETOUR: &str = include_str!("../../blueprints/ignitetour.yaml");
/// Labels that readers of YAML 1.1 take for something else, or that no stage may be called.
const ODD: &str = r#"
name: odd-shop
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
platforms: {live-eu: {}}
promotion: ["on", pre-prod, a]
environments: {"on": {platform: live-eu}, pre-prod: {platform: live-eu}, a: {platform: live-eu, certificate: "null"}}
teams: {"null": {group: 22222222-2222-4222-8222-222222222222}}
apps: {"yes": {team: "null", image: ghcr.io/x/y, port: 8080}}
pipelines: {azureDevOps: {serviceConnection: "1.0 prod - x", agents: "1e3", branch: release/1.0, output: a/1.30}}
"#;

/// Every pipeline of a blueprint by its path, as text.
fn pipelines(blueprint: &str) -> BTreeMap<String, String> {
    let facts = Facts::embedded();
    let (_, model, _) = understand(&Sources::single("blueprint.yaml", blueprint), facts, "2026-11-24".parse().unwrap()).unwrap();
    let mut plan = Plan::default();
    super::plan(&model, facts, &[], &mut plan);
    let tree = render(&plan).unwrap();
    tree.iter().map(|(path, artifact)| (path.as_str().to_owned(), String::from_utf8(artifact.bytes.clone()).unwrap())).collect()
}

fn read(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// Every value of a key, at any depth.
fn values<'a>(node: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match node {
        Value::Object(map) => {
            found.extend(map.get(key));
            map.values().for_each(|below| values(below, key, found));
        }
        Value::Array(items) => items.iter().for_each(|below| values(below, key, found)),
        _ => {}
    }
}

fn texts(node: &Value, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    values(node, key, &mut found);
    found.into_iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_template_that_is_named_is_there_and_none_is_left_over() {
    for blueprint in [MINIMAL, IGNITETOUR, ODD] {
        let files = pipelines(blueprint);
        let mut used = BTreeSet::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yml")) {
            let folder = path.rsplit_once('/').unwrap().0;
            for name in texts(&read(text), "template") {
                let place = match name.strip_prefix("../") {
                    Some(above) => format!("{}/{above}", folder.rsplit_once('/').unwrap().0),
                    None => format!("{folder}/{name}"),
                };
                assert!(files.contains_key(&place), "{path} names {name}");
                used.insert(place);
            }
        }
        let written: BTreeSet<String> = files.keys().filter(|path| path.contains("/templates/")).cloned().collect();
        assert_eq!(written, used);
    }
}

#[test]
fn names_of_stages_and_jobs_are_legal_and_differ() {
    for (_, text) in pipelines(ODD).iter().filter(|(path, _)| path.ends_with(".yml")) {
        let document = read(text);
        let stages = document.get("stages").and_then(Value::as_array).into_iter().flatten();
        let stages: Vec<&Value> = stages.filter(|stage| stage.get("stage").is_some()).collect();
        let names = stages.iter().map(|stage| texts(stage, "stage").remove(0)).collect();
        let jobs = stages.iter().map(|stage| ["deployment", "job"].iter().flat_map(|key| texts(stage, key)).collect());
        for names in jobs.chain([names]) {
            let names: Vec<String> = names;
            let legal = |name: &String| {
                name.starts_with(|char: char| char.is_ascii_alphabetic()) && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
            };
            assert!(names.iter().all(legal), "{names:?}");
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        }
    }
}

#[test]
fn an_app_goes_through_its_environments_in_the_order_of_promotion() {
    let files = pipelines(ODD);
    let app = read(&files["pipelines/apps/yes.yml"]);
    assert_eq!(texts(&app, "stage"), ["on", "pre_prod", "a"]);
    assert_eq!(texts(&app, "app"), ["yes", "yes", "yes"]);
    assert_eq!(texts(&app, "vmImage"), ["1e3"]);
}

#[test]
fn a_region_waits_for_the_one_before_it() {
    let app = read(&pipelines(IGNITETOUR)["pipelines/apps/podinfo.yml"]);
    let staging = app["stages"].as_array().unwrap().iter().find(|stage| stage["stage"] == "staging").unwrap();
    let jobs = staging["jobs"].as_array().unwrap();
    assert_eq!(jobs[0].get("dependsOn"), None);
    assert_eq!(jobs[1]["dependsOn"], jobs[0]["deployment"]);
    assert_eq!(texts(staging, "cluster"), ["aks-matrix-live-we", "aks-matrix-live-ne"]);
}

/// The stages of the infrastructure, each with those for which it waits.
fn order(blueprint: &str) -> BTreeMap<String, Vec<String>> {
    let pipeline = read(&pipelines(blueprint)["pipelines/infrastructure.yml"]);
    let waits = |stage: &Value| stage["dependsOn"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    let stages = pipeline["stages"].as_array().unwrap().iter().filter(|stage| stage["stage"] != "check");
    stages.map(|stage| (stage["stage"].as_str().unwrap().to_owned(), waits(stage))).collect()
}

#[test]
fn each_foundation_waits_for_its_own_preflight_and_for_what_is_promoted_before_it() {
    let order = order(IGNITETOUR);
    assert_eq!(order["region_dev_westeurope"], ["before_region_dev_westeurope", "common"]);
    assert_eq!(order["region_live_westeurope"], ["before_region_live_westeurope", "edge_dev_westeurope"]);
    assert_eq!(order["region_live_northeurope"], ["before_region_live_northeurope", "region_live_westeurope"]);
    assert_eq!(order["global"], ["edge_live_northeurope"]);
}

#[test]
fn nothing_in_use_waits_for_a_region_that_is_disabled() {
    let lost = IGNITETOUR.replace("ttl: 30}", "ttl: 30, disabled: [westeurope]}");
    let order = order(&lost);
    assert_eq!(order["region_live_westeurope"], ["before_region_live_westeurope", "common"]);
    assert_eq!(order["edge_live_westeurope"], ["region_live_westeurope"]);
    assert_eq!(order["region_live_northeurope"], ["before_region_live_northeurope", "edge_dev_westeurope"]);
    assert_eq!(order["global"], ["edge_live_northeurope"]);
    let others = order.iter().filter(|(id, _)| !id.ends_with("live_westeurope"));
    assert!(others.flat_map(|(_, waits)| waits).all(|id| !id.ends_with("live_westeurope")));
    let files = pipelines(&lost);
    let infrastructure = &files["pipelines/infrastructure.yml"];
    assert!(infrastructure.contains("ne(dependencies.before_region_live_westeurope.result, 'SucceededWithIssues')"));
    // All over all regions is recorded in one that answers.
    let global = infrastructure.split("name: global\n").nth(1).unwrap();
    assert!(global.split("target: ").nth(1).unwrap().starts_with("--location=northeurope\n"), "{global}");
    let configuration = read(&files["pipelines/configuration.yml"]);
    assert_eq!(texts(&configuration, "stage").last().unwrap(), "aks_matrix_live_we");
}

#[test]
fn who_approves_is_asked_wherever_their_environment_stands() {
    let files = pipelines(&ODD.replace("pre-prod: {platform: live-eu}", "pre-prod: {platform: live-eu, approvers: [leads, a@b.example]}"));
    let first = |file: &str| {
        let document = read(&files[file]);
        let mut steps = Vec::new();
        values(&document, "steps", &mut steps);
        let asked = |step: &Value| step["template"].as_str().is_some_and(|name| name.ends_with("approval.yml"));
        steps.iter().map(|steps| asked(&steps[0])).collect::<Vec<_>>()
    };
    assert_eq!(first("pipelines/apps/yes.yml"), [false, true, false]);
    assert_eq!(first("pipelines/configuration.yml"), [true]);
    assert!(first("pipelines/infrastructure.yml").ends_with(&[true, true]));
    assert!(files["pipelines/setup.sh"].contains("environment odd-shop-apps-pre-prod a@b.example leads\n"));
    assert!(!pipelines(ODD).contains_key("pipelines/templates/approval.yml"));
}

#[test]
fn pull_requests_sign_in_as_who_only_reads() {
    let files = pipelines(&ODD.replace("agents:", "pullRequestConnection: reader, agents:"));
    let what_if = read(&files["pipelines/templates/what-if.yml"]);
    assert_eq!(texts(&what_if, "azureSubscription"), ["reader", "1.0 prod - x"]);
    assert!(files["pipelines/setup.sh"].contains("identity id-pipelines-reader\nrole 'odd-shop what-if' \"/subscriptions/$SUBSCRIPTION_ID\"\nconnection"));
    assert!(files["pipelines/setup.sh"].contains("only_branch endpoint \"$ENDPOINT\" '1.0 prod - x'"));
}

#[test]
fn what_a_branch_says_never_runs_on_agents_that_deploy() {
    let pools = |agents: &str| {
        let files = pipelines(&ODD.replace("agents: \"1e3\"", &format!("pullRequestConnection: reader, agents: {agents}")));
        let stages = read(&files["pipelines/infrastructure.yml"])["stages"].clone();
        (texts(&stages[0], "vmImage"), texts(&stages[0], "name").first().cloned(), stages[1]["jobs"][1]["pool"].clone(), files["pipelines/setup.sh"].clone())
    };
    let (image, _, asked, setup) = pools("{pool: own}");
    assert_eq!(image, ["ubuntu-24.04"]);
    assert_eq!(asked["${{ if eq(variables['Build.SourceBranch'], 'refs/heads/release/1.0') }}"]["name"], "own");
    assert_eq!(asked["${{ else }}"]["vmImage"], "ubuntu-24.04");
    assert!(setup.contains("\npool own deploys\n"));
    let (_, pool, asked, setup) = pools("{pool: own}, pullRequestAgents: {pool: apart}");
    assert_eq!((pool.as_deref(), &asked["${{ else }}"]["name"]), (Some("apart"), &Value::from("apart")));
    assert!(setup.contains("\npool own deploys\npool apart asks\n"));
    assert_eq!(pools("ubuntu-24.04").2, Value::Null);
}

#[test]
fn the_edge_waits_for_certificates_where_there_are_any() {
    assert!(!pipelines(MINIMAL).contains_key("pipelines/templates/certificates.yml"));
    let odd = read(&pipelines(ODD)["pipelines/infrastructure.yml"]);
    let mut found = Vec::new();
    values(&odd, "certificates", &mut found);
    assert_eq!(found, [&serde_json::json!(["null"])]);
}

#[test]
fn the_lines_of_the_blueprint_take_the_place_of_the_installation() {
    let lines = "# \"it's\" `x` \\ ${{ x }} $(id) ##vso[x]\n\n  make it: on # last\n";
    let blueprint = format!("{MINIMAL}pipelines: {{azureDevOps: {{install: {}}}}}\n", serde_json::json!(lines));
    let check = pipelines(&blueprint).remove("pipelines/templates/check.yml").unwrap();
    assert_eq!(texts(&read(&check), "bash")[0], lines.replace("${{", "${{ '${{' }}"));
    assert!(!check.contains("cargo install"));
}

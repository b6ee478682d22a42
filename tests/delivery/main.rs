//! What pipelines call beside deployments, with stand-ins for the tools: the health of an app, the way back, and the set-up of Azure DevOps.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

mod builds;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use aksgen::facts::Facts;
use aksgen::source::Sources;

const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
environments: {production: {certificate: wildcard, approvers: [shop leads, a@b.example]}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps:
  front: {team: web, image: ghcr.io/x/front, tag: "1", port: 8080, expose: {host: www}, probes: {ready: /ready}}
  back: {team: web, image: back, build: {repository: "https://dev.azure.com/contoso/The%20code/_git/back", path: src}}
edge: {gateway: none}
pipelines: {azureDevOps: {pullRequestConnection: azure-reader, agents: {pool: shop agents}}}
"#;
const CLUSTER: &str = "#!/bin/bash\ncase \"$*\" in\n*'get services'*) echo controller ;;\n*'get deployments'*) echo deployment.apps/front ;;\n\
                       *port-forward*) echo \"Forwarding from 127.0.0.1:4040 -> 443\"; sleep 60 & wait $! ;;\nesac\n";
/// Azure DevOps and Azure, in which all is there (`FULL`; `others`: with checks that ask others) or nothing.
const AZURE: &str = r#"#!/bin/bash
WHAT_IF='*/read /subscriptions/33333333-3333-4333-8333-333333333333 Microsoft.Insights/components/*/read Microsoft.Insights/logs/* Microsoft.OperationalInsights/workspaces/query/* Microsoft.OperationalInsights/workspaces/tables/query/read Microsoft.Resources/deployments/validate/action Microsoft.Resources/deployments/whatIf/action'
echo az "$*" >>"$LOG"
case "$*" in
  *'account show'*--query\ join*) echo 33333333-3333-4333-8333-333333333333 44444444-4444-4444-8444-444444444444 ;;
  *'account show'*) echo 'Our "own"' ;;
  *Federation*Issuer*) echo 'https://login.microsoftonline.com/t/v2.0 /eid1/c/sc' ;;
  *checks/configurations*approvers*) [[ -z $FULL ]] || { [[ $FULL == others ]] && echo 9 7 || echo 9 8 8; } ;;
  *checks/configurations*allowedBranches*) [[ -z $FULL ]] || echo 9 refs/heads/main True ;;
  *_apis/projects* | *git/repositories*) echo 7 ;;
  *_apis/identities*) echo 8 ;;
  *'identity show'*--query*) echo client object ;;
  *' show '*) [[ -n $FULL || -e $LOG.made ]] || { touch "$LOG.made"; exit 3; } ;;
  *'method post'*) echo 9 ;;
  *policyType=fd2167ab*) [[ -z $FULL ]] || { [[ $FULL == others ]] && echo 9 true 7 || echo 9 true 8 8; } ;;
  *policyType=*isBlocking*) [[ -z $FULL || $FULL == others ]] || echo 9 ;;
  *'role definition list'*what-if*) [[ -z $FULL ]] || { [[ $FULL == others ]] && echo '/r/9 */read' || echo '/r/9' "$WHAT_IF"; } ;;
  *'role assignment list'*'Access Control'*) [[ -z $FULL ]] || { [[ $FULL == others ]] && echo '9 /r/8' || (eval "$(grep '^readonly MAY_GIVE=' pipelines/setup.sh)" && echo "9 /r/8 $MAY_GIVE"); } ;;
  *'method get'* | *' list '*) [[ -z $FULL ]] || echo 9 ;;
esac
"#;

fn compiled(blueprint: &str) -> aksgen::Compiled {
    let sources = Sources::single("blueprint.yaml", blueprint);
    let compiled = aksgen::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap();
    compiled.unwrap_or_else(|report| panic!("{}", aksgen::diagnostics::terminal::render(&report, &sources)))
}

/// The scripts, with stand-ins before all else on the PATH.
fn stage(tools: &[(&str, &str)]) -> tempfile::TempDir {
    let compiled = compiled(BLUEPRINT);
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let at = folder.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(&at, bytes).unwrap();
        fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();
    };
    for (path, artifact) in compiled.tree.iter().filter(|(path, _)| path.as_str().ends_with(".sh")) {
        write(path.as_str(), &artifact.bytes);
    }
    let quiet = "#!/bin/bash\nexit 0\n";
    for name in ["kubelogin", "kubectl", "helm", "curl", "sleep", "az", "docker"].into_iter().chain(tools.iter().map(|(tool, _)| *tool)) {
        write(&format!("bin/{name}"), tools.iter().find(|(tool, _)| *tool == name).map_or(quiet, |(_, text)| text).as_bytes());
    }
    folder
}

/// Whether it went well, what was said, and what the tools were told.
fn run(folder: &Path, words: &[&str], full: &str) -> (bool, String, String) {
    let log = folder.join("log");
    let _ = fs::remove_file(&log);
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    let output = Command::new(words[0]).args(&words[1..]).current_dir(folder).env("PATH", path).env("LOG", &log).env("FULL", full).output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.success(), said, fs::read_to_string(&log).unwrap_or_default())
}

#[test]
fn an_app_is_asked_by_the_ingress_under_its_host() {
    let curl = "#!/bin/bash\necho \"$*\" >>\"$LOG\"\nprintf 204\n";
    let folder = stage(&[("az", AZURE), ("kubectl", CLUSTER), ("curl", curl)]);
    let (well, said, told) = run(folder.path(), &["scripts/configuration.sh", "health", "front", "production"], "yes");
    assert!(well, "{said}");
    assert!(told.contains("--connect-to www.shop.example.com:443:127.0.0.1:4040 https://www.shop.example.com:443/ready"), "{told}");
}

/// What helm says of a revision: its status, its tag, and its description.
type Revision = (&'static str, &'static str, &'static str);

/// A history, the words beside `rollback`, and what helm is told, or why it is told nothing.
type Case = (&'static [Revision], &'static [&'static str], Result<&'static str, &'static str>);

/// helm, with these revisions.
fn helm(history: &[Revision]) -> String {
    let (status, tag, how) = history.last().unwrap();
    let rows = history.iter().enumerate().map(|(at, (status, _, how))| format!("{}\tSat Nov  7 10:00:00 2026\t{status}\tfront-1.0.0\t\t{how}\n", at + 1));
    let table: String = rows.collect();
    format!(
        "#!/bin/bash\necho helm \"$*\" >>\"$LOG\"\ncase \"$*\" in\nhistory*) printf 'REVISION\\tUPDATED\\tSTATUS\\tCHART\\tAPP VERSION\\tDESCRIPTION\\n{table}' ;;\n\
         'get all'*--revision*) echo old ;;\n'get all'*) echo '{status} {tag} {how}' ;;\nesac\n"
    )
}

#[test]
fn the_way_back_leads_to_what_ran() {
    const BAD: &[Revision] = &[("superseded", "v1", "tag v1"), ("deployed", "v2", "tag v2")];
    const KILLED: &[Revision] = &[("superseded", "v1", "tag v1"), ("deployed", "v2", "tag v2"), ("pending-upgrade", "v3", "tag v3")];
    const FAILED: &[Revision] =
        &[("superseded", "v1", "tag v1"), ("deployed", "v2", "tag v2"), ("failed", "v3", "tag v3"), ("failed", "v2", "Rollback \"front\" failed")];
    const GONE_BACK: &[Revision] = &[("superseded", "v1", "tag v1"), ("superseded", "v2", "tag v2"), ("deployed", "v1", "Rollback to 1")];
    const FIRST: &[Revision] = &[("deployed", "v1", "tag v1")];
    let cases: [Case; 9] = [
        (BAD, &[], Ok("rollback front 1 ")),
        (BAD, &["--from", "v2"], Ok("rollback front 1 ")),
        (BAD, &["--from", "v3"], Err("stays: v2 runs there, not v3")),
        (KILLED, &[], Ok("rollback front 2 ")),
        (FAILED, &[], Ok("rollback front 2 ")),
        (GONE_BACK, &[], Err("has gone back already (rollback to 1)")),
        (GONE_BACK, &["--from", "v2"], Err("stays: v1 runs there, not v2")),
        (GONE_BACK, &["--revision", "1"], Ok("rollback front 1 ")),
        (FIRST, &[], Err("nothing ran before")),
    ];
    for (history, words, expected) in cases {
        let folder = stage(&[("az", AZURE), ("helm", &helm(history))]);
        let (well, said, told) = run(folder.path(), &[&["scripts/configuration.sh", "rollback", "front", "production"], words].concat(), "yes");
        match expected {
            Ok(command) => assert!(well && told.contains(command), "{history:?} {words:?}: {said}\n{told}"),
            Err(reason) => assert!(
                said.contains(reason) && !told.contains("helm rollback") && well == reason.starts_with("stays"),
                "{history:?} {words:?}: {said}\n{told}"
            ),
        }
    }
}

#[test]
fn what_was_cut_off_goes_back_to_what_ran() {
    // Its own way back was cut off: the revision before is the one that failed.
    let history = [("superseded", "v1", "tag v1"), ("deployed", "v2", "tag v2"), ("failed", "v3", "tag v3"), ("pending-rollback", "v2", "Rollback to 2")];
    let taken =
        "  upgrade*) [[ -e $LOG.taken ]] || { touch \"$LOG.taken\"; echo 'another operation (install/upgrade/rollback) is in progress' >&2; exit 1; } ;;\n";
    let helm = helm(&history)
        .replace("case \"$*\" in\n", &format!("case \"$*\" in\n{taken}"))
        .replace("pending-rollback v2 Rollback to 2", "pending-rollback 1700000000");
    let folder = stage(&[("az", AZURE), ("helm", &helm)]);
    let (well, said, told) = run(folder.path(), &["scripts/configuration.sh", "app", "front", "production", "--tag", "v4"], "yes");
    assert!(well, "{said}\n{told}");
    assert!(told.contains("helm rollback front 2 --namespace web-production"), "{told}");
}

#[test]
fn the_set_up_makes_what_is_missing_and_nothing_twice() {
    let folder = stage(&[("az", AZURE)]);
    let words = ["pipelines/setup.sh", "--organization", "contoso", "--project", "Web shop"];
    let (well, said, told) = run(folder.path(), &words, "");
    assert!(well, "{said}");
    for expected in [
        "pipeline shop-app-front",
        "service connection azure-reader",
        "service connection azure.images",
        "check Approval on shop-apps-production",
        "build validation of main by shop-app-back",
        "policy of main by which somebody",
        "policy of main by which approvers",
    ] {
        assert!(said.contains(&format!("makes the {expected}")), "{expected}: {said}");
    }
    assert!(told.contains("--url https://dev.azure.com/contoso/Web%20shop/_apis/pipelines?"), "{told}");
    assert!(told.contains("The%20code/_apis/policy/configurations?") && told.contains(r#""filenamePatterns": ["/src/*"]"#), "{told}");
    assert!(told.contains("pipelinepermissions/repository/7.7?") && told.contains("registries/") && told.contains("--role AcrPush"), "{told}");
    assert!(told.contains("--issuer https://login.microsoftonline.com/t/v2.0 --subject /eid1/c/sc --audiences api://AzureADTokenExchange"), "{told}");
    let bodies: Vec<&str> = told.split("--body ").skip(1).map(|rest| rest.split(" --query").next().unwrap().split("\naz ").next().unwrap()).collect();
    assert!(bodies.len() > 20);
    for body in bodies {
        serde_json::from_str::<serde_json::Value>(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    }

    let (well, said, told) = run(folder.path(), &words, "yes");
    assert!(well && !said.contains("makes the"), "{said}");
    // What is put as it is, whatever it was: who trusts whom, and who may use what.
    let changes = |line: &&str| ["method post", " create ", " update "].iter().any(|word| line.contains(word)) && !line.contains("federated-credential create");
    assert_eq!(told.lines().find(changes), None);
}

#[test]
fn the_set_up_brings_checks_up_to_date() {
    let folder = stage(&[("az", AZURE)]);
    let words = ["pipelines/setup.sh", "--organization", "contoso", "--project", "Web shop"];
    let (well, said, told) = run(folder.path(), &words, "others");
    assert!(well && !said.contains("makes the"), "{said}");
    let changed: Vec<&str> = told.lines().filter(|line| line.contains("method patch") && line.contains("checks/configurations/9?")).collect();
    assert!(changed.len() > 1, "{told}");
    // As many as were asked before must agree.
    assert!(changed.iter().all(|line| line.contains(r#""approvers": [{"id": "8"}, {"id": "8"}], "minRequiredApprovers": 9"#)), "{changed:?}");

    // So may a role that allows other things.
    assert!(
        said.contains("the policy 9 of main does not have somebody else read") && said.contains("the policy 9 of main does not have shop-infrastructure run"),
        "{said}"
    );
    assert!(told.contains("method put") && told.contains("policy/configurations/9?"), "{told}");

    let body = |flag: &str| -> serde_json::Value {
        let (_, rest) = told.split_once(flag).unwrap_or_else(|| panic!("{flag}: {told}"));
        serde_json::from_str(rest.split("\naz ").next().unwrap()).unwrap()
    };
    let assignment = body("role assignment update --role-assignment ");
    assert!(assignment["name"] == "9" && assignment["condition"].as_str().unwrap().contains("ForAnyOfAnyValues:GuidEquals {"), "{assignment}");
    let definition = body("role definition update --role-definition ");
    assert!(definition["id"] == "/r/9" && definition["NotActions"][2] == "Microsoft.Insights/logs/*", "{definition}");

    let dry: Vec<&str> = words.into_iter().chain(["--dry-run"]).collect();
    let (well, said, told) = run(folder.path(), &dry, "others");
    assert!(well && said.contains("would have the check Approval on shop-apps-production say what the blueprint says now"), "{said}");
    assert!(!told.contains("method patch") && !told.contains("method put"), "{told}");
}

#[test]
fn a_dry_run_of_the_set_up_changes_nothing() {
    let folder = stage(&[("az", AZURE)]);
    let (well, said, told) = run(folder.path(), &["pipelines/setup.sh", "--organization", "o", "--project", "p", "--dry-run"], "");
    assert!(well && said.contains("would make the environment shop-apps-production"), "{said}");
    assert!(!["method post", "method patch", " create ", " add "].iter().any(|word| told.contains(word)), "{told}");
}

#[test]
fn whoever_deploys_may_give_the_roles_that_templates_give() {
    let compiled = compiled(BLUEPRINT);
    let under = |folder: &str| -> String {
        let files = compiled.tree.iter().filter(|(path, _)| path.as_str().starts_with(folder));
        files.map(|(_, artifact)| String::from_utf8_lossy(&artifact.bytes).into_owned()).collect()
    };
    let (templates, set_up) = (under("infrastructure/arm/"), under("pipelines/setup.sh"));
    let condition = set_up.lines().find(|line| line.starts_with("readonly MAY_GIVE=")).unwrap();
    let given: Vec<&str> = Facts::embedded().roles.entries().map(|(_, role)| role.id.as_str()).filter(|id| templates.contains(id)).collect();
    assert!(given.len() > 3 && condition.contains(&format!("GuidEquals {{{}}}", given.join(", "))), "{given:?}: {condition}");
}

#[test]
fn nothing_waits_for_a_region_that_is_disabled() {
    let regions = BLUEPRINT.replace("[westeurope]", "[westeurope, northeurope]");
    let compiled = compiled(&regions.replace("edge: {gateway: none}", "edge: {global: {trafficManager: {disabled: [westeurope]}}}"));
    let (_, artifact) = compiled.tree.iter().find(|(path, _)| path.as_str() == "pipelines/apps/front.yml").unwrap();
    let text = std::str::from_utf8(&artifact.bytes).unwrap();
    let [left, out] = ["ne", "we"].map(|code| format!("deploy_production_aks_shop_production_{code}"));
    let (of_left, of_out) = text.split_once(&format!("- deployment: {out}")).unwrap();
    assert!(of_left.contains(&left) && !of_left.contains("dependsOn") && !of_left.contains("continueOnError"), "{text}");
    assert!(of_out.contains(&format!("dependsOn: {left}")) && of_out.contains("continueOnError: true"), "{text}");
}

#[test]
fn the_way_back_does_not_pass_over_a_cluster_that_does_not_answer() {
    let mute = "#!/bin/bash\necho 'Kubernetes cluster unreachable' >&2\nexit 1\n";
    let folder = stage(&[("az", AZURE), ("helm", mute)]);
    for words in [&["--from", "v2"][..], &[]] {
        let (well, said, _) = run(folder.path(), &[&["scripts/configuration.sh", "rollback", "front", "production"], words].concat(), "yes");
        assert!(!well && said.contains("unreachable") && !said.contains("stays"), "{words:?}: {said}");
    }
}

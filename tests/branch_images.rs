//! Images of branches, with stand-ins for the tools but for git: who has them built, what of, under which tag, and what is asked of them then.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use aksgen::facts::Facts;
use aksgen::model::branches::label;
use aksgen::source::Sources;

const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
platforms: {lab: {}, live: {}}
promotion: [dev, production]
environments:
  dev: {platform: lab, branches: {from: "feature/*"}}
  production: {platform: live, certificate: wildcard}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps:
  front: {team: web, image: front, build: {path: src}, port: 8080, expose: {host: www}, probes: {ready: /ready}, test: {command: [/app/smoke]}}
  back: {team: web, image: back, build: {repository: "https://dev.azure.com/contoso/code/_git/back", path: src}}
edge: {gateway: none}
pipelines: {azureDevOps: {agents: {pool: shop agents}}}
"#;

const AZURE: &str = r#"#!/bin/bash
printf 'az' >>"$LOG"
printf '\t%s' "$@" >>"$LOG"
echo >>"$LOG"
case "$*" in
  *'account show'*) echo 33333333-3333-4333-8333-333333333333 44444444-4444-4444-8444-444444444444 ;;
  *accesscontrollists*) [[ -z $FULL ]] || echo 1153 ;;
  *'value[].descriptor') echo 'Microsoft.TeamFoundation.ServiceIdentity;7:Build:8' ;;
  *'role assignment list'*) [[ -z $FULL ]] || echo '9 /r/8' ;;
  *' get '* | *' post '*) echo 7 ;;
  *'identity show'*--query*) echo client object ;;
esac
"#;

/// A branch that somebody means ill by, as git has it.
const HOSTILE: &str = "feature/it's-\"$(touch${IFS}pwned)`id`&;ø";

fn rendered(path: &str) -> String {
    let sources = Sources::single("blueprint.yaml", BLUEPRINT);
    let compiled = aksgen::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap();
    let compiled = compiled.unwrap_or_else(|report| panic!("{}", aksgen::diagnostics::terminal::render(&report, &sources)));
    String::from_utf8(compiled.tree.get(path).unwrap_or_else(|| panic!("{path}")).bytes.clone()).unwrap()
}

/// The output, with stand-ins before all else on the PATH.
fn stage(tools: &[(&str, &str)]) -> tempfile::TempDir {
    let sources = Sources::single("blueprint.yaml", BLUEPRINT);
    let compiled = aksgen::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().ok().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |path: String, bytes: &[u8]| {
        let at = folder.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(&at, bytes).unwrap();
        fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();
    };
    for (path, artifact) in compiled.tree.iter().filter(|(path, _)| path.as_str().ends_with(".sh")) {
        write(format!("out/{}", path.as_str()), &artifact.bytes);
    }
    let quiet = "#!/bin/bash\nexit 0\n";
    for name in ["kubelogin", "kubectl", "helm", "curl", "sleep", "az", "docker"] {
        write(format!("bin/{name}"), tools.iter().find(|(tool, _)| *tool == name).map_or(quiet, |(_, text)| text).as_bytes());
    }
    folder
}

/// Whether it went well, what was said, and what the tools were told.
fn run(folder: &Path, words: &[&str], known: &[(&str, &str)]) -> (bool, String, String) {
    let log = folder.join("log");
    let _ = fs::remove_file(&log);
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(folder).env("PATH", path).env("LOG", &log).env("FULL", "").envs(known.iter().copied());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("AGENT_TEMPDIRECTORY", folder.join("temp"));
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.success(), said, fs::read_to_string(&log).unwrap_or_default())
}

/// The script of a step, by what it is called.
fn step(file: &str, name: &str) -> String {
    let text = rendered(file);
    let (before, _) = text.split_once(name).unwrap();
    let (_, script) = before.rsplit_once("- bash: |\n").unwrap();
    let indent = script.len() - script.trim_start().len();
    script
        .lines()
        .take_while(|line| line.is_empty() || line.len() - line.trim_start().len() >= indent)
        .map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n")
        .collect()
}

#[test]
fn a_branch_is_well_when_it_answers_under_its_own_host_and_passes_its_test() {
    let cluster = "#!/bin/bash\ncase \"$*\" in\n*'get services'*) echo controller ;;\n*'get deployments'*) echo deployment.apps/front ;;\n\
                   *port-forward*) echo \"Forwarding from 127.0.0.1:4040 -> 443\"; exec /bin/sleep 60 ;;\nesac\n";
    let (curl, helm) = ("#!/bin/bash\necho \"$*\" >>\"$LOG\"\nprintf 204\n", "#!/bin/bash\necho helm \"$*\" >>\"$LOG\"\n[[ -z $FULL ]] || exit 1\n");
    let folder = stage(&[("az", AZURE), ("kubectl", cluster), ("curl", curl), ("helm", helm)]);
    let words = ["out/scripts/configuration.sh", "branch", "health", "front", "dev", HOSTILE];
    let (well, said, told) = run(folder.path(), &words, &[]);
    let own = label(HOSTILE.as_bytes());
    assert!(well, "{said}");
    assert!(
        told.contains(&format!("--connect-to front--{own}.dev.shop.example.com:80:127.0.0.1:4040 http://front--{own}.dev.shop.example.com:80/ready")),
        "{told}"
    );
    assert!(told.contains(&format!("helm test front --namespace web-dev--{own} ")), "{told}");
    let (well, said, _) = run(folder.path(), &words, &[("FULL", "yes")]);
    assert!(!well && said.contains("front is not well in the branch: its test failed"), "{said}");
    assert!(!folder.path().join("pwned").exists());
}

#[test]
fn no_environment_is_given_the_image_of_a_branch() {
    let folder = stage(&[("az", AZURE)]);
    let tag = format!("branch--login--{}", "0".repeat(40));
    let (well, said, _) = run(folder.path(), &["out/scripts/configuration.sh", "app", "front", "dev", "--tag", &tag], &[]);
    assert!(!well && said.contains("is the image of a branch, and is deleted with it"), "{said}");
}

#[test]
fn a_push_has_its_branch_built_where_it_may_have_an_environment() {
    let script = step("pipelines/apps/front.yml", "displayName: Start shop-branches");
    let folder = stage(&[("az", AZURE)]);
    fs::create_dir(folder.path().join("temp")).unwrap();
    for (branch, started) in [(HOSTILE, true), ("feature/login", true), ("other", false)] {
        let reference = format!("refs/heads/{branch}");
        let known = [("BUILD_SOURCEBRANCH", &*reference), ("SYSTEM_ACCESSTOKEN", "x"), ("SYSTEM_COLLECTIONURI", "https://d/o/"), ("SYSTEM_TEAMPROJECTID", "p")];
        let (well, said, told) = run(folder.path(), &["bash", "-c", &script], &known);
        assert!(well && told.contains("\tpost\t") == started, "{branch}: {said}\n{told}");
        assert!(!folder.path().join("temp/headers.json").exists() && !folder.path().join("pwned").exists());
        if started {
            let (_, body) = told.split_once("--body\t").unwrap();
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(body["resources"]["repositories"]["self"]["refName"], "refs/heads/main");
            let given = &body["templateParameters"];
            assert!(given["branch"] == branch && given["environment"] == "dev" && given["app"] == "front" && given["tag"] == "(build)", "{body}");
        }
    }
}

#[test]
fn a_branch_is_built_of_what_it_is_and_searched_by_what_is_merged() {
    let script = step("pipelines/templates/build.yml", "displayName: What the image of the branch");
    let folder = stage(&[]);
    fs::create_dir(folder.path().join("temp")).unwrap();
    let git = "git -c user.name=a -c user.email=a@b.example -c init.defaultBranch=main";
    let prepare = format!(
        "set -eu; mkdir src; echo FROM scratch >src/Dockerfile; echo CVE-2026-1 >src/.trivyignore; {git} init -q; git add src; {git} commit -qm merged; \
         git checkout -q -b \"$BRANCH\"; : >src/.trivyignore; git add src; {git} commit -qm branch; git rev-parse HEAD; git branch -q feature/other; \
         ln -sf ../out/x src/Dockerfile; git add src; {git} commit -qm link; git branch -q feature/link; git reset -q --hard feature/other; git checkout -q main; \
         git clone -q --bare . origin; git remote add origin origin; git config http.https://d/.extraheader x"
    );
    let (well, commit, _) = run(folder.path(), &["bash", "-c", &prepare], &[("BRANCH", HOSTILE)]);
    let commit = commit.trim();
    assert!(well && commit.len() == 40, "{commit}");
    let in_role = |branch: &str, push: &str, commit: &str| {
        let _ = run(folder.path(), &["bash", "-c", "git worktree remove --force temp/source"], &[]);
        let known = [
            ("APP", "front"),
            ("BRANCH", branch),
            ("COMMIT", commit),
            ("DOCKERFILE", "Dockerfile"),
            ("ENVIRONMENT", "dev"),
            ("PUSH", push),
            ("REPOSITORY", "origin"),
            ("SOURCE", "src"),
            ("SYSTEM_JOBATTEMPT", "1"),
        ];
        run(folder.path(), &["bash", "-c", &script], &known)
    };
    let tag = format!("branch--{}--{commit}", label(HOSTILE.as_bytes()));
    let accepted = || fs::read_to_string(folder.path().join("temp/source/src/.trivyignore")).unwrap();

    let (well, said, _) = in_role(&format!("refs/heads/{HOSTILE}"), "False", "");
    assert!(
        well && said.contains(&format!("variable=commit;isOutput=true]{commit}\n")) && said.contains(&format!("variable=tag;isOutput=true]{tag}\n")),
        "{said}"
    );
    assert_eq!(accepted(), "");
    let (_, config, _) = run(folder.path(), &["git", "config", "--local", "--list"], &[]);
    assert!(!config.contains("extraheader"), "{config}");

    let (well, said, _) = in_role(HOSTILE, "True", commit);
    assert!(well && said.contains(&format!("variable=source.tag]{tag}\n")), "{said}");
    assert_eq!(accepted(), "CVE-2026-1\n");

    // The job that built it says which commit: it names no image of others by that.
    for (branch, push, commit, why) in [
        ("feature/link", "False", "", "there is no src/Dockerfile in this branch"),
        ("main", "False", "", "has no environment beside dev"),
        ("(none)", "False", "", "no branch of git can have such a name"),
        ("feature/../x", "True", commit, "no branch of git can have such a name"),
        (HOSTILE, "True", "1.0.0", "'1.0.0' is no commit"),
        (HOSTILE, "True", "", "is no commit"),
    ] {
        let (well, said, _) = in_role(branch, push, commit);
        assert!(!well && said.contains(why) && !said.contains("variable=tag"), "{branch} {push} {commit}: {said}");
    }
    assert!(!folder.path().join("pwned").exists());
}

#[test]
fn the_set_up_lets_runs_of_branches_start_the_pipeline_and_images_be_deleted() {
    let folder = stage(&[("az", AZURE)]);
    let words = ["out/pipelines/setup.sh", "--organization", "contoso", "--project", "Web shop"];
    let (well, said, told) = run(folder.path(), &words, &[]);
    assert!(well, "{said}");
    let (_, given) = told.split_once("accesscontrolentries/33344d9c-fc72-4d6f-aba5-fa317101a7e9?").unwrap();
    let (_, body) = given.split_once("--body\t").unwrap();
    let body: serde_json::Value = serde_json::from_str(body.split("\t--query").next().unwrap()).unwrap();
    assert!(body["token"] == "7/7" && body["merge"] == true && body["accessControlEntries"][0]["allow"] == 128, "{body}");
    assert!(told.contains("AcrPush") && told.contains("AcrDelete"), "{told}");
    // The pipeline of branches reads the other repository, too.
    let (_, permitted) = told.split_once("pipelinepermissions/repository/").unwrap();
    assert_eq!(permitted.lines().next().unwrap().matches("\"id\": 7, \"authorized\": true").count(), 2, "{permitted}");
    let (well, said, told) = run(folder.path(), &words, &[("FULL", "yes")]);
    assert!(well && !told.contains("accesscontrolentries"), "{said}\n{told}");
}

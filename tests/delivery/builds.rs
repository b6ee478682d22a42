//! Images that pipelines build, with stand-ins for docker and the search.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use aksgen::facts::Facts;

use super::{BLUEPRINT, compiled, run, stage};

/// A step of the build, as bash.
fn build_step(name: &str) -> String {
    let compiled = compiled(BLUEPRINT);
    let (_, artifact) = compiled.tree.iter().find(|(path, _)| path.as_str() == "pipelines/templates/build.yml").unwrap();
    let text = std::str::from_utf8(&artifact.bytes).unwrap();
    let (before, _) = text.split_once(&format!("displayName: {name}")).unwrap();
    let (_, script) = before.rsplit_once("- bash: |\n").unwrap();
    script.lines().take_while(|line| line.is_empty() || line.starts_with("      ")).fold(String::new(), |text, line| text + line.trim_start() + "\n")
}

#[test]
fn an_image_is_called_after_the_commit_that_changed_its_source() {
    let folder = stage(&[("docker", "#!/bin/bash\n")]);
    let write = |path: &str, text: &str| {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), text).unwrap();
    };
    let git = "git -c user.name=a -c user.email=a@b.example -c init.defaultBranch=main";
    write("src/Dockerfile", "FROM scratch");
    let (well, said, _) = run(folder.path(), &["bash", "-c", &format!("git init -q && git add src && {git} commit -qm a && git rev-parse HEAD")], "");
    let commit = said.trim().to_owned();
    assert!(well && commit.len() == 40, "{said}");
    write("other/file", "text");
    let (well, said, _) = run(folder.path(), &["bash", "-c", &format!("git add other && {git} commit -qm b")], "");
    assert!(well, "{said}");
    let step = build_step("The commit that last changed");
    let (well, said, _) = run(folder.path(), &["bash", "-c", &format!("SOURCE=src DOCKERFILE=Dockerfile\n{step}")], "");
    assert!(well && said.trim() == format!("##vso[task.setvariable variable=tag;isOutput=true]{commit}"), "{said}");
    let (well, said, _) = run(folder.path(), &["bash", "-c", &format!("SOURCE=gone DOCKERFILE=Dockerfile\n{step}")], "");
    assert!(!well && said.contains("there is no gone/Dockerfile in this repository"), "{said}");
}

#[test]
fn an_image_that_fails_the_search_ends_the_build() {
    let step = build_step("Search it for vulnerabilities");
    for (verdict, severe) in [(0, "False"), (1, "False"), (0, "True")] {
        let trivy = format!("#!/bin/bash\necho trivy \"$*\" >>\"$LOG\"\nexit {verdict}\n");
        let folder = stage(&[("sha256sum", "#!/bin/bash\ncat >>\"$LOG\"\n"), ("tar", "#!/bin/bash\n")]);
        fs::create_dir_all(folder.path().join("s/src")).unwrap();
        fs::write(folder.path().join("s/src/.trivyignore"), "CVE-2026-1").unwrap();
        fs::write(folder.path().join("trivy"), trivy).unwrap();
        fs::set_permissions(folder.path().join("trivy"), fs::Permissions::from_mode(0o755)).unwrap();
        let given = format!("AGENT_TEMPDIRECTORY=$PWD BUILD_SOURCESDIRECTORY=$PWD/s SOURCE=src IMAGE=back:1 SEVERITIES=HIGH UNFIXED={severe}\n");
        let (well, said, told) = run(folder.path(), &["bash", "-c", &(given + &step)], "");
        assert_eq!(well, verdict == 0, "{said}");
        assert_eq!(told.contains("--ignore-unfixed"), severe == "False", "{told}");
        assert!(told.contains("src/.trivyignore --exit-code 1 --no-progress back:1") && told.contains(Facts::embedded().scanner.sha256.as_str()), "{told}");
        assert_eq!(said.contains("the image is not pushed"), verdict == 1, "{said}");
    }
}

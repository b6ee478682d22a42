//! `aksgen.lock`: read by `sha256sum`, merged by git, guarded against older versions.

use std::fs;
use std::path::Path;
use std::process::Command;

use aksgen::output::{Consent, NewerOutput, Output, WritableOutput};
use tempfile::tempdir;

use super::step_disk::{Fault, StepDisk};
use super::support::{check, expected, picture, put, render, render_plainly, tree};

fn git(root: &Path, arguments: &[&str]) -> (bool, String) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.args(identity).args(arguments).current_dir(root).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = git.output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn commit(root: &Path) {
    assert!(git(root, &["add", "--all"]).0 && git(root, &["commit", "-qm", "render"]).0);
}

#[test]
fn sha256sum_checks_it() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a b.yaml", "a"), ("b/c.sh", ""), ("größe.md", "c"), ("#d", "d"), ("*e", "e")]));
    let check = || Command::new("sha256sum").args(["--check", "--strict", "aksgen.lock"]).current_dir(folder.path()).output().unwrap();
    let output = check();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 5);
    put(folder.path(), "b/c.sh", "by hand");
    assert!(!check().status.success());
}

#[test]
fn it_is_one_comment_and_one_sorted_line_a_file() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("b/c", "c"), ("b.yaml", "b"), ("Z", "")]));
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let text = fs::read_to_string(folder.path().join("aksgen.lock")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], [format!("# aksgen {}", env!("CARGO_PKG_VERSION")), format!("{empty}  Z")]);
    assert!(lines[2].ends_with("  b.yaml") && lines[3].ends_with("  b/c") && lines.len() == 4 && text.ends_with('\n'));
}

#[test]
fn an_output_of_a_newer_version_is_refused_and_both_are_named() {
    let folder = tempdir().unwrap();
    put(folder.path(), "aksgen.lock", "# aksgen 99.1.0\n");
    let before = picture(folder.path());
    let opened = [Output::open(folder.path()).map(drop), WritableOutput::open(folder.path(), || {}).map(drop)];
    for error in opened.map(Result::unwrap_err) {
        let newer: &NewerOutput = error.downcast_ref().unwrap();
        assert_eq!((newer.written_by.to_string(), newer.this.to_string()), ("99.1.0".to_owned(), env!("CARGO_PKG_VERSION").to_owned()));
        assert!(format!("{error:#}").contains("99.1.0") && format!("{error:#}").contains(env!("CARGO_PKG_VERSION")));
    }
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn an_output_of_an_older_version_is_upgraded_and_said_to_be() {
    let folder = tempdir().unwrap();
    let tree = tree(&[("a.yaml", "a")]);
    render_plainly(folder.path(), &tree);
    let lock = fs::read_to_string(folder.path().join("aksgen.lock")).unwrap();
    let older = lock.replacen(concat!("aksgen ", env!("CARGO_PKG_VERSION")), "aksgen 0.0.9", 1);
    put(folder.path(), "aksgen.lock", &older);
    let from = |root: &Path| {
        let output = Output::open(root).unwrap();
        output.compare(&tree, &Consent::default()).unwrap().upgraded_from().map(ToString::to_string)
    };
    assert_eq!(from(folder.path()).as_deref(), Some("0.0.9"));
    assert_eq!(check(folder.path(), &tree, &Consent::default()), ["aksgen.lock: Update"]);
    render_plainly(folder.path(), &tree);
    assert_eq!((from(folder.path()), picture(folder.path())), (None, expected(&tree, &[])));
}

#[test]
fn what_is_no_lock_is_an_error_that_names_the_line() {
    let digest = "0".repeat(64);
    let entry = format!("{digest}  a.yaml\n");
    let head = "# aksgen 0.1.0\n";
    let cases = [
        (String::new(), "no line `# aksgen VERSION`"),
        (entry.clone(), "no line `# aksgen VERSION`"),
        ("# aksgen one\n".to_owned(), "line 1"),
        (format!("{head}# another comment\n"), "line 2"),
        (format!("{head}\n"), "line 2"),
        (format!("{head}{digest} *a.yaml\n"), "line 2"),
        (format!("{head}{}  a.yaml\n", "0".repeat(63)), "line 2"),
        (format!("{head}{}  a.yaml\n", "A".repeat(64)), "line 2"),
        (format!("{head}{digest}  ../outside\n"), "line 2"),
        (format!("{head}{digest}  /etc/passwd\n"), "line 2"),
        (format!("{head}{digest}  .git/config\n"), "line 2"),
        (format!("{head}{digest}  aksgen.lock\n"), "line 2"),
        (format!("{head}=======\n{entry}"), "line 2"),
        (format!("{head}<<<<<<< HEAD\n{entry}"), "no end"),
    ];
    for (text, reason) in cases {
        let folder = tempdir().unwrap();
        put(folder.path(), "aksgen.lock", &text);
        let before = picture(folder.path());
        let error = WritableOutput::open(folder.path(), || {}).map(drop).unwrap_err();
        let said = format!("{error:#}");
        assert!(said.contains("aksgen.lock") && said.contains(reason), "{text:?}: {said}");
        assert_eq!(picture(folder.path()), before);
    }
}

/// Two branches that each rendered another blueprint are merged by git; then the merged blueprint is rendered.
fn merged(style: &str) {
    let folder = tempdir().unwrap();
    let root = folder.path().join("out");
    fs::create_dir(&root).unwrap();
    assert!(git(folder.path(), &["init", "-q", "-b", "main"]).0);
    render_plainly(&root, &tree(&[("a.yaml", "a"), ("both.yaml", "0"), ("m.yaml", "m"), ("stale.yaml", "s"), ("z.yaml", "z")]));
    commit(folder.path());
    assert!(git(folder.path(), &["checkout", "-qb", "theirs"]).0);
    render_plainly(&root, &tree(&[("a.yaml", "a"), ("both.yaml", "theirs"), ("m-theirs.yaml", "t"), ("m.yaml", "m"), ("z.yaml", "z")]));
    commit(folder.path());
    assert!(git(folder.path(), &["checkout", "-q", "main"]).0);
    render_plainly(&root, &tree(&[("a.yaml", "a"), ("both.yaml", "ours"), ("m-ours.yaml", "o"), ("m.yaml", "m2"), ("z.yaml", "z")]));
    commit(folder.path());
    let (clean, _) = git(folder.path(), &["-c", &format!("merge.conflictStyle={style}"), "merge", "theirs"]);
    assert!(!clean);
    let lock = fs::read_to_string(root.join("aksgen.lock")).unwrap();
    assert!(lock.contains("<<<<<<< ") && lock.contains("\n=======\n") && lock.contains(">>>>>>> "), "{lock}");
    // `both.yaml` holds conflict markers too; the user takes one side, any.
    for side in ["--ours", "--theirs"] {
        assert!(git(&root, &["checkout", side, "both.yaml"]).0);
        let result = tree(&[("a.yaml", "a"), ("both.yaml", "merged"), ("m-ours.yaml", "o"), ("m-theirs.yaml", "t"), ("m.yaml", "m2")]);
        let output = Output::open(&root).unwrap();
        let changes = output.compare(&result, &Consent::default()).unwrap();
        assert!(changes.lock_was_merged() && changes.refused().next().is_none(), "{changes:?}");
        let found = check(&root, &result, &Consent::default());
        assert_eq!(found, ["both.yaml: Update", "z.yaml: Delete", "aksgen.lock: Update"], "{style} {side}");
    }
    let result = tree(&[("both.yaml", "merged"), ("m-theirs.yaml", "t")]);
    render_plainly(&root, &result);
    assert_eq!(picture(&root), expected(&result, &[]), "{style}");
}

#[test]
fn a_merge_of_two_branches_is_rendered_anew() {
    for style in ["merge", "diff3", "zdiff3"] {
        merged(style);
    }
}

#[test]
fn a_file_edited_on_neither_side_but_by_hand_stays_refused_after_a_merge() {
    let folder = tempdir().unwrap();
    let digest = |text: &str| aksgen::output::Digest::of(text.as_bytes());
    let lock = format!("# aksgen 0.1.0\n<<<<<<< HEAD\n{}  a\n||||||| base\n{}  a\n=======\n{}  a\n>>>>>>> b\n", digest("one"), digest("base"), digest("two"));
    for (text, action) in [("one", "Update"), ("two", "Update"), ("base", "Edited"), ("by hand", "Edited"), ("<<<<<<< HEAD", "Edited")] {
        put(folder.path(), "aksgen.lock", &lock);
        put(folder.path(), "a", text);
        assert_eq!(check(folder.path(), &tree(&[("a", "new")]), &Consent::default())[0], format!("a: {action}"), "{text}");
    }
}

#[test]
fn git_sees_nothing_of_our_bookkeeping_even_after_a_kill() {
    let folder = tempdir().unwrap();
    let root = folder.path().join("out");
    assert!(git(folder.path(), &["init", "-q"]).0);
    render_plainly(&root, &tree(&[("a.yaml", "a"), ("b.yaml", "b")]));
    commit(folder.path());
    let status = || git(folder.path(), &["status", "--porcelain", "--untracked-files=all"]).1;
    assert_eq!(status(), "");
    let mut hidden = 0;
    for at in 5..30 {
        let steps = 0.into();
        let disk = StepDisk { steps: &steps, fault: Fault::Dead, at };
        let _ = super::scenario::render_on(disk, &root, &super::scenario::after());
        assert!(!status().contains(".aksgen"), "stopped at step {at}: {}", status());
        hidden += usize::from(root.join(".aksgen/staged").exists());
        render(&root, &tree(&[("a.yaml", "a"), ("b.yaml", "b")]), &Consent::default()).unwrap();
        assert_eq!((status(), root.join(".aksgen").exists()), (String::new(), false), "stopped at step {at}");
    }
    assert!(hidden > 5, "{hidden}");
}

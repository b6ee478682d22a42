//! `--force` and `--adopt`: what they reach, and what they do not.

use aksgen::output::{Consent, Output, Summary};
use tempfile::tempdir;

use super::support::{check, consent, expected, picture, put, render, render_plainly, tree};

#[test]
fn force_overwrites_and_deletes_what_was_edited_there_and_nowhere_else() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a/one.yaml", "1"), ("a/stale.yaml", "s"), ("a.yaml", "a"), ("b.yaml", "b")]));
    for path in ["a/one.yaml", "a/stale.yaml", "a.yaml", "b.yaml"] {
        put(folder.path(), path, "by hand");
    }
    let wanted = tree(&[("a/one.yaml", "1"), ("a.yaml", "a"), ("b.yaml", "b")]);
    let found = check(folder.path(), &wanted, &consent(&["./a/"], &["b.yaml"]));
    assert_eq!(found, ["a.yaml: Edited", "a/one.yaml: Update", "a/stale.yaml: Delete", "b.yaml: Edited", "aksgen.lock: Update"]);
    let summary = render(folder.path(), &wanted, &consent(&["a", "a.yaml", "b.yaml"], &[])).unwrap();
    assert_eq!(summary, Summary { updated: 3, deleted: 1, ..Summary::default() });
    assert_eq!(picture(folder.path()), expected(&wanted, &[]));
}

#[test]
fn adopt_takes_over_regular_files_and_nothing_else() {
    let folder = tempdir().unwrap();
    let wanted = tree(&[("a/one.yaml", "1"), ("a/two.yaml", "2"), ("a/three.yaml", "3"), ("b.yaml", "b")]);
    for path in ["a/one.yaml", "a/two.yaml/inside", "b.yaml"] {
        put(folder.path(), path, "not ours");
    }
    std::os::unix::fs::symlink("one.yaml", folder.path().join("a/three.yaml")).unwrap();
    let found = check(folder.path(), &wanted, &consent(&["b.yaml"], &["a"]));
    assert_eq!(
        found,
        ["a/one.yaml: Update", r#"a/three.yaml: Foreign(Link("a/three.yaml"))"#, "a/two.yaml: Foreign(Folder)", "b.yaml: Foreign(File)", "aksgen.lock: Create"]
    );
    let only = tree(&[("b.yaml", "b")]);
    assert_eq!(render(folder.path(), &only, &consent(&[], &["b.yaml"]).beside_others(true)).unwrap().updated, 1);
    assert_eq!(check(folder.path(), &only, &Consent::default()), Vec::<String>::new());
}

#[test]
fn a_path_that_names_nothing_of_ours_is_an_error() {
    let folder = tempdir().unwrap();
    let wanted = tree(&[("a/one.yaml", "1")]);
    put(folder.path(), "mine.txt", "mine");
    for consent in [consent(&["b"], &[]), consent(&[], &["a/on"]), consent(&["mine.txt"], &[])] {
        let error = Output::open(folder.path()).unwrap().compare(&wanted, &consent).unwrap_err();
        assert!(error.to_string().contains("no such file or folder"), "{error:#}");
    }
    // The same command again, after it did its work.
    for _ in 0..2 {
        render(folder.path(), &wanted, &consent(&["a"], &["a/one.yaml"]).beside_others(true)).unwrap();
    }
}

#[test]
fn there_is_no_consent_to_everything() {
    for path in [".", "./", "", "/", "..", "a/../b", "/etc", "a//b", r"a\b"] {
        assert!(Consent::new(&[path], &[] as &[&str]).is_err(), "--force {path}");
        assert!(Consent::new(&[] as &[&str], &[path]).is_err(), "--adopt {path}");
    }
}

#[test]
fn a_first_render_goes_among_files_of_others_by_consent_alone() {
    let wanted = tree(&[("a/one.yaml", "1"), ("b.yaml", "b")]);
    for (others, named) in [
        (&["etc/passwd", "a/theirs/deep.txt", "a/one.yaml", "z.txt"][..], &["a/theirs", "etc", "z.txt"][..]),
        (&["a/empty/.keep"], &["a/empty"]),
        (&["a/mine.yaml"], &["a/mine.yaml"]),
    ] {
        let folder = tempdir().unwrap();
        others.iter().for_each(|path| put(folder.path(), path, if *path == "a/one.yaml" { "1" } else { "theirs" }));
        let before = picture(folder.path());
        let changes = Output::open(folder.path()).unwrap().compare(&wanted, &Consent::default()).unwrap().strangers().to_vec();
        assert_eq!(changes, named);
        assert!(render(folder.path(), &wanted, &Consent::default()).is_err());
        assert_eq!(picture(folder.path()), before, "nothing is written");
        render(folder.path(), &wanted, &Consent::default().beside_others(true)).unwrap();
        // From then on it is an output, and others are none of its business.
        render(folder.path(), &wanted, &Consent::default()).unwrap();
    }
}

#[test]
fn an_empty_folder_one_with_hidden_names_and_one_that_lost_its_lock_need_no_consent() {
    let wanted = tree(&[("a/one.yaml", "1"), ("b.yaml", "b")]);
    for others in [&[][..], &[".git/config", ".gitignore", "a/.keep"], &["a/one.yaml", "b.yaml"]] {
        let folder = tempdir().unwrap();
        others.iter().for_each(|path| put(folder.path(), path, if path.starts_with('b') { "b" } else { "1" }));
        render(folder.path(), &wanted, &Consent::default()).unwrap();
    }
}

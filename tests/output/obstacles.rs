//! Links, folders, files and pipes in the way: refused, never followed, never lost.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use aksgen::output::{Consent, Output, WritableOutput};
use tempfile::tempdir;

use super::support::{check, picture, put, render, render_plainly, tree};

#[test]
fn links_are_refused_wherever_they_lead() {
    let folder = tempdir().unwrap();
    let (root, outside) = (folder.path().join("out"), folder.path().join("outside"));
    put(&outside, "a.yaml", "outside");
    fs::create_dir(&root).unwrap();
    symlink(&outside, root.join("to-folder")).unwrap();
    symlink("../outside/a.yaml", root.join("to-file.yaml")).unwrap();
    symlink("nowhere", root.join("dangling.yaml")).unwrap();
    symlink("self.yaml", root.join("self.yaml")).unwrap();
    put(&root, "within/b.yaml", "b");
    symlink("within", root.join("to-sibling")).unwrap();
    let before = picture(folder.path());
    // The bytes are those that stand behind the links: even then a link is no file of ours.
    let wanted = tree(&[
        ("dangling.yaml", "x"),
        ("self.yaml", "x"),
        ("to-file.yaml", "outside"),
        ("to-folder/a.yaml", "outside"),
        ("to-folder/deep/new.yaml", "x"),
        ("to-sibling/b.yaml", "b"),
    ]);
    let found = check(&root, &wanted, &Consent::default());
    assert_eq!(
        found,
        [
            r#"dangling.yaml: Foreign(Link("dangling.yaml"))"#,
            r#"self.yaml: Foreign(Link("self.yaml"))"#,
            r#"to-file.yaml: Foreign(Link("to-file.yaml"))"#,
            r#"to-folder/a.yaml: Foreign(Link("to-folder"))"#,
            r#"to-folder/deep/new.yaml: Foreign(Link("to-folder"))"#,
            r#"to-sibling/b.yaml: Foreign(Link("to-sibling"))"#,
            "aksgen.lock: Create"
        ]
    );
    assert!(render(&root, &wanted, &super::support::consent(&["to-folder"], &["to-folder", "to-file.yaml"])).is_err());
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn a_stale_file_is_not_deleted_through_a_link() {
    let folder = tempdir().unwrap();
    let root = folder.path().join("out");
    render_plainly(&root, &tree(&[("a/b.yaml", "b"), ("c.yaml", "c"), ("d.yaml", "d")]));
    fs::rename(root.join("a"), folder.path().join("moved")).unwrap();
    symlink("../moved", root.join("a")).unwrap();
    fs::rename(root.join("c.yaml"), folder.path().join("c.yaml")).unwrap();
    symlink("../c.yaml", root.join("c.yaml")).unwrap();
    render_plainly(&root, &tree(&[("d.yaml", "d")]));
    assert_eq!(fs::read_to_string(folder.path().join("moved/b.yaml")).unwrap(), "b");
    assert_eq!(fs::read_to_string(folder.path().join("c.yaml")).unwrap(), "c");
    assert!(root.join("a").is_symlink() && root.join("c.yaml").is_symlink());
}

#[test]
fn folders_files_and_sockets_in_the_way_are_refused() {
    let folder = tempdir().unwrap();
    put(folder.path(), "file", "mine");
    put(folder.path(), "folder/mine.txt", "mine");
    fs::create_dir(folder.path().join("empty")).unwrap();
    let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
    let wanted = tree(&[("empty", "x"), ("file/below/it.yaml", "x"), ("folder", "x"), ("socket", "x")]);
    let found = check_without_picture(folder.path(), &wanted);
    assert_eq!(
        found,
        [
            "empty: a folder stands in its place",
            "file: a file stands where a folder must be",
            "folder: a folder stands in its place",
            "socket: neither a file nor a folder"
        ]
    );
    assert!(render(folder.path(), &wanted, &Consent::default()).is_err());
    assert_eq!(fs::read_to_string(folder.path().join("folder/mine.txt")).unwrap(), "mine");
}

fn check_without_picture(root: &std::path::Path, wanted: &aksgen::tree::Tree) -> Vec<String> {
    let output = Output::open(root).unwrap();
    let changes = output.compare(wanted, &Consent::default()).unwrap();
    let refusal = |change: &aksgen::output::Change<'_>| match &change.action {
        aksgen::output::Action::Foreign(obstacle) => format!("{}: {obstacle}", obstacle.place(&change.path)),
        other => panic!("{other:?}"),
    };
    changes.refused().map(refusal).collect()
}

#[test]
fn a_folder_of_ours_with_a_neighbours_file_does_not_become_a_file() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a/b.yaml", "b")]));
    let wanted = tree(&[("a", "file")]);
    assert_eq!(check(folder.path(), &wanted, &Consent::default()), ["a: Create", "a/b.yaml: Delete", "aksgen.lock: Update"]);
    put(folder.path(), "a/mine.txt", "mine");
    let before = picture(folder.path());
    assert_eq!(check(folder.path(), &wanted, &Consent::default())[0], "a: Foreign(Folder)");
    assert!(render(folder.path(), &wanted, &Consent::default()).is_err());
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn an_edited_file_does_not_become_a_folder() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a", "file")]));
    put(folder.path(), "a", "by hand");
    let wanted = tree(&[("a/b.yaml", "b")]);
    assert_eq!(check(folder.path(), &wanted, &Consent::default())[0], "a: Edited");
    assert!(render(folder.path(), &wanted, &Consent::default()).is_err());
    render(folder.path(), &wanted, &super::support::consent(&["a"], &[])).unwrap();
}

#[test]
fn our_own_names_are_not_followed_either() {
    for name in [".aksgen", "aksgen.lock"] {
        let folder = tempdir().unwrap();
        let (root, outside) = (folder.path().join("out"), folder.path().join("outside"));
        put(&outside, "mine.txt", "mine");
        fs::create_dir(&root).unwrap();
        symlink(&outside, root.join(name)).unwrap();
        let before = picture(folder.path());
        assert!(Output::open(&root).is_err(), "{name}");
        assert!(WritableOutput::open(&root, || {}).is_err(), "{name}");
        assert_eq!(picture(folder.path()), before, "{name}");
    }
    for name in ["turn", ".gitignore", "intent", "staged"] {
        let folder = tempdir().unwrap();
        let root = folder.path().join("out");
        put(folder.path(), "outside/mine.txt", "mine");
        fs::create_dir_all(root.join(".aksgen")).unwrap();
        let target = if name == "staged" { "../../outside" } else { "../../outside/mine.txt" };
        symlink(target, root.join(".aksgen").join(name)).unwrap();
        let _ = render(&root, &tree(&[("a.yaml", "a")]), &Consent::default());
        let outside = picture(&folder.path().join("outside"));
        assert_eq!(format!("{outside:?}"), r#"{"mine.txt": File { text: "mine", executable: false }}"#, "{name}");
    }
}

#[test]
fn what_others_keep_in_our_work_folder_stays() {
    let folder = tempdir().unwrap();
    for path in [".aksgen/mine.txt", ".aksgen/staged/mine.txt", ".aksgen/staged/17"] {
        put(folder.path(), path, "kept");
    }
    render_plainly(folder.path(), &tree(&[("a.yaml", "a")]));
    let left = picture(folder.path());
    assert!(left.contains_key(".aksgen/mine.txt") && left.contains_key(".aksgen/staged/mine.txt"), "{:?}", left.keys());
    assert!(!left.contains_key(".aksgen/staged/17") && !left.contains_key(".aksgen/turn"), "{:?}", left.keys());
}

#[test]
fn the_output_folder_itself_may_be_a_link_but_no_file() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    symlink("real", folder.path().join("link")).unwrap();
    render_plainly(&folder.path().join("link"), &tree(&[("a.yaml", "a")]));
    assert!(folder.path().join("real/a.yaml").is_file());
    put(folder.path(), "file", "mine");
    assert!(WritableOutput::open(&folder.path().join("file"), || {}).is_err());
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "mine");
}

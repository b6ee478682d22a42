//! What becomes of each file: hand edits, deletions, additions, modes, stale files.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::time::SystemTime;

use aksgen::output::{Consent, Summary};
use tempfile::tempdir;

use super::support::{self, check, expected, picture, put, render, render_plainly, tree};

#[test]
fn a_first_render_creates_and_a_second_touches_nothing() {
    let folder = tempdir().unwrap();
    let tree = tree(&[("a.yaml", "a"), ("b/c.sh", "c"), ("empty.txt", "")]);
    let nothing = Consent::default();
    assert_eq!(check(folder.path(), &tree, &nothing), ["a.yaml: Create", "b/c.sh: Create", "empty.txt: Create", "aksgen.lock: Create"]);
    assert_eq!(render_plainly(folder.path(), &tree), Summary { created: 3, ..Summary::default() });
    assert_eq!(picture(folder.path()), expected(&tree, &[]));
    let stamps = || {
        ["a.yaml", "b/c.sh", "empty.txt", "aksgen.lock", "b"].map(|path| {
            let metadata = fs::metadata(folder.path().join(path)).unwrap();
            (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
        })
    };
    let before = stamps();
    assert_eq!(render_plainly(folder.path(), &tree), Summary { unchanged: 3, ..Summary::default() });
    assert_eq!(stamps(), before);
    assert_eq!(check(folder.path(), &tree, &nothing), Vec::<String>::new());
}

#[test]
fn an_unchanged_file_is_not_even_opened_for_writing() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a.yaml", "a"), ("b.yaml", "b")]));
    let old = SystemTime::UNIX_EPOCH;
    fs::File::options().write(true).open(folder.path().join("a.yaml")).unwrap().set_modified(old).unwrap();
    let changed = tree(&[("a.yaml", "a"), ("b.yaml", "b changed")]);
    assert_eq!(render_plainly(folder.path(), &changed), Summary { updated: 1, unchanged: 1, ..Summary::default() });
    assert_eq!(fs::metadata(folder.path().join("a.yaml")).unwrap().modified().unwrap(), old);
}

#[test]
fn a_hand_edit_is_refused_before_anything_is_written() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a.yaml", "a"), ("b.yaml", "b"), ("stale.yaml", "s")]));
    put(folder.path(), "b.yaml", "by hand");
    put(folder.path(), "stale.yaml", "by hand");
    let before = picture(folder.path());
    let changed = tree(&[("a.yaml", "changed"), ("b.yaml", "b"), ("new/c.yaml", "c")]);
    let found = check(folder.path(), &changed, &Consent::default());
    assert_eq!(found, ["a.yaml: Update", "b.yaml: Edited", "new/c.yaml: Create", "stale.yaml: Edited", "aksgen.lock: Update"]);
    assert!(render(folder.path(), &changed, &Consent::default()).is_err());
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn what_render_would_write_is_never_edited_whatever_the_lock_says() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a.yaml", "a"), ("b.yaml", "b")]));
    put(folder.path(), "a.yaml", "new");
    put(folder.path(), "c.yaml", "c");
    let changed = tree(&[("a.yaml", "new"), ("b.yaml", "b"), ("c.yaml", "c")]);
    assert_eq!(check(folder.path(), &changed, &Consent::default()), ["aksgen.lock: Update"]);
    fs::remove_file(folder.path().join("aksgen.lock")).unwrap();
    assert_eq!(check(folder.path(), &changed, &Consent::default()), ["aksgen.lock: Create"]);
    assert_eq!(render_plainly(folder.path(), &changed), Summary { unchanged: 3, ..Summary::default() });
    assert_eq!(picture(folder.path()), expected(&changed, &[]));
}

#[test]
fn a_file_deleted_by_hand_comes_back() {
    let folder = tempdir().unwrap();
    let tree = tree(&[("a/b.yaml", "b"), ("c.yaml", "c")]);
    render_plainly(folder.path(), &tree);
    fs::remove_dir_all(folder.path().join("a")).unwrap();
    assert_eq!(check(folder.path(), &tree, &Consent::default()), ["a/b.yaml: Create"]);
    render_plainly(folder.path(), &tree);
    assert_eq!(picture(folder.path()), expected(&tree, &[]));
}

#[test]
fn stale_files_go_with_the_folders_that_held_nothing_else() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a/b/c.yaml", "c"), ("a/b/d.yaml", "d"), ("e/f/g.yaml", "g"), ("h.yaml", "h")]));
    put(folder.path(), "e/mine.txt", "mine");
    fs::create_dir_all(folder.path().join("empty/by/hand")).unwrap();
    let left = tree(&[("h.yaml", "h")]);
    assert_eq!(render_plainly(folder.path(), &left), Summary { deleted: 3, unchanged: 1, ..Summary::default() });
    fs::remove_dir(folder.path().join("empty/by/hand")).expect("a folder that is not ours stays");
    fs::remove_dir_all(folder.path().join("empty")).unwrap();
    assert_eq!(picture(folder.path()), expected(&left, &[("e/mine.txt", "mine")]));
}

#[test]
fn files_of_others_are_neither_touched_nor_reported() {
    let folder = tempdir().unwrap();
    let others = [("mine.txt", "mine"), ("a/mine.txt", "mine too"), (".aksgenrc", "mine")];
    let ours = tree(&[("a/ours.yaml", "ours")]);
    others.iter().for_each(|(path, text)| put(folder.path(), path, text));
    assert_eq!(check(folder.path(), &ours, &Consent::default()), ["a/ours.yaml: Create", "aksgen.lock: Create"]);
    render(folder.path(), &ours, &Consent::default().beside_others(true)).unwrap();
    assert_eq!(picture(folder.path()), expected(&ours, &others));
    render_plainly(folder.path(), &tree(&[]));
    assert_eq!(picture(folder.path()), expected(&tree(&[]), &others));
}

#[test]
fn a_wrong_executable_bit_is_an_update() {
    let folder = tempdir().unwrap();
    let tree = tree(&[("a.sh", "a"), ("b.yaml", "b")]);
    render_plainly(folder.path(), &tree);
    for (path, mode) in [("a.sh", 0o644), ("b.yaml", 0o755)] {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    assert_eq!(check(folder.path(), &tree, &Consent::default()), ["a.sh: Update", "b.yaml: Update"]);
    render_plainly(folder.path(), &tree);
    assert_eq!(picture(folder.path()), expected(&tree, &[]));
}

#[test]
fn a_file_system_on_which_everything_is_executable_differs_in_nothing() {
    let folder = tempdir().unwrap();
    let tree = tree(&[("a.sh", "a"), ("b.yaml", "b")]);
    render_plainly(folder.path(), &tree);
    for path in ["a.sh", "b.yaml", "aksgen.lock"] {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(0o777)).unwrap();
    }
    assert_eq!(check(folder.path(), &tree, &Consent::default()), Vec::<String>::new());
    let changed = support::tree(&[("a.sh", "a"), ("b.yaml", "changed")]);
    assert_eq!(check(folder.path(), &changed, &Consent::default()), ["b.yaml: Update", "aksgen.lock: Update"]);
}

#[test]
fn files_and_folders_change_places() {
    let folder = tempdir().unwrap();
    let (one, other) = (tree(&[("a", "file"), ("b/c/d", "d"), ("b/e", "e")]), tree(&[("a/b/c", "c"), ("b", "file")]));
    render_plainly(folder.path(), &one);
    render_plainly(folder.path(), &other);
    assert_eq!(picture(folder.path()), expected(&other, &[]));
    render_plainly(folder.path(), &one);
    assert_eq!(picture(folder.path()), expected(&one, &[]));
}

#[test]
fn check_reads_an_output_that_cannot_be_written_and_one_that_is_missing() {
    let folder = tempdir().unwrap();
    let tree = tree(&[("a/b.yaml", "b")]);
    assert_eq!(check(&folder.path().join("none/at/all"), &tree, &Consent::default()).len(), 2);
    render_plainly(folder.path(), &tree);
    for path in ["a", ""] {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(0o555)).unwrap();
    }
    assert_eq!(check(folder.path(), &tree, &Consent::default()), Vec::<String>::new());
    for path in ["", "a"] {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

//! The diff of a render, judged by git: applied to the old output it gives the new one.

use std::fs;
use std::path::Path;
use std::process::Command;

use aksgen::output::{Consent, Output};
use aksgen::tree::{Tree, TreePath};
use tempfile::tempdir;

use super::scenario::{after, before};
use super::support::{consent, picture, put, render_plainly, tree};

fn diff(root: &Path, tree: &Tree, consent: &Consent) -> String {
    let output = Output::open(root).unwrap();
    let changes = output.compare(tree, consent).unwrap();
    changes.iter().map(|change| output.diff(change).unwrap()).collect()
}

fn git_apply(root: &Path, patch: &str) {
    let file = root.with_extension("patch");
    fs::write(&file, patch).unwrap();
    let applied = Command::new("git").args(["apply", "--whitespace=nowarn"]).arg(&file).current_dir(root).output().unwrap();
    assert!(applied.status.success(), "{}\n{patch}", String::from_utf8_lossy(&applied.stderr));
}

#[test]
fn git_applies_the_diff_and_gets_what_render_writes() {
    let folder = tempdir().unwrap();
    let (patched, rendered) = (folder.path().join("patched"), folder.path().join("rendered"));
    let extra = |old: bool| {
        let text = |old_text: &str, new_text: &str| if old { old_text.to_owned() } else { new_text.to_owned() };
        let mut tree = if old { before() } else { after() };
        let long: String = (0..60).map(|line| if line % 20 == 7 { text("old\n", "new\n") } else { format!("line {line}\n") }).collect();
        for (path, text) in [
            ("no-newline.txt", text("a\nb", "a\nc")),
            ("with space.txt", text("a\n", "b\n")),
            ("emptied.txt", text("a\n", "")),
            ("filled.txt", text("", "a\n")),
            ("crlf.txt", text("a\r\nb\r\n", "a\r\nc\r\n")),
            ("long.txt", long),
        ] {
            tree.insert(TreePath::new(path).unwrap(), text).unwrap();
        }
        tree
    };
    for root in [&patched, &rendered] {
        render_plainly(root, &extra(true));
    }
    // A file that becomes a folder, and a folder that becomes a file, git takes in no order: they have a test above.
    let without_swaps = |tree: &Tree| {
        let mut left = Tree::new();
        for (path, artifact) in tree.iter().filter(|(path, _)| !path.as_str().starts_with("becomes")) {
            left.insert(path.clone(), artifact.bytes.clone()).unwrap();
        }
        left
    };
    for root in [&patched, &rendered] {
        render_plainly(root, &without_swaps(&extra(true)));
    }
    let new = without_swaps(&extra(false));
    git_apply(&patched, &diff(&patched, &new, &Consent::default()));
    render_plainly(&rendered, &new);
    assert_eq!(picture(&patched), picture(&rendered));
}

#[test]
fn a_mode_alone_is_a_diff_that_git_applies() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempdir().unwrap();
    let root = folder.path().join("out");
    let tree = tree(&[("a.sh", "echo\n")]);
    render_plainly(&root, &tree);
    let right = picture(&root);
    fs::set_permissions(root.join("a.sh"), fs::Permissions::from_mode(0o644)).unwrap();
    git_apply(&root, &diff(&root, &tree, &Consent::default()));
    assert_eq!(picture(&root), right);
}

#[test]
fn bytes_that_are_no_text_are_said_to_differ() {
    let folder = tempdir().unwrap();
    let mut wanted = tree(&[("nul.bin", "a\0b")]);
    wanted.insert(TreePath::new("latin1.txt").unwrap(), vec![b'a', 0xe9, b'\n']).unwrap();
    render_plainly(folder.path(), &tree(&[("latin1.txt", "a\n"), ("nul.bin", "a\0a")]));
    let text = diff(folder.path(), &wanted, &Consent::default());
    assert!(text.contains("Binary files a/latin1.txt and b/latin1.txt differ\n"), "{text}");
    assert!(text.contains("Binary files a/nul.bin and b/nul.bin differ\n"), "{text}");
}

#[test]
fn refused_files_show_what_render_would_do_to_them() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("edited.yaml", "ours\n")]));
    put(folder.path(), "edited.yaml", "by hand\n");
    put(folder.path(), "foreign.yaml", "foreign\n");
    put(folder.path(), "folder/inside", "mine");
    let wanted = tree(&[("edited.yaml", "ours\n"), ("folder", "x"), ("foreign.yaml", "render's\n")]);
    let text = diff(folder.path(), &wanted, &Consent::default());
    assert!(text.contains("-by hand\n+ours\n") && text.contains("-foreign\n+render's\n"), "{text}");
    assert!(!text.contains("b/folder"), "{text}");
    assert_eq!(diff(folder.path(), &tree(&[("edited.yaml", "by hand\n")]), &consent(&[], &[])).matches("diff --git").count(), 1);
}

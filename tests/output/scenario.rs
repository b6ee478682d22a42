//! One output with everything in it that a render must get right: files that come, change, go, give way to folders
//! and take their place, a script, hand-made neighbours, and what the user consents to.

use std::path::Path;

use aksgen::output::{Consent, Disk, Summary, WritableOutput};
use aksgen::tree::Tree;
use anyhow::Result;

use super::support::{Picture, consent, expected, put, render_plainly, tree};

/// Files of others, which no render may touch.
pub const OTHERS: [(&str, &str); 4] = [("notes.txt", "mine"), ("old/keep.txt", "mine too"), ("charts/web/mine.yaml", "my values"), (".gitignore", "*.bak\n")];

pub fn before() -> Tree {
    tree(&[
        ("README.md", "read me\n"),
        ("becomes-folder", "a file\n"),
        ("becomes-file/inner/one.yaml", "one\n"),
        ("becomes-file/two.yaml", "two\n"),
        ("charts/web/values.yaml", "replicas: 1\n"),
        ("edited.yaml", "as rendered\n"),
        ("infra/deploy.sh", "echo one\n"),
        ("kept-by-the-third.yaml", "one\n"),
        ("old/deep/gone.yaml", "gone\n"),
        ("old/gone.yaml", "gone\n"),
        ("same.yaml", "same\n"),
        ("vanishes/only.yaml", "gone\n"),
    ])
}

pub fn after() -> Tree {
    tree(&[
        ("README.md", "read me again\n"),
        ("adopted.yaml", "ours now\n"),
        ("becomes-folder/now/inside.yaml", "inside\n"),
        ("becomes-file", "a file now\n"),
        ("charts/web/values.yaml", "replicas: 2\n"),
        ("charts/web/templates/new.yaml", "new\n"),
        ("edited.yaml", "rendered anew\n"),
        ("infra/deploy.sh", "echo two\n"),
        ("infra/new/first.sh", "echo first\n"),
        ("kept-by-the-third.yaml", "two\n"),
        ("same.yaml", "same\n"),
    ])
}

pub fn third() -> Tree {
    tree(&[
        ("adopted.yaml", "the third's\n"),
        ("becomes-folder/now", "a file after a folder\n"),
        ("charts/web/values.yaml", "replicas: 3\n"),
        ("edited.yaml", "rendered a third time\n"),
        ("kept-by-the-third.yaml", "two\n"),
        ("third/only.yaml", "third\n"),
        ("same.yaml", "same\n"),
    ])
}

/// What the user lets go.
pub fn agreed() -> Consent {
    consent(&["edited.yaml"], &["adopted.yaml"])
}

/// The disk before the render that is disturbed.
pub fn set_up(root: &Path) {
    render_plainly(root, &before());
    for (path, text) in OTHERS.into_iter().chain([("edited.yaml", "by hand\n"), ("adopted.yaml", "not ours\n")]) {
        put(root, path, text);
    }
}

/// The disk after a render of `tree` that was not disturbed.
pub fn outcome(tree: &Tree) -> Picture {
    expected(tree, &OTHERS)
}

pub fn render_on(disk: impl Disk, root: &Path, tree: &Tree) -> Result<Summary> {
    let output = WritableOutput::open_on(disk, root, || {})?;
    let changes = output.compare(tree, &agreed())?;
    output.apply(&changes)
}

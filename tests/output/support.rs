//! Trees from pairs of path and text, and a picture of a whole folder.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use aksgen::output::{Action, ChangeSet, Consent, Output, Summary, WritableOutput};
use aksgen::tree::{Tree, TreePath};
use anyhow::Result;
use walkdir::WalkDir;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    File { text: String, executable: bool },
    Folder,
    Link(String),
}

/// Everything below a folder, by relative path; links are not followed.
pub type Picture = BTreeMap<String, Entry>;

pub fn picture(root: &Path) -> Picture {
    let mut picture = Picture::new();
    for entry in WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path();
        let kind = entry.file_type();
        let what = if kind.is_dir() {
            Entry::Folder
        } else if kind.is_symlink() {
            Entry::Link(fs::read_link(path).unwrap().display().to_string())
        } else {
            let executable = fs::metadata(path).unwrap().permissions().mode() & 0o100 != 0;
            Entry::File { text: String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned(), executable }
        };
        picture.insert(path.strip_prefix(root).unwrap().display().to_string(), what);
    }
    picture
}

/// What must stand in a folder: the files of a tree, files of others, and a lock that names the tree's.
pub fn expected(tree: &Tree, others: &[(&str, &str)]) -> Picture {
    let mut picture = Picture::new();
    let mut lock = format!("# aksgen {}\n", env!("CARGO_PKG_VERSION"));
    for (path, artifact) in tree {
        lock += &format!("{}  {path}\n", aksgen::output::Digest::of(&artifact.bytes));
        let text = String::from_utf8_lossy(&artifact.bytes).into_owned();
        add(&mut picture, path.as_str(), text, artifact.executable);
    }
    for (path, text) in others {
        add(&mut picture, path, (*text).to_owned(), false);
    }
    add(&mut picture, "aksgen.lock", lock, false);
    picture
}

fn add(picture: &mut Picture, path: &str, text: String, executable: bool) {
    for folder in Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new("")) {
        picture.insert(folder.display().to_string(), Entry::Folder);
    }
    assert_eq!(picture.insert(path.to_owned(), Entry::File { text, executable }), None, "{path} twice");
}

pub fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        tree.insert(TreePath::new(*path).unwrap(), *text).unwrap();
    }
    tree
}

pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub fn consent(force: &[&str], adopt: &[&str]) -> Consent {
    Consent::new(force, adopt).unwrap()
}

pub fn render(root: &Path, tree: &Tree, consent: &Consent) -> Result<Summary> {
    let output = WritableOutput::open(root, || {})?;
    let changes = output.compare(tree, consent)?;
    output.apply(&changes)
}

/// Renders with no consent, which must do.
pub fn render_plainly(root: &Path, tree: &Tree) -> Summary {
    render(root, tree, &Consent::default()).unwrap()
}

/// What `check` finds, as `path: Action`, files that stay left out.
pub fn check(root: &Path, tree: &Tree, consent: &Consent) -> Vec<String> {
    let before = root.exists().then(|| picture(root));
    let output = Output::open(root).unwrap();
    let found = said(&output.compare(tree, consent).unwrap());
    assert_eq!(root.exists().then(|| picture(root)), before, "check wrote");
    found
}

pub fn said(changes: &ChangeSet<'_>) -> Vec<String> {
    let differing = changes.iter().filter(|change| change.action != Action::Unchanged);
    differing.map(|change| format!("{}: {:?}", change.path, change.action)).collect()
}

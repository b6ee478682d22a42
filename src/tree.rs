//! The files that a blueprint renders to: a sorted map from relative path to bytes.

use std::borrow::Borrow;
use std::collections::btree_map::{self, BTreeMap};
use std::collections::hash_map::{Entry, HashMap};
use std::error::Error;
use std::fmt;

/// Where a file stands below the output root: `/`-separated, relative, and the same on every file system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(String);

impl TreePath {
    /// # Errors
    /// [`PathFault::Illegal`] for an empty path, an empty, `.`, `..` or `.git` segment (so also for a leading or a
    /// trailing `/`), a backslash or a control character.
    pub fn new(path: impl Into<String>) -> Result<Self, PathFault> {
        let path = path.into();
        match path.split('/').find_map(segment_fault) {
            _ if path.contains(char::is_control) => Err(PathFault::Illegal { path, why: "a control character" }),
            _ if path.contains('\\') => Err(PathFault::Illegal { path, why: "a backslash" }),
            Some(why) => Err(PathFault::Illegal { path, why }),
            None => Ok(Self(path)),
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders that hold it, outermost first: `a/b/c` stands in `a` and `a/b`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(end, _)| &self.0[..end])
    }

    /// Whether `self` is `other` or a folder that holds it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn segment_fault(segment: &str) -> Option<&'static str> {
    match segment {
        "" => Some("an empty segment"),
        "." | ".." => Some("a segment that leads elsewhere"),
        _ if segment.eq_ignore_ascii_case(".git") => Some("a folder of git's"),
        _ => None,
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for TreePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    pub bytes: Vec<u8>,
    /// Set for shell scripts, that is for paths that end in `.sh`.
    pub executable: bool,
}

/// Every file of one output, in the byte order of their paths, which fit together on every file system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    artifacts: BTreeMap<TreePath, Artifact>,
    /// Each file and each folder by its name in lower case, as a file system that ignores case sees it.
    names: HashMap<String, Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    spelling: String,
    folder: bool,
}

impl Tree {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// # Errors
    /// [`PathFault::Clash`] when the path is taken, differs from another file or folder in case only, or makes a
    /// folder of a file or a file of a folder; [`PathFault::Reserved`] for a name that aksgen keeps for itself.
    /// A refused path leaves the tree as it was.
    pub fn insert(&mut self, path: TreePath, bytes: impl Into<Vec<u8>>) -> Result<(), PathFault> {
        if is_reserved(&path) {
            return Err(PathFault::Reserved(path));
        }
        let file = Name { spelling: path.as_str().to_owned(), folder: false };
        let folders: Vec<&str> = path.folders().collect();
        // A folder that stands has been found to fit, and so has all that holds it.
        let standing = folders.iter().rposition(|folder| self.has_folder(folder)).map_or(0, |at| at + 1);
        let folders = folders.into_iter().skip(standing).map(|folder| Name { spelling: folder.to_owned(), folder: true });
        let names: Vec<Name> = folders.chain([file]).collect();
        for name in &names {
            if let Some(other) = self.names.get(&name.spelling.to_lowercase())
                && (other != name || !name.folder)
            {
                return Err(PathFault::Clash { path, other: other.spelling.clone() });
            }
        }
        for name in names {
            if let Entry::Vacant(place) = self.names.entry(name.spelling.to_lowercase()) {
                place.insert(name);
            }
        }
        let executable = path.as_str().ends_with(".sh");
        self.artifacts.insert(path, Artifact { bytes: bytes.into(), executable });
        Ok(())
    }

    fn has_folder(&self, spelling: &str) -> bool {
        self.names.get(&spelling.to_lowercase()).is_some_and(|name| name.folder && name.spelling == spelling)
    }

    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Artifact> {
        self.artifacts.get(path)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.artifacts.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.artifacts.is_empty()
    }

    /// In the byte order of the paths.
    pub fn iter(&self) -> btree_map::Iter<'_, TreePath, Artifact> {
        self.artifacts.iter()
    }
}

impl<'t> IntoIterator for &'t Tree {
    type Item = (&'t TreePath, &'t Artifact);
    type IntoIter = btree_map::Iter<'t, TreePath, Artifact>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Whether aksgen keeps the path for its own bookkeeping: `aksgen.lock` and everything in `.aksgen/`.
pub(crate) fn is_reserved(path: &TreePath) -> bool {
    let first = path.as_str().split('/').next().unwrap_or_default();
    first.eq_ignore_ascii_case("aksgen.lock") || first.eq_ignore_ascii_case(".aksgen")
}

/// Why a path cannot stand in a [`Tree`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathFault {
    Illegal { path: String, why: &'static str },
    Reserved(TreePath),
    Clash { path: TreePath, other: String },
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Illegal { path, why } => write!(f, "the path {path:?} has {why}"),
            Self::Reserved(path) => write!(f, "aksgen keeps the name {path} for itself"),
            Self::Clash { path, other } if path.as_str() == other => write!(f, "two files are both named {path}"),
            Self::Clash { path, other } => write!(f, "{path} and {other} cannot stand in one folder tree"),
        }
    }
}

impl Error for PathFault {}

//! What a render would do to each file: the comparison of a tree, what is ours, and what stands on the disk.

use std::borrow::Cow;
use std::fmt;

use super::consent::Consent;
use super::digest::Digest;
use super::folders::FolderChanges;
use super::ownership::Ownership;
use super::snapshot::{Found, Place, Snapshot, Wanted};
use super::version::Version;
use crate::tree::{Artifact, TreePath};

/// What a render does to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is not there.
    Create,
    /// It is ours and other than it should be, in its bytes or its executable bit; or the user consented.
    Update,
    /// It is ours as we wrote it, and no longer rendered; or the user consented.
    Delete,
    /// It is as render would write it, whoever wrote it.
    Unchanged,
    /// Refused: it is ours and somebody edited it.
    Edited,
    /// Refused: something that is not ours is in the way.
    Foreign(Obstacle),
}

/// What is in the way of a file of ours, and where: at its path, or in the place of one of its folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A regular file at the path itself: the one kind that `--adopt` takes over.
    File,
    /// A folder that holds, or is, something that is not ours.
    Folder,
    /// A file that stands where a folder must be.
    FileAsFolder(String),
    /// A symbolic link, wherever it leads.
    Link(String),
    /// A pipe, a socket or a device.
    Special(String),
}

impl Obstacle {
    /// Where it stands: at the path of a file itself, or at a folder above it, where it is in the way of all that lies below.
    pub fn place<'a>(&'a self, path: &'a TreePath) -> &'a str {
        match self {
            Self::File | Self::Folder => path.as_str(),
            Self::FileAsFolder(at) | Self::Link(at) | Self::Special(at) => at,
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("a file that aksgen did not write"),
            Self::Folder => f.write_str("a folder stands in its place"),
            Self::FileAsFolder(_) => f.write_str("a file stands where a folder must be"),
            Self::Link(_) => f.write_str("a symbolic link, and aksgen follows none"),
            Self::Special(_) => f.write_str("neither a file nor a folder"),
        }
    }
}

/// One file of the output and what becomes of it.
#[derive(Clone, Debug)]
pub struct Change<'t> {
    pub path: TreePath,
    pub action: Action,
    /// What render would write; none for a stale file.
    pub artifact: Option<Cow<'t, Artifact>>,
    /// The digest of `artifact`.
    pub(super) new: Option<Digest>,
    /// The digest of the regular file on the disk.
    pub(super) old: Option<Digest>,
    /// Whether `old` is from us, so that no consent is needed to replace it.
    pub(super) ours: bool,
}

impl Change<'_> {
    /// Whether the file must be settled by a person first.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.action, Action::Edited | Action::Foreign(_))
    }
}

/// All changes that lead from the disk to a tree; a value, which nothing has carried out.
#[derive(Debug)]
pub struct ChangeSet<'t> {
    /// Every file of the tree and every stale file, in the byte order of their paths, then `aksgen.lock`.
    pub(super) changes: Vec<Change<'t>>,
    pub(super) folders: FolderChanges,
    pub(super) strangers: Vec<String>,
    pub(super) upgraded_from: Option<Version>,
    pub(super) merged: bool,
}

impl<'t> ChangeSet<'t> {
    /// Every file of the tree and every stale one, in the byte order of their paths; `aksgen.lock` comes last.
    pub fn iter(&self) -> impl Iterator<Item = &Change<'t>> {
        self.changes.iter()
    }

    /// What a person must settle before anything is written.
    pub fn refused(&self) -> impl Iterator<Item = &Change<'t>> {
        self.iter().filter(|change| change.is_refused())
    }

    /// What stands in the folder of a first render and is none of the output's: a person says first whether it is to go beside it.
    #[must_use]
    pub fn strangers(&self) -> &[String] {
        &self.strangers
    }

    /// Whether the disk differs from what render would leave; `check` and `diff` say so by their exit code.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.iter().any(|change| change.action != Action::Unchanged)
    }

    /// The older version that wrote the output, when this render would raise it.
    #[must_use]
    pub fn upgraded_from(&self) -> Option<&Version> {
        self.upgraded_from.as_ref()
    }

    /// Whether `aksgen.lock` holds conflict markers of a merge; render makes it anew.
    #[must_use]
    pub fn lock_was_merged(&self) -> bool {
        self.merged
    }
}

/// Decides every file but `aksgen.lock`.
pub(super) fn decide<'t>(wanted: &[Wanted<'_, 't>], snapshot: &Snapshot, ownership: &Ownership<'_>, consent: &Consent) -> Vec<Change<'t>> {
    let decide = |(one, found): (&Wanted<'_, 't>, &Found)| {
        let old = match found {
            Found::File { digest, .. } => Some(*digest),
            _ => None,
        };
        let ours = old.is_some_and(|digest| ownership.wrote(one.path, digest));
        let action = match one.artifact {
            Some((artifact, digest)) => rendered(one.path, artifact, digest, found, ownership, consent),
            // Where nothing of ours stands any more there is nothing to do.
            None if !ownership.is_stale(one.path.as_str()) => return None,
            None if ours || consent.forces(one.path) => Action::Delete,
            None => Action::Edited,
        };
        let artifact = one.artifact.map(|(artifact, _)| Cow::Borrowed(artifact));
        let new = one.artifact.map(|(_, digest)| digest);
        Some(Change { path: one.path.clone(), action, artifact, new, old, ours })
    };
    wanted.iter().zip(&snapshot.files).filter_map(decide).collect()
}

fn rendered(path: &TreePath, artifact: &Artifact, new: Digest, found: &Found, ownership: &Ownership<'_>, consent: &Consent) -> Action {
    match found {
        Found::Nothing => Action::Create,
        Found::File { digest, executable } if *digest == new => {
            let right = executable.is_none_or(|bit| bit == artifact.executable);
            if right { Action::Unchanged } else { Action::Update }
        }
        Found::File { digest, .. } if ownership.wrote(path, *digest) => Action::Update,
        Found::File { .. } if ownership.lists(path) => {
            if consent.forces(path) {
                Action::Update
            } else {
                Action::Edited
            }
        }
        Found::File { .. } if consent.adopts(path) => Action::Update,
        Found::File { .. } => Action::Foreign(Obstacle::File),
        Found::Folder(inside) if ownership.vacates(path.as_str(), inside) => Action::Create,
        Found::Folder(_) => Action::Foreign(Obstacle::Folder),
        Found::Blocked { at, by: Place::File } if ownership.is_stale(at) => Action::Create,
        Found::Blocked { at, by: Place::File } => Action::Foreign(Obstacle::FileAsFolder(at.clone())),
        Found::Blocked { at, by: Place::Link } => Action::Foreign(Obstacle::Link(at.clone())),
        Found::Blocked { at, .. } => Action::Foreign(Obstacle::Special(at.clone())),
    }
}

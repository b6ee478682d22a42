//! Which files and folders of the output are ours, and which of them are stale.

use std::collections::HashSet;

use super::digest::Digest;
use super::lock::Entries;
use super::snapshot::{Found, Snapshot, Wanted};
use crate::tree::TreePath;

/// Ours is what the lock lists, and of what a killed render meant to do, the files that hold what it meant them to.
pub(super) struct Ownership<'p> {
    listed: &'p Entries,
    intended: &'p Entries,
    /// Regular files that are ours and no longer rendered.
    stale: HashSet<&'p str>,
    /// Folders in which only files that are no longer rendered were ours.
    vacated: HashSet<&'p str>,
}

impl<'p> Ownership<'p> {
    pub fn new(wanted: &[Wanted<'p, '_>], snapshot: &Snapshot, listed: &'p Entries, intended: &'p Entries) -> Self {
        let used: HashSet<&str> = wanted.iter().filter(|one| one.artifact.is_some()).flat_map(|one| one.path.folders()).collect();
        let mut ownership = Self { listed, intended, stale: HashSet::new(), vacated: HashSet::new() };
        for (one, found) in wanted.iter().zip(&snapshot.files).filter(|(one, _)| one.artifact.is_none()) {
            ownership.vacated.extend(one.path.folders().filter(|folder| !used.contains(folder)));
            if let Found::File { digest, .. } = found
                && (ownership.lists(one.path) || ownership.wrote(one.path, *digest))
            {
                ownership.stale.insert(one.path.as_str());
            }
        }
        ownership
    }

    /// Whether the lock names the file.
    pub fn lists(&self, path: &TreePath) -> bool {
        self.listed.contains_key(path)
    }

    /// Whether what the file holds is from us.
    pub fn wrote(&self, path: &TreePath, digest: Digest) -> bool {
        let named = |entries: &Entries| entries.get(path).is_some_and(|digests| digests.contains(&digest));
        named(self.listed) || named(self.intended)
    }

    pub fn is_stale(&self, path: &str) -> bool {
        self.stale.contains(path)
    }

    /// Whether nothing is left of a folder once the stale files are gone.
    pub fn vacates(&self, folder: &str, inside: &[String]) -> bool {
        let goes = |path: &str| self.stale.contains(path) || self.vacated.contains(path);
        goes(folder) && inside.iter().all(|path| goes(path))
    }

    pub fn vacated(&self) -> impl Iterator<Item = &'p str> {
        self.vacated.iter().copied()
    }
}

//! Which folders come and go with the files.

use std::collections::BTreeSet;

use super::changes::{Action, Change};
use super::ownership::Ownership;
use super::snapshot::{Place, Snapshot};

#[derive(Debug, Default)]
pub(super) struct FolderChanges {
    /// To make before anything else changes, outer ones first.
    pub new: Vec<String>,
    /// To make once the stale file in the place of one of them is deleted, outer ones first.
    pub new_after_deletes: Vec<String>,
    /// To remove if they are empty, inner ones first: folders in which only stale files of ours were.
    pub vacated: Vec<String>,
}

impl FolderChanges {
    pub fn of(changes: &[Change<'_>], snapshot: &Snapshot, ownership: &Ownership<'_>) -> Self {
        let created = changes.iter().filter(|change| change.action == Action::Create);
        let folders: BTreeSet<&str> = created.flat_map(|change| change.path.folders()).collect();
        let missing = folders.into_iter().filter(|folder| snapshot.folders.get(*folder) != Some(&Place::Folder));
        let (late, early): (Vec<_>, Vec<_>) = missing.partition(|folder| follows_a_file(folder, snapshot));
        let mut vacated: Vec<&str> = ownership.vacated().filter(|folder| snapshot.folders.get(*folder) == Some(&Place::Folder)).collect();
        vacated.sort_unstable_by(|one, other| other.cmp(one));
        let owned = |folders: Vec<&str>| folders.into_iter().map(str::to_owned).collect();
        Self { new: owned(early), new_after_deletes: owned(late), vacated: owned(vacated) }
    }
}

/// Whether a file stands in the place of the folder, or of one that holds it.
fn follows_a_file(folder: &str, snapshot: &Snapshot) -> bool {
    let outer = folder.match_indices('/').map(|(end, _)| &folder[..end]);
    outer.chain([folder]).any(|part| snapshot.folders.get(part) == Some(&Place::File))
}

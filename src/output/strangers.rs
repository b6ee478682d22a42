//! What stands in a folder into which nothing was rendered yet: somebody's files, among which an output would be lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::lock;
use super::snapshot::Wanted;

/// Files and folders that are none of the output's, the outermost of them, sorted. What a name with a dot hides (`.git`) is not looked at.
pub(super) fn strangers(root: &Path, wanted: &[Wanted<'_, '_>]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if root.is_dir() {
        let files = wanted.iter().map(|one| one.path.as_str()).chain([lock::NAME]).collect();
        let folders = wanted.iter().flat_map(|one| one.path.folders()).collect();
        list(root, "", &files, &folders, &mut found)?;
    }
    found.sort_unstable();
    Ok(found)
}

fn list(root: &Path, folder: &str, files: &BTreeSet<&str>, folders: &BTreeSet<&str>, found: &mut Vec<String>) -> Result<()> {
    let cannot = || format!("cannot list {}", root.join(folder).display());
    for entry in fs::read_dir(root.join(folder)).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        // In the place of a file or a folder of ours it is judged with that.
        if name.starts_with('.') || files.contains(path.as_str()) {
            continue;
        }
        match folders.contains(path.as_str()) {
            true if entry.file_type().with_context(cannot)?.is_dir() => list(root, &path, files, folders, found)?,
            true => {}
            false => found.push(path),
        }
    }
    Ok(())
}

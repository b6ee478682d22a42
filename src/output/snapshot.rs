//! What stands on the disk in the places that concern us, read without following a link.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use anyhow::{Context as _, Result};

use super::digest::Digest;
use crate::parallel;
use crate::tree::{Artifact, TreePath};

/// What a name stands for, a link being a link wherever it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Nothing,
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What stands at the path of a file.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    /// `executable` is unknown where the file system has no such bit.
    File {
        digest: Digest,
        executable: Option<bool>,
    },
    /// A folder, with everything below it.
    Folder(Vec<String>),
    /// A link or a special file, at the path itself (`at` equals it) or at the place of one of its folders, where it
    /// may be a regular file too.
    Blocked {
        at: String,
        by: Place,
    },
}

/// A path to look at, with what render would write there.
pub(super) struct Wanted<'p, 't> {
    pub path: &'p TreePath,
    pub artifact: Option<(&'t Artifact, Digest)>,
}

#[derive(Debug)]
pub(super) struct Snapshot {
    /// One for each path that was wanted, in their order.
    pub files: Vec<Found>,
    /// Each folder of a path that was wanted; below anything but a folder there is nothing.
    pub folders: BTreeMap<String, Place>,
}

impl Snapshot {
    /// `has_bits` says whether the file system has executable bits.
    pub fn read(root: &Path, wanted: &[Wanted<'_, '_>], has_bits: bool) -> Result<Self> {
        let folders = read_folders(root, wanted)?;
        let files = parallel::each(wanted, |one| read_file(root, &folders, one, has_bits))?;
        Ok(Self { files, folders })
    }
}

fn read_folders(root: &Path, wanted: &[Wanted<'_, '_>]) -> Result<BTreeMap<String, Place>> {
    let mut folders: BTreeMap<String, Place> = BTreeMap::new();
    let root_place = if root.is_dir() { Place::Folder } else { Place::Nothing };
    for one in wanted {
        let mut above = root_place;
        for folder in one.path.folders() {
            if let Some(known) = folders.get(folder) {
                above = *known;
                continue;
            }
            if above == Place::Folder {
                above = look(&root.join(folder))?.0;
            } else {
                above = Place::Nothing;
            }
            folders.insert(folder.to_owned(), above);
        }
    }
    Ok(folders)
}

fn read_file(root: &Path, folders: &BTreeMap<String, Place>, wanted: &Wanted<'_, '_>, has_bits: bool) -> Result<Found> {
    for folder in wanted.path.folders() {
        match folders.get(folder) {
            Some(Place::Folder) => {}
            Some(Place::Nothing) | None => return Ok(Found::Nothing),
            Some(by) => return Ok(Found::Blocked { at: folder.to_owned(), by: *by }),
        }
    }
    let path = root.join(wanted.path.as_str());
    Ok(match look(&path)? {
        (Place::File, Some(metadata)) => {
            let bytes = read_whole(&path, metadata.len()).with_context(|| format!("cannot read {}", path.display()))?;
            let digest = match wanted.artifact {
                Some((artifact, digest)) if artifact.bytes == bytes => digest,
                _ => Digest::of(&bytes),
            };
            Found::File { digest, executable: executable(&metadata).filter(|_| has_bits) }
        }
        (Place::Folder, _) => {
            let mut inside = Vec::new();
            list(root, wanted.path.as_str(), &mut inside)?;
            Found::Folder(inside)
        }
        (Place::Nothing, _) => Found::Nothing,
        (by, _) => Found::Blocked { at: wanted.path.to_string(), by },
    })
}

/// One read where the length is as it was found; [`fs::read`] asks for the length again and reads twice.
fn read_whole(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let mut bytes = vec![0; length.saturating_add(1)];
    if File::open(path)?.read(&mut bytes)? != length {
        return fs::read(path);
    }
    bytes.truncate(length);
    Ok(bytes)
}

/// Everything below a folder, as paths from the root.
fn list(root: &Path, folder: &str, inside: &mut Vec<String>) -> Result<()> {
    let cannot = || format!("cannot list {}", root.join(folder).display());
    for entry in fs::read_dir(root.join(folder)).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().with_context(cannot)?.is_dir() {
            list(root, &path, inside)?;
        }
        inside.push(path);
    }
    Ok(())
}

/// Looks at a name without following a link.
pub(super) fn look(path: &Path) -> Result<(Place, Option<Metadata>)> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok((Place::Nothing, None));
        }
        Err(error) => return Err(error).with_context(|| format!("cannot look at {}", path.display())),
    };
    let kind = metadata.file_type();
    let place = match (kind.is_file(), kind.is_dir(), kind.is_symlink()) {
        (true, _, _) => Place::File,
        (_, true, _) => Place::Folder,
        (_, _, true) => Place::Link,
        _ => Place::Other,
    };
    Ok((place, Some(metadata)))
}

#[cfg(unix)]
pub(super) fn executable(metadata: &Metadata) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(metadata.permissions().mode() & 0o100 != 0)
}

#[cfg(not(unix))]
pub(super) fn executable(_metadata: &Metadata) -> Option<bool> {
    None
}

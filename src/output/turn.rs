//! The turn to write: `.aksgen/`, which stands in the output while a render runs and after one was killed.
//!
//! | name | what |
//! | --- | --- |
//! | `.gitignore` | hides the folder from git |
//! | `turn` | carries the OS lock; it is never renamed |
//! | `staged/` | files written and not yet in their place |
//! | `intent` | the record of intent: what the files in change may hold |

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::disk::Disk;
use super::snapshot::{Place, look};

/// How often the folder may vanish under us because another render ends, before we call it an error.
const ATTEMPTS: usize = 10_000;

pub(super) fn workshop(root: &Path) -> PathBuf {
    root.join(".aksgen")
}

pub(super) fn intent(root: &Path) -> PathBuf {
    workshop(root).join("intent")
}

pub(super) fn staged(root: &Path) -> PathBuf {
    workshop(root).join("staged")
}

fn turn_file(root: &Path) -> PathBuf {
    workshop(root).join("turn")
}

/// Holds other renders off until it is dropped; then what it left in `.aksgen/` goes, the record of intent apart.
#[derive(Debug)]
pub(super) struct Turn<D: Disk> {
    pub disk: D,
    root: PathBuf,
    /// Folders that were made for the root to stand in, and the root, outer ones first.
    made: Vec<PathBuf>,
    _held: File,
}

impl<D: Disk> Turn<D> {
    /// Waits for another render to end; `on_wait` is called once before. Then clears away what a kill left.
    pub fn take(disk: D, root: &Path, on_wait: impl FnOnce()) -> Result<Self> {
        let mut on_wait = Some(on_wait);
        let mut made = Vec::new();
        for _ in 0..ATTEMPTS {
            match claim(&disk, root, &mut made, &mut on_wait) {
                Ok(Some(held)) => {
                    let turn = Self { disk, root: root.to_owned(), made, _held: held };
                    turn.hide_from_git()?;
                    turn.clear_staged()?;
                    return Ok(turn);
                }
                // The render that we waited for has taken the folder away at its end.
                Ok(None) => {}
                Err(error) => {
                    let _ = disk.remove_folder(&workshop(root));
                    remove_made(&disk, &made);
                    return Err(error);
                }
            }
        }
        bail!("cannot keep hold of {}: it is removed again and again", workshop(root).display())
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    fn hide_from_git(&self) -> Result<()> {
        const EVERYTHING: &[u8] = b"*\n";
        let path = workshop(&self.root).join(".gitignore");
        let cannot = || format!("cannot write {}", path.display());
        if look(&path)?.0 == Place::File && fs::read(&path).with_context(cannot)? == EVERYTHING {
            return Ok(());
        }
        unless(ErrorKind::NotFound, self.disk.remove_file(&path)).with_context(cannot)?;
        let mut file = self.disk.create_file(&path, false).with_context(cannot)?;
        self.disk.write(&mut file, EVERYTHING).with_context(cannot)
    }

    /// Removes left-over temporaries: files of the names that we give, and nothing else.
    fn clear_staged(&self) -> Result<()> {
        let folder = staged(&self.root);
        if !folder_stands(&folder)? {
            return Ok(());
        }
        let cannot = || format!("cannot clear {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            let name = entry.file_name();
            if name.as_encoded_bytes().iter().all(u8::is_ascii_digit) {
                self.disk.remove_file(&entry.path()).with_context(cannot)?;
            }
        }
        unless(ErrorKind::DirectoryNotEmpty, self.disk.remove_folder(&folder)).with_context(cannot)
    }

    /// Puts away what this turn made; a record of intent stays, for it says what is ours, hidden from git.
    fn clear(&self) -> Result<()> {
        self.clear_staged()?;
        // Elsewhere the two files stay for good: whether the locked one is still the same cannot be told there.
        if cfg!(unix) {
            let folder = workshop(&self.root);
            if look(&intent(&self.root))?.0 == Place::Nothing {
                unless(ErrorKind::NotFound, self.disk.remove_file(&folder.join(".gitignore")))?;
            }
            unless(ErrorKind::NotFound, self.disk.remove_file(&turn_file(&self.root)))?;
            unless(ErrorKind::DirectoryNotEmpty, self.disk.remove_folder(&folder))?;
        }
        Ok(())
    }
}

impl<D: Disk> Drop for Turn<D> {
    fn drop(&mut self) {
        // What cannot be put away now is put away by the next render.
        if self.clear().is_ok() {
            remove_made(&self.disk, &self.made);
        }
    }
}

/// Waits until no render is under way and holds renders off; makes nothing. None where no render is or was killed.
pub(super) fn watch(root: &Path) -> Result<Option<File>> {
    let path = turn_file(root);
    for _ in 0..ATTEMPTS {
        if !folder_stands(&workshop(root))? || !is_taken(root)? {
            return Ok(None);
        }
        let Some(file) = open_regular(&path, || File::open(&path))? else { continue };
        file.lock_shared().with_context(|| format!("cannot lock {}", path.display()))?;
        if is_still(&file, &path)? {
            return Ok(Some(file));
        }
    }
    bail!("cannot keep hold of {}: it is removed again and again", path.display())
}

/// Whether a render is under way or was killed.
pub(super) fn is_taken(root: &Path) -> Result<bool> {
    Ok(look(&turn_file(root))?.0 != Place::Nothing)
}

/// One attempt; none when the folder went away meanwhile.
fn claim<D: Disk>(disk: &D, root: &Path, made: &mut Vec<PathBuf>, on_wait: &mut Option<impl FnOnce()>) -> Result<Option<File>> {
    make_root(disk, root, made)?;
    let folder = workshop(root);
    let cannot = || format!("cannot write in {}", folder.display());
    match disk.create_folder(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => unless(ErrorKind::AlreadyExists, other).with_context(cannot)?,
    }
    if !folder_stands(&folder)? {
        return Ok(None);
    }
    hold(disk, &turn_file(root), || {
        if let Some(on_wait) = on_wait.take() {
            on_wait();
        }
    })
}

/// Locks a file, which is made where it is missing, once its last holder lets go of it; none when that one has removed or renamed it.
pub(super) fn hold(disk: &impl Disk, path: &Path, on_wait: impl FnOnce()) -> Result<Option<File>> {
    let Some(file) = open_regular(path, || disk.open_to_lock(path))? else { return Ok(None) };
    let cannot = || format!("cannot lock {}", path.display());
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            on_wait();
            file.lock().with_context(cannot)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
    }
    Ok(is_still(&file, path)?.then_some(file))
}

fn make_root(disk: &impl Disk, root: &Path, made: &mut Vec<PathBuf>) -> Result<()> {
    let missing: Vec<&Path> = root.ancestors().take_while(|path| !path.is_dir() && **path != *Path::new("")).collect();
    for path in missing.into_iter().rev() {
        match disk.create_folder(path) {
            Ok(()) => made.push(path.to_owned()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("{} is no folder, and must be one", path.display()),
            Err(error) => return Err(error).with_context(|| format!("cannot make the folder {}", path.display())),
        }
    }
    Ok(())
}

/// Takes away the folders that were made for the root, as far as nothing has come into them.
fn remove_made(disk: &impl Disk, made: &[PathBuf]) {
    for path in made.iter().rev() {
        if disk.remove_folder(path).is_err() {
            break;
        }
    }
}

/// # Errors
/// Anything but a folder at the path: we would write through a link into somebody else's folder.
fn folder_stands(path: &Path) -> Result<bool> {
    match look(path)?.0 {
        Place::Folder => Ok(true),
        Place::Nothing => Ok(false),
        _ => bail!("{} is in the way: aksgen keeps its work in a folder of that name", path.display()),
    }
}

/// None when the file is not there.
fn open_regular(path: &Path, open: impl FnOnce() -> io::Result<File>) -> Result<Option<File>> {
    if !matches!(look(path)?.0, Place::File | Place::Nothing) {
        bail!("{} is in the way: aksgen keeps a file of that name", path.display());
    }
    match open() {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot open {}", path.display())),
    }
}

/// Takes one kind of failure for success.
pub(super) fn unless(harmless: ErrorKind, result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == harmless => Ok(()),
        other => other,
    }
}

/// Whether the file that we locked is the one that others would find: its last holder may have removed it.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let held = file.metadata().with_context(|| format!("cannot look at {}", path.display()))?;
    Ok(look(path)?.1.is_some_and(|found| (found.dev(), found.ino()) == (held.dev(), held.ino())))
}

#[cfg(not(unix))]
fn is_still(_file: &File, _path: &Path) -> Result<bool> {
    Ok(true)
}

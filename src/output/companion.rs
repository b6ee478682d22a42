//! The one file outside of its folder that a render writes: the allocations, beside the blueprint.
//!
//! Renders of one blueprint into several outputs take turns there, too: its draft carries an OS lock until it is renamed.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::changes::Action;
use super::disk::Disk;
use super::snapshot::{Place, look};
use super::turn::hold;
use super::{diff, read_text};
use crate::tree::{Artifact, TreePath};

/// A file as it stands, and as a render would have it.
#[derive(Debug)]
pub struct Companion<'a> {
    path: &'a Path,
    old: Option<String>,
    new: &'a str,
}

impl<'a> Companion<'a> {
    /// Reads what stands there. `given` is what stood there when the new text was made of it.
    ///
    /// # Errors
    /// Anything but a file of text at the path, or a text that another render has written since; disk errors.
    pub fn compare(path: &'a Path, given: Option<&str>, new: &'a str) -> Result<Self> {
        let old = read_text(path)?;
        if old.as_deref() != given && old.as_deref() != Some(new) {
            bail!("{} has changed since it was read, and keeps what was written into it; run aksgen again", path.display());
        }
        Ok(Self { path, old, new })
    }

    pub fn path(&self) -> &Path {
        self.path
    }

    /// What a render would do to it.
    pub fn action(&self) -> Action {
        match &self.old {
            None => Action::Create,
            Some(old) if old == self.new => Action::Unchanged,
            Some(_) => Action::Update,
        }
    }

    pub fn differs(&self) -> bool {
        self.action() != Action::Unchanged
    }

    /// A unified diff, as git writes it; empty where nothing differs.
    ///
    /// # Errors
    /// A name that no file of an output could have.
    pub fn diff(&self) -> Result<String> {
        let artifact = |text: &str| Artifact { bytes: text.as_bytes().to_vec(), executable: false };
        let name = TreePath::new(self.path.file_name().unwrap_or_default().to_string_lossy())?;
        Ok(diff::unified(&name, self.old.as_deref().map(artifact).as_ref(), Some(&artifact(self.new))))
    }

    /// Writes it: a draft beside it first, which a kill may leave and the next render takes away.
    ///
    /// # Errors
    /// A text that another render has written since it was compared; those of the disk. The file is as it was then.
    pub fn write(&self, disk: &impl Disk) -> Result<()> {
        let draft = self.draft();
        if !self.differs() && look(&draft)?.0 != Place::File {
            return Ok(());
        }
        let mut held = claim(disk, &draft).with_context(|| format!("cannot write {}", self.path.display()))?;
        let written = self.write_draft(disk, &mut held, &draft);
        if !matches!(written, Ok(true)) {
            let _ = disk.remove_file(&draft);
        }
        written.map(drop)
    }

    /// Whether the draft has taken the place of the file: it has not where another render has written the same.
    fn write_draft(&self, disk: &impl Disk, held: &mut File, draft: &Path) -> Result<bool> {
        if !Self::compare(self.path, self.old.as_deref(), self.new)?.differs() {
            return Ok(false);
        }
        let written = disk.write(held, self.new.as_bytes()).and_then(|()| disk.rename(draft, self.path));
        written.map(|()| true).with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn draft(&self) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(".draft");
        self.path.with_file_name(name)
    }
}

/// An empty draft, which no other render has.
fn claim(disk: &impl Disk, draft: &Path) -> Result<File> {
    loop {
        let Some(held) = hold(disk, draft, || {})? else { continue };
        if held.metadata()?.len() == 0 {
            return Ok(held);
        }
        // A kill has left it.
        disk.remove_file(draft)?;
    }
}

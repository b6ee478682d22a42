//! The one file outside of its folder that a render writes: the allocations, beside the blueprint.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::changes::Action;
use super::disk::Disk;
use super::snapshot::{Place, look};
use super::turn::unless;
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
    /// Reads what stands there.
    ///
    /// # Errors
    /// Anything but a file of text at the path; disk errors.
    pub fn compare(path: &'a Path, new: &'a str) -> Result<Self> {
        Ok(Self { path, old: read_text(path)?, new })
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
    /// Those of the disk; the file is as it was then.
    pub fn write(&self, disk: &impl Disk) -> Result<()> {
        let draft = self.draft();
        if look(&draft)?.0 != Place::Nothing {
            unless(ErrorKind::NotFound, disk.remove_file(&draft)).with_context(|| format!("cannot remove {}", draft.display()))?;
        }
        if !self.differs() {
            return Ok(());
        }
        let written = disk.create_file(&draft, false).and_then(|mut file| disk.write(&mut file, self.new.as_bytes()));
        let renamed = written.and_then(|()| disk.rename(&draft, self.path));
        renamed.inspect_err(|_| drop(disk.remove_file(&draft))).with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn draft(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.draft"))
    }
}

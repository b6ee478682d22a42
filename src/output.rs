//! The output folder: what of it is ours, what a render would change there, and changing it.
//!
//! ```no_run
//! # use aksgen::{output::{Consent, WritableOutput}, tree::Tree};
//! # fn main() -> anyhow::Result<()> {
//! # let tree = Tree::new();
//! let output = WritableOutput::open("out".as_ref(), || eprintln!("waiting for another render"))?;
//! let changes = output.compare(&tree, &Consent::default())?;
//! if changes.refused().next().is_none() {
//!     output.apply(&changes)?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The promise holds against a kill at any moment and against a full disk, not against a loss of power (no `fsync`).

mod changes;
mod companion;
mod consent;
mod diff;
mod digest;
mod disk;
mod folders;
mod lock;
mod ownership;
mod snapshot;
mod strangers;
mod transaction;
mod turn;
mod version;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

pub use changes::{Action, Change, ChangeSet, Obstacle};
pub use companion::Companion;
pub use consent::Consent;
pub use digest::Digest;
pub use disk::{Disk, LocalDisk};
pub use lock::NewerOutput;
pub use transaction::Summary;
pub use version::Version;

use folders::FolderChanges;
use lock::{Entries, Lock};
use ownership::Ownership;
use snapshot::{Place, Snapshot, Wanted, look};
use turn::Turn;

use crate::parallel;
use crate::tree::{Artifact, Tree, TreePath};

/// An output folder as it stands, for `check` and `diff`: nothing is written or made, so a read-only disk will do.
/// The folder may be missing.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    lock: Option<(String, Lock)>,
    /// What a render that was killed meant to do.
    intended: Entries,
    /// Whether the file system has executable bits: where it gives every file one, `aksgen.lock` has it, too.
    has_bits: bool,
    guard: Guard,
}

/// What keeps renders away while we read.
#[derive(Debug)]
enum Guard {
    /// It is our turn to write.
    Turn,
    /// A shared lock on the file that a render which was under way, or was killed, has left.
    Watch { _held: File },
    /// Nothing: there was no such file, and one who only reads makes none.
    Nothing,
}

impl Output {
    /// Waits for a render that is under way.
    ///
    /// # Errors
    /// [`NewerOutput`] (a refusal); an `aksgen.lock` that is no such file; disk errors.
    pub fn open(root: &Path) -> Result<Self> {
        let guard = turn::watch(root)?.map_or(Guard::Nothing, |held| Guard::Watch { _held: held });
        Self::read(root, guard)
    }

    fn read(root: &Path, guard: Guard) -> Result<Self> {
        let lock = read_lock(&root.join(lock::NAME))?;
        let intended = read_lock(&turn::intent(root))?.map(|(_, record)| record.entries).unwrap_or_default();
        let has_bits = look(&root.join(lock::NAME))?.1.is_none_or(|metadata| snapshot::executable(&metadata) != Some(true));
        Ok(Self { root: root.to_owned(), lock, intended, has_bits, guard })
    }

    /// What render would do to each file.
    ///
    /// # Errors
    /// A path of `consent` that names no file or folder of the output; disk errors.
    pub fn compare<'t>(&self, tree: &'t Tree, consent: &Consent) -> Result<ChangeSet<'t>> {
        let found = self.compare_once(tree, consent);
        if matches!(self.guard, Guard::Nothing) && self.is_disturbed()? {
            return Self::open(&self.root)?.compare(tree, consent);
        }
        found
    }

    /// Whether a render has begun since we looked.
    fn is_disturbed(&self) -> Result<bool> {
        if turn::is_taken(&self.root)? {
            return Ok(true);
        }
        let lock = read_text(&self.root.join(lock::NAME))?;
        Ok(lock.as_deref() != self.lock.as_ref().map(|(text, _)| text.as_str()))
    }

    fn compare_once<'t>(&self, tree: &'t Tree, consent: &Consent) -> Result<ChangeSet<'t>> {
        let nothing = Entries::new();
        let listed = self.lock.as_ref().map_or(&nothing, |(_, lock)| &lock.entries);
        let artifacts: Vec<(&TreePath, &Artifact)> = tree.iter().collect();
        let digests = parallel::each(&artifacts, |(_, artifact)| Ok(Digest::of(&artifact.bytes)))?;
        let lock = lock::print(tree.iter().map(|(path, _)| path).zip(digests.iter().copied()));
        let mut wanted: BTreeMap<&TreePath, _> = listed.keys().chain(self.intended.keys()).map(|path| (path, None)).collect();
        wanted.extend(artifacts.into_iter().zip(digests).map(|((path, one), digest)| (path, Some((one, digest)))));
        let wanted: Vec<Wanted<'_, 't>> = wanted.into_iter().map(|(path, artifact)| Wanted { path, artifact }).collect();
        consent.check(wanted.iter().map(|one| one.path))?;
        let is_first = self.lock.is_none() && self.intended.is_empty();
        let strangers = if is_first && !consent.mixes() { strangers::strangers(&self.root, &wanted)? } else { Vec::new() };
        let snapshot = Snapshot::read(&self.root, &wanted, self.has_bits)?;
        let ownership = Ownership::new(&wanted, &snapshot, listed, &self.intended);
        let mut changes = changes::decide(&wanted, &snapshot, &ownership, consent);
        let folders = FolderChanges::of(&changes, &snapshot, &ownership);
        changes.push(self.change_of_lock(lock)?);
        let written_by = self.lock.as_ref().map(|(_, lock)| lock.written_by.clone());
        let this = lock::this_version()?;
        Ok(ChangeSet {
            changes,
            folders,
            strangers,
            upgraded_from: written_by.filter(|version| *version < this),
            merged: self.lock.as_ref().is_some_and(|(_, lock)| lock.merged),
        })
    }

    /// A unified diff from the file on the disk to the one that render would write, as git writes it; empty for an
    /// unchanged file and where something other than a file is in the way.
    ///
    /// # Errors
    /// Disk errors.
    pub fn diff(&self, change: &Change<'_>) -> Result<String> {
        let old = match change.old {
            Some(_) => self.read_old(change)?,
            None if matches!(change.action, Action::Foreign(_)) => return Ok(String::new()),
            None => None,
        };
        Ok(diff::unified(&change.path, old.as_ref(), change.artifact.as_deref()))
    }

    fn read_old(&self, change: &Change<'_>) -> Result<Option<Artifact>> {
        let path = self.root.join(change.path.as_str());
        let (Place::File, Some(metadata)) = look(&path)? else { return Ok(None) };
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let meant = change.artifact.as_ref().is_some_and(|artifact| artifact.executable);
        Ok(Some(Artifact { bytes, executable: snapshot::executable(&metadata).filter(|_| self.has_bits).unwrap_or(meant) }))
    }

    fn change_of_lock(&self, text: String) -> Result<Change<'static>> {
        let old = self.lock.as_ref().map(|(old, _)| old);
        let action = match old {
            None => Action::Create,
            Some(old) if *old == text => Action::Unchanged,
            Some(_) => Action::Update,
        };
        Ok(Change {
            path: TreePath::new(lock::NAME)?,
            action,
            new: Some(Digest::of(text.as_bytes())),
            old: old.map(|text| Digest::of(text.as_bytes())),
            ours: true,
            artifact: Some(Cow::Owned(Artifact { bytes: text.into_bytes(), executable: false })),
        })
    }
}

/// An output folder in whose turn to write we are, for `render`. Dropped without [`apply`](Self::apply), it leaves
/// the disk as it was.
#[derive(Debug)]
pub struct WritableOutput<D: Disk = LocalDisk> {
    output: Output,
    turn: Turn<D>,
}

impl WritableOutput {
    /// Makes the folder if it is missing, and waits for a render that is under way, after a call of `on_wait`.
    ///
    /// # Errors
    /// As of [`Output::open`].
    pub fn open(root: &Path, on_wait: impl FnOnce()) -> Result<Self> {
        Self::open_on(LocalDisk, root, on_wait)
    }
}

impl<D: Disk> WritableOutput<D> {
    /// [`WritableOutput::open`] on a disk of one's own.
    ///
    /// # Errors
    /// As of [`Output::open`].
    pub fn open_on(disk: D, root: &Path, on_wait: impl FnOnce()) -> Result<Self> {
        let turn = Turn::take(disk, root, on_wait)?;
        Ok(Self { output: Output::read(root, Guard::Turn)?, turn })
    }

    /// # Errors
    /// As of [`Output::compare`].
    pub fn compare<'t>(&self, tree: &'t Tree, consent: &Consent) -> Result<ChangeSet<'t>> {
        self.output.compare(tree, consent)
    }

    /// # Errors
    /// As of [`Output::diff`].
    pub fn diff(&self, change: &Change<'_>) -> Result<String> {
        self.output.diff(change)
    }

    /// Carries out what [`compare`](Self::compare) found, all of it or, when an error says so, in part: the next
    /// render ends it then. Gives the turn to others.
    ///
    /// # Errors
    /// A refused change among `changes`; disk errors.
    pub fn apply(self, changes: &ChangeSet<'_>) -> Result<Summary> {
        transaction::apply(&self.turn, changes, self.output.intended, || Ok(()))
    }

    /// [`apply`](Self::apply), and writes a file that belongs to the output and stands outside of it: once there is room for all, before
    /// anything else changes.
    ///
    /// # Errors
    /// As of [`apply`](Self::apply).
    pub fn apply_with(self, changes: &ChangeSet<'_>, companion: &Companion<'_>) -> Result<Summary> {
        transaction::apply(&self.turn, changes, self.output.intended, || companion.write(&self.turn.disk))
    }
}

/// Whether a folder is an output, or was to become one when a render was killed.
pub fn is_output(folder: &Path) -> bool {
    folder.join(lock::NAME).exists() || turn::intent(folder).exists()
}

/// A lock or a record, text and meaning; none when there is none.
fn read_lock(path: &Path) -> Result<Option<(String, Lock)>> {
    let Some(text) = read_text(path)? else { return Ok(None) };
    let lock = Lock::parse(&text).with_context(|| format!("{} is not as aksgen writes it", path.display()))?;
    Ok(Some((text, lock)))
}

fn read_text(path: &Path) -> Result<Option<String>> {
    match look(path)?.0 {
        Place::Nothing => return Ok(None),
        Place::File => {}
        _ => bail!("{} is in the way: aksgen keeps a file of that name", path.display()),
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    String::from_utf8(bytes).map(Some).with_context(|| format!("{} is no text", path.display()))
}

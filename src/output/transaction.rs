//! Carries changes out, in an order in which a full disk changes nothing and a kill loses nothing.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::changes::{Action, Change, ChangeSet};
use super::disk::Disk;
use super::lock::{self, Entries};
use super::snapshot::{Place, look};
use super::turn::{Turn, intent, staged, unless};
use crate::parallel;

/// How many files of the tree a render wrote, removed and found right, `aksgen.lock` apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub created: usize,
    pub updated: usize,
    pub deleted: usize,
    pub unchanged: usize,
}

/// A file in `.aksgen/staged/` and the place that it is meant for.
struct Move<'c> {
    change: &'c Change<'c>,
    from: PathBuf,
    to: PathBuf,
}

/// What of the output has been made for changes to come.
#[derive(Default)]
struct Prepared {
    /// New folders, outer ones first.
    folders: Vec<PathBuf>,
    /// Whether the record of intent holds nothing of an earlier render.
    own_record: bool,
}

impl Prepared {
    /// What cannot be taken back now, the next render takes back: the record names the files of these folders.
    fn take_back<D: Disk>(&self, turn: &Turn<D>) {
        let back = self.folders.iter().rev().try_for_each(|path| turn.disk.remove_folder(path));
        if self.own_record && back.is_ok() {
            let _ = turn.disk.remove_file(&intent(turn.root()));
        }
    }
}

/// Carries out the changes, after what is to be done first once there is room on the disk for all of them.
///
/// # Errors
/// Those of the disk. Before the first file changes, everything is as it was; after it, the record of intent stays
/// and the next render ends what this one began.
pub(super) fn apply<D: Disk>(turn: &Turn<D>, changes: &ChangeSet<'_>, intended: Entries, first: impl FnOnce() -> Result<()>) -> Result<Summary> {
    if let Some(change) = changes.refused().next() {
        bail!("{} is not ours to change", change.path);
    }
    if let Some(stranger) = changes.strangers().first() {
        bail!("{} is among files of others, such as {stranger}", turn.root().display());
    }
    let is_written = |change: &&Change<'_>| matches!(change.action, Action::Create | Action::Update);
    let folder = staged(turn.root());
    let moves: Vec<Move<'_>> = changes
        .iter()
        .filter(is_written)
        .enumerate()
        .map(|(index, change)| Move { change, from: folder.join(index.to_string()), to: turn.root().join(change.path.as_str()) })
        .collect();
    let deletes: Vec<&Change<'_>> = changes.iter().filter(|change| change.action == Action::Delete).collect();
    let prepared = if moves.is_empty() && deletes.is_empty() { None } else { Some(prepare(turn, changes, &moves, intended)?) };
    first().inspect_err(|_| prepared.iter().for_each(|prepared| prepared.take_back(turn)))?;
    commit(turn, changes, &moves, &deletes).context("the output is changed in part; run aksgen again when the cause is gone, and it ends the work")?;
    Ok(summarise(changes))
}

/// All that needs room on the disk: temporaries, the record of intent, new folders.
fn prepare<D: Disk>(turn: &Turn<D>, changes: &ChangeSet<'_>, moves: &[Move<'_>], intended: Entries) -> Result<Prepared> {
    let folder = staged(turn.root());
    // It stands when somebody keeps files of their own even there.
    unless(ErrorKind::AlreadyExists, turn.disk.create_folder(&folder)).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    parallel::each(moves, |one| match &one.change.artifact {
        Some(artifact) => write(&turn.disk, &one.from, &artifact.bytes, artifact.executable),
        None => Ok(()),
    })?;
    let record = intent(turn.root());
    let mut prepared = Prepared { own_record: look(&record)?.0 == Place::Nothing, ..Prepared::default() };
    let draft = folder.join(moves.len().to_string());
    write(&turn.disk, &draft, record_text(changes, intended).as_bytes(), false)?;
    turn.disk.rename(&draft, &record).with_context(|| format!("cannot write {}", record.display()))?;
    let made = make_folders(turn, &changes.folders.new, &mut prepared.folders);
    made.inspect_err(|_| prepared.take_back(turn))?;
    Ok(prepared)
}

/// The part that changes the output: what is stale goes, what is new comes, then the lock, then the record.
fn commit<D: Disk>(turn: &Turn<D>, changes: &ChangeSet<'_>, moves: &[Move<'_>], deletes: &[&Change<'_>]) -> Result<()> {
    parallel::each(deletes, |change| {
        let path = turn.root().join(change.path.as_str());
        turn.disk.remove_file(&path).with_context(|| format!("cannot delete {}", path.display()))
    })?;
    for folder in &changes.folders.vacated {
        let path = turn.root().join(folder);
        // It stays when somebody keeps files of their own in it.
        unless(ErrorKind::DirectoryNotEmpty, turn.disk.remove_folder(&path)).with_context(|| format!("cannot remove the folder {}", path.display()))?;
    }
    make_folders(turn, &changes.folders.new_after_deletes, &mut Vec::new())?;
    let rename = |one: &Move<'_>| turn.disk.rename(&one.from, &one.to).with_context(|| format!("cannot write {}", one.to.display()));
    if let Some((last, files)) = moves.split_last() {
        parallel::each(files, rename)?;
        rename(last)?;
    }
    let record = intent(turn.root());
    if look(&record)?.0 != Place::Nothing {
        turn.disk.remove_file(&record).with_context(|| format!("cannot remove {}", record.display()))?;
    }
    Ok(())
}

fn make_folders<D: Disk>(turn: &Turn<D>, folders: &[String], made: &mut Vec<PathBuf>) -> Result<()> {
    for folder in folders {
        let path = turn.root().join(folder);
        turn.disk.create_folder(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        made.push(path);
    }
    Ok(())
}

fn write(disk: &impl Disk, path: &Path, bytes: &[u8], executable: bool) -> Result<()> {
    let written = disk.create_file(path, executable).and_then(|mut file| disk.write(&mut file, bytes));
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// The digests before and after of every file in change, beside those of an earlier record that a kill left. What the
/// user consented to overwrite is not ours before it is overwritten: a consent is for one run.
fn record_text(changes: &ChangeSet<'_>, mut intended: Entries) -> String {
    for change in changes.iter().filter(|change| change.action != Action::Unchanged && change.path.as_str() != lock::NAME) {
        let digests = intended.entry(change.path.clone()).or_default();
        digests.extend(change.old.filter(|_| change.ours).into_iter().chain(change.new));
        digests.sort_unstable();
        digests.dedup();
    }
    lock::print(intended.iter().flat_map(|(path, digests)| digests.iter().map(move |digest| (path, *digest))))
}

fn summarise(changes: &ChangeSet<'_>) -> Summary {
    let mut summary = Summary::default();
    for change in changes.iter().filter(|change| change.path.as_str() != lock::NAME) {
        match change.action {
            Action::Create => summary.created += 1,
            Action::Update => summary.updated += 1,
            Action::Delete => summary.deleted += 1,
            Action::Unchanged => summary.unchanged += 1,
            Action::Edited | Action::Foreign(_) => {}
        }
    }
    summary
}

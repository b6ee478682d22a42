//! `aksgen.lock`: which files of the output are ours, and what we wrote into them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Write as _};

use anyhow::{Context as _, Result, anyhow, bail};

use super::digest::Digest;
use super::version::Version;
use crate::tree::{TreePath, is_reserved};

/// Its name, at the output root.
pub(super) const NAME: &str = "aksgen.lock";

/// Each path that is ours, with the digests under which it is ours: one, or one for each side of a merge.
pub(super) type Entries = BTreeMap<TreePath, Vec<Digest>>;

/// What stands in an `aksgen.lock`, and in the record of intent, which is written alike.
#[derive(Debug)]
pub(super) struct Lock {
    /// The newest version named in it.
    pub written_by: Version,
    pub entries: Entries,
    /// It holds the conflict markers of a merge.
    pub merged: bool,
}

impl Lock {
    /// Reads one line `# aksgen VERSION`, then lines `DIGEST  PATH`; of a merge, both sides of each conflict.
    ///
    /// After a merge (or after somebody settled one by keeping both sides) a path may come with several digests and
    /// a version line more than once: each counts.
    ///
    /// # Errors
    /// Any other line, named by its number, and [`NewerOutput`].
    pub fn parse(text: &str) -> Result<Self> {
        let mut written_by = None;
        let mut entries = Entries::new();
        let mut conflict = Conflict::default();
        for (index, line) in text.lines().enumerate() {
            if conflict.skips(line) {
                continue;
            }
            if let Some(version) = line.strip_prefix("# aksgen ") {
                let version = Version::parse(version).with_context(|| format!("line {}: no version", index + 1))?;
                written_by = written_by.max(Some(version));
            } else {
                let (path, digest) = parse_entry(line).with_context(|| format!("line {}", index + 1))?;
                let digests: &mut Vec<Digest> = entries.entry(path).or_default();
                digests.push(digest);
            }
        }
        if conflict.open() {
            bail!("a conflict that a merge left in it has no end");
        }
        let written_by = written_by.context("no line `# aksgen VERSION`")?;
        if written_by > this_version()? {
            return Err(NewerOutput { written_by, this: this_version()? }.into());
        }
        Ok(Self { written_by, entries, merged: conflict.seen })
    }
}

/// The text of a lock. `sha256sum --check` skips its first line as a comment.
pub(super) fn print<'e>(entries: impl IntoIterator<Item = (&'e TreePath, Digest)>) -> String {
    let mut text = concat!("# aksgen ", env!("CARGO_PKG_VERSION"), "\n").to_owned();
    for (path, digest) in entries {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{digest}  {path}");
    }
    text
}

fn parse_entry(line: &str) -> Result<(TreePath, Digest)> {
    let (digest, path) = line.split_once("  ").ok_or_else(|| anyhow!("not `DIGEST  PATH`: {line:?}"))?;
    let digest = Digest::parse(digest).ok_or_else(|| anyhow!("not a SHA-256: {digest:?}"))?;
    let path = TreePath::new(path)?;
    if is_reserved(&path) {
        bail!("{path} is never listed");
    }
    Ok((path, digest))
}

pub(super) fn this_version() -> Result<Version> {
    Version::parse(env!("CARGO_PKG_VERSION")).context("the version of this aksgen")
}

/// Where a reader stands among the conflict markers of git.
#[derive(Default)]
struct Conflict {
    seen: bool,
    side: Side,
}

#[derive(Default, PartialEq)]
enum Side {
    #[default]
    Outside,
    Ours,
    /// What both sides came from; written with `merge.conflictStyle` `diff3` and `zdiff3`.
    Base,
    Theirs,
}

impl Conflict {
    /// Takes note of a marker; true for markers and for what stands in the base.
    fn skips(&mut self, line: &str) -> bool {
        let marker = |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        self.side = match self.side {
            Side::Outside if marker("<<<<<<<") => Side::Ours,
            Side::Ours if marker("|||||||") => Side::Base,
            Side::Ours | Side::Base if line == "=======" => Side::Theirs,
            Side::Theirs if marker(">>>>>>>") => Side::Outside,
            Side::Base => return true,
            _ => return false,
        };
        self.seen = true;
        true
    }

    fn open(&self) -> bool {
        self.side != Side::Outside
    }
}

/// The refusal of an output that a newer aksgen wrote: this one would undo what it does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewerOutput {
    pub written_by: Version,
    pub this: Version,
}

impl fmt::Display for NewerOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this output was written by aksgen {}, which is newer than this aksgen {}", self.written_by, self.this)
    }
}

impl Error for NewerOutput {}

//! What the user allows: to overwrite, by `--force PATH…` and `--adopt PATH…`; to come to lie among files of others, by `--beside-others`.

use anyhow::{Context as _, Result, bail};

use crate::tree::TreePath;

/// Paths below the output root; a folder stands for everything in it. Neither of the two has a form for the whole output.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    force: Vec<TreePath>,
    adopt: Vec<TreePath>,
    beside_others: bool,
}

impl Consent {
    /// `force`: files of ours that were edited by hand may be overwritten or deleted. `adopt`: regular files that are
    /// not ours may be overwritten. A leading `./` and a trailing `/` are taken off.
    ///
    /// # Errors
    /// A path that is not relative to the output root and inside it, or that is the root itself.
    pub fn new(force: &[impl AsRef<str>], adopt: &[impl AsRef<str>]) -> Result<Self> {
        Ok(Self { force: parse("--force", force)?, adopt: parse("--adopt", adopt)?, beside_others: false })
    }

    /// A first render may go into a folder that holds files of others, which stay as they are.
    #[must_use]
    pub fn beside_others(self, allowed: bool) -> Self {
        Self { beside_others: allowed, ..self }
    }

    pub(super) fn mixes(&self) -> bool {
        self.beside_others
    }

    pub(super) fn forces(&self, path: &TreePath) -> bool {
        self.force.iter().any(|given| given.covers(path))
    }

    pub(super) fn adopts(&self, path: &TreePath) -> bool {
        self.adopt.iter().any(|given| given.covers(path))
    }

    /// A path that covers a file which needs no consent is no error: after a kill the same command must work again.
    ///
    /// # Errors
    /// The first path that covers none of `known`.
    pub(super) fn check<'p>(&self, known: impl Iterator<Item = &'p TreePath> + Clone) -> Result<()> {
        for (option, given) in [("--force", &self.force), ("--adopt", &self.adopt)] {
            for path in given {
                if !known.clone().any(|one| path.covers(one)) {
                    bail!("{option} {path}: the output has no such file or folder");
                }
            }
        }
        Ok(())
    }
}

fn parse(option: &str, given: &[impl AsRef<str>]) -> Result<Vec<TreePath>> {
    let parse = |text: &str| {
        let inner = text.strip_prefix("./").unwrap_or(text);
        TreePath::new(inner.strip_suffix('/').unwrap_or(inner))
            .with_context(|| format!("{option} {text}: give a file or folder, as seen from the output folder"))
    };
    given.iter().map(|text| parse(text.as_ref())).collect()
}

//! `init`: a commented blueprint to start from.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Outcome;

/// The blueprint that is written; a test renders it.
pub const BLUEPRINT: &str = include_str!("init.yaml");

/// Writes the blueprint where nothing stands yet.
///
/// # Errors
/// A file that exists, or cannot be written.
pub fn init(path: &Path) -> Result<Outcome> {
    let mut file = std::fs::File::create_new(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => anyhow::anyhow!("{} exists already; give another name", path.display()),
        _ => anyhow::Error::new(error).context(format!("cannot write {}", path.display())),
    })?;
    file.write_all(BLUEPRINT.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    anstream::eprintln!("wrote {}: put your own values in, then `aksgen render {} -o out`", path.display(), path.display());
    Ok(Outcome::Done)
}

//! For tests: data from outside, at `$AKSGEN_SHARED` or else `../shared`.

use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of that data; none, said aloud, where it is absent. With `CI=true` its absence fails the test.
pub fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("AKSGEN_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let folder = shared.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{} is not there", folder.display());
    // Straight to standard error: what a passing test prints with `eprintln!` is swallowed.
    writeln!(std::io::stderr(), "skipped: {} is not there", folder.display()).expect("standard error is open");
    None
}

//! What a user sees: bad and hostile blueprints under `tests/diagnostics`, each with its source and messages together.
//!
//! `INSTA_UPDATE=always cargo test --test diagnostics` writes the snapshots anew.

#![expect(clippy::disallowed_methods, reason = "a test may look at the clock and ask for a longer sweep")]

#[path = "diagnostics/forms.rs"]
mod forms;
#[path = "diagnostics/hostile.rs"]
mod hostile;
#[path = "diagnostics/mutations.rs"]
mod mutations;
#[path = "diagnostics/patches.rs"]
mod patches;
#[path = "diagnostics/snapshots.rs"]
mod snapshots;
#[path = "diagnostics/support.rs"]
mod support;

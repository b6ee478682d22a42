//! What a user sees: bad and hostile blueprints under `tests/diagnostics`, each with its source and messages together.
//!
//! `INSTA_UPDATE=always cargo test --test diagnostics` writes the snapshots anew.

#[path = "diagnostics/forms.rs"]
mod forms;
#[path = "diagnostics/hostile.rs"]
mod hostile;
#[path = "diagnostics/mutations.rs"]
mod mutations;
#[path = "diagnostics/snapshots.rs"]
mod snapshots;
#[path = "diagnostics/support.rs"]
mod support;

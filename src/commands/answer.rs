//! What `show`, `names` and `addresses` answer: lines for people, one JSON object of a published shape for programs.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{Outcome, say};
use crate::cli::Format;

/// Of the shapes below. A field that is added does not raise it; one that changes its meaning does.
pub const VERSION: u32 = 1;

/// Prints an answer in the format that was asked for; those for findings alone leave it as people read it.
///
/// # Errors
/// Standard output that cannot be written.
pub fn print<T: Serialize>(answer: &T, format: Format, text: impl FnOnce(&T) -> String) -> anyhow::Result<Outcome> {
    match format {
        Format::Json => say::print(&format!("{}\n", serde_json::to_string_pretty(answer)?)),
        Format::Text | Format::Sarif | Format::Devops => say::print(&text(answer)),
    }
}

/// Prints the JSON Schema of an answer.
///
/// # Errors
/// Standard output that cannot be written.
pub fn schema<T: JsonSchema>() -> anyhow::Result<Outcome> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    say::print(&format!("{}\n", serde_json::to_string_pretty(&generator.into_root_schema_for::<T>())?))
}

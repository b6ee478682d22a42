//! `--verify`: whatever leaves as JSON or YAML is read back. A failure is a bug of ours.

use aksgen::tree::Tree;
use anyhow::{Context as _, Result};
use serde::de::IgnoredAny;

/// # Errors
/// The first file that does not read, by its path.
pub fn verify(tree: &Tree) -> Result<()> {
    for (path, artifact) in tree.iter() {
        let name = path.as_str();
        let text = std::str::from_utf8(&artifact.bytes).with_context(|| format!("{name} is no text"))?;
        // The templates of a chart are YAML only once Helm has filled them.
        let of_chart = name.contains("/templates/") && name.contains("/chart/");
        if name.ends_with(".json") {
            serde_json::from_str::<IgnoredAny>(text).with_context(|| format!("{name} is no JSON"))?;
        } else if (name.ends_with(".yaml") || name.ends_with(".yml")) && !of_chart {
            serde_saphyr::from_multiple::<IgnoredAny>(text).with_context(|| format!("{name} is no YAML"))?;
        }
    }
    Ok(())
}

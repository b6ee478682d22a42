//! By what a Managed Grafana is written into.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedGrafana {
    /// Of tokens for it.
    pub audience: String,
}

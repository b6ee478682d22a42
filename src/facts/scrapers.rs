//! What reads the metrics of apps inside of clusters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::record;

/// Reads metrics of the pods that a PodMonitor names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all(serialize = "camelCase"))]
pub struct Scraper {
    /// The API group and version of its PodMonitors.
    pub api_version: String,
    /// Where its own pods are, and their labels: policies let them in.
    pub namespace: String,
    pub labels: BTreeMap<String, String>,
}

record! {
    /// By what a cluster has.
    pub struct Scrapers: Scraper { managed_prometheus, stack }
}

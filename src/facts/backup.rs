//! Azure Backup of clusters.

use serde::{Deserialize, Serialize};

use super::Date;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    pub extension: Extension,
    /// The role of the vault in the cluster.
    pub access: String,
    /// On which schedules begin.
    pub first_day: Date,
    /// Between the beginning of a backup and that of upgrades.
    pub hours_before_upgrades: u32,
    /// For which what is deleted can be brought back.
    pub soft_delete_days: u32,
    /// Regions in which nothing is copied into the vault.
    pub without_copies: Vec<String>,
    /// GiB.
    pub largest_copied_disk: u32,
}

/// What is installed in the cluster.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub train: String,
    pub namespace: String,
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn regions_are_known_and_nobody_gets_the_namespace() {
        let facts = Facts::embedded();
        assert!(facts.backup.without_copies.iter().all(|region| facts.regions.get(region).is_some()));
        assert!(facts.backup.extension.namespace.starts_with("dataprotection-"));
    }
}

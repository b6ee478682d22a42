//! What is kept of clusters, and for how long.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Azure Backup for the clusters of a platform: their objects, and snapshots of the disks of their volumes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// Hours from one backup to the next. One of each day begins three hours before upgrades may.
    pub every_hours: BackupHours,
    /// Days for which each is kept as snapshots, in the subscription of the cluster.
    #[schemars(range(min = 1, max = 360))]
    pub retention_days: u32,
    /// Whether the first one of each day is copied into the backup vault, which keeps it for longer, and where nobody in the subscription
    /// can delete it for good; it is not where this is not written.
    pub vault: Option<BackupCopies>,
}

/// 4, 6, 8, 12 or 24.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BackupHours(#[schemars(extend("enum" = [4, 6, 8, 12, 24]))] pub u32);

/// Copies in the backup vault.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupCopies {
    /// Days for which each is kept.
    #[schemars(range(min = 7, max = 3650))]
    pub retention_days: u32,
    /// Where else they lie; in all zones of the region where it is not written and there are any. It never changes once the vault stands.
    pub redundancy: Option<Redundancy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Redundancy {
    /// Nowhere else: three times in one data centre.
    Local,
    /// In all zones of the region.
    Zone,
    /// In the region with which Azure pairs this one, too, where they can be restored.
    Geo,
}

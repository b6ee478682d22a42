//! What is kept of clusters, and how it is brought back.

use serde::Serialize;

use crate::blueprint::settings::Redundancy;
use crate::facts::Facts;
use crate::model::{Reached, Site};

/// What is kept of the clusters of a site.
#[derive(Debug, Serialize)]
pub struct Kept<'a> {
    vault: &'a str,
    group: &'a str,
    account: &'a str,
    snapshots: &'a str,
    /// How often, and when.
    often: String,
    days: u32,
    copies: Option<Copies>,
    /// Whether the storage account is reached in the network alone.
    closed: bool,
}

/// What is copied into the vault.
#[derive(Debug, Serialize)]
struct Copies {
    days: u32,
    lie: &'static str,
}

impl<'a> Kept<'a> {
    pub fn of(site: &'a Site) -> Option<Self> {
        let backup = site.backup.as_ref()?;
        Some(Self {
            vault: &backup.vault,
            group: &backup.resource_group,
            account: &backup.account,
            snapshots: &backup.snapshot_group,
            often: match backup.every_hours {
                24 => format!("each day at {} UTC", backup.begins),
                hours => format!("every {hours} hours, such as at {} UTC", backup.begins),
            },
            days: backup.retention_days,
            copies: backup.vault_days.map(|days| Copies {
                days,
                lie: match backup.redundancy {
                    Redundancy::Local => "in one data centre",
                    Redundancy::Zone => "in all zones",
                    Redundancy::Geo => "in this region and the one that is paired with it",
                },
            }),
            closed: site.endpoint(Reached::Backup).is_some(),
        })
    }
}

/// What Azure says of backups.
#[derive(Debug, Serialize)]
pub struct Terms<'a> {
    soft_delete_days: u32,
    largest_copied_disk: u32,
    namespace: &'a str,
    /// What a vault may do in a cluster that trusts it.
    access: &'a str,
    hours_before: u32,
    version: Option<&'a str>,
    /// The role of whoever restores.
    operator: &'a str,
    reader: &'a str,
}

impl<'a> Terms<'a> {
    pub fn new(facts: &'a Facts) -> Self {
        Self {
            soft_delete_days: facts.backup.soft_delete_days,
            largest_copied_disk: facts.backup.largest_copied_disk,
            access: &facts.backup.access,
            namespace: &facts.backup.extension.namespace,
            hours_before: facts.backup.hours_before_upgrades,
            version: facts.api_versions.get("Microsoft.DataProtection/backupVaults/backupInstances"),
            operator: &facts.roles.backup_operator.name,
            reader: &facts.roles.reader.name,
        }
    }
}

//! What is kept of the clusters of a site, and where.

use serde::Serialize;

use super::resolve::{Ground, Resolver};
use super::{Model, Site, clock};
use crate::blueprint::settings::{self, Redundancy, Window};

/// Backups of the clusters of a site.
#[derive(Debug, Serialize)]
pub struct Backup {
    /// The backup vault, which has them made, and its group.
    pub vault: String,
    pub resource_group: String,
    /// Where copies lie in the vault.
    #[serde(skip)]
    pub redundancy: Redundancy,
    /// The storage account in which the objects of the clusters are kept, beside the vault, and its kind.
    pub account: String,
    pub account_sku: &'static str,
    /// Where the disks of volumes are kept: the only group in which clusters themselves make and delete what is kept.
    pub snapshot_group: String,
    pub every_hours: u32,
    /// When one of each day begins: UTC, `HH:MM`.
    pub begins: String,
    /// The same, as Azure repeats it: from a day that is past.
    pub schedule: String,
    pub retention_days: u32,
    /// For which copies in the vault are kept; none where nothing is copied.
    pub vault_days: Option<u32>,
}

/// The name of what is one of its kind in a backup vault or a cluster: the policy, the access of the vault.
pub const POLICY: &str = "clusters";
pub const ACCESS: &str = "backup";

impl Model {
    /// The sites whose clusters are backed up.
    pub fn backups(&self) -> impl Iterator<Item = (&Site, &Backup)> {
        self.sites.iter().filter_map(|site| Some((site, site.backup.as_ref()?)))
    }
}

impl Resolver<'_> {
    pub(super) fn backup(&mut self, settings: &settings::Settings, ground: &Ground, clusters: &[super::Cluster]) -> Option<Backup> {
        let Ground { stem, path, region, domain, .. } = *ground;
        let written = settings.kubernetes.backup.as_ref()?;
        let resource_group = self.register.give("resource_group", format!("rg-{stem}-backup"), path, "subscription");
        let snapshot_group = self.register.give("resource_group", format!("rg-{stem}-snapshots"), path, "subscription");
        let account = self.register.give_global("storage_account", &format!("st-{stem}-backup"), domain, self.facts.naming.storage_account.max, false, path);
        for cluster in clusters {
            self.register.give("blob_container", cluster.name.clone(), path, &account);
        }
        let zonal = !region.zones.is_empty();
        let redundancy = written.vault.as_ref().and_then(|copies| copies.redundancy).unwrap_or(if zonal { Redundancy::Zone } else { Redundancy::Local });
        let facts = &self.facts.backup;
        let begins = before(&settings.kubernetes.upgrades.window, facts.hours_before_upgrades);
        let every_hours = written.every_hours.0;
        let period = if every_hours == 24 { "P1D".to_owned() } else { format!("PT{every_hours}H") };
        let schedule = format!("R/{}T{begins}:00+00:00/{period}", facts.first_day);
        Some(Backup {
            vault: self.register.give("backup_vault", format!("bvault-{stem}"), path, &resource_group),
            redundancy,
            account,
            account_sku: if zonal { "Standard_ZRS" } else { "Standard_LRS" },
            resource_group,
            snapshot_group,
            every_hours,
            begins,
            schedule,
            retention_days: written.retention_days,
            vault_days: written.vault.as_ref().map(|copies| copies.retention_days),
        })
    }
}

/// So many hours before a window opens: UTC.
fn before(window: &Window, hours: u32) -> String {
    clock::clock(clock::minutes(&window.start) - clock::offset(&window.utc_offset) - 60 * i32::try_from(hours).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::before;
    use crate::blueprint::settings::Window;

    #[test]
    fn backups_begin_before_upgrades_wherever_the_clock_stands() {
        for (start, offset, begins) in [("02:00", "+00:00", "23:00"), ("02:30", "+05:30", "18:00"), ("22:00", "-03:00", "22:00")] {
            let window: Window = serde_json::from_value(serde_json::json!({"day": "sunday", "start": start, "hours": 4, "utcOffset": offset})).unwrap();
            assert_eq!(before(&window, 3), begins, "{start}{offset}");
        }
    }
}

//! What keeps something: whether anything reads it, and whether it is dear to lose.

use crate::model::{Model, Site};

impl Model {
    /// Whether a vault is made, or anything reads one.
    pub(super) fn reads_vaults(&self) -> bool {
        let of_sites = |site: &Site| site.vault.is_made() || site.edge.gateway().is_some();
        let workloads = self.clusters().any(|(_, cluster)| !cluster.workloads.is_empty());
        workloads || !self.front_doors.is_empty() || self.sites.iter().any(of_sites)
    }

    /// Whether anything is made that is dear to lose.
    pub(super) fn has_dear(&self) -> bool {
        let vaults = self.sites.iter().any(|site| site.vault.is_made()) || self.hubs.iter().any(|hub| hub.vault.is_some());
        vaults || self.common.registry.is_made() || self.dns.made().next().is_some() || self.backups().next().is_some()
    }
}

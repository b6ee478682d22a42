//! Private endpoints: addresses in the network of a site for its vault, for the registry and for what backups keep.

use serde::Serialize;

use super::private_dns::PrivateZone;
use super::resolve::{Ground, Resolver};
use super::{Backup, Common, Site, Vault};
use crate::blueprint::settings::{EndpointZone, PrivateEndpoints};

/// A private endpoint.
#[derive(Debug, Clone, Serialize)]
pub struct PrivateEndpoint {
    pub name: String,
    /// What it leads to, as Azure calls that part of it: `vault`, `registry`, `blob`.
    pub group: &'static str,
    /// ARM's type of what it leads to, its name and where it stands.
    pub kind: &'static str,
    pub target: String,
    pub target_group: String,
    /// Of what stands in another subscription.
    pub target_subscription: Option<String>,
    pub zone: PrivateZone,
}

impl PrivateEndpoints {
    /// How many addresses of the network they take. A registry has one itself and one for its data in each region.
    pub(super) fn addresses(&self, regions: usize, is_backed_up: bool) -> u32 {
        let registry = u32::try_from(1 + regions).unwrap_or(u32::MAX);
        let backup = self.backup.as_ref().filter(|_| is_backed_up);
        self.vault.as_ref().map_or(0, |_| 1) + self.registry.as_ref().map_or(0, |_| registry) + backup.map_or(0, |_| 1)
    }
}

impl PrivateEndpoint {
    /// The key of `network.privateEndpoints` that asks for it.
    pub fn setting(&self) -> &'static str {
        if self.group == "blob" { "backup" } else { self.group }
    }

    /// What it leads to, in words.
    pub fn noun(&self) -> &'static str {
        if self.group == "blob" { "storage account" } else { self.group }
    }
}

impl Site {
    pub fn endpoint(&self, group: &str) -> Option<&PrivateEndpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.group == group)
    }
}

impl Resolver<'_> {
    pub(super) fn endpoints(
        &mut self,
        settings: &PrivateEndpoints,
        ground: &Ground,
        vault: &Vault,
        common: &Common,
        backup: Option<&Backup>,
    ) -> Vec<PrivateEndpoint> {
        let Ground { stem, path, groups, .. } = *ground;
        let zones = &self.facts.private_zones;
        let shared_subscription = ground.shared.cloned();
        let vault = settings.vault.as_ref().map(|zone| {
            let target = (&vault.name, &vault.resource_group, &vault.subscription);
            ("vault", "Microsoft.KeyVault/vaults", target, zone, &zones.vault)
        });
        let registry = settings.registry.as_ref().map(|zone| {
            let subscription = if common.registry.is_made() { &shared_subscription } else { &common.registry.subscription };
            let target = (&common.registry.name, &common.registry.resource_group, subscription);
            ("registry", "Microsoft.ContainerRegistry/registries", target, zone, &zones.registry)
        });
        let backup = settings.backup.as_ref().zip(backup).map(|(zone, backup)| {
            let target = (&backup.account, &backup.resource_group, &None);
            ("blob", "Microsoft.Storage/storageAccounts", target, zone, &zones.backup)
        });
        let mut endpoints = Vec::new();
        for (group, kind, (target, target_group, subscription), zone, known) in vault.into_iter().chain(registry).chain(backup) {
            // A zone holds one address for a name. Of what several sites may reach, each by an endpoint of its own, each has a zone of its own.
            let alone = group == "registry" || subscription.is_some();
            let shared = || PrivateZone {
                name: known.of(&ground.region.name),
                resource_group: if alone { &groups.network } else { &common.resource_group }.clone(),
                made: true,
                subscription: if alone { None } else { shared_subscription.clone() },
            };
            endpoints.push(PrivateEndpoint {
                name: self.register.give("private_endpoint", format!("pep-{stem}-{}", if group == "blob" { "backup" } else { group }), path, &groups.network),
                group,
                kind,
                target: target.clone(),
                target_group: target_group.clone(),
                target_subscription: subscription.clone(),
                zone: match zone {
                    EndpointZone::Shared(_) => shared(),
                    EndpointZone::Existing(id) => PrivateZone::brought(id).unwrap_or_else(shared),
                },
            });
        }
        endpoints
    }
}

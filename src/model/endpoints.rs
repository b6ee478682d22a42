//! Private endpoints: addresses in the network of a site for its vault, for the registry and for what backups keep.

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::private_dns::PrivateZone;
use super::resolve::{Ground, Resolver};
use super::{Backup, Common, Site, Vault};
use crate::blueprint::settings::{EndpointZone, PrivateEndpoints};
use crate::facts;

/// A private endpoint.
#[derive(Debug, Clone, Serialize)]
pub struct PrivateEndpoint {
    pub name: String,
    #[serde(flatten)]
    pub reached: Reached,
    /// The name of what it leads to, and where it stands.
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

/// What a private endpoint leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    Vault,
    Registry,
    /// The blobs of the storage account in which backups keep the objects of clusters.
    Backup,
}

impl Reached {
    /// Its part that is reached, as Azure calls it.
    pub fn group(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::Registry => "registry",
            Self::Backup => "blob",
        }
    }

    /// ARM's type.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Vault => "Microsoft.KeyVault/vaults",
            Self::Registry => "Microsoft.ContainerRegistry/registries",
            Self::Backup => "Microsoft.Storage/storageAccounts",
        }
    }

    /// The key of `network.privateEndpoints` that asks for it.
    pub fn setting(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::Registry => "registry",
            Self::Backup => "backup",
        }
    }

    /// In words.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::Registry => "registry",
            Self::Backup => "storage account",
        }
    }

    /// The private DNS zone in which its name is looked for.
    pub fn zone(self, zones: &facts::PrivateZones) -> &facts::PrivateZone {
        match self {
            Self::Vault => &zones.vault,
            Self::Registry => &zones.registry,
            Self::Backup => &zones.backup,
        }
    }
}

impl Serialize for Reached {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Reached", 2)?;
        fields.serialize_field("group", self.group())?;
        fields.serialize_field("kind", self.kind())?;
        fields.end()
    }
}

impl Site {
    pub fn endpoint(&self, reached: Reached) -> Option<&PrivateEndpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.reached == reached)
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
        let shared_subscription = ground.shared.cloned();
        let vault = settings.vault.as_ref().map(|zone| {
            let target = (&vault.name, &vault.resource_group, &vault.subscription);
            (Reached::Vault, target, zone)
        });
        let registry = settings.registry.as_ref().map(|zone| {
            let subscription = if common.registry.is_made() { &shared_subscription } else { &common.registry.subscription };
            let target = (&common.registry.name, &common.registry.resource_group, subscription);
            (Reached::Registry, target, zone)
        });
        let backup = settings.backup.as_ref().zip(backup).map(|(zone, backup)| {
            let target = (&backup.account, &backup.resource_group, &None);
            (Reached::Backup, target, zone)
        });
        let mut endpoints = Vec::new();
        for (reached, (target, target_group, subscription), zone) in vault.into_iter().chain(registry).chain(backup) {
            // A zone holds one address for a name. Of what several sites may reach, each by an endpoint of its own, each has a zone of its own.
            let alone = reached == Reached::Registry || subscription.is_some();
            let shared = || PrivateZone {
                name: reached.zone(&self.facts.private_zones).of(&ground.region.name),
                resource_group: if alone { &groups.network } else { &common.resource_group }.clone(),
                made: true,
                subscription: if alone { None } else { shared_subscription.clone() },
            };
            endpoints.push(PrivateEndpoint {
                name: self.register.give("private_endpoint", format!("pep-{stem}-{}", reached.setting()), path, &groups.network),
                reached,
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

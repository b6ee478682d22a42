//! Storage of apps: what each claims, of which class, and what stands there already.

use serde::Serialize;

use super::{Cluster, Region, ResourceId};
use crate::blueprint::storage::{self, AccessMode, DiskZone};
use crate::blueprint::text::Label;
use crate::facts::{self, Facts};

/// What an app has mounted at one of its places.
#[derive(Debug, Clone, Serialize)]
pub struct Storage {
    pub name: Label,
    pub path: String,
    pub size: String,
    pub mode: AccessMode,
    pub source: Source,
    /// The number of the zone in which it stands, where that is known.
    pub zone: Option<u8>,
}

/// What it is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Source {
    /// By one of our classes, as the facts name it.
    Ours(&'static str),
    /// By a class that is there, which this release does not know.
    Foreign(String),
    /// Nothing: it exists.
    Disk {
        id: String,
    },
    Share {
        id: String,
        subscription: String,
        resource_group: String,
        account: String,
        share: String,
        protocol: String,
    },
}

impl Storage {
    pub(super) fn of(name: &Label, written: &storage::Storage, region: &Region, facts: &Facts) -> Self {
        let class = written.class.as_ref().map_or_else(|| default_class(written.mode, region), class);
        let brought = written.volume.as_ref().and_then(|volume| brought(&volume.existing, &class, facts));
        Self {
            name: name.clone(),
            path: written.path.to_string(),
            size: written.size.to_string(),
            mode: written.mode,
            source: brought.unwrap_or(class),
            zone: written.volume.as_ref().and_then(|volume| volume.zone).map(DiskZone::number),
        }
    }

    /// The class of ours by which it is made.
    pub fn class<'a>(&self, facts: &'a Facts) -> Option<&'a facts::StorageClass> {
        let Source::Ours(name) = &self.source else { return None };
        facts.storage_classes.entries().find(|(known, _)| known == name).map(|(_, class)| class)
    }

    /// Whether it exists, and is not made.
    pub fn is_brought(&self) -> bool {
        matches!(self.source, Source::Disk { .. } | Source::Share { .. })
    }

    /// Whether nodes mount it over the network.
    pub fn is_share(&self, facts: &Facts) -> bool {
        matches!(self.source, Source::Share { .. }) || self.class(facts).is_some_and(|class| class.protocol.is_some())
    }

    /// The PersistentVolume of what exists; the claim of an app is `<app>-<storage>`.
    pub fn volume(&self, namespace: &str, app: &str) -> String {
        format!("{namespace}-{app}-{}", self.name)
    }
}

/// What is asked for where no class is written.
fn default_class(mode: AccessMode, region: &Region) -> Source {
    Source::Ours(if mode.is_shared() { "files" } else { disk_class(region) })
}

/// The class of a disk that no zone takes with it, where the region has zones.
pub(super) fn disk_class(region: &Region) -> &'static str {
    if region.zones.is_empty() { "premium" } else { "zone_redundant" }
}

fn class(written: &storage::StorageClass) -> Source {
    use storage::StorageClass::*;
    match written {
        Standard(_) => Source::Ours("standard"),
        Premium(_) => Source::Ours("premium"),
        ZoneRedundant(_) => Source::Ours("zone_redundant"),
        Files(_) => Source::Ours("files"),
        Nfs(_) => Source::Ours("nfs"),
        Existing(name) => Source::Foreign(name.to_string()),
    }
}

/// A disk, or a share, whose protocol its class says; none for what is no id, whose grammar is checked when it is read.
fn brought(id: &str, class: &Source, facts: &Facts) -> Option<Source> {
    if id.to_ascii_lowercase().contains("/microsoft.compute/disks/") {
        return Some(Source::Disk { id: id.to_owned() });
    }
    let ResourceId { subscription, resource_group, name: share } = ResourceId::of(id)?;
    let account = id.split('/').nth(8)?.to_owned();
    let classes = &facts.storage_classes;
    let of_class = if *class == Source::Ours("nfs") { &classes.nfs } else { &classes.files };
    Some(Source::Share { id: id.to_owned(), subscription, resource_group, account, share, protocol: of_class.protocol.clone().unwrap_or_default() })
}

impl Cluster {
    /// What its apps have mounted: namespace, app, storage.
    pub fn storage(&self) -> impl Iterator<Item = (&str, &Label, &Storage)> {
        self.mounts.iter().flat_map(|mounts| mounts.storage.iter().map(|storage| (mounts.namespace.as_str(), &mounts.app, storage)))
    }
}

/// What an app has mounted in a cluster.
#[derive(Debug, Serialize)]
pub struct Mounts {
    pub namespace: String,
    pub app: Label,
    pub storage: Vec<Storage>,
}

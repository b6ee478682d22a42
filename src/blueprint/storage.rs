//! Storage of apps: what outlives their pods.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{ClassName, Memory, MountPath, Nothing, VolumeId};

/// A disk or a file share that is mounted in the pods of an app and outlives them. It stays when the app goes, until a person deletes it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["path", "size"]))]
pub struct Storage {
    /// Where it is mounted.
    pub path: MountPath,
    /// How much is asked for. It may be written larger one day where replicas have no storage of their own, and never smaller.
    pub size: Memory,
    /// Who has it mounted at a time.
    #[serde(default)]
    pub mode: AccessMode,
    /// What it is made of, for good. Where it is not written, `files` if all replicas share it; else `zoneRedundant`, or `premium` in a region without zones.
    pub class: Option<StorageClass>,
    /// One that exists, in the place of one that is made.
    pub volume: Option<Volume>,
}

/// Any part of it, for one environment.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct StorageSettings {}

impl JsonSchema for StorageSettings {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StorageSettings".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        super::schema::any_part(Storage::json_schema(generator))
    }
}

/// Modes, as Kubernetes names them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AccessMode {
    /// The pods of one node. Of several replicas each has storage of its own.
    #[default]
    ReadWriteOnce,
    /// The pods of all nodes: all replicas share it.
    ReadWriteMany,
    /// One pod alone. Of several replicas each has storage of its own.
    ReadWriteOncePod,
}

impl AccessMode {
    /// Whether all replicas have the same one.
    pub fn is_shared(self) -> bool {
        self == AccessMode::ReadWriteMany
    }

    /// As Kubernetes spells it.
    pub fn name(self) -> &'static str {
        match self {
            AccessMode::ReadWriteOnce => "ReadWriteOnce",
            AccessMode::ReadWriteMany => "ReadWriteMany",
            AccessMode::ReadWriteOncePod => "ReadWriteOncePod",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum StorageClass {
    /// A disk on standard SSDs, in one zone.
    Standard(Nothing),
    /// A disk on premium SSDs, in one zone.
    Premium(Nothing),
    /// A disk on premium SSDs with copies in three zones, which a pod in any of them mounts.
    ZoneRedundant(Nothing),
    /// A share of Azure Files by SMB, on premium SSDs; with copies in three zones where the region has them. At least 100Gi are paid for.
    Files(Nothing),
    /// The same by NFS, with users, permissions and locks as Linux has them. What goes over the network is not encrypted.
    Nfs(Nothing),
    /// A StorageClass that is in the cluster, by its name.
    Existing(ClassName),
}

/// Availability zones, as Azure numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DiskZone {
    #[serde(rename = "1")]
    One,
    #[serde(rename = "2")]
    Two,
    #[serde(rename = "3")]
    Three,
}

impl DiskZone {
    pub fn number(self) -> u8 {
        match self {
            DiskZone::One => 1,
            DiskZone::Two => 2,
            DiskZone::Three => 3,
        }
    }
}

/// A disk or a share that exists.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["existing"]))]
pub struct Volume {
    /// Its resource id. Of a share, the class says whether it is reached by SMB (`files`, the default) or `nfs`.
    pub existing: VolumeId,
    /// The zone of a disk that stands in one: its pod runs there.
    pub zone: Option<DiskZone>,
}

//! Who writes the records of hosts, where the deployments do not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum DnsRecords {
    /// external-dns, which writes a record for each host of an app into the zone of its environment, one of Azure DNS, in the place of one for all hosts.
    ExternalDns(ExternalDns),
}

/// external-dns, and what it may do with records.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExternalDns {
    pub policy: RecordPolicy,
    /// Further values for the chart, laid over those that are generated; `null` takes away what the chart has by itself.
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// What becomes of records. None is touched that this cluster did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordPolicy {
    /// That of a host that is gone goes, too.
    Sync,
    /// They are written and changed; a person takes them away.
    UpsertOnly,
}

impl RecordPolicy {
    /// As external-dns is told.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::UpsertOnly => "upsert-only",
        }
    }
}

//! What watches a cluster from inside it, whatever cloud it stands in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::{HostName, Label, Memory};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum InCluster {
    /// Prometheus with Alertmanager and Grafana, Loki, Tempo and an OpenTelemetry collector on every node, in a namespace of their own and without an address outside.
    Stack(Stack),
}

/// Metrics, logs and traces, kept on disks of the cluster.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Stack {
    /// Replicas of Prometheus, each of which measures everything, and of Alertmanager.
    #[schemars(range(min = 1, max = 3))]
    pub replicas: u32,
    pub metrics: Kept,
    pub logs: Kept,
    pub traces: Kept,
    /// Who is told of alerts; nobody where it is not written, and they are seen in Grafana.
    pub alerts: Option<Receiver>,
    /// Further values for the charts, laid over those that are generated; `null` takes away what a chart has by itself.
    #[serde(default)]
    pub values: StackValues,
}

/// Whom Alertmanager tells.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Receiver {
    /// The name of a Kubernetes secret that a person puts into the namespace: its key `url` is the address of a webhook, which knows who is on call. It is read as a
    /// file, and stands nowhere else.
    pub webhook: Label,
    /// The host in that address, which a firewall lets through by HTTPS; the policies of the namespace let out whatever goes by HTTPS.
    pub host: Option<HostName>,
    /// Who is told of critical ones; the others then go to `webhook`. All go there where it is not written.
    pub severe: Option<SevereReceiver>,
}

/// Whom Alertmanager tells of what is critical.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SevereReceiver {
    /// A secret as that of the others is.
    pub webhook: Label,
    /// The host in its address, where that is another one.
    pub host: Option<HostName>,
}

impl Receiver {
    /// The secrets that a person puts into the namespace.
    pub fn secrets(&self) -> Vec<&Label> {
        let mut secrets = vec![&self.webhook];
        secrets.extend(self.severe.iter().map(|severe| &severe.webhook));
        secrets
    }

    /// Hosts that are written.
    pub fn hosts(&self) -> impl Iterator<Item = &HostName> {
        self.host.iter().chain(self.severe.iter().filter_map(|severe| severe.host.as_ref()))
    }
}

/// How long something is kept, and on how large a disk.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// Days for which it is kept.
    #[schemars(range(min = 1, max = 730))]
    pub retention_days: u32,
    /// Of the disk of each replica.
    pub size: Memory,
}

/// Values of charts, by what each installs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct StackValues {
    /// For kube-prometheus-stack.
    #[serde(default)]
    pub prometheus: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    pub loki: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    pub tempo: serde_json::Map<String, serde_json::Value>,
    /// For opentelemetry-collector.
    #[serde(default)]
    pub collector: serde_json::Map<String, serde_json::Value>,
}

//! What is installed in a cluster from charts of others.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Weekday;
use super::certificates::Certificates;
use super::external_dns::DnsRecords;
use super::in_cluster::InCluster;
use crate::blueprint::text::{TimeOfDay, TimeZone};

/// What is installed in the cluster from charts of others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Releases {
    /// What takes requests into the cluster.
    pub ingress: Ingress,
    /// Who issues the certificates that the ingress serves itself; out of the vault come those that environments name.
    pub certificates: Option<Certificates>,
    /// Who writes the records of hosts; the deployments do, one for all hosts of a domain, where it is not written.
    pub dns: Option<DnsRecords>,
    /// Reboots nodes after updates that need it. Only useful where `upgrades.nodeImage.channel` is `Unmanaged`.
    pub kured: Option<Kured>,
    /// Shows in a browser what stands in the cluster; nothing does where it is not written.
    pub dashboard: Option<Dashboard>,
    /// Watches the cluster and its apps from inside, beside Azure Monitor; nothing does where it is not written.
    pub monitoring: Option<InCluster>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Dashboard {
    /// Headlamp, without an address outside of the cluster: people reach it by `kubectl port-forward`.
    Headlamp(Headlamp),
}

/// The dashboard. It has no rights itself: who signs in brings a token.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Headlamp {
    pub access: DashboardAccess,
    /// Further values for the chart, laid over those that are generated; `null` takes away what the chart has by itself.
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// Whose token people sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DashboardAccess {
    /// That of a reader, which each makes for an hour: administrators read all but secrets, a team its own namespaces; nobody changes anything.
    ReadOnly,
    /// Their own: they may there what they may with kubectl.
    Own,
}

/// What Azure has or had for this, and why it is no choice.
fn no_ingress() -> serde_json::Value {
    let managed = crate::facts::Facts::embedded().retirements.app_routing_nginx.date;
    serde_json::json!({
        "webAppRouting": format!("this add-on is called `applicationRouting` here; its managed NGINX, which is none of it, gets no fixes after {managed}"),
        "httpApplicationRouting": "Azure has taken this add-on away",
    })
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true, "x-refused" = no_ingress()))]
pub enum Ingress {
    /// NGINX Ingress Controller by F5.
    Nginx(IngressController),
    /// The community's ingress-nginx, for Ingress objects with its annotations. Nobody mends it since March 2026.
    IngressNginx(IngressController),
    /// NGINX Gateway Fabric by F5, for routes of Gateway API in the place of Ingress objects.
    GatewayApi(IngressController),
    /// The application routing add-on of AKS, which Azure keeps up to date: Istio, for the same routes of Gateway API.
    ApplicationRouting(ApplicationRouting),
}

/// The pods that the add-on runs for the Gateway of a cluster.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApplicationRouting {
    pub replicas: Replicas,
}

/// More of them run under load.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Replicas {
    /// The add-on refuses fewer than two.
    #[schemars(range(min = 2, max = 100))]
    pub min: u32,
    /// How many run at most.
    #[schemars(range(min = 2, max = 100))]
    pub max: u32,
}

/// The ingress controller.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct IngressController {
    /// How many run, in different zones where there are some.
    #[schemars(range(min = 1, max = 100))]
    pub replicas: u32,
    /// Further values for the chart, laid over those that are generated; `null` takes away what the chart has by itself.
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// The reboot daemon.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Kured {
    /// Days on which nodes may be rebooted; that of the upgrades of the region (`upgrades.window`) where none is written.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub days: Vec<ShortDay>,
    pub window: KuredWindow,
    /// Further values for the chart, laid over those that are generated; `null` takes away what the chart has by itself.
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShortDay {
    Mo,
    Tu,
    We,
    Th,
    Fr,
    Sa,
    Su,
}

impl ShortDay {
    pub fn of(day: Weekday) -> Self {
        match day {
            Weekday::Monday => ShortDay::Mo,
            Weekday::Tuesday => ShortDay::Tu,
            Weekday::Wednesday => ShortDay::We,
            Weekday::Thursday => ShortDay::Th,
            Weekday::Friday => ShortDay::Fr,
            Weekday::Saturday => ShortDay::Sa,
            Weekday::Sunday => ShortDay::Su,
        }
    }

    /// As it is written; the first letters of the whole name.
    pub fn name(self) -> &'static str {
        match self {
            ShortDay::Mo => "mo",
            ShortDay::Tu => "tu",
            ShortDay::We => "we",
            ShortDay::Th => "th",
            ShortDay::Fr => "fr",
            ShortDay::Sa => "sa",
            ShortDay::Su => "su",
        }
    }
}

/// The hours in which nodes may be rebooted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct KuredWindow {
    pub start: TimeOfDay,
    pub end: TimeOfDay,
    pub timezone: TimeZone,
}

//! What cascades: top, platform, region of the platform, then one of its clusters. Each level may write any part of it.

mod api;
mod backup;
mod budget;
mod certificates;
mod edge;
mod endpoints;
mod express_route;
mod external_dns;
mod hours;
mod hub;
mod identities;
mod in_cluster;
mod network;
mod on_premises;
mod pools;
mod releases;
mod waf;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::global::{FrontDoorTier, Global};
use super::text::{DiskEncryptionSetId, Email, Minor, Nothing, PoolName, Region, TimeOfDay, UtcOffset, VaultId, WorkspaceId};
pub use api::{Api, ApiZone, PrivateApi, PublicApi};
pub use backup::{Backup, BackupCopies, BackupHours, Redundancy};
pub use budget::Budget;
pub use certificates::{AcmeServer, CertManager, Certificates};
pub use edge::{ApplicationGateway, Capacity, ClosedIngress, Edge, Gateway, PublicIngress};
pub use endpoints::{EndpointZone, PrivateEndpoints};
pub use express_route::{BroughtCircuit, Circuit, CircuitData, CircuitTier, ExpressRoute, ExpressRouteSize, MadeCircuit, Peering};
pub use external_dns::{DnsRecords, ExternalDns, RecordPolicy};
pub use hours::Hours;
pub use hub::{Brought, Hub, Made};
pub use identities::{BroughtIdentity, Identities};
pub use in_cluster::{InCluster, Kept, Receiver, Stack, StackValues};
pub use network::{Egress, ExistingSubnets, Firewall, FirewallTier, LoadBalancer, NatGateway, Network, RouteTable, Subnets};
pub use on_premises::{Bgp, Connection, OnPremises, OnPremisesDns, Vpn, VpnSize};
pub use pools::{Autoscaler, Expander, Nodes, Pool, PoolMode};
pub use releases::{ApplicationRouting, Dashboard, DashboardAccess, Headlamp, Ingress, IngressController, Kured, KuredWindow, Releases, Replicas, ShortDay};
pub use waf::{
    Condition, EnvironmentWaf, Exclusion, ExclusionOperator, ExclusionVariable, MatchOperator, MatchVariable, Rate, Transform, Waf, WafAction, WafMode, WafRule,
};

/// Everything that may differ between platforms and regions, as it is after merging.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Which clusters stand in each region: one for all, or one for each team or each environment.
    pub clusters: Clusters,
    pub network: Network,
    pub edge: Edge,
    pub kubernetes: Kubernetes,
    pub releases: Releases,
    /// What watches platforms from outside: Azure Monitor.
    pub monitoring: Monitoring,
    /// Where certificates and secrets are kept.
    #[serde(default)]
    pub vault: Vault,
    /// Managed identities that exist.
    #[serde(default)]
    pub identities: Identities,
    /// What each platform may cost; the first of its regions says it.
    pub budget: Option<Budget>,
}

/// The key vault; made where nothing is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Vault {
    /// One that exists, in any subscription of the tenant, and that roles open: what reads secrets of it is given its role there. Its
    /// network, its log and its lock stay as they are.
    pub existing: Option<VaultId>,
}

impl Settings {
    /// Whether Front Door reaches the ingress by private link: it has no public address, and the tier can.
    pub fn has_private_link(&self) -> bool {
        let premium = matches!(&self.edge.global, Global::FrontDoor(door) if door.tier == FrontDoorTier::Premium);
        premium && matches!(self.edge.gateway, Gateway::None(_))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Clusters {
    /// One, in which teams and environments are namespaces.
    Shared,
    /// One for each team, in which the environments of the platform are namespaces.
    PerTeam,
    /// One for each environment of the platform, in which the teams are namespaces.
    PerEnvironment,
}

/// The cluster.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Kubernetes {
    /// Minor version, such as "1.36"; its patches come by the upgrade channel.
    pub version: Minor,
    /// Free has no guarantee of availability; standard has; premium allows long-term support.
    pub tier: Tier,
    /// Who may reach the API server.
    pub api: Api,
    /// Where pods have their addresses. It never changes once a cluster stands.
    pub cni: Cni,
    /// Node pools by name; `null` takes a default pool away.
    #[schemars(extend("x-removable" = true))]
    pub pools: BTreeMap<PoolName, Pool>,
    /// How nodes are added and taken away; as Azure does it where it is not written.
    pub autoscaler: Option<Autoscaler>,
    pub upgrades: Upgrades,
    /// The hours in which the cluster runs; always where it is not written. Not for a platform of production.
    pub hours: Option<Hours>,
    /// Whose key encrypts the disks of the nodes, and of volumes that name no other; Azure's where it is not written. It never changes
    /// once a cluster stands.
    pub disk_encryption: Option<DiskEncryption>,
    /// Whether Azure Policy sees what runs in the cluster and may refuse it, by an add-on. Which policies, is assigned in Azure.
    pub policy: bool,
    /// Whether it has virtual nodes: pods of apps that say so run beside the nodes, in Azure Container Instances. They need pods in the
    /// subnet of the nodes (`cni: nodeSubnet`) and a NAT gateway, and nothing in such a cluster keeps network policies. It is decided when a
    /// cluster is made.
    pub virtual_nodes: bool,
    /// What is kept of the cluster, so that it can be restored; nothing where it is not written.
    pub backup: Option<Backup>,
}

/// The network of pods, and who keeps its policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Cni {
    /// In a range of the cluster's own (`network.podRange`), which takes nothing of the network; Cilium keeps the policies.
    Overlay,
    /// In the subnet of the nodes, of which each node takes as many as it may run pods: whoever reaches the network reaches pods by their own addresses; Calico keeps the policies, unless there are virtual nodes.
    NodeSubnet,
    /// In a subnet of the pods, of which each node takes as many as it runs, sixteen at a time: whoever reaches the network reaches pods by their own addresses; Cilium keeps the policies.
    PodSubnet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Tier {
    Free,
    Standard,
    Premium,
}

/// A key of your own for disks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DiskEncryption {
    /// A disk encryption set that exists, in the region of the cluster and in its subscription.
    pub existing: DiskEncryptionSetId,
}

/// How the cluster and its nodes are kept up to date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Upgrades {
    /// What of Kubernetes is upgraded by itself.
    pub channel: UpgradeChannel,
    /// When upgrades may happen.
    pub window: Window,
    pub node_image: NodeImage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum UpgradeChannel {
    None,
    Patch,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// One of its own for each region of a platform where it is not written: clusters of two regions are never upgraded on the same day.
    pub day: Option<Weekday>,
    /// When the window opens, such as "02:00"; within the hours in which the cluster runs where neither this nor the offset is written.
    pub start: TimeOfDay,
    /// How long it stays open.
    #[schemars(range(min = 4, max = 24))]
    pub hours: u32,
    /// Of the start, such as "+01:00".
    pub utc_offset: UtcOffset,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Weekday::Monday => "monday",
            Weekday::Tuesday => "tuesday",
            Weekday::Wednesday => "wednesday",
            Weekday::Thursday => "thursday",
            Weekday::Friday => "friday",
            Weekday::Saturday => "saturday",
            Weekday::Sunday => "sunday",
        }
    }
}

/// Updates of the operating system of the nodes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NodeImage {
    /// Who updates it. kured reboots nodes only where this is `Unmanaged`.
    pub channel: NodeImageChannel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum NodeImageChannel {
    None,
    Unmanaged,
    SecurityPatch,
    NodeImage,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Monitoring {
    /// Azure Monitor: a Log Analytics workspace, with container insights unless they are left out.
    Azure(AzureMonitor),
}

/// Azure Monitor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AzureMonitor {
    /// Where logs are kept; made where it is not written.
    pub workspace: Option<BroughtWorkspace>,
    /// How long logs are kept, in days, in a workspace that is made.
    #[schemars(range(min = 30, max = 730))]
    pub retention_days: u32,
    /// Whether what pods write, and what becomes of them, goes to the workspace; what the control plane writes does so always. Where something else keeps it (`releases.monitoring`), it need not be paid for twice.
    pub container_insights: bool,
    /// Metrics of clusters and of apps (`apps.*.metrics`) in managed Prometheus; none are kept where it is not written.
    pub prometheus: Option<Nothing>,
    /// Dashboards over what is kept of this platform, in one Azure Managed Grafana for all platforms that write it; none where it is not written.
    pub grafana: Option<Nothing>,
    /// Who is woken when something is wrong with a cluster, with what runs in it or with what leads requests to it; nobody where it is not written.
    pub alerts: Option<Alerts>,
}

/// A workspace that exists.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BroughtWorkspace {
    /// Its resource id, in any subscription of the tenant.
    pub existing: WorkspaceId,
    /// Its region, in which the rules that collect data for it must stand; that of the cluster where it is not written.
    pub region: Option<Region>,
}

/// Who is woken.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Alerts {
    /// Addresses to which alerts are sent, best that of a rota and not of a person.
    #[schemars(length(min = 1, max = 1000), extend("uniqueItems" = true))]
    pub emails: Vec<Email>,
    /// Who is woken by severe ones (severity 0 and 1); the others are then told by `emails`. All by `emails` where it is not written.
    pub severe: Option<Severe>,
}

/// Who is woken by what is severe.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Severe {
    /// Addresses, such as that by which a service for those on call takes messages.
    #[schemars(length(min = 1, max = 1000), extend("uniqueItems" = true))]
    pub emails: Vec<Email>,
}

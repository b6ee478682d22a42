//! A platform in one of its regions, and what stands there once.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::{ActionGroup, Apart, Api, Attachment, Backup, Cluster, Edge, NatGateway, Network, Opening, PrivateEndpoint, Prometheus, RouteTable, Subnet};
use crate::blueprint::global::Global;
use crate::blueprint::settings::OnPremisesDns;
use crate::blueprint::text::Label;

/// A platform in one of its regions: one deployment of the foundation, one of the edge.
#[derive(Debug, Serialize)]
pub struct Site {
    /// `<platform>-<region>`: the stem of parameter and settings files.
    pub key: String,
    pub platform: Label,
    /// None where it stands in the subscription of what all share.
    pub apart: Option<Apart>,
    /// The service connection by which it is deployed.
    pub connection: String,
    pub region: Region,
    pub groups: ResourceGroups,
    pub network: Network,
    /// By which the nodes leave; none where the load balancers of their clusters serve for that.
    pub nat_gateway: Option<NatGateway>,
    /// On the subnets of the nodes; none where they don't leave by a firewall.
    pub route_table: Option<RouteTable>,
    /// None where the network stands alone.
    pub hub: Option<Attachment>,
    /// The zones beside its network, by name, to which that of its hub is linked, too.
    pub zones_of_hub: Vec<String>,
    /// The registry from which all images come, where nodes reach nothing outside.
    pub mirror: Option<String>,
    /// Whether its nodes are to leave by a firewall, whether or not there is one.
    pub leaves_by_firewall: bool,
    /// What lies on premises.
    pub on_premises: Vec<Ipv4Net>,
    /// Whether a gateway is to lead there, whether or not there is one.
    pub connection_written: bool,
    /// How names are found there and from there.
    pub dns_written: Option<OnPremisesDns>,
    /// What the blueprint lets through the firewall beside what is needed.
    pub written_hosts: Vec<String>,
    pub api: Api,
    /// Of its vault and of the registry, where they are reached in the network.
    pub endpoints: Vec<PrivateEndpoint>,
    pub workspace: Workspace,
    /// Where metrics are kept; none where none are.
    pub prometheus: Option<Prometheus>,
    /// Application Insights of its apps, one for each environment in which any sends there.
    pub components: Vec<String>,
    /// Whether Grafana shows it.
    pub grafana: bool,
    /// Who is woken; none where nobody is.
    pub action_group: Option<ActionGroup>,
    /// What is kept of its clusters; none where nothing is.
    pub backup: Option<Backup>,
    pub vault: Vault,
    pub clusters: Vec<Cluster>,
    pub edge: Edge,
    pub global: Global,
}

/// Facts about the region that matter to what stands in it.
#[derive(Debug, Serialize)]
pub struct Region {
    pub name: String,
    pub display: String,
    pub code: String,
    /// Availability zones, as Azure names them; none where the region has none.
    pub zones: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct ResourceGroups {
    pub network: String,
    pub data: String,
    pub aks: String,
    pub vault: String,
}

/// The workspace of logs.
#[derive(Debug, Serialize)]
pub struct Workspace {
    pub name: String,
    pub resource_group: String,
    /// Of one that is brought; ours stands where everything is deployed.
    pub subscription: Option<String>,
    /// Where it stands, and with it the rules by which data is collected for it.
    pub region: String,
    /// Of one that is made.
    pub retention_days: u32,
}

/// The key vault.
#[derive(Debug, Serialize)]
pub struct Vault {
    pub name: String,
    pub resource_group: String,
    /// Of one that is brought; ours stands where everything is deployed.
    pub subscription: Option<String>,
}

impl Workspace {
    /// Whether it is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.subscription.is_none()
    }

    /// Its resource id, where it is brought.
    pub fn brought_id(&self) -> Option<String> {
        let (subscription, Self { resource_group, name, .. }) = (self.subscription.as_ref()?, self);
        Some(format!("/subscriptions/{subscription}/resourceGroups/{resource_group}/providers/Microsoft.OperationalInsights/workspaces/{name}"))
    }
}

impl Vault {
    /// Whether it is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.subscription.is_none()
    }

    /// Its resource id, where it is brought.
    pub fn brought_id(&self) -> Option<String> {
        let (subscription, Self { resource_group, name, .. }) = (self.subscription.as_ref()?, self);
        Some(format!("/subscriptions/{subscription}/resourceGroups/{resource_group}/providers/Microsoft.KeyVault/vaults/{name}"))
    }
}

impl Site {
    /// Whether what leads to the regions of its platform sends it no requests now, as the blueprint says.
    pub fn is_out(&self) -> bool {
        self.global.disabled().iter().any(|region| region.as_str() == self.region.name)
    }

    /// Nodes of each size, regular ones and spot nodes (`true`) apart, with every pool at its maximum and upgraded at the same time: what Azure must grant.
    pub fn peak_nodes(&self) -> BTreeMap<(bool, &str), u32> {
        let mut nodes = BTreeMap::new();
        for pool in self.clusters.iter().flat_map(|cluster| &cluster.pools) {
            *nodes.entry((pool.spot, pool.size.as_str())).or_default() += pool.peak;
        }
        nodes
    }

    /// Whether logs, metrics or traces are kept here, and not in what is brought.
    pub fn keeps_data(&self) -> bool {
        self.workspace.is_made() || self.prometheus.is_some() || !self.components.is_empty()
    }

    /// Whether anything stands in its group of what watches: what is kept, and who is woken.
    pub fn has_data_group(&self) -> bool {
        self.keeps_data() || self.action_group.is_some()
    }

    /// Who reaches the ingress of each cluster.
    pub fn openings(&self) -> Vec<Opening> {
        let range = |subnet: &Option<Subnet>| subnet.as_ref().map(|subnet| subnet.range);
        let calling = self.clusters.iter().flat_map(|cluster| self.edge.not_let_in(cluster)).collect();
        self.edge.openings(range(&self.network.gateway), range(&self.network.link), &calling)
    }

    /// The hub with which its network is peered here. Between a network and a hub that are both brought, that is for others.
    pub fn peering(&self) -> Option<&Attachment> {
        self.hub.as_ref().filter(|hub| hub.peered)
    }

    /// Every subnet: those of the nodes first.
    pub fn subnets(&self) -> Vec<&Subnet> {
        self.clusters
            .iter()
            .map(|cluster| &cluster.nodes)
            .chain([&self.network.ingress])
            .chain(&self.network.gateway)
            .chain(&self.network.api)
            .chain(&self.network.endpoints)
            .chain(&self.network.link)
            .chain(self.clusters.iter().flat_map(Cluster::beside))
            .collect()
    }
}

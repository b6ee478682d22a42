//! The network: its addresses, and the way out of it.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::endpoints::PrivateEndpoints;
use super::hub::Hub;
use super::on_premises::OnPremises;
use crate::blueprint::text::{HostPattern, NetworkId, Nothing, RouteTableId, SubnetId};

/// Addresses. What is not written is sized from the node pools and placed in the address space.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    /// The addresses that networks are carved from: the one of each platform in each region lies apart from all others.
    pub address_space: Ipv4Net,
    /// A virtual network that exists, in the region and the subscription that are deployed to: subnets are made in `range`, a part of
    /// its address space that is free for them. Its links to private DNS zones and its peerings are for who runs it; a hub that is made
    /// here is peered with it.
    pub existing: Option<NetworkId>,
    /// Subnets that exist in it, each at the range that `subnets` says. Their security groups, routes and delegations are for who runs
    /// them; the clusters are given their roles in them.
    #[serde(default)]
    pub existing_subnets: ExistingSubnets,
    /// The route table on the subnet of the nodes, where that exists and they leave by a firewall.
    pub route_table: Option<RouteTable>,
    /// The range of this virtual network itself; carved from the address space where it is not written. Of one that exists, the part in
    /// which subnets are made, and in which those lie that exist.
    pub range: Option<Ipv4Net>,
    /// The range of the pods where they have one of their own (`kubernetes.cni: overlay`): private to the cluster, a /24 for each node.
    pub pod_range: Ipv4Net,
    /// The range of Kubernetes services: private to the cluster.
    pub service_range: Ipv4Net,
    /// The address of the cluster's DNS in the service range; the tenth where it is not written.
    pub dns_address: Option<Ipv4Addr>,
    /// The fixed address of the ingress in the subnet of the internal load balancers; the first usable one where it is not written.
    pub ingress_address: Option<Ipv4Addr>,
    /// Subnets at addresses of one's own.
    #[serde(default)]
    pub subnets: Subnets,
    /// How the nodes reach the Internet.
    pub egress: Egress,
    /// What is reached in the network alone.
    #[serde(default)]
    pub private_endpoints: PrivateEndpoints,
    /// The network of the region that all its platforms share, and in which the firewall stands. Where it is not written it is made
    /// for what needs one.
    pub hub: Option<Hub>,
    /// Networks on premises, and the way there.
    pub on_premises: Option<OnPremises>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Egress {
    /// The load balancer of the cluster, under an address that AKS makes and keeps.
    LoadBalancer(LoadBalancer),
    /// A NAT gateway, under public addresses that stay the same for as long as it stands.
    NatGateway(NatGateway),
    /// Azure Firewall in the hub of the region: only what is named gets out, for the most part by the name of its host.
    Firewall(Firewall),
    /// None: nodes and pods reach the networks here and on premises alone, and images come from the registry, which fetches those of AKS and of the releases itself.
    None(Nothing),
}

/// The load balancer that AKS makes with the cluster. It has no settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancer {}

/// The NAT gateway.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NatGateway {
    /// How many; each has 64,512 ports, which all nodes share. Whoever lists the nodes' addresses must list all of them.
    #[schemars(range(min = 1, max = 16))]
    pub public_addresses: u32,
    /// How long a TCP connection may be silent before it is forgotten, in minutes.
    #[schemars(range(min = 4, max = 120))]
    pub idle_timeout: u32,
}

/// The firewall. All platforms of a region that leave by it share it; each has rules of its own in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Firewall {
    /// Premium also looks for known attacks in what it lets through; Basic, the third of Azure's, cannot serve a cluster.
    pub tier: FirewallTier,
    /// Under which what leaves is seen; each has 2,496 ports for each of the firewall's instances.
    #[schemars(range(min = 1, max = 250))]
    pub public_addresses: u32,
    /// What may be reached by HTTPS beside what the clusters, their releases and their images need: hosts, or `*.` and a domain.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub hosts: Vec<HostPattern>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FirewallTier {
    Standard,
    Premium,
}

/// Subnets that exist: the name of each, or its resource id. The others are made.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExistingSubnets {
    /// The nodes of the cluster.
    pub nodes: Option<SubnetId>,
    /// The pods of the cluster, where they have a subnet.
    pub pods: Option<SubnetId>,
    /// The front ends of internal load balancers.
    pub ingress: Option<SubnetId>,
    /// The application gateway.
    pub gateway: Option<SubnetId>,
    /// The API servers of the clusters, where they stand in the network.
    pub api: Option<SubnetId>,
    /// Private endpoints, where there are any.
    pub endpoints: Option<SubnetId>,
    /// Private link services, by which Front Door reaches an ingress without a public address.
    pub link: Option<SubnetId>,
}

impl ExistingSubnets {
    /// What stands in each that is written, by its key.
    pub fn written(&self) -> impl Iterator<Item = (&'static str, &SubnetId)> {
        let Self { nodes, pods, ingress, gateway, api, endpoints, link } = self;
        let all = [("nodes", nodes), ("pods", pods), ("ingress", ingress), ("gateway", gateway), ("api", api), ("endpoints", endpoints), ("link", link)];
        all.into_iter().filter_map(|(what, written)| Some((what, written.as_ref()?)))
    }
}

/// A route table.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RouteTable {
    /// One that exists, in the subscription that is deployed to: its route of 0.0.0.0/0 leads to the firewall. The clusters are given the role of changing it,
    /// as AKS wants it.
    pub existing: RouteTableId,
}

/// Ranges of subnets that are written down instead of placed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Subnets {
    /// The nodes of the cluster.
    pub nodes: Option<Ipv4Net>,
    /// The pods of the cluster, where they have a subnet.
    pub pods: Option<Ipv4Net>,
    /// The pods on its virtual nodes, where it has any.
    #[serde(rename = "virtual")]
    pub virtual_nodes: Option<Ipv4Net>,
    /// The front ends of internal load balancers.
    pub ingress: Option<Ipv4Net>,
    /// The application gateway.
    pub gateway: Option<Ipv4Net>,
    /// The API servers of the clusters, where they stand in the network.
    pub api: Option<Ipv4Net>,
    /// Private endpoints, where there are any.
    pub endpoints: Option<Ipv4Net>,
    /// Private link services, by which Front Door reaches an ingress without a public address.
    pub link: Option<Ipv4Net>,
}

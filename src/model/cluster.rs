//! A cluster, its pools and its namespaces.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use crate::blueprint::settings::{Releases, Tier, Upgrades};
use crate::blueprint::text::Label;

#[derive(Debug, Serialize)]
pub struct Cluster {
    pub name: String,
    /// The resource group that AKS fills with nodes.
    pub node_resource_group: String,
    pub version: String,
    pub tier: Tier,
    pub admins: String,
    pub pools: Vec<Pool>,
    pub pod_range: Ipv4Net,
    pub service_range: Ipv4Net,
    pub dns_address: Ipv4Addr,
    pub upgrades: Upgrades,
    /// The data collection rule of container insights.
    pub collection_rule: String,
    pub releases: Releases,
    pub namespaces: Vec<Namespace>,
}

#[derive(Debug, Serialize)]
pub struct Pool {
    pub name: String,
    pub system: bool,
    pub size: String,
    pub min: u32,
    pub max: u32,
    pub max_pods: u32,
    /// Nodes added while the pool is upgraded, as a number or a percentage.
    pub max_surge: String,
    /// Whether the size has a local disk that can hold the operating system.
    pub ephemeral: bool,
    pub zones: Vec<String>,
}

/// The namespace of a team in an environment.
#[derive(Debug, Clone, Serialize)]
pub struct Namespace {
    pub name: String,
    pub team: Label,
    pub environment: Label,
    pub group: String,
    pub quota: crate::blueprint::organisation::Quota,
}

//! The way of a request into the cluster.

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::waf::Waf;
use crate::blueprint::global::Global;

/// The way of a request into the cluster.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Edge {
    /// What spreads requests over the regions; the same for all regions of a platform.
    pub global: Global,
    /// What stands in front of the ingress.
    pub gateway: Gateway,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Gateway {
    /// Nothing: the ingress has its internal address alone, and TLS ends at it.
    None(ClosedIngress),
    /// The load balancer of the cluster: the ingress has a public address of its own, and TLS ends at it.
    LoadBalancer(PublicIngress),
    /// Azure Application Gateway v2 with a web application firewall.
    ApplicationGateway(ApplicationGateway),
}

/// An ingress that is not public.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosedIngress {
    /// Who may reach it, such as a network on premises; nobody where nothing is written.
    #[serde(default)]
    #[schemars(length(max = 100), extend("uniqueItems" = true))]
    pub allowed_from: Vec<Ipv4Net>,
    /// How long the ingress waits for an answer of an app, in seconds.
    #[schemars(range(min = 1, max = 86400))]
    pub request_timeout: u32,
}

/// An ingress that is public itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicIngress {
    /// How long the ingress waits for an answer of an app, in seconds.
    #[schemars(range(min = 1, max = 86400))]
    pub request_timeout: u32,
}

/// The application gateway.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationGateway {
    pub capacity: Capacity,
    pub waf: Waf,
    /// How long the gateway waits for an answer of the ingress, in seconds.
    #[schemars(range(min = 1, max = 86400))]
    pub request_timeout: u32,
}

/// Instances that the gateway scales between.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Capacity {
    /// How many stand ready at least.
    #[schemars(range(min = 0, max = 100))]
    pub min: u32,
    /// How many it grows to; its subnet has an address for each.
    #[schemars(range(min = 2, max = 125))]
    pub max: u32,
}

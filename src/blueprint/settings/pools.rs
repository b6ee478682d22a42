//! Node pools, and the autoscaler that sizes them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::text::{LabelKey, LabelValue, PoolName, Taint, VmSize};

/// A pool of nodes of one size.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pool {
    /// System pools hold what the cluster itself needs, user pools hold apps; the pool named `system` is a system pool unless it says otherwise.
    pub mode: Option<PoolMode>,
    /// Size of the virtual machines.
    pub size: VmSize,
    /// Nodes that the autoscaler keeps between.
    pub nodes: Nodes,
    /// Most pods on one node; where it is not written 110, or 30 where they take addresses of the nodes' subnet.
    #[schemars(range(min = 10, max = 250))]
    pub max_pods: Option<u32>,
    /// Spare capacity at a fraction of the price, which Azure takes back at any moment. Only apps that name the pool run there.
    #[serde(default)]
    pub spot: bool,
    /// Labels of its nodes.
    #[serde(default)]
    pub labels: BTreeMap<LabelKey, LabelValue>,
    /// What keeps pods off its nodes; apps that name the pool tolerate it.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub taints: Vec<Taint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum PoolMode {
    System,
    User,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Nodes {
    /// How many stand at least; none only in a pool of apps.
    #[schemars(range(min = 0, max = 1000))]
    pub min: u32,
    /// How many it grows to, when pods wait for a node; the subnet has an address for each.
    #[schemars(range(min = 1, max = 1000))]
    pub max: u32,
}

impl Pool {
    /// The mode as written, or by name.
    pub fn mode(&self, name: &PoolName) -> PoolMode {
        self.mode.unwrap_or(if name.as_str() == "system" { PoolMode::System } else { PoolMode::User })
    }
}

/// The cluster autoscaler: when it adds nodes, and when it takes them away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Autoscaler {
    /// Which pool grows where several could take a pod.
    pub expander: Expander,
    /// Whether pools of one size grow alike.
    pub balance: bool,
    /// Use of a node, in percent of what its pods request, below which it is taken away.
    #[schemars(range(min = 1, max = 99))]
    pub utilization: u32,
    /// Minutes for which a node is below that before it is taken away.
    #[schemars(range(min = 1, max = 1440))]
    pub unneeded_minutes: u32,
    /// Minutes after a node was added before any is taken away.
    #[schemars(range(min = 1, max = 1440))]
    pub delay_minutes: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expander {
    /// Any.
    Random,
    /// The one of which least is left idle.
    LeastWaste,
    /// The one that takes most of the pods that wait.
    MostPods,
}

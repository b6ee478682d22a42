//! The node pools of a cluster.

use std::collections::BTreeMap;

use serde::Serialize;

use super::resolve::Resolver;
use super::{Region, network};
use crate::blueprint::settings::{Kubernetes, PoolMode};
use crate::blueprint::text::{LabelKey, LabelValue};
use crate::facts::{Architecture, Mark};

#[derive(Debug, Serialize)]
pub struct Pool {
    pub name: String,
    pub system: bool,
    pub size: String,
    pub min: u32,
    pub max: u32,
    pub max_pods: u32,
    /// Nodes added while the pool is upgraded, as a number or a percentage; none where Azure adds none.
    pub max_surge: Option<String>,
    /// Nodes at its maximum and upgraded at the same time: what Azure must grant.
    #[serde(skip)]
    pub peak: u32,
    /// Whether the size has a local disk that can hold the operating system.
    pub ephemeral: bool,
    pub zones: Vec<String>,
    /// Whether Azure may take its nodes back at any moment.
    pub spot: bool,
    /// Those that are written, and that of a spot pool.
    pub labels: BTreeMap<String, String>,
    /// What keeps pods off it: of AKS first, then those that are written. `key=value:effect`.
    pub taints: Vec<Taint>,
    /// None where neither this release nor its name says which.
    #[serde(skip)]
    pub architecture: Option<Architecture>,
}

/// What keeps pods off a node that don't tolerate it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Taint {
    pub key: String,
    pub value: String,
    pub effect: String,
}

impl std::fmt::Display for Taint {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(out, "{}={}:{}", self.key, self.value, self.effect)
    }
}

impl Taint {
    fn of(mark: &Mark) -> Self {
        let Mark { key, value, effect } = mark;
        Self { key: key.clone(), value: value.clone(), effect: effect.clone() }
    }

    /// As it is written, whose grammar was checked when it was read.
    fn read(text: &str) -> Option<Self> {
        let (rest, effect) = text.rsplit_once(':')?;
        let (key, value) = rest.split_once('=')?;
        Some(Self { key: key.to_owned(), value: value.to_owned(), effect: effect.to_owned() })
    }

    /// Whether a pod stays away that does not tolerate it.
    pub fn keeps_off(&self) -> bool {
        self.effect != "PreferNoSchedule"
    }
}

impl Pool {
    /// Whether apps run here that name no pool.
    pub fn takes_any(&self) -> bool {
        !self.taints.iter().any(Taint::keeps_off)
    }
}

impl Resolver<'_> {
    /// The pools of a cluster, system pools first: one of them is the first of a cluster.
    pub(super) fn pools(&self, kubernetes: &Kubernetes, region: &Region) -> Vec<Pool> {
        let facts = self.facts;
        let marks = &facts.node_labels;
        let pools = kubernetes.pools.iter().map(|(name, pool)| {
            let system = pool.mode(name) == PoolMode::System;
            let size = facts.vm_sizes.get(&pool.size);
            let written = pool.labels.iter().map(|(key, value): (&LabelKey, &LabelValue)| (key.to_string(), value.to_string()));
            let aks = system.then_some(&marks.critical).into_iter().chain(pool.spot.then_some(&marks.spot)).map(Taint::of);
            Pool {
                name: name.to_string(),
                system,
                size: pool.size.to_string(),
                min: pool.nodes.min,
                max: pool.nodes.max,
                max_pods: network::max_pods(pool, kubernetes.cni, facts),
                peak: pool.nodes.max + if pool.spot { 0 } else { network::surge(pool.nodes.max, facts) },
                max_surge: (!pool.spot).then(|| format!("{}%", network::surge_percent(facts))),
                ephemeral: size.and_then(|size| size.ephemeral_os_disk).is_some_and(|room| room >= facts.limits.ephemeral_os_disk.min.unwrap_or_default()),
                zones: region.zones.clone(),
                spot: pool.spot,
                labels: written.chain(pool.spot.then(|| (marks.spot.key.clone(), marks.spot.value.clone()))).collect(),
                taints: aks.chain(pool.taints.iter().filter_map(|taint| Taint::read(taint))).collect(),
                architecture: facts.vm_sizes.architecture(&pool.size),
            }
        });
        let mut pools: Vec<Pool> = pools.collect();
        pools.sort_by_key(|pool| !pool.system);
        pools
    }
}

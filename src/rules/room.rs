//! What is asked for in a cluster, and what its pools give apps when they have grown as far as they may.

use super::{Subject, quantity};
use crate::blueprint::organisation::Quota;
use crate::facts::Facts;
use crate::model::{Cluster, Model, Placement, Pool};

/// One of the two things that pods ask for.
pub struct Measure {
    pub what: &'static str,
    /// The key below `resources` of an app.
    pub key: &'static str,
    /// Of one replica.
    pub asked: fn(&Placement) -> Option<u64>,
    pub promised: fn(&Quota) -> Option<u64>,
    /// What a node gives pods; none where this release does not know its size.
    node: fn(&Pool, &Facts) -> Option<u64>,
    /// In which it is said, with its name.
    unit: (u64, &'static str),
}

pub const MEASURES: [Measure; 2] = [
    Measure {
        what: "processors",
        key: "cpu",
        asked: |app| quantity::millicpu(&app.resources.cpu),
        promised: |quota| quantity::millicpu(&quota.cpu),
        node: |pool, facts| Some(facts.node_reserves.millicpu(facts.vm_sizes.vcpus(&pool.size)?.0)),
        unit: (1000, " processors"),
    },
    Measure {
        what: "memory",
        key: "memory",
        asked: |app| quantity::kibibytes(&app.resources.memory),
        promised: |quota| quantity::kibibytes(&quota.memory),
        node: |pool, facts| Some(facts.node_reserves.kibibytes(facts.vm_sizes.get(&pool.size)?.memory, pool.max_pods)),
        unit: (1 << 20, "Gi of memory"),
    },
];

impl Measure {
    /// What a cluster gives apps at most.
    pub fn room(&self, subject: &Subject, cluster: &Cluster) -> Option<u64> {
        let each = pools(subject.model, cluster).map(|pool| (self.node)(pool, subject.facts)?.checked_mul(u64::from(pool.max)));
        each.into_iter().try_fold(0u64, |sum, room| sum.checked_add(room?))
    }

    /// The pool with the largest nodes, and what one of them gives pods; none where the size of any is unknown.
    pub fn largest<'a>(&self, pools: impl Iterator<Item = &'a Pool>, facts: &Facts) -> Option<(&'a Pool, u64)> {
        let all: Option<Vec<_>> = pools.map(|pool| Some((pool, (self.node)(pool, facts)?))).collect();
        all?.into_iter().max_by_key(|(_, given)| *given)
    }

    /// How many nodes of a pool an amount takes.
    pub fn nodes(&self, amount: u64, pool: &Pool, facts: &Facts) -> Option<u64> {
        Some(amount.div_ceil((self.node)(pool, facts)?.max(1)))
    }

    /// An amount for people, always in the same unit: two of them are compared at a glance.
    pub fn say(&self, amount: u64) -> String {
        let (unit, name) = self.unit;
        let tenths = (u128::from(amount) * 10 + u128::from(unit) / 2) / u128::from(unit);
        let number = if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) };
        format!("{number}{name}")
    }
}

/// Those on which apps run: all that take any, and those that an app names.
pub fn pools<'a>(model: &'a Model, cluster: &'a Cluster) -> impl Iterator<Item = &'a Pool> {
    let named = |pool: &Pool| {
        let mut here = model.apps.iter().flat_map(|app| &app.placements).filter(|placement| placement.cluster == cluster.name);
        here.any(|placement| placement.pool.as_ref().is_some_and(|name| name.as_str() == pool.name))
    };
    cluster.pools.iter().filter(move |pool| !pool.system && (pool.takes_any() || named(pool)))
}

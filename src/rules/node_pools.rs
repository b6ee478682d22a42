//! AKS0302: pools that Azure refuses.

use super::{Findings, Subject};
use crate::blueprint::settings::Tier;
use crate::diagnostics::{Finding, codes};
use crate::model::{Cluster, Pool};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in &site.clusters {
            let base = format!("{}.kubernetes.pools", cluster.tenancy.path);
            for pool in &cluster.pools {
                one(subject, findings, &format!("{base}.{}", pool.name), pool);
            }
            all(subject, findings, &base, cluster);
        }
    }
}

fn one(subject: &Subject, findings: &mut Findings, path: &str, pool: &Pool) {
    let (name, limits) = (&pool.name, &subject.facts.limits);
    if pool.max < pool.min {
        let finding = Finding::new(&codes::POOL, format!("the pool `{name}` grows to fewer nodes than it starts with"))
            .beside(findings.place(&format!("{path}.nodes.min")), format!("at least {}", pool.min))
            .help(format!("write `max: {}` or more", pool.min));
        let max = format!("{path}.nodes.max");
        findings.add(findings.mend(finding, &max, Some(pool.min)), &max, format!("at most {}", pool.max));
    }
    if pool.system && pool.min == 0 {
        let advised = limits.system_pool_nodes.recommended.unwrap_or(3);
        let finding = Finding::new(&codes::POOL, format!("the system pool `{name}` may be empty")).help(format!("write `min: {advised}`"));
        let min = format!("{path}.nodes.min");
        findings.add(findings.mend(finding, &min, Some(advised.min(pool.max))), &min, "Azure wants at least one node in a system pool");
    }
    if pool.system && pool.spot {
        let finding = Finding::new(&codes::POOL, format!("the system pool `{name}` is made of spot nodes"))
            .help("write `spot: false`: only user pools may be taken back");
        let spot = format!("{path}.spot");
        findings.add(findings.mend(finding, &spot, Some("false")), &spot, "Azure would take what the cluster itself needs away with them");
    }
    if !limits.nodes_per_pool.allows(pool.peak) {
        let finding = Finding::new(&codes::POOL, format!("the pool `{name}` is too large")).help("divide it into several pools");
        findings.add(
            finding,
            &format!("{path}.nodes.max"),
            format!("with {} more while it is upgraded: a pool has {}", pool.peak - pool.max, limits.nodes_per_pool),
        );
    }
    let pods = pool.max_pods.saturating_mul(pool.min.max(1));
    if let Some(least) = limits.pods_per_pool.min.filter(|least| pods < *least) {
        let finding = Finding::new(&codes::POOL, format!("the pool `{name}` has room for {pods} pods alone"))
            .beside(findings.place(&format!("{path}.nodes.min")), format!("on {} nodes", pool.min.max(1)))
            .help(format!("write `maxPods: {}` or more", least.div_ceil(pool.min.max(1)).max(limits.pods_per_node_overlay.min.unwrap_or(10))));
        findings.add(finding, &format!("{path}.maxPods"), format!("Azure wants {} in a pool", limits.pods_per_pool));
    }
}

fn all(subject: &Subject, findings: &mut Findings, base: &str, cluster: &Cluster) {
    let limits = &subject.facts.limits;
    if !cluster.pools.iter().any(|pool| pool.system) {
        let finding =
            Finding::new(&codes::POOL, "the cluster has no system pool").help("give one of the pools `mode: system`: it holds what the cluster itself needs");
        findings.add(finding, base, "all of these are user pools");
    }
    if !cluster.pools.iter().any(Pool::takes_any) {
        let finding = Finding::new(&codes::POOL, "the cluster has no pool for apps")
            .help("add a pool of mode `user` without taints, such as `apps: {size: Standard_D8ds_v5, nodes: {min: 2, max: 10}}`");
        findings.add(
            finding,
            base,
            "the ingress, and every app that names no pool, is kept off all of these: off system pools, spot pools and pools with taints",
        );
    }
    let count = u32::try_from(cluster.pools.len()).unwrap_or(u32::MAX);
    if !limits.pools_per_cluster.allows(count) && count > 0 {
        findings.add(
            Finding::new(&codes::POOL, format!("{count} pools are too many")).help(format!("a cluster has {}", limits.pools_per_cluster)),
            base,
            "all of these",
        );
    }
    let nodes = cluster.pools.iter().fold(0u32, |sum, pool| sum.saturating_add(pool.max));
    let (limit, help) = match cluster.tier {
        Tier::Free => (&limits.nodes_per_cluster_free, "write `tier: standard`, or let the pools grow less"),
        Tier::Standard | Tier::Premium => (&limits.nodes_per_cluster, "let the pools grow less, or divide the cluster"),
    };
    if !limit.allows(nodes) {
        findings.add(
            Finding::new(&codes::POOL, format!("the pools may grow to {nodes} nodes, more than the cluster takes")).help(help),
            base,
            format!("a cluster of this tier has {limit}"),
        );
    }
}

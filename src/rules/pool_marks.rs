//! AKS0302: labels and taints of pools that Azure refuses.

use std::collections::BTreeSet;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::facts::{Mark, NodeLabels};
use crate::model::Pool;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for (cluster, pool) in site.clusters.iter().flat_map(|cluster| cluster.pools.iter().map(move |pool| (cluster, pool))) {
            let path = format!("{}.kubernetes.pools.{}", cluster.tenancy.path, pool.name);
            labels(&subject.facts.node_labels, findings, &format!("{path}.labels"), pool);
            taints(&subject.facts.node_labels, findings, &format!("{path}.taints"), pool);
        }
    }
}

/// Whether a key is that of the mark which a pool of spot nodes has in any case: that one may be written, too.
fn is_spot(pool: &Pool, spot: &Mark, key: &str) -> bool {
    pool.spot && key == spot.key
}

fn labels(marks: &NodeLabels, findings: &mut Findings, path: &str, pool: &Pool) {
    for key in pool.labels.keys().filter(|key| marks.is_reserved(key) && !is_spot(pool, &marks.spot, key)) {
        let finding = Finding::new(&codes::POOL, format!("the label `{key}` belongs to Kubernetes or AKS"))
            .help("give it a prefix of your own, such as `example.com/`, or none");
        findings.add(finding, path, "AKS takes no labels below these prefixes");
    }
}

fn taints(marks: &NodeLabels, findings: &mut Findings, path: &str, pool: &Pool) {
    let mut seen = BTreeSet::new();
    for taint in &pool.taints {
        if marks.is_of_aks(&taint.key) && !is_spot(pool, &marks.spot, &taint.key) {
            let finding = Finding::new(&codes::POOL, format!("the taint `{}` belongs to AKS", taint.key))
                .help("give it a prefix of your own, such as `example.com/`, or none");
            findings.add(finding, path, "AKS alone gives taints below this prefix");
        }
        if !seen.insert((&taint.key, &taint.effect)) {
            let finding = Finding::new(&codes::POOL, format!("the pool `{}` has the taint `{}` with the effect {} twice", pool.name, taint.key, taint.effect))
                .help("write it once, and not where AKS gives it: to system pools and to pools of spot nodes");
            findings.add(finding, path, "a node has one taint of a key and an effect");
        }
    }
}

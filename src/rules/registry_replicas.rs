//! AKS0506: a registry that stands in one region, while clusters in others pull from it.

use std::collections::BTreeSet;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let common = &subject.model.common;
    let regions: BTreeSet<&str> = subject.model.sites.iter().map(|site| site.region.name.as_str()).collect();
    let others: Vec<&str> =
        regions.into_iter().filter(|region| *region != common.location && !common.registry.replicas.iter().any(|replica| replica == region)).collect();
    if others.is_empty() || !common.registry.is_made() {
        return;
    }
    let finding = Finding::new(&codes::ONE_REGISTRY, format!("the registry stands in {} alone", common.location))
        .help("write `sku: premium`, or take the line out: it is replicated then to every region in use");
    let why = format!("the nodes in {} pull from far away, and not at all when {} is lost", others.join(", "), common.location);
    findings.add(finding, "registry.sku", why);
}

//! AKS0303: a system pool that is smaller than Microsoft advises.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Pool;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for (cluster, pool) in site.clusters.iter().flat_map(|cluster| cluster.pools.iter().filter(|pool| pool.system).map(move |pool| (cluster, pool))) {
            let path = format!("{}.kubernetes.pools.{}", cluster.tenancy.path, pool.name);
            nodes(subject, findings, &path, pool);
            size(subject, findings, &path, pool);
        }
    }
}

fn nodes(subject: &Subject, findings: &mut Findings, path: &str, pool: &Pool) {
    let limit = &subject.facts.limits.system_pool_nodes;
    // None at all is refused, which another rule says.
    let Some(advised) = limit.recommended.filter(|advised| (1..*advised).contains(&pool.min)) else { return };
    let why = match pool.min {
        1 => "when it drains, nothing of the cluster's own runs",
        _ => "of two nodes one is left when the other drains",
    };
    let finding = Finding::new(&codes::SYSTEM_POOL, format!("the system pool `{}` has few nodes", pool.name)).help(format!("write `min: {advised}`"));
    let min = format!("{path}.nodes.min");
    findings.add(findings.mend(finding, &min, (pool.max >= advised).then_some(advised)), &min, why);
}

fn size(subject: &Subject, findings: &mut Findings, path: &str, pool: &Pool) {
    let limit = &subject.facts.limits.system_pool_vcpus;
    let path = format!("{path}.size");
    let sound = "Standard_D4ds_v5";
    let finding =
        |findings: &Findings, title: String| findings.mend(Finding::new(&codes::SYSTEM_POOL, title).help(format!("write `size: {sound}`")), &path, Some(sound));
    if pool.size.to_ascii_lowercase().starts_with("standard_b") {
        let finding = finding(findings, format!("the system pool `{}` has burstable machines", pool.name));
        findings.add(finding, &path, "AKS does not take the B series for system pools");
    } else if let Some((vcpus, _)) = subject.facts.vm_sizes.vcpus(&pool.size)
        && let Some(advised) = limit.recommended.filter(|advised| vcpus < *advised)
    {
        let finding = finding(findings, format!("the machines of the system pool `{}` are small", pool.name));
        findings.add(finding, &path, format!("{} vCPU, where a system pool wants {advised}", vcpus));
    }
}

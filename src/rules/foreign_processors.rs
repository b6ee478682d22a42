//! AKS0307: a pool of another kind of processor that takes pods which did not ask for it.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::facts::Architecture;
use crate::model::Pool;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let label = &subject.facts.node_labels.architecture;
    for site in &subject.model.sites {
        for cluster in &site.clusters {
            let of = |architecture| cluster.pools.iter().filter(move |pool: &&Pool| pool.takes_any() && pool.architecture == Some(architecture));
            // Where all are of one kind, the images are made for it.
            let Some(usual) = of(Architecture::X64).next() else { continue };
            for pool in of(Architecture::Arm64) {
                let path = format!("{}.kubernetes.pools.{}", cluster.tenancy.path, pool.name);
                let finding = Finding::new(&codes::PROCESSORS, format!("pods that are made for other processors are put on the pool `{}`", pool.name))
                    .beside(findings.place(&format!("{}.kubernetes.pools.{}.size", cluster.tenancy.path, usual.name)), "x64")
                    .help(format!("write `taints: [\"{label}=arm64:NoSchedule\"]`; apps with images for Arm then write `pool: {}`", pool.name));
                findings.add(finding, &format!("{path}.size"), "Arm: an image without a variant for it stops at once with `exec format error`");
            }
        }
    }
}

//! AKS0313: a disk encryption set that cannot encrypt the disks of a cluster.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let Some(ours) = subject.model.subscription_of(site) else { continue };
        let sets = site.clusters.iter().filter_map(|cluster| Some((cluster, cluster.disk_encryption.as_ref()?)));
        for (cluster, set) in sets.filter(|(_, set)| set.subscription != ours) {
            let finding = Finding::new(&codes::DISK_ENCRYPTION, format!("the disk encryption set {} stands in another subscription than the disks", set.name))
                .beside(findings.place("azure.subscription"), "this is where the disks stand")
                .help("bring one of this subscription; the vault with its key may stand in another");
            findings.add(finding, &format!("{}.kubernetes.diskEncryption.existing", cluster.tenancy.path), "Azure encrypts no disk by it");
        }
    }
}

//! AKS0229: backups of clusters that Azure does not make.

use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::Redundancy;
use crate::diagnostics::{Finding, codes};
use crate::facts::Architecture;
use crate::model::{Backup, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for (site, backup) in subject.model.backups() {
        extension(subject, findings, site);
        if backup.vault_days.is_some() {
            copies(subject, findings, site, backup);
        }
    }
    if subject.model.backups().next().is_none() {
        endpoints(subject, findings);
    }
}

/// What makes them runs in the cluster: on nodes that can run it, and that reach where it keeps them.
fn extension(subject: &Subject, findings: &mut Findings, site: &Site) {
    let base = settings_path(site);
    let path = format!("{base}.kubernetes.backup");
    if site.mirror.is_some() {
        let finding = Finding::new(&codes::BACKUP, format!("the clusters of {} would not be backed up", site.key))
            .beside(findings.place(&format!("{base}.network.egress")), "the nodes have no way out")
            .help("take `backup` out for this platform (`backup: null`), or let its nodes leave by a `firewall`");
        findings.add(finding, &path, "Azure Backup is for clusters that reach its service");
    }
    let is_arm = |size: &str| subject.facts.vm_sizes.get(size).is_some_and(|size| size.architecture == Architecture::Arm64);
    for cluster in &site.clusters {
        if cluster.pools.iter().filter(|pool| !pool.spot).all(|pool| is_arm(&pool.size)) {
            let finding = Finding::new(&codes::BACKUP, format!("nothing in {} could make backups", cluster.name))
                .beside(findings.place(&format!("{}.kubernetes.pools", cluster.tenancy.path)), "of these, none has x64 processors and stays")
                .help("add a pool of a size with x64 processors, best the system pool");
            findings.add(finding, &path, "what makes them does not run on Arm");
        }
    }
}

/// What is copied into the vault, and where that lies.
fn copies(subject: &Subject, findings: &mut Findings, site: &Site, backup: &Backup) {
    let (base, region) = (settings_path(site), &site.region);
    let path = format!("{base}.kubernetes.backup.vault");
    let facts = &subject.facts.backup;
    if facts.without_copies.contains(&region.name) {
        let finding = Finding::new(&codes::BACKUP, format!("nothing would be copied into the vault of {}", site.key))
            .help("take `vault` out of `backup` for this region: snapshots are kept");
        findings.add(finding, &path, format!("{} keeps snapshots alone (as of {})", region.display, facts.checked));
    }
    if site.clusters.iter().any(|cluster| cluster.disk_encryption.is_some()) {
        let finding = Finding::new(&codes::BACKUP, format!("the disks of {} would not be copied into the vault", site.key))
            .beside(findings.place(&format!("{base}.kubernetes.diskEncryption")), "they are encrypted under a key of your own")
            .help("take `vault` out of `backup`, and keep snapshots for longer; or have Azure's key encrypt the disks");
        findings.add(finding, &path, "Azure copies no disk that a disk encryption set encrypts");
    }
    let lacks = match backup.redundancy {
        Redundancy::Zone if region.zones.is_empty() => "has no zones",
        Redundancy::Geo if subject.facts.regions.get(&region.name).is_none_or(|known| known.paired.is_none()) => "is paired with no other",
        _ => return,
    };
    let finding = Finding::new(&codes::BACKUP, format!("the vault of {} cannot keep copies so", site.key)).help("write `local`, or leave it out");
    findings.add(finding, &format!("{path}.redundancy"), format!("{} {lacks}", region.display));
}

/// Addresses for storage accounts, where none is made.
fn endpoints(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let path = format!("{}.network.privateEndpoints.backup", settings_path(site));
        if findings.is_written(&path) {
            let finding = Finding::new(&codes::BACKUP, "this endpoint would lead to nothing").help("write `kubernetes: {backup: {}}`, or take it out");
            findings.add(finding, &path, "no cluster is backed up");
        }
    }
}

//! AKS0412, AKS0413: records that a cluster would write beside the deployments, or could not write.

use std::collections::BTreeSet;

use super::{Findings, Subject, settings_path};
use crate::blueprint::global::Global;
use crate::diagnostics::{Finding, codes};
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let path = format!("{}.releases.dns", settings_path(site));
        let writing: Vec<&Cluster> = site.clusters.iter().filter(|cluster| cluster.releases.dns.is_some()).collect();
        if writing.is_empty() {
            continue;
        }
        if let Some((before, written)) = before(site) {
            let finding = Finding::new(&codes::TWO_WRITERS, format!("external-dns would lead the hosts of {} past {before}", site.key))
                .beside(findings.place(&format!("{}.{written}", settings_path(site))), format!("requests come in by {before}"))
                .help("take `dns` out: the deployments write one record for all hosts of a domain there; or let requests come to the ingress itself, `edge: {gateway: loadBalancer}`");
            findings.add(finding, &path, "it writes the address of the ingress");
            continue;
        }
        if site.mirror.is_some() {
            let finding = Finding::new(&codes::UNWRITTEN, format!("{} does not reach who writes records", site.key))
                .beside(findings.place(&format!("{}.network.egress", settings_path(site))), "its nodes reach nothing outside")
                .help("take `dns` out, or give it a way out, `egress: firewall`");
            findings.add(finding, &path, "Azure Resource Manager is asked on the Internet");
        }
        unhosted(subject, findings, site, &writing, &path);
        for cluster in writing {
            several_groups(findings, cluster, &path);
        }
    }
}

/// What leads requests in before the ingress, and where that is written.
fn before(site: &Site) -> Option<(&'static str, &'static str)> {
    match site.global {
        Global::FrontDoor(_) => Some(("Front Door", "edge.global")),
        Global::TrafficManager(_) => Some(("Traffic Manager", "edge.global")),
        Global::None(_) => site.edge.gateway().map(|_| ("the application gateway", "edge.gateway")),
    }
}

/// Environments whose domains have no zone.
fn unhosted(subject: &Subject, findings: &mut Findings, site: &Site, writing: &[&Cluster], path: &str) {
    let here = |cluster: &&Cluster, name: &str| {
        site.edge.listeners.iter().any(|listener| listener.backend == cluster.backend && listener.environment.as_str() == name)
    };
    for environment in subject.model.environments.iter().filter(|environment| writing.iter().any(|cluster| here(cluster, &environment.name))) {
        if subject.model.dns.zone(&environment.name).is_none() {
            let finding = Finding::new(&codes::UNWRITTEN, format!("there is no zone for the records of `{}`", environment.domain))
                .beside(findings.place(path), "external-dns writes into zones of Azure DNS")
                .help("write `zone: azure`, or `zone: {existing: …}`, for this environment or for all");
            findings.add(finding, &format!("environments.{}.zone", environment.name), "its records stand elsewhere");
        }
    }
}

/// Zones of one cluster that stand apart.
fn several_groups(findings: &mut Findings, cluster: &Cluster, path: &str) {
    let zones = cluster.record_writer.iter().flat_map(|records| &records.zones);
    let groups: BTreeSet<(Option<&str>, &str)> = zones.map(|zone| (zone.subscription.as_deref(), zone.resource_group.as_str())).collect();
    if groups.len() > 1 {
        let names: Vec<&str> = groups.iter().map(|(_, group)| *group).collect();
        let finding = Finding::new(&codes::UNWRITTEN, format!("the zones of {} stand in {} resource groups", cluster.name, groups.len()))
            .help("let its environments have zones of one resource group; or give them clusters of their own, `clusters: per-environment`");
        findings.add(finding, path, format!("external-dns looks for zones in one, and not in {}", names.join(" and ")));
    }
}

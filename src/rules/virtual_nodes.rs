//! AKS0320 and AKS0322: clusters that cannot have virtual nodes, and that nothing keeps network policies in those that have.

use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::Cni;
use crate::diagnostics::{Finding, codes};
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in site.clusters.iter().filter(|cluster| cluster.virtual_nodes.is_some()) {
            let path = format!("{}.kubernetes.virtualNodes", cluster.tenancy.path);
            let refused = [pods(findings, site, cluster, &path), api(findings, site, cluster, &path), way_out(findings, site, cluster, &path)];
            if !refused.contains(&true) {
                policies(findings, cluster, &path);
            }
        }
    }
}

/// Whether there is a finding; so do the next two say.
fn pods(findings: &mut Findings, site: &Site, cluster: &Cluster, path: &str) -> bool {
    let cni = format!("{}.kubernetes.cni", settings_path(site));
    if cluster.cni != Cni::NodeSubnet {
        let finding =
            Finding::new(&codes::VIRTUAL_NODES, format!("{} cannot have virtual nodes: its pods do not stand in the subnet of its nodes", cluster.name))
                .beside(findings.place(&cni), "by this")
                .help("write `cni: nodeSubnet` beside it; of a cluster that stands that never changes, so one is made anew");
        findings.add(finding, path, "pods there and pods on nodes find each other by addresses of one network alone");
    }
    if !cluster.nodes.is_made() {
        let nodes = format!("{}.network.existingSubnets.nodes", settings_path(site));
        let finding = Finding::new(&codes::VIRTUAL_NODES, format!("{} cannot have virtual nodes: the subnet of its nodes existed before", cluster.name))
            .beside(findings.place(&nodes), "by this")
            .help("have the subnet of the nodes made: take it out of `existingSubnets`");
        findings.add(finding, path, "pods on virtual nodes stand under the security group of the nodes, which is somebody else's");
    }
    cluster.cni != Cni::NodeSubnet || !cluster.nodes.is_made()
}

fn api(findings: &mut Findings, site: &Site, cluster: &Cluster, path: &str) -> bool {
    if site.api.ranges().is_empty() {
        return false;
    }
    let finding = Finding::new(&codes::VIRTUAL_NODES, format!("{} cannot have virtual nodes: only some ranges reach its API server", cluster.name))
        .beside(findings.place(&format!("{}.kubernetes.api.public.ranges", settings_path(site))), "by these")
        .help("write `api: private`: then it is reached in the network alone, from virtual nodes, too");
    findings.add(finding, path, "Azure supports no ranges beside virtual nodes: their pods ask the API server where services are");
    true
}

fn way_out(findings: &mut Findings, site: &Site, cluster: &Cluster, path: &str) -> bool {
    if site.nat_gateway.is_some() {
        return false;
    }
    let egress = format!("{}.network.egress", settings_path(site));
    let finding = Finding::new(&codes::VIRTUAL_NODES, format!("pods on virtual nodes of {} would have no way out", cluster.name))
        .beside(findings.place(&egress), "nodes leave so")
        .help("write `network: {egress: natGateway}`, which serves nodes and virtual nodes alike");
    findings.add(finding, path, "the load balancer of a cluster does not serve them, and over a peering to a firewall Azure Container Instances do not go");
    true
}

fn policies(findings: &mut Findings, cluster: &Cluster, path: &str) {
    let finding = Finding::new(&codes::NO_POLICIES, format!("nothing keeps network policies in {}", cluster.name))
        .help("give what must be kept apart a cluster without virtual nodes; or allow this where every pod may reach every other");
    findings.add(finding, path, "a cluster with virtual nodes has no engine for them, so that namespaces deny nothing");
}

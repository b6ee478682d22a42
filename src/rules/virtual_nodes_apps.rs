//! AKS0321: apps that cannot run on virtual nodes.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::{Cluster, Placement, Reached, Site};

/// What stands in the way of an app: where that is written, what it is, what to do, and why it does not work.
struct Obstacle {
    key: &'static str,
    what: String,
    help: String,
    why: &'static str,
}

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| placement.virtual_nodes) {
            let Some(site) = subject.model.site(&placement.site) else { continue };
            let Some(cluster) = site.clusters.iter().find(|cluster| cluster.name == placement.cluster) else { continue };
            for Obstacle { key, what, help, why } in obstacles(subject, site, cluster, placement) {
                let title = format!("`{}` cannot run on virtual nodes in `{}`: {what}", app.name, placement.environment);
                let virtual_nodes = findings.place(&format!("{}.virtualNodes", placement.base)).filter(|_| key != "virtualNodes");
                let finding = Finding::new(&codes::ON_VIRTUAL_NODES, title).beside(virtual_nodes, "it is to run there").help(help);
                findings.add(finding, &format!("{}.{key}", placement.base), why);
            }
        }
    }
}

fn obstacles(subject: &Subject, site: &Site, cluster: &Cluster, placement: &Placement) -> Vec<Obstacle> {
    let obstacle = |key, what: &str, help: &str, why| Obstacle { key, what: what.to_owned(), help: help.to_owned(), why };
    let elsewhere = "run it on nodes: write `virtualNodes: false` here";
    let mut found = Vec::new();
    if cluster.virtual_nodes.is_none() {
        let help = format!("write `kubernetes: {{cni: nodeSubnet, virtualNodes: true}}` for the platform of `{}`, or {elsewhere}", placement.environment);
        found.push(Obstacle { key: "virtualNodes", what: format!("{} has none", cluster.name), help, why: "its pods would wait for a node for ever" });
    }
    if !placement.storage.is_empty() {
        found.push(obstacle("storage", "it has storage", elsewhere, "Azure Container Instances mount no volumes of Kubernetes"));
    }
    if !placement.secrets.is_empty() {
        let why = "they are mounted by a driver on each node, under an identity that pods there cannot take on";
        found.push(obstacle("secrets", "it reads secrets of Key Vault", elsewhere, why));
    }
    if placement.pull_secret.is_some() && placement.in_branch().is_some() {
        let help = "run it on nodes where branches have environments beside: write `virtualNodes: false` and `pullSecret: null` here";
        found.push(obstacle("pullSecret", "branches have no such secret", help, "their namespaces come and go, and nobody makes one in each"));
    }
    if placement.pool.is_some() {
        let help = "take one of the two out";
        found.push(obstacle("pool", "it names a pool of nodes", help, "virtual nodes are in no pool"));
    }
    let login_server = &subject.model.common.registry.login_server;
    if placement.repository.starts_with(&format!("{login_server}/")) {
        if placement.pull_secret.is_none() {
            let help = "write `pullSecret` beside it, the name of a secret of Kubernetes by which images are pulled; the README says how it is made";
            found.push(obstacle("virtualNodes", "nothing says how its image is pulled", help, "the identity by which nodes pull images is not theirs"));
        }
        if site.endpoint(Reached::Registry).is_some() {
            let help = "take its private endpoint out (`network.privateEndpoints.registry`), or run it on nodes: write `virtualNodes: false` here";
            let why = "Azure Container Instances pull images from outside of the network";
            found.push(obstacle("virtualNodes", "its registry is reached by private endpoints alone", help, why));
        }
    }
    found
}

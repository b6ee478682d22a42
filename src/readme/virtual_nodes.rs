//! Virtual nodes: the clusters that have them, what runs there, and the secrets by which its images are pulled.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::facts::Facts;
use crate::model::Model;

#[derive(Debug, Serialize)]
pub struct VirtualNodes<'a> {
    clusters: Vec<OfCluster<'a>>,
    /// Secrets that must be there before the apps that are to run there.
    pulls: BTreeSet<Pull<'a>>,
    /// The API version by which what holds their subnet is deleted.
    link_version: Option<&'a str>,
    /// How many pods Azure grants at first, in a region and a subscription.
    granted: Option<u32>,
}

#[derive(Debug, Serialize)]
struct OfCluster<'a> {
    name: &'a str,
    subnet: &'a str,
    range: String,
    /// Those that run there, by name.
    apps: BTreeSet<&'a str>,
}

/// A secret in the namespace of a team.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Pull<'a> {
    cluster: &'a str,
    namespace: &'a str,
    secret: &'a str,
}

/// What is said of virtual nodes, where there are any.
pub fn virtual_nodes<'a>(model: &'a Model, facts: &'a Facts) -> Option<VirtualNodes<'a>> {
    let placements = || model.apps.iter().flat_map(|app| app.placements.iter().map(move |placement| (app, placement)));
    let clusters = model.clusters().filter_map(|(_, cluster)| {
        let subnet = cluster.virtual_nodes.as_ref()?;
        let here = placements().filter(|(_, placement)| placement.virtual_nodes && placement.cluster == cluster.name);
        Some(OfCluster { name: &cluster.name, subnet: &subnet.name, range: subnet.range.to_string(), apps: here.map(|(app, _)| app.name.as_str()).collect() })
    });
    let clusters: Vec<_> = clusters.collect();
    let registry = format!("{}/", model.common.registry.login_server);
    let pulling = placements().filter(|(_, placement)| placement.virtual_nodes && placement.repository.starts_with(&registry));
    let pulls = pulling
        .filter_map(|(_, placement)| Some(Pull { cluster: &placement.cluster, namespace: &placement.namespace, secret: placement.pull_secret.as_ref()? }));
    let link_version = facts.api_versions.get("Microsoft.ContainerInstance/serviceAssociationLinks");
    (!clusters.is_empty()).then(|| VirtualNodes { clusters, pulls: pulls.collect(), link_version, granted: facts.limits.container_groups.default })
}

//! What apps store, and what a person does for volumes that exist.

use serde::Serialize;

use crate::facts::Facts;
use crate::model::storage::Source;
use crate::model::{Cluster, Model, Site, Storage};

/// What an app stores in an environment; in several regions it is the same in each.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stored<'a> {
    app: &'a str,
    environment: &'a str,
    name: &'a str,
    path: &'a str,
    size: &'a str,
    /// Whose it is, and what it is made of.
    whose: &'static str,
    of: String,
}

pub fn stored<'a>(model: &'a Model, facts: &Facts) -> Vec<Stored<'a>> {
    let mut stored = Vec::new();
    for app in &model.apps {
        for placement in &app.placements {
            let claims = app.claims(placement).map(|storage| (storage, if storage.mode.is_shared() { "all replicas" } else { "its one replica" }));
            let of_replicas = app.storage_of_replicas(placement).map(|storage| (storage, "each replica"));
            for (storage, whose) in claims.chain(of_replicas) {
                let (name, path, size) = (storage.name.as_str(), storage.path.as_str(), storage.size.as_str());
                let entry = Stored { app: &app.name, environment: &placement.environment, name, path, size, whose, of: of(storage, facts) };
                if !stored.contains(&entry) {
                    stored.push(entry);
                }
            }
        }
    }
    stored
}

fn of(storage: &Storage, facts: &Facts) -> String {
    match (&storage.source, storage.class(facts)) {
        (Source::Disk { id } | Source::Share { id, .. }, _) => id.clone(),
        (Source::Foreign(class), _) => class.clone(),
        (Source::Ours(name), class) => class.map_or_else(|| (*name).to_owned(), |class| class.class.clone()),
    }
}

/// What must be given for a volume that exists.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Foreign<'a> {
    /// The disk, or the account of the share.
    scope: &'a str,
    /// The identity that looks after it, and the role that it needs there; none where it signs in with nothing.
    identity: Option<&'a str>,
    identity_group: &'a str,
    role: Option<&'a str>,
    /// The subnet that the account of a share must let in.
    subnet: Option<&'a str>,
    network: &'a str,
    network_group: &'a str,
}

pub fn foreign<'a>(model: &'a Model, facts: &'a Facts) -> Vec<Foreign<'a>> {
    let mut found: Vec<Foreign<'a>> =
        model.clusters().flat_map(|(site, cluster)| cluster.storage().filter_map(move |(_, _, storage)| of_foreign(site, cluster, storage, facts))).collect();
    found.sort();
    found.dedup();
    found
}

fn of_foreign<'a>(site: &'a Site, cluster: &'a Cluster, storage: &'a Storage, facts: &'a Facts) -> Option<Foreign<'a>> {
    let roles = &facts.roles;
    let (scope, needed, subnet) = match &storage.source {
        Source::Disk { id } => (id.as_str(), Some((&cluster.identity, &roles.contributor)), None),
        Source::Share { id, protocol, .. } => {
            let account = id.find("/file").map_or(id.as_str(), |end| &id[..end]);
            let by_key = facts.storage_classes.files.protocol.as_ref() == Some(protocol);
            (account, by_key.then_some((&cluster.kubelet_identity, &roles.storage_account_contributor)), Some(cluster.nodes.name.as_str()))
        }
        Source::Ours(_) | Source::Foreign(_) => return None,
    };
    Some(Foreign {
        scope,
        identity: needed.map(|(identity, _)| identity.name.as_str()),
        identity_group: needed.map_or(&site.groups.aks, |(identity, _)| &identity.resource_group),
        role: needed.map(|(_, role)| role.name.as_str()),
        subnet,
        network: &site.network.name,
        network_group: &site.network.resource_group,
    })
}

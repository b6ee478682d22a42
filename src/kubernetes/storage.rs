//! What storage of apps is made of: the classes that a cluster has beside those of AKS, and volumes that exist.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::blueprint::text::Label;
use crate::facts::{self, Facts};
use crate::model::storage::Source;
use crate::model::{Cluster, Site, Storage};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Manifest<'a> {
    classes: Vec<Class<'a>>,
    volumes: Vec<Volume<'a>>,
}

#[derive(Debug, Serialize)]
struct Class<'a> {
    name: &'a str,
    driver: &'a str,
    sku: &'a str,
    /// Of file shares, with the network from which they are reached.
    protocol: Option<&'a str>,
    network_group: &'a str,
    network: &'a str,
    subnet: &'a str,
    mount_options: &'a [String],
}

/// A volume that exists, for one claim alone.
#[derive(Debug, Serialize)]
struct Volume<'a> {
    name: String,
    size: &'a str,
    mode: &'static str,
    namespace: &'a str,
    claim: String,
    source: &'a Source,
    /// By which the driver knows a share.
    handle: Option<String>,
    driver: &'a str,
    /// The label of nodes in the zone where it stands.
    zone: Option<String>,
    mount_options: &'a [String],
}

/// Plans what the claims in a cluster ask for.
pub fn plan(site: &Site, cluster: &Cluster, facts: &Facts, plan: &mut Plan) {
    let of_stack = facts.storage_classes.entries().filter(|(name, _)| cluster.stack.as_ref().is_some_and(|stack| stack.class == *name)).map(|(_, class)| class);
    let classes: BTreeMap<&str, &facts::StorageClass> =
        cluster.storage().filter_map(|(_, _, storage)| storage.class(facts)).chain(of_stack).map(|class| (class.class.as_str(), class)).collect();
    let classes = classes.into_values().map(|class| of_class(class, site, cluster)).collect();
    let volumes = cluster.storage().filter_map(|(namespace, app, storage)| of_volume(namespace, app, storage, site, facts)).collect();
    let manifest = Manifest { classes, volumes };
    if !manifest.classes.is_empty() || !manifest.volumes.is_empty() {
        plan.template("storage/cluster.yaml", format!("storage/{}.yaml", cluster.name), manifest);
    }
}

fn of_class<'a>(class: &'a facts::StorageClass, site: &'a Site, cluster: &'a Cluster) -> Class<'a> {
    Class {
        name: &class.class,
        driver: &class.driver,
        sku: class.sku(!site.region.zones.is_empty()),
        protocol: class.protocol.as_deref(),
        network_group: &site.network.resource_group,
        network: &site.network.name,
        subnet: &cluster.nodes.name,
        mount_options: &class.mount_options,
    }
}

fn of_volume<'a>(namespace: &'a str, app: &Label, storage: &'a Storage, site: &Site, facts: &'a Facts) -> Option<Volume<'a>> {
    let classes = &facts.storage_classes;
    let class = match &storage.source {
        Source::Disk { .. } => &classes.premium,
        Source::Share { protocol, .. } if classes.nfs.protocol.as_ref() == Some(protocol) => &classes.nfs,
        Source::Share { .. } => &classes.files,
        Source::Ours(_) | Source::Foreign(_) => return None,
    };
    Some(Volume {
        name: storage.volume(namespace, app),
        size: &storage.size,
        mode: storage.mode.name(),
        namespace,
        claim: format!("{app}-{}", storage.name),
        source: &storage.source,
        handle: match &storage.source {
            Source::Share { resource_group, account, share, .. } => Some(format!("{resource_group}#{account}#{share}")),
            _ => None,
        },
        driver: &class.driver,
        zone: storage.zone.as_ref().map(|zone| format!("{}-{zone}", site.region.name)),
        mount_options: &class.mount_options,
    })
}

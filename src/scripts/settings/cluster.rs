//! Settings of a cluster.

use serde::Serialize;

use super::app::word;
use super::public_address;
use crate::azure::deployments::{maintenance_windows, user_groups};
use crate::azure::spelling::{autoscaler, node_image_channel, pascal, tier, upgrade_channel};
use crate::blueprint::text::UtcOffset;
use crate::helm::releases;
use crate::model::clock::offsets;
use crate::model::{self, Features, Handover, Model, Pool, Workload};

/// A cluster of a site.
#[derive(Debug, Serialize)]
pub struct Cluster<'a> {
    features: Features,
    site: &'a str,
    name: &'a str,
    identity: &'a model::ManagedIdentity,
    kubelet_identity: &'a model::ManagedIdentity,
    node_subnet: &'a str,
    pod_subnet: Option<&'a str>,
    virtual_subnet: Option<&'a str>,
    node_resource_group: &'a str,
    version: &'a str,
    tier: &'static str,
    pod_range: String,
    /// Whether that is a range of the pods alone.
    overlay: bool,
    service_range: String,
    dns_address: String,
    outbound_type: &'static str,
    upgrade_channel: &'static str,
    node_image_channel: &'static str,
    pools: Vec<String>,
    /// `<key>=<value>`; none where Azure decides.
    autoscaler: Vec<String>,
    windows: Vec<&'static str>,
    window_day: String,
    window_start: &'a str,
    window_offset: &'a str,
    window_hours: u32,
    /// The time zone of its hours.
    hours_zone: Option<&'a str>,
    hours_offsets: Option<String>,
    policy: bool,
    application_routing: bool,
    disk_encryption: Option<&'a model::DiskEncryptionSet>,
    insights: bool,
    collection_rule: &'a str,
    admins: &'a str,
    users: Vec<String>,
    /// Of its ingress, where that is public itself.
    public_address: Option<&'a str>,
    /// The certificate that its ingress serves itself.
    certificate: Option<&'a str>,
    releases: Vec<&'static str>,
    /// What only Azure knows and fetching the certificate needs.
    ingress_handovers: Vec<String>,
    workloads: Vec<String>,
    issuer: Option<ZoneWriter<'a>>,
    record_writer: Option<ZoneWriter<'a>>,
}

/// What writes into DNS zones.
#[derive(Debug, Serialize)]
struct ZoneWriter<'a> {
    identity: &'a str,
    namespace: &'a str,
    service_account: &'a str,
    /// `<subscription> <group> <zone>`, with `-` for the subscription of the site.
    zones: Vec<String>,
    handovers: Vec<String>,
}

impl<'a> ZoneWriter<'a> {
    fn new(site: &model::Site, writer: &'a Workload, zones: &[model::Zone], handovers: &[Handover]) -> Self {
        let zone = |zone: &model::Zone| {
            let foreign = if zone.made { site.shared_subscription() } else { zone.subscription.as_ref() };
            format!("{} {} {}", foreign.map_or("-", String::as_str), zone.resource_group, zone.name)
        };
        let Workload { identity, namespace, service_account, .. } = writer;
        Self { identity, namespace, service_account, zones: zones.iter().map(zone).collect(), handovers: handovers.iter().map(word).collect() }
    }
}

impl<'a> Cluster<'a> {
    pub fn new(model: &Model, site: &'a model::Site, cluster: &'a model::Cluster) -> Self {
        let window = &cluster.upgrades.window;
        let workloads = cluster.workloads.iter();
        Self {
            features: model.features(),
            site: &site.key,
            name: &cluster.name,
            identity: &cluster.identity,
            kubelet_identity: &cluster.kubelet_identity,
            node_subnet: &cluster.nodes.name,
            pod_subnet: cluster.pods.as_ref().map(|pods| pods.name.as_str()),
            virtual_subnet: cluster.virtual_nodes.as_ref().map(|subnet| subnet.name.as_str()),
            node_resource_group: &cluster.node_resource_group,
            version: &cluster.version,
            tier: tier(cluster.tier),
            pod_range: cluster.pod_range.to_string(),
            overlay: cluster.is_overlay(),
            service_range: cluster.service_range.to_string(),
            dns_address: cluster.dns_address.to_string(),
            outbound_type: site.outbound_type(),
            upgrade_channel: upgrade_channel(cluster.upgrades.channel),
            node_image_channel: node_image_channel(cluster.upgrades.node_image.channel),
            pools: cluster.pools.iter().map(|each| pool(each, model.features())).collect(),
            autoscaler: cluster.autoscaler.iter().flat_map(autoscaler).map(|(key, value)| format!("{key}={value}")).collect(),
            windows: maintenance_windows(cluster),
            window_day: pascal(&window.day),
            window_start: &window.start,
            window_offset: &window.utc_offset,
            window_hours: window.hours,
            hours_zone: cluster.hours.as_ref().map(|hours| hours.timezone.as_str()),
            hours_offsets: cluster
                .hours
                .as_ref()
                .map(|hours| offsets(&hours.timezone).into_iter().map(|offset| UtcOffset::of(offset).to_string()).collect::<Vec<_>>().join(" ")),
            policy: cluster.policy,
            application_routing: cluster.has_application_routing(),
            disk_encryption: cluster.disk_encryption.as_ref(),
            insights: cluster.insights,
            collection_rule: &cluster.collection_rule,
            admins: &cluster.admins,
            users: user_groups(model, cluster),
            public_address: public_address(cluster, &site.edge).map(|address| address.name.as_str()),
            certificate: cluster.certificate.as_ref().map(|certificate| certificate.name.as_str()),
            ingress_handovers: cluster.certificate.iter().flat_map(|certificate| &certificate.handovers).map(word).collect(),
            releases: releases::names(site, cluster),
            issuer: cluster.issuer.as_ref().map(|issuer| ZoneWriter::new(site, &issuer.writer, &issuer.zones, &issuer.handovers)),
            record_writer: cluster.record_writer.as_ref().map(|records| ZoneWriter::new(site, &records.writer, &records.zones, &records.handovers)),
            workloads: workloads.map(|each| workload(each, model.features())).collect(),
        }
    }
}

/// The word of the account before rollouts is left out where no app has one.
fn workload(workload: &Workload, features: Features) -> String {
    let line = format!("{} {} {}", workload.identity, workload.namespace, workload.service_account);
    if features.apps.rollout_credentials { format!("{line} {}", workload.account_before.as_deref().unwrap_or("-")) } else { line }
}

/// Words of labels and of spot nodes are left out where no pool has such.
fn pool(pool: &Pool, features: Features) -> String {
    let mode = if pool.system { "System" } else { "User" };
    let disk = if pool.ephemeral { "Ephemeral" } else { "Managed" };
    let surge = pool.max_surge.as_deref().unwrap_or("-");
    let joined = |words: Vec<String>| if words.is_empty() { "-".to_owned() } else { words.join(",") };
    let taints = joined(pool.taints.iter().map(ToString::to_string).collect());
    let Pool { name, size, min, max, max_pods, .. } = pool;
    let mut line = format!("{name} {mode} {size} {disk} {min} {max} {max_pods} {surge} {taints}");
    if features.spot_pools {
        line += if pool.spot { " Spot" } else { " Regular" };
    }
    if features.pool_labels {
        line += &format!(" {}", joined(pool.labels.iter().map(|(key, value)| format!("{key}={value}")).collect()));
    }
    line
}

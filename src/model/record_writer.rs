//! What writes the records of a cluster's hosts, in the place of the deployments.

use serde::Serialize;
use serde_json::Value;

use super::azure_values::Handover;
use super::ingress::Controller;
use super::resolve::Resolver;
use super::{Cluster, Dns, Edge, Issuer, Site, Workload, Zone};
use crate::blueprint::settings::DnsRecords;
use crate::facts::{OwnRole, Rule};

/// external-dns in a cluster.
#[derive(Debug, Serialize)]
pub struct RecordWriter {
    /// Below which hosts have their records written.
    pub domains: Vec<String>,
    /// In which they are written, each once: all of one resource group, since it looks into one alone.
    pub zones: Vec<Zone>,
    /// Where the ingress stands that says by which address hosts are reached.
    pub ingress_namespace: String,
    /// The identity that writes, and its role.
    pub writer: Workload,
    pub role: String,
    /// What only Azure knows.
    pub handovers: Vec<Handover>,
    /// At which it says when it last did, and what of that wakes somebody.
    pub metrics_port: u16,
    #[serde(skip)]
    pub rules: Vec<Value>,
}

/// What writes into DNS zones, and by which role of one's own.
#[derive(Debug, Clone, Copy)]
pub struct ZoneWriter<'a> {
    pub writer: &'a Workload,
    pub role: &'a str,
    pub zones: &'a [Zone],
}

impl RecordWriter {
    /// The resource group of its zones.
    pub fn group(&self) -> &str {
        self.zones.first().map_or("", |zone| &zone.resource_group)
    }

    /// The subscription of its zones, where it is not the one that only Azure knows.
    pub fn subscription(&self) -> Option<&str> {
        self.zones.first()?.subscription.as_deref()
    }
}

impl Cluster {
    /// What writes into DNS zones.
    pub fn zone_writers(&self) -> impl Iterator<Item = ZoneWriter<'_>> {
        let issuer = self.issuer.iter().map(|Issuer { writer, role, zones, .. }| ZoneWriter { writer, role, zones });
        issuer.chain(self.record_writer.iter().map(|RecordWriter { writer, role, zones, .. }| ZoneWriter { writer, role, zones }))
    }
}

impl Edge {
    /// The zones of the hosts that a cluster serves, each once; `shared` is the subscription of those that are made.
    pub(super) fn zones(&self, cluster: &Cluster, dns: &Dns, shared: Option<&str>) -> Vec<Zone> {
        let mut zones: Vec<Zone> = Vec::new();
        for zone in self.listeners.iter().filter(|listener| listener.backend == cluster.backend).filter_map(|listener| dns.zone(&listener.environment)) {
            if !zones.contains(zone) {
                zones.push(zone.clone());
            }
        }
        for zone in &mut zones {
            zone.subscription = zone.subscription.take().or_else(|| shared.map(str::to_owned));
        }
        zones
    }
}

impl Resolver<'_> {
    /// Has each cluster with external-dns know which records it writes, and where. One without a zone has nothing to write into.
    pub(super) fn record_writers(&mut self, sites: &mut [Site], dns: &Dns) {
        for site in sites {
            let stem = format!("{}-{}-{}", self.written.blueprint.name, site.platform, site.region.code);
            let shared = site.shared_subscription().cloned().or(self.written.blueprint.azure.subscription.as_ref().map(ToString::to_string));
            let Site { clusters, edge, groups, platform, .. } = site;
            for cluster in clusters.iter_mut().filter(|cluster| cluster.releases.dns.is_some()) {
                let zones = edge.zones(cluster, dns, shared.as_deref());
                cluster.record_writer = self.record_writer(cluster, edge, zones, (&stem, platform, &groups.aks));
            }
        }
    }

    fn record_writer(&mut self, cluster: &Cluster, edge: &Edge, zones: Vec<Zone>, (stem, platform, group): (&str, &str, &str)) -> Option<RecordWriter> {
        let DnsRecords::ExternalDns(_) = cluster.releases.dns.as_ref()?;
        let chart = self.facts.releases.get("external-dns")?;
        let subscription = zones.first()?.subscription.is_none();
        let path = format!("platforms.{platform}");
        let identity = self.register.give("user_assigned_identity", format!("id-{}-dns", cluster.tenancy.part(stem)), &path, group);
        self.register.give("federated_credential", cluster.name.clone(), &path, &identity);
        let mut handovers = vec![Handover { key: "serviceAccount.annotations.azure\\.workload\\.identity/client-id", ..Handover::client_id(&identity, group) }];
        handovers.extend(subscription.then(|| Handover { key: "extraArgs.azure-subscription-id", ..Handover::subscription() }));
        let here = edge.listeners.iter().filter(|listener| listener.backend == cluster.backend);
        Some(RecordWriter {
            domains: here.map(|listener| listener.domain.clone()).collect(),
            zones,
            ingress_namespace: Controller::namespace(self.facts).to_owned(),
            writer: Workload { identity, namespace: chart.namespace.clone(), service_account: chart.namespace.clone(), account_before: None },
            role: OwnRole::named(&self.written.blueprint.name, &self.facts.own_roles.records.name),
            handovers,
            metrics_port: self.facts.cluster_monitoring.records.metrics_port,
            rules: self.facts.cluster_monitoring.records.rules.iter().map(Rule::written).collect(),
        })
    }
}

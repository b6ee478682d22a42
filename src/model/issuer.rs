//! Certificates that are issued to an ingress, in the place of one out of the vault.

use serde::Serialize;
use serde_json::Value;

use super::azure_values::Handover;
use super::ingress::Controller;
use super::resolve::Resolver;
use super::{Cluster, Dns, Edge, Listener, Model, Site, Workload, Zone};
use crate::blueprint::global::Global;
use crate::blueprint::settings::{Certificates, Gateway, Settings};
use crate::facts::{OwnRole, Rule};

/// How the certificate of an ingress is come by.
#[derive(Debug, Serialize)]
pub struct Issuer {
    /// What it is called in the cluster: after its server, so that another one issues anew.
    pub name: String,
    /// The host by which the server is asked.
    pub host: String,
    pub email: String,
    /// Where the ingress stands, and the secret of the certificate.
    pub namespace: String,
    /// All that the certificate is for.
    pub hosts: Vec<String>,
    /// In which it proves whose the hosts are, each once.
    pub zones: Vec<Zone>,
    /// The identity that writes into them, and its role there.
    pub writer: Workload,
    pub role: String,
    /// What only Azure knows.
    pub handovers: Vec<Handover>,
    /// At which it says until when its certificates hold, and what of that wakes somebody.
    pub metrics_port: u16,
    #[serde(skip)]
    pub rules: Vec<Value>,
}

impl Edge {
    /// Whether a listener is served by HTTPS.
    pub fn is_secure(&self, listener: &Listener) -> bool {
        self.issued || listener.certificate.is_some()
    }
}

impl Cluster {
    /// The namespace with the secret of the certificate, where TLS ends at the ingress.
    pub fn secret_namespace(&self) -> Option<&str> {
        let fetched = self.certificate.as_ref().map(|certificate| certificate.namespace.as_str());
        fetched.or_else(|| self.issuer.as_ref().map(|issuer| issuer.namespace.as_str()))
    }

    pub fn ends_tls(&self) -> bool {
        self.secret_namespace().is_some()
    }
}

impl Model {
    /// Whether clients of an environment speak HTTPS.
    pub fn is_secure(&self, environment: &str) -> bool {
        let mut listeners = self.sites.iter().flat_map(|site| site.edge.listeners.iter().map(move |listener| (&site.edge, listener)));
        listeners.any(|(edge, listener)| listener.environment.as_str() == environment && edge.is_secure(listener))
    }
}

/// Whether the ingress of a site has a certificate issued. At a gateway or Front Door TLS ends before it.
pub(super) fn is_issued(settings: &Settings) -> bool {
    let before = matches!(settings.edge.gateway, Gateway::ApplicationGateway(_)) || matches!(settings.edge.global, Global::FrontDoor(_));
    settings.releases.certificates.is_some() && !before
}

impl Resolver<'_> {
    /// Has each cluster whose ingress ends TLS know what issues the certificate.
    pub(super) fn issuers(&mut self, sites: &mut [Site], dns: &Dns) {
        for site in sites.iter_mut().filter(|site| site.edge.issued) {
            let stem = format!("{}-{}-{}", self.written.blueprint.name, site.platform, site.region.code);
            let shared = site.shared_subscription().cloned().or(self.written.blueprint.azure.subscription.as_ref().map(ToString::to_string));
            let Site { clusters, edge, groups, platform, .. } = site;
            for cluster in clusters {
                cluster.issuer = self.issuer(cluster, edge, dns, (&stem, platform, &groups.aks), shared.as_deref());
            }
        }
    }

    fn issuer(&mut self, cluster: &Cluster, edge: &Edge, dns: &Dns, (stem, platform, group): (&str, &str, &str), shared: Option<&str>) -> Option<Issuer> {
        let Certificates::CertManager(written) = cluster.releases.certificates.as_ref()?;
        let chart = self.facts.releases.get("cert-manager")?;
        let here = || edge.listeners.iter().filter(|listener| listener.backend == cluster.backend);
        here().next()?;
        let zones = edge.zones(cluster, dns, shared);
        let path = format!("platforms.{platform}");
        let identity = self.register.give("user_assigned_identity", format!("id-{}-certificates", cluster.tenancy.part(stem)), &path, group);
        self.register.give("federated_credential", cluster.name.clone(), &path, &identity);
        let mut handovers = vec![Handover::client_id(&identity, group)];
        if zones.iter().any(|zone| zone.subscription.is_none()) {
            handovers.push(Handover::subscription());
        }
        Some(Issuer {
            name: format!("letsencrypt-{}", written.server.name()),
            host: self.facts.outgoing.certificates.get(written.server.name())?.clone(),
            email: written.email.to_string(),
            namespace: Controller::namespace(self.facts).to_owned(),
            hosts: here().flat_map(Listener::hosts).collect(),
            zones,
            writer: Workload { identity, namespace: chart.namespace.clone(), service_account: chart.namespace.clone(), account_before: None },
            role: OwnRole::named(&self.written.blueprint.name, &self.facts.own_roles.proofs.name),
            handovers,
            metrics_port: self.facts.cluster_monitoring.certificates.metrics_port,
            rules: self.facts.cluster_monitoring.certificates.rules.iter().map(Rule::written).collect(),
        })
    }
}

//! The application gateway of a site: the one description of a request's way to the ingress.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use serde::Serialize;

use super::Cluster;
use super::names::digest;
use super::resolve::{Ground, Resolver};
use crate::blueprint::settings::{self, Settings};
use crate::blueprint::text::Label;

/// The application gateway and what it needs.
#[derive(Debug, Serialize)]
pub struct Gateway {
    pub name: String,
    pub waf_policy: String,
    pub public_address: String,
    /// The first label of `<label>.<region>.cloudapp.azure.com`.
    pub dns_label: String,
    pub capacity_min: u32,
    pub capacity_max: u32,
    /// `Detection` or `Prevention`.
    pub waf_mode: &'static str,
    pub request_timeout: u32,
    /// One wildcard listener for each environment's domain: a new app touches no infrastructure.
    pub listeners: Vec<Listener>,
    /// Where it sends requests: the ingress of each cluster.
    pub backends: Vec<Backend>,
    /// The path at which every ingress answers while it is well; its release is told the same.
    pub probe_path: &'static str,
}

impl Gateway {
    /// The certificates that it serves, each once.
    pub fn certificates(&self) -> Vec<&str> {
        let served: BTreeSet<&str> = self.listeners.iter().filter_map(|listener| listener.certificate.as_deref()).collect();
        served.into_iter().collect()
    }
}

/// A wildcard host that the gateway serves.
#[derive(Debug, Serialize)]
pub struct Listener {
    /// The environment, with the part of its domain that belongs to one of several clusters.
    pub name: String,
    pub environment: Label,
    pub domain: String,
    /// `*.<domain>`.
    pub host: String,
    /// Whether the domain itself is served, too.
    pub apex: bool,
    /// The certificate in the vault; without one the gateway answers on port 80 alone.
    pub certificate: Option<String>,
    /// Rule priorities: of the listener itself, and of the redirect from HTTP.
    pub priority: u32,
    pub redirect_priority: u32,
    /// The backend that its requests go to.
    pub backend: String,
}

impl Listener {
    /// All hosts that it serves.
    pub fn hosts(&self) -> Vec<String> {
        let mut hosts = vec![self.host.clone()];
        hosts.extend(self.apex.then(|| self.domain.clone()));
        hosts
    }

    /// The host under which its health is asked for.
    pub fn health_host(&self) -> String {
        health_host(&self.domain)
    }
}

/// The host below a domain that no app may have: the ingress answers there how it is.
fn health_host(domain: &str) -> String {
    format!("health.{domain}")
}

/// The ingress of a cluster, as the gateway knows it.
#[derive(Debug, Serialize)]
pub struct Backend {
    pub name: String,
    pub address: Ipv4Addr,
    /// The host by which the gateway asks whether it lives.
    pub probe_host: String,
}

/// Priorities of rules for a domain, in pairs: those of deeper domains come first, since `*.example.com` takes `www.dev.example.com` too.
fn priorities(domain: &str) -> impl Iterator<Item = u32> + use<> {
    let labels = u32::try_from(domain.split('.').count()).unwrap_or(u32::MAX);
    let first = 1_000 * (12u32.saturating_sub(labels) + 1);
    (first..).step_by(10)
}

impl Resolver<'_> {
    pub(super) fn gateway(&mut self, settings: &Settings, ground: &Ground, key: &str, clusters: &[Cluster]) -> Gateway {
        let Ground { stem, domain, path, region, groups, environments, .. } = *ground;
        let settings::Gateway::ApplicationGateway(gateway) = &settings.edge.gateway;
        let mut listeners = Vec::new();
        for environment in environments {
            for cluster in clusters.iter().filter(|cluster| cluster.tenancy.environments.contains(&environment.name)) {
                let domain = cluster.tenancy.domain(environment);
                let name = match &cluster.tenancy.subdomain {
                    Some(subdomain) => format!("{}-{subdomain}", environment.name),
                    None => environment.name.to_string(),
                };
                let priority = self.allocations.number(&format!("priority/{key}/{name}"), priorities(&domain));
                listeners.push(Listener {
                    name,
                    environment: environment.name.clone(),
                    host: format!("*.{domain}"),
                    apex: false,
                    domain,
                    certificate: environment.certificate.clone(),
                    priority,
                    redirect_priority: priority + 1,
                    backend: cluster.backend.clone(),
                });
            }
        }
        let backends = clusters.iter().map(|cluster| {
            let home = listeners.iter().rfind(|listener| listener.backend == cluster.backend).map_or(domain, |listener| listener.domain.as_str());
            Backend { name: cluster.backend.clone(), address: cluster.ingress_address, probe_host: health_host(home) }
        });
        let label = format!("{stem}-{}", digest(&format!("{stem}\n{domain}"), 5));
        Gateway {
            name: self.register.give("application_gateway", format!("agw-{stem}"), path, &groups.network),
            waf_policy: self.register.give("waf_policy", format!("waf-{stem}"), path, &groups.network),
            public_address: self.register.give("public_ip_address", format!("pip-{stem}-gateway"), path, &groups.network),
            dns_label: self.register.give("public_ip_dns_label", label, path, &region.name),
            capacity_min: gateway.capacity.min,
            capacity_max: gateway.capacity.max,
            waf_mode: match gateway.waf.mode {
                settings::WafMode::Detection => "Detection",
                settings::WafMode::Prevention => "Prevention",
            },
            request_timeout: gateway.request_timeout,
            backends: backends.collect(),
            listeners,
            probe_path: "/nginx-health",
        }
    }
}

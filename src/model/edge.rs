//! The one description of a request's way into a site: its hosts, what stands in front of the ingress, and where TLS ends.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::names::digest;
use super::resolve::{Ground, Resolver};
use super::{CallingCluster, Cluster, Gateway};
use crate::blueprint::global::Global;
use crate::blueprint::settings::{self, Settings};
use crate::blueprint::text::Label;

/// The way in.
#[derive(Debug, Serialize)]
pub struct Edge {
    pub front: Front,
    /// One wildcard host for each environment's domain: a new app touches no infrastructure.
    pub listeners: Vec<Listener>,
    /// Where requests go: the ingress of each cluster.
    pub backends: Vec<Backend>,
    /// How long whoever stands before the apps waits for their answer, in seconds.
    pub request_timeout: u32,
    /// Whether the ingress has its certificates issued, and not out of the vault.
    pub issued: bool,
    /// Who sends requests to its public addresses: a service tag.
    pub clients: &'static str,
    /// The path at which every ingress answers while it is well; its release is told the same.
    pub probe_path: &'static str,
}

/// What stands in front of the ingress.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Front {
    /// TLS ends at it.
    Gateway(Box<Gateway>),
    /// The load balancer of each cluster, with a public address. TLS ends at the ingress.
    LoadBalancer,
    /// Nothing: whoever may reach the internal address of the ingress, at which TLS ends.
    Closed(Vec<Ipv4Net>),
}

/// A host that is served, and all hosts below it.
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
    /// The certificate in the vault; without one requests are answered on port 80 alone.
    pub certificate: Option<String>,
    /// The backend that its requests go to.
    pub backend: String,
}

/// The ingress of a cluster.
#[derive(Debug, Serialize)]
pub struct Backend {
    pub name: String,
    /// In the subnet of internal load balancers; kept for it where it has a public one.
    pub address: Ipv4Addr,
    /// The host by which it is asked whether it lives.
    pub probe_host: String,
    /// Where the ingress itself is public.
    pub public_address: Option<PublicAddress>,
}

/// A public address that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicAddress {
    pub name: String,
    /// The first label of `<label>.<region>.cloudapp.azure.com`.
    pub dns_label: String,
}

/// Who reaches the ingress of each cluster, and at which port.
#[derive(Debug, Serialize)]
pub struct Opening {
    /// Of a rule of a security group.
    pub name: String,
    pub priority: u32,
    /// A range, or a service tag.
    pub source: String,
    pub port: u16,
    pub description: &'static str,
}

impl Edge {
    pub fn gateway(&self) -> Option<&Gateway> {
        match &self.front {
            Front::Gateway(gateway) => Some(gateway),
            Front::LoadBalancer | Front::Closed(_) => None,
        }
    }

    /// The certificates that are served, each once.
    pub fn certificates(&self) -> Vec<&str> {
        let served: BTreeSet<&str> = self.listeners.iter().filter_map(|listener| listener.certificate.as_deref()).collect();
        served.into_iter().collect()
    }

    /// The certificate that the ingress of a cluster serves itself: none where TLS ends before it.
    pub fn ingress_certificate(&self, backend: &str) -> Option<&str> {
        let mut here = self.listeners.iter().filter(|listener| listener.backend == backend && self.gateway().is_none());
        here.find_map(|listener| listener.certificate.as_deref())
    }

    /// The public address at which a listener is reached.
    pub fn address_of(&self, listener: &Listener) -> Option<&PublicAddress> {
        match self.gateway() {
            Some(gateway) => Some(&gateway.public_address),
            None => self.backends.iter().find(|backend| backend.name == listener.backend)?.public_address.as_ref(),
        }
    }

    /// Its public addresses.
    pub fn public_addresses(&self) -> impl Iterator<Item = &PublicAddress> {
        self.gateway().map(|gateway| &gateway.public_address).into_iter().chain(self.backends.iter().filter_map(|backend| backend.public_address.as_ref()))
    }

    /// The clusters whose apps come by the ingress of this one, and that no range lets in that is written.
    pub fn not_let_in<'a>(&'a self, cluster: &'a Cluster) -> impl Iterator<Item = CallingCluster> + 'a {
        let ranges: &[Ipv4Net] = if let Front::Closed(ranges) = &self.front { ranges } else { &[] };
        cluster.calling.iter().copied().filter(|calling| !ranges.iter().any(|range| range.contains(&calling.range)))
    }

    /// The ports at which the ingress itself is asked.
    fn ingress_ports(&self) -> &'static [(u16, &'static str)] {
        let secure = self.issued || self.backends.iter().any(|backend| self.ingress_certificate(&backend.name).is_some());
        if secure { &[(80, "Http"), (443, "Https")] } else { &[(80, "Http")] }
    }

    /// Who reaches the ingress. `gateway` is the range of the gateway's subnet, `link` that of private link services, `calling` are the clusters whose apps
    /// call apps of another one.
    pub(super) fn openings(&self, gateway: Option<Ipv4Net>, link: Option<Ipv4Net>, calling: &BTreeSet<CallingCluster>) -> Vec<Opening> {
        let (sources, description) = match &self.front {
            Front::Gateway(_) => {
                let source = gateway.map(|range| range.to_string()).unwrap_or_default();
                let description =
                    "The front end of the internal load balancer has no interface of its own: its traffic arrives at the nodes, still under its address.";
                return vec![Opening { name: "AllowGatewayToIngress".to_owned(), priority: 100, source, port: 80, description }];
            }
            Front::LoadBalancer => (
                vec![self.clients.to_owned()],
                "Clients. The public front end has no interface of its own: its traffic arrives at the nodes, still under its address.",
            ),
            Front::Closed(ranges) => (
                ranges.iter().map(ToString::to_string).collect(),
                "Whom the blueprint names. The front end has no interface of its own: its traffic arrives at the nodes, still under its address.",
            ),
        };
        let of_link = link.map(|range| Opening {
            name: "AllowPrivateLinkToIngress".to_owned(),
            priority: 190,
            source: range.to_string(),
            port: 443,
            description: "Front Door, by the private link service before the ingress: its traffic arrives at the nodes, still under the address of the front end.",
        });
        let mut openings = Vec::from_iter(of_link);
        let ranges: BTreeSet<Ipv4Net> = calling.iter().map(|cluster| cluster.range).collect();
        let clients = sources.into_iter().map(|source| (source, description, None));
        let clusters = ranges.into_iter().map(|range| (range.to_string(), "Apps of a cluster beside it that call apps behind it.", Some(range)));
        for (number, (source, description, range)) in (0..).zip(clients.chain(clusters)) {
            for (port, noun) in self.ingress_ports() {
                if range.is_some_and(|range| !calling.contains(&CallingCluster { range, port: *port })) {
                    continue;
                }
                // A rule of one name has one priority for good: Azure refuses a second one with it, be the first on its way out.
                let priority = 200 + 2 * number + u32::from(*port == 443);
                openings.push(Opening { name: format!("Allow{noun}ToIngress{}", number + 1), priority, source: source.clone(), port: *port, description });
            }
        }
        openings
    }
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

impl Resolver<'_> {
    pub(super) fn edge(&mut self, settings: &Settings, ground: &Ground, key: &str, clusters: &[Cluster]) -> Edge {
        let mut listeners = Vec::new();
        for environment in ground.environments {
            for cluster in clusters.iter().filter(|cluster| cluster.tenancy.environments.contains(&environment.name)) {
                let domain = cluster.tenancy.domain(environment);
                listeners.push(Listener {
                    name: match &cluster.tenancy.subdomain {
                        Some(subdomain) => format!("{}.{subdomain}", environment.name), // no label has a dot, so that no two listeners have one name
                        None => environment.name.to_string(),
                    },
                    environment: environment.name.clone(),
                    host: format!("*.{domain}"),
                    apex: false,
                    domain,
                    certificate: environment.certificate.clone(),
                    backend: cluster.backend.clone(),
                });
            }
        }
        let (front, request_timeout) = match &settings.edge.gateway {
            settings::Gateway::ApplicationGateway(gateway) => {
                let written = (gateway, settings.identities.gateway.as_ref());
                (Front::Gateway(Box::new(self.gateway(written, ground, key, &listeners))), gateway.request_timeout)
            }
            settings::Gateway::LoadBalancer(settings) => (Front::LoadBalancer, settings.request_timeout),
            settings::Gateway::None(settings) => (Front::Closed(settings.allowed_from.clone()), settings.request_timeout),
        };
        let backends = clusters.iter().map(|cluster| {
            let home = listeners.iter().rfind(|listener| listener.backend == cluster.backend).map_or(ground.domain, |listener| listener.domain.as_str());
            Backend {
                name: cluster.backend.clone(),
                address: cluster.ingress_address,
                probe_host: health_host(home),
                public_address: matches!(front, Front::LoadBalancer).then(|| self.public_address(ground, &cluster.backend)),
            }
        });
        let backends = backends.collect();
        let clients = match settings.edge.global {
            Global::FrontDoor(_) => "AzureFrontDoor.Backend",
            Global::None(_) | Global::TrafficManager(_) => "Internet",
        };
        Edge { front, listeners, backends, request_timeout, issued: super::issuer::is_issued(settings), clients, probe_path: "/nginx-health" }
    }

    /// The public address of the ingress of a cluster.
    fn public_address(&mut self, ground: &Ground, backend: &str) -> PublicAddress {
        let Ground { stem, domain, path, region, groups, .. } = *ground;
        let label = format!("{stem}-{backend}-{}", digest(&format!("{stem}\n{domain}"), 5));
        PublicAddress {
            name: self.register.give("public_ip_address", format!("pip-{stem}-{backend}"), path, &groups.network),
            dns_label: self.register.give("public_ip_dns_label", label, path, &region.name),
        }
    }
}

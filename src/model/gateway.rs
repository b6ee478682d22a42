//! The application gateway of a site: the one description of a request's way to the ingress.

use serde::Serialize;

use super::names::digest;
use super::resolve::{Ground, Resolver};
use crate::blueprint::settings::{self, Settings};

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
    pub probe: Probe,
}

/// A wildcard host that the gateway serves.
#[derive(Debug, Serialize)]
pub struct Listener {
    /// The environment.
    pub name: String,
    pub domain: String,
    /// `*.<domain>`.
    pub host: String,
    /// The certificate in the vault; without one the gateway answers on port 80 alone.
    pub certificate: Option<String>,
    /// Rule priorities: of the listener itself, and of the redirect from HTTP.
    pub priority: u32,
    pub redirect_priority: u32,
}

/// How the gateway asks the ingress whether it lives; the ingress release answers at the same host and path.
#[derive(Debug, Serialize)]
pub struct Probe {
    pub host: String,
    pub path: &'static str,
}

/// Priorities of rules for a domain, in pairs: those of deeper domains come first, since `*.example.com` takes `www.dev.example.com` too.
fn priorities(domain: &str) -> impl Iterator<Item = u32> + use<> {
    let labels = u32::try_from(domain.split('.').count()).unwrap_or(u32::MAX);
    let first = 1_000 * (12u32.saturating_sub(labels) + 1);
    (first..).step_by(10)
}

impl Resolver<'_> {
    pub(super) fn gateway(&mut self, settings: &Settings, ground: &Ground, key: &str) -> Gateway {
        let Ground { stem, domain, path, region, groups, environments, .. } = *ground;
        let settings::Gateway::ApplicationGateway(gateway) = &settings.edge.gateway;
        let listeners = environments
            .iter()
            .map(|environment| {
                let priority = self.allocations.number(&format!("priority/{key}/{}", environment.name), priorities(&environment.domain));
                Listener {
                    name: environment.name.to_string(),
                    domain: environment.domain.clone(),
                    host: format!("*.{}", environment.domain),
                    certificate: environment.certificate.clone(),
                    priority,
                    redirect_priority: priority + 1,
                }
            })
            .collect();
        let home = environments.last().map(|environment| environment.domain.as_str()).unwrap_or(domain);
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
            listeners,
            probe: Probe { host: format!("health.{home}"), path: "/nginx-health" },
        }
    }
}

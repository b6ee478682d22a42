//! The application gateway of a site: the one description of a request's way to the ingress.

use serde::Serialize;

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

//! What stands where: sites, environments, apps, and the records that lead to them.

use std::net::Ipv4Addr;

use serde::Serialize;

use crate::model::{Model, ResourceGroups, Site};

/// The names in one site that a person looks for.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    pub key: &'a str,
    pub platform: &'a str,
    pub region: &'a str,
    pub location: &'a str,
    pub groups: &'a ResourceGroups,
    pub network: &'a str,
    pub ingress_address: Ipv4Addr,
    pub gateway: &'a str,
    pub public_address: &'a str,
    pub public_name: String,
    pub clusters: Vec<&'a str>,
    pub vault: &'a str,
    pub workspace: &'a str,
    /// Whether the blueprint names the tag of any app here.
    pub tagged: bool,
}

pub fn places(model: &Model) -> Vec<Place<'_>> {
    model.sites.iter().map(|site| Place::new(model, site)).collect()
}

impl<'a> Place<'a> {
    fn new(model: &'a Model, site: &'a Site) -> Self {
        let mut placements = model.apps.iter().flat_map(|app| &app.placements).filter(|placement| placement.site == site.key);
        Self {
            key: &site.key,
            platform: &site.platform,
            region: &site.region.display,
            location: &site.region.name,
            groups: &site.groups,
            network: &site.network.name,
            ingress_address: site.network.ingress_address,
            gateway: &site.gateway.name,
            public_address: &site.gateway.public_address,
            public_name: public_name(site),
            clusters: site.clusters.iter().map(|cluster| cluster.name.as_str()).collect(),
            vault: &site.vault.name,
            workspace: &site.workspace.name,
            tagged: placements.any(|placement| placement.tag.is_some()),
        }
    }
}

/// The name that Azure gives the public address of the gateway.
fn public_name(site: &Site) -> String {
    format!("{}.{}.cloudapp.azure.com", site.gateway.dns_label, site.region.name)
}

/// The hosts of an environment.
#[derive(Debug, Serialize)]
pub struct Served<'a> {
    pub name: &'a str,
    pub platform: &'a str,
    pub host: String,
    pub certificate: Option<&'a str>,
}

pub fn served(model: &Model) -> Vec<Served<'_>> {
    let served = model.environments.iter().map(|environment| Served {
        name: &environment.name,
        platform: &environment.platform,
        host: format!("*.{}", environment.domain),
        certificate: environment.certificate.as_deref(),
    });
    served.collect()
}

/// An app in an environment.
#[derive(Debug, Serialize)]
pub struct Running<'a> {
    pub name: &'a str,
    pub environment: &'a str,
    pub namespace: &'a str,
    pub release: &'a str,
    pub url: Option<String>,
    /// Whether the blueprint says which image is first.
    pub tagged: bool,
}

pub fn running(model: &Model) -> Vec<Running<'_>> {
    let mut apps = Vec::new();
    for app in &model.apps {
        for placement in &app.placements {
            let environment = model.environments.iter().find(|environment| environment.name == placement.environment);
            let scheme = if environment.is_some_and(|environment| environment.certificate.is_some()) { "https" } else { "http" };
            apps.push(Running {
                name: &app.name,
                environment: &placement.environment,
                namespace: &placement.namespace,
                release: &placement.release,
                url: placement.host.as_ref().map(|host| format!("{scheme}://{host}")),
                tagged: placement.tag.is_some(),
            });
        }
    }
    apps
}

/// A DNS record that a person makes.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    pub host: &'a str,
    pub value: String,
}

pub fn records(model: &Model) -> Vec<Record<'_>> {
    model.sites.iter().flat_map(|site| site.gateway.listeners.iter().map(|listener| Record { host: &listener.host, value: public_name(site) })).collect()
}

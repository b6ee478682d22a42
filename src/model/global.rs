//! Traffic Manager: the profile of an environment, over all regions of its platform.

use serde::Serialize;

use super::resolve::Resolver;
use super::{ActionGroup, Environment, Listener, Model, Site};
use crate::blueprint::global::{Global, Routing, TrafficManager};
use crate::blueprint::text::{Area, Label};

/// A Traffic Manager profile: one for each environment, and for each of the clusters that stand side by side for it, since a host and its health are that cluster's.
#[derive(Debug, Serialize)]
pub struct Profile {
    /// Also the first label of `<name>.trafficmanager.net`.
    pub name: String,
    pub environment: Label,
    /// The listeners that it leads to, in each region the one of this name.
    pub listener: String,
    pub routing: &'static str,
    /// In seconds.
    pub ttl: u32,
    pub health: Health,
    /// In the order of the platform's regions. Of one that takes no requests there is none: to Traffic Manager that says the same as a disabled one, and its
    /// address need not be asked of a region that does not answer.
    pub endpoints: Vec<Endpoint>,
}

impl Profile {
    pub fn host(&self) -> String {
        format!("{}.trafficmanager.net", self.name)
    }
}

/// What Traffic Manager asks in each region: the way of the gateway's own probe, through a listener of the environment.
///
/// Where there is a certificate it asks by HTTPS: the redirect from HTTP would count as ill.
#[derive(Debug, Serialize)]
pub struct Health {
    pub protocol: &'static str,
    pub port: u16,
    pub host: String,
    pub path: &'static str,
}

/// The way into one region.
///
/// By the address itself, and so an external endpoint to Traffic Manager: only such a profile may stand behind an alias of type A, the one that
/// Azure allows at the top of a zone.
#[derive(Debug, Serialize)]
pub struct Endpoint {
    /// The key of the site, and the name of the endpoint.
    pub site: String,
    pub public_address: String,
    pub resource_group: String,
    /// Of a site in a subscription of its own.
    pub subscription: Option<String>,
    pub location: String,
    pub weight: u32,
    pub priority: u32,
    pub areas: Vec<Area>,
}

/// Whether requests are sent to a region, as Azure spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Status {
    Enabled,
    Disabled,
}

impl Status {
    pub fn of(site: &Site) -> Self {
        if site.is_out() { Self::Disabled } else { Self::Enabled }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
        }
    }
}

impl Model {
    /// The site whose people are told when a profile leaves a region out: the first that takes requests and wakes somebody. One of another subscription is
    /// left out, for an alert stands where what it watches does.
    pub fn told_of(&self, profile: &Profile) -> Option<(&Site, &ActionGroup)> {
        let sites = profile.endpoints.iter().filter_map(|endpoint| self.site(&endpoint.site));
        sites.filter(|site| site.own_subscription().is_none()).find_map(|site| Some((site, site.action_group.as_ref()?)))
    }
}

impl Resolver<'_> {
    /// The profiles of each environment whose platform has Traffic Manager.
    pub(super) fn profiles(&mut self, environments: &[Environment], sites: &[Site], own: &str) -> Vec<Profile> {
        let mut profiles = Vec::new();
        for environment in environments {
            let sites: Vec<&Site> = sites.iter().filter(|site| site.platform == environment.platform).collect();
            let Some(Global::TrafficManager(settings)) = sites.first().map(|site| &site.global) else { continue };
            let first = sites.first().into_iter().flat_map(|site| site.edge.listeners.iter().map(move |listener| (site, listener)));
            for (site, listener) in first.filter(|(_, listener)| listener.environment == environment.name) {
                let stem = format!("traf-{}-{}", self.written.blueprint.name, listener.name.replace('.', "-"));
                let path = format!("environments.{}", environment.name);
                profiles.push(Profile {
                    name: self.register.give_global("traffic_manager_profile", &stem, own, self.facts.naming.traffic_manager_profile.max, true, &path),
                    environment: environment.name.clone(),
                    listener: listener.name.clone(),
                    routing: method(&settings.routing),
                    ttl: settings.ttl,
                    health: health(site, listener),
                    endpoints: (1..)
                        .zip(&sites)
                        .filter(|(_, site)| !site.is_out())
                        .filter_map(|(priority, site)| endpoint(site, &listener.name, settings, priority))
                        .collect(),
                });
            }
        }
        profiles
    }
}

fn health(site: &Site, listener: &Listener) -> Health {
    let (protocol, port) = if site.edge.is_secure(listener) { ("HTTPS", 443) } else { ("HTTP", 80) };
    Health { protocol, port, host: listener.health_host(), path: site.edge.probe_path }
}

/// None where the site has no public address.
fn endpoint(site: &Site, listener: &str, settings: &TrafficManager, priority: u32) -> Option<Endpoint> {
    let listener = site.edge.listeners.iter().find(|own| own.name == listener)?;
    let address = site.edge.address_of(listener)?;
    let (weight, areas) = match &settings.routing {
        Routing::Performance(_) | Routing::Priority(_) => (1, Vec::new()),
        Routing::Weighted(weights) => (weights.get(site.region.name.as_str()).map_or(1, |weight| weight.0), Vec::new()),
        Routing::Geographic(areas) => (1, areas.get(site.region.name.as_str()).cloned().unwrap_or_default()),
    };
    Some(Endpoint {
        site: site.key.clone(),
        public_address: address.name.clone(),
        resource_group: site.groups.network.clone(),
        subscription: site.own_subscription().cloned(),
        location: site.region.name.clone(),
        weight,
        priority,
        areas,
    })
}

/// As Azure spells it.
fn method(routing: &Routing) -> &'static str {
    match routing {
        Routing::Performance(_) => "Performance",
        Routing::Priority(_) => "Priority",
        Routing::Weighted(_) => "Weighted",
        Routing::Geographic(_) => "Geographic",
    }
}

//! Traffic Manager: the profile of an environment, over all regions of its platform.

use std::collections::BTreeSet;

use serde::Serialize;

use super::resolve::Resolver;
use super::{ActionGroup, Common, Environment, Listener, Model, Site};
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
    pub told: Option<Told>,
}

/// Who is told when a profile leaves a region out: as of the first site that takes requests and wakes somebody.
#[derive(Debug, Serialize)]
pub struct Told {
    /// The action group.
    pub name: String,
    pub resource_group: String,
    /// One that is made beside the profile, where that of the site stands in another subscription: Azure has refused those to an alert.
    pub made: Option<ActionGroup>,
}

impl Profile {
    pub fn host(&self) -> String {
        format!("{}.trafficmanager.net", self.name)
    }
}

impl Model {
    /// The sites between which Traffic Manager or Front Door chooses: one that joins others gets requests as soon as its ingress answers.
    pub fn chosen_between(&self) -> BTreeSet<String> {
        let profiles = self.profiles.iter().map(|profile| profile.endpoints.iter().map(|endpoint| endpoint.site.clone()).collect());
        let entrances = self.front_doors.iter().flat_map(|door| &door.entrances);
        let origins = entrances
            .map(|entrance| entrance.origins.iter().filter(|origin| matches!(origin.status, Status::Enabled)).map(|origin| origin.site.clone()).collect());
        profiles.chain(origins).filter(|sites: &Vec<String>| sites.len() > 1).flatten().collect()
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

impl Resolver<'_> {
    /// The profiles of each environment whose platform has Traffic Manager.
    pub(super) fn profiles(&mut self, environments: &[Environment], sites: &[Site], common: &Common, own: &str) -> Vec<Profile> {
        let mut profiles = Vec::new();
        for environment in environments {
            let sites: Vec<&Site> = sites.iter().filter(|site| site.platform == environment.platform).collect();
            let Some(Global::TrafficManager(settings)) = sites.first().map(|site| &site.global) else { continue };
            let first = sites.first().into_iter().flat_map(|site| site.edge.listeners.iter().map(move |listener| (site, listener)));
            for (site, listener) in first.filter(|(_, listener)| listener.environment == environment.name) {
                let stem = format!("{}-{}", self.written.blueprint.name, listener.name.replace('.', "-"));
                let path = format!("environments.{}", environment.name);
                let endpoints: Vec<Endpoint> = (1..)
                    .zip(&sites)
                    .filter(|(_, site)| !site.is_out())
                    .filter_map(|(priority, site)| endpoint(site, &listener.name, settings, priority))
                    .collect();
                let mut taking = sites.iter().filter(|site| endpoints.iter().any(|endpoint| endpoint.site == site.key));
                let told = taking.find_map(|site| Some((*site, site.action_group.as_ref()?))).map(|(site, group)| self.told(site, group, &stem, &path, common));
                profiles.push(Profile {
                    name: self.register.give_global(
                        "traffic_manager_profile",
                        &format!("traf-{stem}"),
                        own,
                        self.facts.naming.traffic_manager_profile.max,
                        true,
                        &path,
                    ),
                    environment: environment.name.clone(),
                    listener: listener.name.clone(),
                    routing: method(&settings.routing),
                    ttl: settings.ttl,
                    health: health(site, listener),
                    endpoints,
                    told,
                });
            }
        }
        profiles
    }

    fn told(&mut self, site: &Site, group: &ActionGroup, stem: &str, path: &str, common: &Common) -> Told {
        if site.own_subscription().is_none() {
            return Told { name: group.name.clone(), resource_group: site.groups.data.clone(), made: None };
        }
        let name = self.register.give("action_group", format!("ag-{stem}"), path, &common.resource_group);
        let made = ActionGroup { name: name.clone(), watches: Vec::new(), firewalls: Vec::new(), circuits: Vec::new(), ..group.clone() };
        Told { name, resource_group: common.resource_group.clone(), made: Some(made) }
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

//! The deployments, in the order in which they are made, and the values that each gives its template.

mod access;
mod cluster;
mod edge;
mod front_door;
mod global;
mod grafana;
mod hub;
mod region;
mod zones;

use serde::Serialize;
use serde_json::{Map, Value, json};

pub use self::cluster::{maintenance_windows, user_groups};
use crate::model::{Hub, Model, Site};

/// What a deployment deploys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// What all platforms share. Subscription scope.
    Common,
    /// The hub of a region. Subscription scope.
    Hub,
    /// The foundation of a platform in a region. Subscription scope.
    Region,
    /// The application gateway. Scope of the network's resource group.
    Edge,
    /// What leads to the regions. Subscription scope.
    Global,
    /// The tunnel of a hub, whose key a person puts into its vault. Subscription scope.
    Connection,
    /// The line of a hub, once a provider or an owner has done his part. Subscription scope.
    Circuit,
}

impl Kind {
    /// The template, and the stem of its parameter files.
    pub fn template(self) -> &'static str {
        match self {
            Kind::Common => "common",
            Kind::Hub => "hub",
            Kind::Region => "region",
            Kind::Edge => "edge",
            Kind::Global => "global",
            Kind::Connection => "connection",
            Kind::Circuit => "circuit",
        }
    }
}

/// One deployment.
#[derive(Debug)]
pub struct Deployment {
    pub kind: Kind,
    /// The site that it belongs to, of a hub the region; none for what all share.
    pub site: Option<String>,
    pub location: String,
    /// The resource group whose scope it has; none for the subscription's.
    pub resource_group: Option<String>,
    pub parameters: Map<String, Value>,
}

impl Deployment {
    /// The name of its parameter files: `common`, `region-live-westeurope`.
    pub fn stem(&self) -> String {
        match &self.site {
            Some(site) => format!("{}-{site}", self.kind.template()),
            None => self.kind.template().to_owned(),
        }
    }
}

/// Every deployment of a model, in order: none refers to one after it.
pub fn deployments(model: &Model) -> Vec<Deployment> {
    let shared = |kind, parameters| Deployment { kind, site: None, location: model.common.location.clone(), resource_group: None, parameters };
    let mut deployments = vec![shared(Kind::Common, common(model))];
    let of_hub = |hub: &Hub, kind, parameters| Deployment {
        kind,
        site: Some(hub.region.name.clone()),
        location: hub.region.name.clone(),
        resource_group: None,
        parameters,
    };
    deployments.extend(model.hubs.iter().map(|hub| of_hub(hub, Kind::Hub, hub::parameters(model, hub))));
    let of_site = |site: &Site, kind, resource_group, parameters| Deployment {
        kind,
        site: Some(site.key.clone()),
        location: site.region.name.clone(),
        resource_group,
        parameters,
    };
    // All vaults of a platform are there before the first edge asks for a certificate.
    for platform in model.sites.chunk_by(|one, other| one.platform == other.platform) {
        deployments.extend(platform.iter().map(|site| of_site(site, Kind::Region, None, region::parameters(model, site))));
        deployments.extend(platform.iter().filter_map(|site| {
            let parameters = edge::parameters(model, site, site.edge.gateway()?);
            Some(of_site(site, Kind::Edge, Some(site.groups.network.clone()), parameters))
        }));
    }
    deployments.extend(model.hubs.iter().filter_map(|hub| Some(of_hub(hub, Kind::Connection, hub::connection(model, hub)?))));
    deployments.extend(model.hubs.iter().filter_map(|hub| Some(of_hub(hub, Kind::Circuit, hub::circuit(model, hub)?))));
    if model.features().global {
        deployments.push(shared(Kind::Global, global::parameters(model)));
    }
    deployments
}

/// Something by name, where it stands in a resource group, and in a subscription where that is named.
fn reference(name: &str, resource_group: &str, subscription: Option<&String>) -> Value {
    let mut reference = object(json!({"name": name, "resourceGroup": resource_group}));
    reference.extend(subscription.map(|subscription| ("subscriptionId".to_owned(), json!(subscription))));
    Value::Object(reference)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn common(model: &Model) -> Map<String, Value> {
    let common = &model.common;
    let mut parameters = object(json!({
        "location": common.location,
        "tags": model.tags,
        "resourceGroupName": common.resource_group,
    }));
    if model.features().registry {
        parameters.insert("registry".to_owned(), json!({"name": common.registry.name, "sku": common.registry.sku}));
    }
    if model.features().registry_replicas {
        parameters.insert("registryReplicas".to_owned(), json!(common.registry.replicas));
    }
    if model.features().push_groups {
        parameters.insert("pushGroups".to_owned(), json!(common.registry.push));
    }
    if model.features().made_private_zones {
        parameters.insert("privateZones".to_owned(), json!(model.made_private_zones()));
    }
    if model.features().insights.isolated {
        parameters.insert("cacheRules".to_owned(), json!(model.cache_rules));
    }
    parameters.extend(global::zones(model));
    parameters.extend(front_door::profiles(model));
    parameters
}

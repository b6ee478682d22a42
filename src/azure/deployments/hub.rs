//! The values of hubs, and of how networks hang on them.

use serde_json::{Map, Value, json};

use super::object;
use crate::blueprint::settings::Peering;
use crate::model::express_route::Circuit;
use crate::model::firewall::SiteRules;
use crate::model::{Attachment, ExpressRoute, Firewall, Hub, Model, RouteTable, VpnGateway};

/// What is deployed before the platforms of a region.
pub fn parameters(model: &Model, hub: &Hub) -> Map<String, Value> {
    let subnets = hub.subnets.iter().map(|subnet| json!({"name": subnet.name, "addressPrefix": subnet.range}));
    let mut parameters = object(json!({
        "location": hub.region.name,
        "tags": model.tags,
        "resourceGroupName": hub.resource_group,
        "hub": {"name": hub.network, "addressPrefix": hub.range, "subnets": subnets.collect::<Vec<_>>()},
        "workspace": {"name": hub.workspace.name, "retentionInDays": hub.workspace.retention_days},
    }));
    if model.features().firewalls {
        parameters.insert("firewalls".to_owned(), hub.firewall.iter().map(firewall).collect());
    }
    if model.features().vpns {
        parameters.insert("vpnGateways".to_owned(), hub.vpn.iter().map(vpn).collect());
    }
    if model.features().express_routes {
        parameters.insert("expressRoutes".to_owned(), hub.express_route.iter().map(express_route).collect());
    }
    if model.features().hub_vaults {
        parameters.insert("vaultNames".to_owned(), hub.vault.iter().map(|vault| json!(vault.name)).collect());
    }
    parameters
}

fn vpn(vpn: &VpnGateway) -> Value {
    json!({
        "name": vpn.name,
        "size": vpn.size,
        "generation": vpn.generation,
        "publicAddress": vpn.public_address,
        "zones": vpn.zones,
        "device": vpn.device,
        (if vpn.has_address() { "deviceAddress" } else { "deviceName" }): vpn.device_address,
        "ranges": vpn.ranges,
        "bgp": vpn.bgp.iter().map(|(asn, address)| json!({"asn": asn, "address": address})).collect::<Vec<_>>(),
    })
}

fn express_route(express: &ExpressRoute) -> Value {
    let circuits = express.made().into_iter().map(|circuit| {
        json!({
            "name": circuit.name,
            "provider": circuit.provider,
            "location": circuit.location,
            "bandwidth": circuit.bandwidth,
            "tier": circuit.tier,
            "family": circuit.family,
        })
    });
    json!({
        "gateway": express.gateway,
        "size": express.size,
        "publicAddress": express.public_address,
        "zones": express.zones,
        "circuits": circuits.collect::<Vec<_>>(),
    })
}

/// What is deployed once the provider has connected the circuit, or its owner has given an authorisation; nothing where there is none.
pub fn circuit(model: &Model, hub: &Hub) -> Option<Map<String, Value>> {
    let (express, features) = (hub.express_route.as_ref()?, model.features());
    let mut parameters = object(json!({
        "location": hub.region.name,
        "tags": model.tags,
        "resourceGroupName": hub.resource_group,
        "connection": {"name": express.connection, "gateway": express.gateway},
    }));
    if features.made_circuits {
        let circuits = express.made().into_iter().map(|circuit| {
            let Peering { asn, vlan, ranges } = &circuit.peering;
            json!({"name": circuit.name, "asn": asn, "vlan": vlan, "ranges": ranges})
        });
        parameters.insert("circuits".to_owned(), circuits.collect());
    }
    if features.brought_circuits {
        let brought = match &express.circuit {
            Circuit::Made(_) => Vec::new(),
            Circuit::Brought { id, authorization } => {
                let vault = hub.vault.as_ref().map(|vault| &vault.name);
                vec![json!({"id": id, "vaultName": vault, "authorizationName": authorization})]
            }
        };
        parameters.insert("broughtCircuits".to_owned(), json!(brought));
    }
    Some(parameters)
}

/// What is deployed once a person has put the key into the vault; nothing where there is no tunnel.
pub fn connection(model: &Model, hub: &Hub) -> Option<Map<String, Value>> {
    let (vpn, vault) = (hub.vpn.as_ref()?, hub.vault.as_ref()?);
    Some(object(json!({
        "location": hub.region.name,
        "tags": model.tags,
        "resourceGroupName": hub.resource_group,
        "vaultName": vault.name,
        "connection": {
            "name": vpn.connection,
            "gateway": vpn.name,
            "device": vpn.device,
            "bgp": vpn.bgp.is_some(),
            "sharedKeyName": vpn.shared_key,
        },
    })))
}

fn firewall(firewall: &Firewall) -> Value {
    json!({
        "name": firewall.name,
        "policy": firewall.policy,
        "tier": firewall.tier,
        "zones": firewall.zones,
        "addresses": firewall.addresses,
        "rules": firewall.rules.iter().map(rules).collect::<Vec<_>>(),
    })
}

fn rules(rules: &SiteRules) -> Value {
    let ranges = rules.ranges.iter();
    let ranges = ranges.map(|rule| json!({"name": rule.name, "source": rule.source, "destination": rule.destination, "port": rule.port.to_string()}));
    json!({
        "name": rules.name,
        "priority": rules.priority,
        "sources": rules.sources,
        "hosts": rules.hosts.iter().map(|rule| json!({"name": rule.name, "hosts": rule.hosts})).collect::<Vec<_>>(),
        "ranges": ranges.collect::<Vec<_>>(),
    })
}

/// The hub of a site, and the peerings between them.
pub fn attachment(hub: &Attachment) -> Value {
    let spec = json!({
        "network": hub.network,
        "resourceGroup": hub.resource_group,
        "peering": hub.peering,
        "back": hub.back,
        "gateway": hub.gateway,
    });
    in_subscription(spec, hub.subscription.as_ref())
}

pub fn route_table(table: &RouteTable) -> Value {
    let firewall = in_subscription(json!({"name": table.firewall, "resourceGroup": table.resource_group}), table.subscription.as_ref());
    json!({"name": table.name, "firewall": firewall})
}

/// Of what is brought its subscription is said; ours stands where everything is deployed.
fn in_subscription(spec: Value, subscription: Option<&String>) -> Value {
    let mut spec = object(spec);
    spec.extend(subscription.map(|id| ("subscriptionId".to_owned(), json!(id))));
    Value::Object(spec)
}

//! The values of hubs, and of how networks hang on them.

use serde_json::{Map, Value, json};

use super::{access, object};
use crate::blueprint::settings::Peering;
use crate::model::dns_resolver::{DnsResolver, Forwarding};
use crate::model::express_route::Circuit;
use crate::model::firewall::SiteRules;
use crate::model::{Attachment, ExpressRoute, Firewall, Hub, Model, RouteTable, VpnGateway};

/// What is deployed before the platforms of a region.
pub fn parameters(model: &Model, hub: &Hub) -> Map<String, Value> {
    let subnets = hub.subnets.iter().map(|subnet| {
        let mut spec = object(json!({"name": subnet.name, "addressPrefix": subnet.range}));
        if model.features().resolvers {
            spec.insert("delegations".to_owned(), json!(Vec::from_iter(subnet.delegation)));
        }
        spec
    });
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
    if model.features().resolvers {
        parameters.insert("resolvers".to_owned(), hub.resolver.iter().map(resolver).collect());
    }
    if model.features().rulesets {
        let forwarding = hub.resolver.iter().filter_map(|resolver| resolver.forwarding.as_ref());
        parameters.insert("rulesets".to_owned(), forwarding.map(ruleset).collect());
    }
    if model.features().resolver_zones {
        let zones = hub.resolver.iter().flat_map(|resolver| &resolver.zones);
        parameters.insert("privateZones".to_owned(), zones.map(access::private_zone).collect());
    }
    if model.features().hub_vaults {
        parameters.insert("vaultNames".to_owned(), hub.vault.iter().map(|vault| json!(vault.name)).collect());
    }
    parameters
}

fn resolver(resolver: &DnsResolver) -> Value {
    let DnsResolver { name, inbound, inbound_subnet, address, .. } = resolver;
    json!({"name": name, "inboundEndpoint": inbound, "inboundSubnet": inbound_subnet, "address": address})
}

fn ruleset(forwarding: &Forwarding) -> Value {
    json!({
        "name": forwarding.ruleset,
        "outboundEndpoint": forwarding.outbound,
        "outboundSubnet": forwarding.subnet,
        "servers": forwarding.servers,
        "rules": forwarding.rules.iter().map(|rule| json!({"name": rule.name, "domain": rule.domain})).collect::<Vec<_>>(),
        "link": forwarding.link,
    })
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
    let peering = |Peering { asn, vlan, ranges }: &Peering| json!({"asn": asn, "vlan": vlan, "ranges": ranges});
    let circuits = express.made().into_iter().map(|circuit| {
        json!({
            "name": circuit.name,
            "provider": circuit.provider,
            "location": circuit.location,
            "bandwidth": circuit.bandwidth,
            "tier": circuit.tier,
            "family": circuit.family,
            "peerings": circuit.peering.iter().map(peering).collect::<Vec<_>>(),
        })
    });
    let gateway = json!({"name": express.gateway, "size": express.size, "publicAddress": express.public_address, "zones": express.zones});
    let connections = express.made().filter(|circuit| circuit.peering.is_some()).map(|circuit| json!({"name": express.connection, "circuit": circuit.name}));
    json!({
        "circuits": circuits.collect::<Vec<_>>(),
        "gateways": Vec::from_iter(express.is_connected().then_some(gateway)),
        "connections": Vec::from_iter(connections),
    })
}

/// What is deployed once the owner of a circuit has given an authorisation; nothing where it is ours.
pub fn circuit(model: &Model, hub: &Hub) -> Option<Map<String, Value>> {
    let express = hub.express_route.as_ref()?;
    let Circuit::Brought { id, authorization } = &express.circuit else { return None };
    Some(object(json!({
        "location": hub.region.name,
        "tags": model.tags,
        "resourceGroupName": hub.resource_group,
        "vaultName": hub.vault.as_ref()?.name,
        "connection": {"name": express.connection, "gateway": express.gateway, "circuitId": id, "authorizationName": authorization},
    })))
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
    let mut spec = json!({
        "network": hub.network,
        "resourceGroup": hub.resource_group,
        "peering": hub.peering,
        "back": hub.back,
        "gateway": hub.gateway,
    });
    if let Some(ruleset) = &hub.ruleset {
        spec["ruleset"] = json!({"name": ruleset.ruleset, "link": ruleset.name});
    }
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

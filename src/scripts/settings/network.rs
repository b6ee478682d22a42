//! Subnets, endpoints and private DNS zones as lines of settings.

use super::public_address;
use crate::model::{self, Features};

pub fn endpoint(endpoint: &model::PrivateEndpoint) -> String {
    let model::PrivateEndpoint { name, reached, target, target_group, target_subscription, zone } = endpoint;
    let subscription = target_subscription.as_deref().unwrap_or("-");
    let (group, kind) = (reached.group(), reached.kind());
    format!("{name} {group} {subscription} {target_group} {kind} {target} {}", private_zone(zone))
}

pub fn private_zone(zone: &model::PrivateZone) -> String {
    let subscription = zone.subscription.as_deref().unwrap_or("-");
    format!("{subscription} {} {}", zone.resource_group, zone.name)
}

/// Words of a public address of the ingress are left out where no site has one.
pub fn node_subnet(cluster: &model::Cluster, edge: &model::Edge, features: Features) -> String {
    let nodes = &cluster.nodes;
    let line = format!("{} {} {} {} {}", nodes.name, nodes.range, group(nodes), cluster.pod_range, cluster.ingress_address);
    match public_address(cluster, edge) {
        Some(address) => format!("{line} {} {}", address.name, address.dns_label),
        None if features.public_ingress => format!("{line} - -"),
        None => line,
    }
}

/// A subnet that is brought has none of ours.
fn group(subnet: &model::Subnet) -> &str {
    subnet.security_group.as_deref().unwrap_or("-")
}

pub fn existing_subnet(subnet: &model::Subnet) -> String {
    format!("{} {} {}", subnet.name, subnet.range, subnet.delegation().unwrap_or("-"))
}

pub fn range_of_subnet(subnet: &model::Subnet) -> String {
    format!("{} {}", subnet.name, subnet.range)
}

pub fn pod_subnet(pods: &model::Subnet) -> String {
    format!("{} {} {}", pods.name, pods.range, group(pods))
}

pub fn opening(opening: &model::Opening) -> String {
    let model::Opening { name, priority, source, port, description } = opening;
    format!("{priority} {name} {source} {port} {description}")
}

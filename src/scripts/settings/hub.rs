//! What differs between hubs, as lines of settings that scripts read.

use serde::Serialize;

use super::network::private_zone;
use crate::blueprint::settings::Peering;
use crate::model::dns_resolver::Forwarding;
use crate::model::express_route::{Circuit, MadeCircuit};
use crate::model::hub::HubSubnet;
use crate::model::{self, Features, Model};

/// The hub of a region.
#[derive(Debug, Serialize)]
pub struct Hub<'a> {
    features: Features,
    location: &'a str,
    zones: &'a [String],
    resource_group: &'a str,
    network: &'a str,
    range: String,
    subnets: Vec<String>,
    workspace: &'a model::Workspace,
    firewall: Option<Firewall<'a>>,
    vpn: Option<&'a model::VpnGateway>,
    express: Option<&'a model::ExpressRoute>,
    /// Whether its circuit leads somewhere.
    connected: bool,
    circuit: Option<&'a MadeCircuit>,
    peering: Option<&'a Peering>,
    /// The id of the circuit of somebody else, and the secret that lets it be used.
    brought_circuit: Option<&'a str>,
    authorization: Option<&'a str>,
    resolver: Option<&'a model::DnsResolver>,
    forwarding: Option<&'a Forwarding>,
    forwarded: Vec<String>,
    resolved_zones: Vec<String>,
    /// Whether zones beside networks are linked with these.
    own_zones: bool,
    vault: Option<&'a model::Vault>,
}

/// Its firewall. Rules are lines of words; several hosts or ranges in a word stand between commas.
#[derive(Debug, Serialize)]
struct Firewall<'a> {
    name: &'a str,
    policy: &'a str,
    tier: &'static str,
    addresses: &'a [String],
    groups: Vec<String>,
    hosts: Vec<String>,
    ranges: Vec<String>,
}

impl<'a> Hub<'a> {
    pub fn new(model: &Model, hub: &'a model::Hub) -> Self {
        let forwarding = || hub.resolver.as_ref().and_then(|resolver| resolver.forwarding.as_ref());
        Self {
            features: model.features(),
            location: &hub.region.name,
            zones: &hub.region.zones,
            resource_group: &hub.resource_group,
            network: &hub.network,
            range: hub.range.to_string(),
            subnets: hub.subnets.iter().map(|each| subnet(each, model.features())).collect(),
            workspace: &hub.workspace,
            firewall: hub.firewall.as_ref().map(Firewall::new),
            vpn: hub.vpn.as_ref(),
            express: hub.express_route.as_ref(),
            connected: hub.express_route.as_ref().is_some_and(model::ExpressRoute::is_connected),
            circuit: hub.express_route.as_ref().and_then(model::ExpressRoute::made),
            peering: hub.express_route.as_ref().and_then(model::ExpressRoute::made).and_then(|made| made.peering.as_ref()),
            brought_circuit: hub.express_route.as_ref().and_then(|express| match &express.circuit {
                Circuit::Made(_) => None,
                Circuit::Brought { id, .. } => Some(id.as_str()),
            }),
            authorization: hub.express_route.as_ref().and_then(model::ExpressRoute::authorization),
            resolver: hub.resolver.as_ref(),
            forwarding: forwarding(),
            forwarded: forwarding().iter().flat_map(|forwarding| &forwarding.rules).map(|rule| format!("{} {}", rule.name, rule.domain)).collect(),
            resolved_zones: hub.resolver.iter().flat_map(|resolver| &resolver.zones).map(private_zone).collect(),
            own_zones: model.sites.iter().any(|site| hub.resolves_for(site) && !site.zones_of_hub.is_empty()),
            vault: hub.vault.as_ref(),
        }
    }
}

fn subnet(subnet: &HubSubnet, features: Features) -> String {
    let line = format!("{} {}", subnet.name, subnet.range);
    if features.resolvers { format!("{line} {}", subnet.delegation.unwrap_or("-")) } else { line }
}

impl<'a> Firewall<'a> {
    fn new(firewall: &'a model::Firewall) -> Self {
        let group = |rules: &model::firewall::SiteRules| {
            let sources: Vec<String> = rules.sources.iter().map(ToString::to_string).collect();
            format!("{} {} {}", rules.name, rules.priority, sources.join(","))
        };
        let rules = &firewall.rules;
        let hosts = rules.iter().flat_map(|rules| rules.hosts.iter().map(|rule| format!("{} {} {}", rules.name, rule.name, rule.hosts.join(","))));
        let ranges = rules
            .iter()
            .flat_map(|rules| rules.ranges.iter().map(|rule| format!("{} {} {} {} {}", rules.name, rule.name, rule.source, rule.destination, rule.port)));
        Self {
            name: &firewall.name,
            policy: &firewall.policy,
            tier: firewall.tier,
            addresses: &firewall.addresses,
            groups: rules.iter().map(group).collect(),
            hosts: hosts.collect(),
            ranges: ranges.collect(),
        }
    }
}

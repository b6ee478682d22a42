//! What differs between hubs, as lines of settings that scripts read.

use serde::Serialize;

use crate::blueprint::settings::Peering;
use crate::model::express_route::{Circuit, MadeCircuit};
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
        Self {
            features: model.features(),
            location: &hub.region.name,
            zones: &hub.region.zones,
            resource_group: &hub.resource_group,
            network: &hub.network,
            range: hub.range.to_string(),
            subnets: hub.subnets.iter().map(|subnet| format!("{} {}", subnet.name, subnet.range)).collect(),
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
            vault: hub.vault.as_ref(),
        }
    }
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

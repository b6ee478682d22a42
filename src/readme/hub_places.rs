//! What stands in hubs.

use serde::Serialize;

use crate::model::{self, Model};

/// The names in a hub that a person looks for.
#[derive(Debug, Serialize)]
pub struct HubPlace<'a> {
    pub region: &'a str,
    pub location: &'a str,
    pub group: &'a str,
    pub network: &'a str,
    pub workspace: &'a str,
    pub vpn: Option<&'a str>,
    pub vpn_address: Option<&'a str>,
    pub express: Option<&'a model::ExpressRoute>,
    /// Whether its circuit leads somewhere.
    pub connected: bool,
    /// The circuit that is ordered; the secret that lets one of somebody else be used.
    pub circuit: Option<&'a str>,
    pub authorization: Option<&'a str>,
    pub connection: Option<&'a str>,
    pub shared_key: Option<&'a str>,
    pub bgp: bool,
    pub vault: Option<&'a str>,
    pub resolver: Option<&'a model::DnsResolver>,
    pub firewall: Option<&'a str>,
    pub policy: Option<&'a str>,
    /// Public addresses of the firewall, by name.
    pub outgoing: &'a [String],
}

pub fn hubs(model: &Model) -> Vec<HubPlace<'_>> {
    let hubs = model.hubs.iter().map(|hub| {
        let (firewall, vpn) = (hub.firewall.as_ref(), hub.vpn.as_ref());
        HubPlace {
            region: &hub.region.display,
            location: &hub.region.name,
            group: &hub.resource_group,
            network: &hub.network,
            workspace: &hub.workspace.name,
            vpn: vpn.map(|vpn| vpn.name.as_str()),
            vpn_address: vpn.map(|vpn| vpn.public_address.as_str()),
            connection: vpn.map(|vpn| vpn.connection.as_str()),
            shared_key: vpn.map(|vpn| vpn.shared_key.as_str()),
            bgp: vpn.is_some_and(|vpn| vpn.bgp.is_some()),
            express: hub.express_route.as_ref(),
            connected: hub.express_route.as_ref().is_some_and(model::ExpressRoute::is_connected),
            circuit: hub.express_route.as_ref().and_then(model::ExpressRoute::made).map(|made| made.name.as_str()),
            authorization: hub.express_route.as_ref().and_then(model::ExpressRoute::authorization),
            vault: hub.vault.as_ref().map(|vault| vault.name.as_str()),
            resolver: hub.resolver.as_ref(),
            firewall: firewall.map(|firewall| firewall.name.as_str()),
            policy: firewall.map(|firewall| firewall.policy.as_str()),
            outgoing: firewall.map_or(&[], |firewall| firewall.addresses.as_slice()),
        }
    });
    hubs.collect()
}

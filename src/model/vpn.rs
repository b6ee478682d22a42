//! The VPN gateway of a hub, and the tunnel to networks on premises.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::Region;
use super::resolve::Resolver;
use crate::blueprint::settings::{OnPremises, Vpn};

/// The gateway, what it knows of the other side, and the connection between them.
#[derive(Debug, Serialize)]
pub struct VpnGateway {
    pub name: String,
    /// As Azure spells it.
    pub size: &'static str,
    pub generation: &'static str,
    pub public_address: String,
    pub zones: Vec<String>,
    /// What Azure calls a local network gateway: the device there, and what lies behind it.
    pub device: String,
    /// A public address or a name.
    pub device_address: String,
    pub ranges: Vec<Ipv4Net>,
    /// The number of the autonomous system there, and the address of what speaks BGP for it.
    pub bgp: Option<(u32, Ipv4Addr)>,
    pub connection: String,
    /// The name of the secret in the vault of the hub.
    pub shared_key: String,
}

impl VpnGateway {
    /// Whether the device is known by its address, and not by a name.
    pub fn has_address(&self) -> bool {
        self.device_address.parse::<Ipv4Addr>().is_ok()
    }
}

impl Resolver<'_> {
    pub(super) fn vpn_gateway(&mut self, there: &OnPremises, vpn: &Vpn, stem: &str, group: &str, region: &Region) -> VpnGateway {
        let path = "network.onPremises.connection.vpn";
        VpnGateway {
            name: self.register.give("vpn_gateway", format!("vgw-{stem}"), path, group),
            size: vpn.size.name(),
            generation: vpn.size.generation(),
            public_address: self.register.give("public_ip_address", format!("pip-{stem}-vpn"), path, group),
            zones: region.zones.clone(),
            device: self.register.give("local_network_gateway", format!("lgw-{stem}"), path, group),
            device_address: vpn.address.to_string(),
            ranges: there.ranges.clone(),
            bgp: vpn.bgp.as_ref().map(|bgp| (bgp.asn, bgp.address)),
            connection: self.register.give("connection", format!("con-{stem}"), path, group),
            shared_key: vpn.shared_key.to_string(),
        }
    }
}

//! The way of the nodes to the Internet.

use serde::Serialize;

use super::resolve::{Ground, Resolver};
use super::{Cluster, Region, Site};
use crate::blueprint::settings::{self, Egress};
use crate::facts::Facts;

/// The NAT gateway of a site, and the addresses under which its nodes are seen.
#[derive(Debug, Serialize)]
pub struct NatGateway {
    pub name: String,
    pub sku: Sku,
    /// Those that it spans; none where Azure puts it into one.
    pub zones: Vec<String>,
    pub addresses: Vec<String>,
    pub address_zones: Vec<String>,
    /// In minutes.
    pub idle_timeout: u32,
}

/// Of a NAT gateway and of all its addresses. Neither changes into the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Sku {
    /// Stands in one zone.
    Standard,
    /// Spans the zones of its region.
    StandardV2,
}

impl Sku {
    /// StandardV2 at the same price wherever there are zones to span and Azure has it, unless it must serve a subnet of virtual nodes, too.
    fn of(region: &Region, has_virtual_nodes: bool, facts: &Facts) -> Self {
        let lacks = facts.regions.get(&region.name).is_some_and(|known| known.lacks_standard_v2);
        if region.zones.is_empty() || lacks || has_virtual_nodes { Sku::Standard } else { Sku::StandardV2 }
    }
}

impl Site {
    /// `networkProfile.outboundType` of its clusters, as Azure spells it.
    pub fn outbound_type(&self) -> &'static str {
        match (&self.nat_gateway, &self.route_table) {
            (Some(_), _) => "userAssignedNATGateway",
            (_, Some(_)) => "userDefinedRouting",
            _ if self.mirror.is_some() => "none",
            _ => "loadBalancer",
        }
    }
}

impl Resolver<'_> {
    pub(super) fn nat_gateway(&mut self, network: &settings::Network, ground: &Ground, clusters: &[Cluster]) -> Option<NatGateway> {
        let Ground { stem, path, region, groups, .. } = *ground;
        let Egress::NatGateway(settings) = &network.egress else { return None };
        let sku = Sku::of(region, clusters.iter().any(|cluster| cluster.virtual_nodes.is_some()), self.facts);
        let addresses = (1..=settings.public_addresses)
            .map(|at| self.register.give("public_ip_address", format!("pip-{stem}-egress-{at}"), path, &groups.network))
            .collect();
        Some(NatGateway {
            name: self.register.give("nat_gateway", format!("ng-{stem}"), path, &groups.network),
            sku,
            zones: if sku == Sku::StandardV2 { region.zones.clone() } else { Vec::new() },
            addresses,
            address_zones: region.zones.clone(),
            idle_timeout: settings.idle_timeout,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sku(name: &str, has_virtual_nodes: bool) -> Sku {
        let facts = Facts::embedded();
        let known = facts.regions.get(name).unwrap();
        let zones = if known.zones { ["1", "2", "3"].map(str::to_owned).to_vec() } else { Vec::new() };
        Sku::of(&Region { name: name.to_owned(), display: known.display.clone(), code: known.code.clone(), zones }, has_virtual_nodes, facts)
    }

    #[test]
    fn it_spans_the_zones_where_there_are_some_and_azure_has_it() {
        assert_eq!(["westeurope", "qatarcentral", "westus"].map(|name| sku(name, false)), [Sku::StandardV2, Sku::Standard, Sku::Standard]);
    }

    #[test]
    fn it_stands_in_one_zone_where_it_serves_virtual_nodes() {
        assert_eq!(sku("westeurope", true), Sku::Standard);
    }
}

//! The address plan of a site: subnets sized from the pools and placed in the address space.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::resolve::{Ground, Resolver};
use crate::blueprint::settings;
use crate::diagnostics::{Finding, codes};
use crate::facts::Facts;

/// The virtual network of a site.
#[derive(Debug, Serialize)]
pub struct Network {
    pub name: String,
    pub range: Ipv4Net,
    pub nodes: Subnet,
    pub ingress: Subnet,
    pub gateway: Subnet,
    /// The fixed front end of the ingress.
    pub ingress_address: Ipv4Addr,
}

#[derive(Debug, Clone, Serialize)]
pub struct Subnet {
    pub name: String,
    pub range: Ipv4Net,
    /// The network security group on it.
    pub security_group: String,
    /// Addresses that it must hold, those that Azure keeps to itself included.
    pub demand: u32,
}

/// What a subnet must hold, and where it goes if that is written.
pub struct Need {
    pub demand: u32,
    /// The longest prefix that is sensible for its purpose.
    pub prefix: u8,
    /// Whether it grows with the pools: then it is given twice its demand, so that it need not move.
    pub grows: bool,
    pub written: Option<Ipv4Net>,
}

/// Percent of a pool that is added while it is upgraded: what Azure advises for production.
pub fn surge_percent(facts: &Facts) -> u32 {
    let surge = &facts.limits.max_surge_percent;
    surge.recommended.or(surge.default).unwrap_or_default()
}

/// Nodes that are added to a pool of so many while it is upgraded: at least one.
pub fn surge(nodes: u32, facts: &Facts) -> u32 {
    (nodes * surge_percent(facts)).div_ceil(100).max(1)
}

/// Nodes that the pools may grow to, and those that are added while they are upgraded.
pub fn nodes(pools: &std::collections::BTreeMap<crate::blueprint::text::PoolName, settings::Pool>, facts: &Facts) -> u32 {
    pools.values().map(|pool| pool.nodes.max + surge(pool.nodes.max, facts)).sum()
}

/// The needs of the node, ingress and gateway subnets, in this order.
pub fn needs(network: &settings::Network, nodes: u32, facts: &Facts) -> [Need; 3] {
    let reserved = facts.ranges.subnets.reserved();
    let gateway = facts.limits.gateway_max_capacity.max.unwrap_or_default() + 1;
    [
        Need { demand: nodes + reserved, prefix: 24, grows: true, written: network.subnets.nodes },
        Need { demand: 8 + reserved, prefix: 28, grows: false, written: network.subnets.ingress },
        Need { demand: gateway + reserved, prefix: 24, grows: false, written: network.subnets.gateway },
    ]
}

/// The prefix length that holds the demand.
pub fn prefix(need: &Need) -> u8 {
    let addresses = u64::from(need.demand.max(1)) * if need.grows { 2 } else { 1 };
    let bits = addresses.next_power_of_two().trailing_zeros();
    need.prefix.min(u8::try_from(32 - bits.min(31)).unwrap_or(1))
}

/// Places subnets: those that are written stand; the others, largest first, at the lowest free place.
///
/// `None` where the address space has no room.
pub fn place(space: Ipv4Net, needs: &[Need]) -> Vec<Option<Ipv4Net>> {
    let mut placed: Vec<Option<Ipv4Net>> = needs.iter().map(|need| need.written).collect();
    let mut order: Vec<usize> = (0..needs.len()).filter(|&at| placed[at].is_none()).collect();
    order.sort_by_key(|&at| prefix(&needs[at]));
    for at in order {
        let taken: Vec<Ipv4Net> = placed.iter().flatten().copied().collect();
        placed[at] = free(space, prefix(&needs[at]), &taken);
    }
    placed
}

/// The lowest free range of a prefix length in a space.
pub fn free(space: Ipv4Net, prefix: u8, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
    let size = 1u64 << (32 - u32::from(prefix));
    let end = u64::from(u32::from(space.broadcast())) + 1;
    let mut at = u64::from(u32::from(space.network()));
    while at + size <= end {
        let candidate = Ipv4Net::new(Ipv4Addr::from(u32::try_from(at).ok()?), prefix).ok()?;
        match taken.iter().find(|range| overlaps(**range, candidate)) {
            None => return Some(candidate),
            Some(range) => {
                let after = u64::from(u32::from(range.broadcast())) + 1;
                at = after.div_ceil(size) * size;
            }
        }
    }
    None
}

pub fn overlaps(left: Ipv4Net, right: Ipv4Net) -> bool {
    left.contains(&right) || right.contains(&left)
}

/// The address so many places into a range.
pub fn nth(range: Ipv4Net, place: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(range.network()).saturating_add(place))
}

impl Resolver<'_> {
    pub(super) fn network(&mut self, settings: &settings::Settings, ground: &Ground) -> Option<Network> {
        let Ground { stem, path, base, groups, .. } = *ground;
        let network = &settings.network;
        let nodes = nodes(&settings.kubernetes.pools, self.facts);
        let needs = needs(network, nodes, self.facts);
        let placed = place(network.address_space, &needs);
        let name = self.register.give("virtual_network", format!("vnet-{stem}"), path, &groups.network);
        let mut subnets = Vec::new();
        for ((what, need), range) in ["nodes", "ingress", "gateway"].iter().zip(&needs).zip(placed) {
            let Some(range) = range else {
                let finding = Finding::new(&codes::TOO_SMALL, format!("{} has no room for the {what} subnet", network.address_space)).help(format!(
                    "it needs a /{} ({} addresses): widen `addressSpace`, or write the subnets down",
                    prefix(need),
                    need.demand
                ));
                self.finding(finding, &format!("{base}.network.addressSpace"), "all of it is taken by the other subnets");
                return None;
            };
            let security_group = self.register.give("network_security_group", format!("nsg-{stem}-{what}"), path, &groups.network);
            subnets.push(Subnet { name: format!("snet-{what}"), range, security_group, demand: need.demand });
        }
        let [nodes, ingress, gateway] = <[Subnet; 3]>::try_from(subnets).ok()?;
        let first = self.facts.ranges.subnets.reserved_first;
        let ingress_address = network.ingress_address.unwrap_or_else(|| nth(ingress.range, first));
        Some(Network { name, range: network.address_space, nodes, ingress, gateway, ingress_address })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> Ipv4Net {
        text.parse().unwrap()
    }

    #[test]
    fn the_lowest_free_range_is_aligned() {
        let taken = [net("10.0.0.0/25"), net("10.0.1.0/24")];
        assert_eq!(free(net("10.0.0.0/16"), 24, &taken), Some(net("10.0.2.0/24")));
        assert_eq!(free(net("10.0.0.0/16"), 25, &taken), Some(net("10.0.0.128/25")));
        assert_eq!(free(net("10.0.0.0/24"), 24, &taken), None);
    }

    #[test]
    fn what_is_written_stands() {
        let need = |written| Need { demand: 20, prefix: 24, grows: true, written };
        let placed = place(net("10.0.0.0/16"), &[need(None), need(Some(net("10.0.0.0/24")))]);
        assert_eq!(placed, [Some(net("10.0.1.0/24")), Some(net("10.0.0.0/24"))]);
    }
}

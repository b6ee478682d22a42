//! The network of a site: its subnets, sized from the pools, at their places in the address plan.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::addresses::{Ask, Need, Part, Placed, nth, prefix, prefix_of};
use super::resolve::{Ground, Resolver};
use crate::blueprint::settings;
use crate::blueprint::text::PoolName;
use crate::diagnostics::{Finding, codes};
use crate::facts::Facts;

/// The virtual network of a site.
#[derive(Debug, Serialize)]
pub struct Network {
    pub name: String,
    /// The address space, from which other networks are carved too.
    pub space: Ipv4Net,
    pub range: Ipv4Net,
    pub nodes: Subnet,
    pub ingress: Subnet,
    pub gateway: Subnet,
    /// The fixed front end of the ingress.
    pub ingress_address: Ipv4Addr,
}

impl Network {
    /// Every subnet, by its key in the blueprint.
    pub fn subnets(&self) -> [(&'static str, &Subnet); 3] {
        [("nodes", &self.nodes), ("ingress", &self.ingress), ("gateway", &self.gateway)]
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Subnet {
    pub name: String,
    pub range: Ipv4Net,
    /// The network security group on it.
    pub security_group: String,
    /// Addresses that it must hold, those that Azure keeps to itself included.
    pub demand: u32,
    /// What they are for.
    #[serde(skip)]
    pub parts: Vec<Part>,
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
fn nodes(pools: &BTreeMap<PoolName, settings::Pool>, facts: &Facts) -> (u32, u32) {
    (pools.values().map(|pool| pool.nodes.max).sum(), pools.values().map(|pool| surge(pool.nodes.max, facts)).sum())
}

impl Resolver<'_> {
    /// What the network of a site asks of the address plan.
    pub(super) fn ask(&self, key: String, settings: &settings::Settings) -> Ask {
        let (network, facts) = (&settings.network, self.facts);
        let reserved = facts.ranges.subnets.reserved();
        let (pools, upgrade) = nodes(&settings.kubernetes.pools, facts);
        let gateway = facts.limits.gateway_max_capacity.max.unwrap_or_default();
        let need = |what, parts: &[(u32, &'static str)], prefix, grows, written| {
            let parts = parts.iter().copied().chain([(reserved, "kept by Azure")]).map(|(count, what)| Part { count, what });
            Need { what, parts: parts.collect(), prefix, grows, written }
        };
        let needs = vec![
            need("nodes", &[(pools, "nodes"), (upgrade, "more while they are upgraded")], 24, true, network.subnets.nodes),
            need("ingress", &[(8, "front ends")], 28, false, network.subnets.ingress),
            need("gateway", &[(gateway, "instances"), (1, "private front end")], 24, false, network.subnets.gateway),
        ];
        Ask { key, space: network.address_space, written: network.range, needs }
    }

    pub(super) fn network(&mut self, settings: &settings::Settings, ground: &Ground, ask: &Ask, placed: Option<&Placed>) -> Option<Network> {
        let Ground { stem, path, base, groups, .. } = *ground;
        let at = format!("{base}.network.addressSpace");
        let Some(placed) = placed else {
            let total: u64 = ask.needs.iter().map(|need| 1u64 << (32 - prefix(need))).sum();
            let finding = Finding::new(&codes::TOO_SMALL, format!("{} has no room for the network of {}", ask.space, ask.key)).help(format!(
                "its subnets take {total} addresses, a /{}: widen `addressSpace`, write a `range` for this network, or release what is no longer used",
                prefix_of(total)
            ));
            self.finding(finding, &at, "all of it is taken by other networks");
            return None;
        };
        let name = self.register.give("virtual_network", format!("vnet-{stem}"), path, &groups.network);
        let mut subnets = Vec::new();
        for (need, range) in ask.needs.iter().zip(&placed.subnets) {
            let what = need.what;
            let Some(range) = *range else {
                let finding = Finding::new(&codes::TOO_SMALL, format!("{} has no room for the {what} subnet", placed.range)).help(format!(
                    "it needs a /{} ({} addresses): widen `addressSpace`, or write the subnets down",
                    prefix(need),
                    need.demand()
                ));
                self.finding(finding, &at, "all of it is taken by the other subnets");
                return None;
            };
            let security_group = self.register.give("network_security_group", format!("nsg-{stem}-{what}"), path, &groups.network);
            subnets.push(Subnet { name: format!("snet-{what}"), range, security_group, demand: need.demand(), parts: need.parts.clone() });
        }
        let [nodes, ingress, gateway] = <[Subnet; 3]>::try_from(subnets).ok()?;
        let ingress_address = settings.network.ingress_address.unwrap_or_else(|| nth(ingress.range, self.facts.ranges.subnets.reserved_first));
        Some(Network { name, space: ask.space, range: placed.range, nodes, ingress, gateway, ingress_address })
    }
}

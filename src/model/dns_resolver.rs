//! The DNS resolver of a hub: by it names of what is private here are found on premises, and names of there are found here.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::hub::{Hub, key};
use super::resolve::Resolver;
use super::{PrivateZone, Site};
use crate::blueprint::settings::{OnPremises, OnPremisesDns};

/// The resolver, and the endpoint at which servers on premises ask.
#[derive(Debug, Serialize)]
pub struct DnsResolver {
    pub name: String,
    pub inbound: String,
    pub inbound_subnet: String,
    /// The fixed address of that endpoint.
    pub address: Ipv4Addr,
    /// None where nothing is asked there.
    pub forwarding: Option<Forwarding>,
    /// The zones whose names it answers, but for those beside the network of a site, which are linked with it.
    pub zones: Vec<PrivateZone>,
}

/// What is asked of the servers there.
#[derive(Debug, Serialize)]
pub struct Forwarding {
    pub ruleset: String,
    pub outbound: String,
    pub subnet: String,
    /// Of the subnet: the questions come from there.
    pub range: Ipv4Net,
    pub servers: Vec<Ipv4Addr>,
    pub rules: Vec<ForwardingRule>,
    /// The link of the ruleset to the network of the hub.
    pub link: String,
}

#[derive(Debug, Serialize)]
pub struct ForwardingRule {
    pub name: String,
    /// Without a dot at its end.
    pub domain: String,
}

/// Where the endpoint stands at which servers on premises ask; where the one stands that asks them.
pub const INBOUND_SUBNET: &str = "snet-dns-inbound";
pub const OUTBOUND_SUBNET: &str = "snet-dns-outbound";
/// No other subnet can hold its endpoints, nor these anything else.
pub const DELEGATION: &str = "Microsoft.Network/dnsResolvers";

impl OnPremisesDns {
    /// Whether anything is asked there.
    pub(super) fn forwards(&self) -> bool {
        !self.servers.is_empty() && !self.domains.is_empty()
    }
}

impl Hub {
    /// Whether a site finds names by its resolver, and is found by it: its network is connected by the gateway there.
    pub fn resolves_for(&self, site: &Site) -> bool {
        self.resolver.is_some() && site.hangs_on(self) && site.hub.as_ref().is_some_and(|own| own.gateway)
    }
}

impl Resolver<'_> {
    pub(super) fn dns_resolver(&mut self, there: &OnPremises, stem: &str, hub: &Hub) -> Option<DnsResolver> {
        let (dns, path, group) = (there.dns.as_ref()?, "network.onPremises.dns", &hub.resource_group);
        let range = |name: &str| hub.subnets.iter().find(|subnet| subnet.name == name).map(|subnet| subnet.range);
        let address = self.free_address(&format!("address/{}/inbound", key(&hub.region.name)), range(INBOUND_SUBNET)?)?;
        let mut give = |kind, name: String, scope: &str| self.register.give(kind, name, path, scope);
        let name = give("dns_resolver", format!("dnspr-{stem}"), group);
        let forwarding = range(OUTBOUND_SUBNET).map(|range| {
            let ruleset = give("forwarding_ruleset", format!("dnsfrs-{stem}"), group);
            let rule = |domain: &str| format!("to_{}", domain.replace('.', "_"));
            Forwarding {
                outbound: give("outbound_endpoint", format!("out-{stem}"), &name),
                subnet: OUTBOUND_SUBNET.to_owned(),
                range,
                servers: dns.servers.clone(),
                rules: dns
                    .domains
                    .iter()
                    .map(|domain| ForwardingRule { name: give("forwarding_rule", rule(domain), &ruleset), domain: domain.to_string() })
                    .collect(),
                link: give("forwarding_link", hub.network.clone(), &ruleset),
                ruleset,
            }
        });
        let inbound = give("inbound_endpoint", format!("in-{stem}"), &name);
        Some(DnsResolver { inbound, inbound_subnet: INBOUND_SUBNET.to_owned(), address, forwarding, zones: Vec::new(), name })
    }
}

/// Links the networks of hubs to the zones that their sites ask, so that their resolvers answer for these. A network is linked to one zone of a name: to one that holds
/// the names of several sites before one beside a network, which holds those of this one alone, and of these to that of the site that comes last, which is
/// what matters most. What lies beside networks for the registry leads to the same one.
pub(super) fn link(hubs: &mut [Hub], sites: &mut [Site]) {
    for hub in hubs {
        let mut chosen: BTreeMap<String, (usize, PrivateZone)> = BTreeMap::new();
        for (at, site) in sites.iter().enumerate().rev().filter(|(_, site)| hub.resolves_for(site)) {
            for zone in site.private_zones() {
                let better = chosen.get(&zone.name).is_none_or(|(other, chosen)| sites[*other].is_own(chosen) && !site.is_own(zone));
                if better {
                    chosen.insert(zone.name.clone(), (at, zone.clone()));
                }
            }
        }
        let Some(resolver) = &mut hub.resolver else { continue };
        for (at, zone) in chosen.into_values() {
            if sites[at].is_own(&zone) {
                sites[at].zones_of_hub.push(zone.name);
            } else {
                // A zone that is made stands where the hub does.
                let subscription = if zone.made { None } else { zone.subscription };
                resolver.zones.push(PrivateZone { subscription, ..zone });
            }
        }
    }
}

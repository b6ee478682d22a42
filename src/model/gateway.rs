//! The application gateway of a site.

use serde::Serialize;

use super::edge::{Listener, PublicAddress};
use super::names::digest;
use super::resolve::{Ground, Resolver};
use super::waf::Waf;
use crate::blueprint::settings;

/// The application gateway and what it needs.
#[derive(Debug, Serialize)]
pub struct Gateway {
    pub name: String,
    /// The identity with which it reads certificates.
    pub identity: String,
    pub waf_policy: String,
    pub public_address: PublicAddress,
    pub capacity_min: u32,
    pub capacity_max: u32,
    #[serde(skip)]
    pub waf: Waf,
    /// Priorities of the rules of each listener, in their order.
    pub priorities: Vec<Priorities>,
}

/// Of the rules of a listener: unique on the gateway, and for good.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Priorities {
    /// Of the listener itself, and of the redirect from HTTP.
    pub own: u32,
    pub redirect: u32,
}

/// Priorities of rules for a domain, in pairs: those of deeper domains come first, since `*.example.com` takes `www.dev.example.com` too.
fn priorities(domain: &str) -> impl Iterator<Item = u32> + use<> {
    let labels = u32::try_from(domain.split('.').count()).unwrap_or(u32::MAX);
    let first = 1_000 * (12u32.saturating_sub(labels) + 1);
    (first..).step_by(10)
}

impl Resolver<'_> {
    pub(super) fn gateway(&mut self, gateway: &settings::ApplicationGateway, ground: &Ground, key: &str, listeners: &[Listener]) -> Gateway {
        let Ground { stem, domain, path, region, groups, .. } = *ground;
        let priorities = listeners.iter().map(|listener| {
            let own = self.allocations.number(&format!("priority/{key}/{}", listener.name), priorities(&listener.domain));
            Priorities { own, redirect: own + 1 }
        });
        let priorities = priorities.collect();
        let label = format!("{stem}-{}", digest(&format!("{stem}\n{domain}"), 5));
        let mut give = |kind, name: String, scope: &str| self.register.give(kind, name, path, scope);
        Gateway {
            identity: give("user_assigned_identity", format!("id-{stem}-gateway"), &groups.network),
            name: give("application_gateway", format!("agw-{stem}"), &groups.network),
            waf_policy: give("waf_policy", format!("waf-{stem}"), &groups.network),
            public_address: PublicAddress {
                name: give("public_ip_address", format!("pip-{stem}-gateway"), &groups.network),
                dns_label: give("public_ip_dns_label", label, &region.name),
            },
            capacity_min: gateway.capacity.min,
            capacity_max: gateway.capacity.max,
            waf: Waf::new(&gateway.waf, &self.facts.waf_rule_sets.default),
            priorities,
        }
    }
}

//! The application gateway of a site.

use serde::Serialize;

use super::ManagedIdentity;
use super::edge::{Listener, PublicAddress};
use super::names::digest;
use super::resolve::{Ground, Resolver};
use super::waf::Waf;
use crate::blueprint::settings::{self, BroughtIdentity};
use crate::blueprint::text::Label;

/// The application gateway and what it needs.
#[derive(Debug, Serialize)]
pub struct Gateway {
    pub name: String,
    /// The identity with which it reads certificates.
    pub identity: ManagedIdentity,
    pub waf_policy: String,
    pub public_address: PublicAddress,
    pub capacity_min: u32,
    pub capacity_max: u32,
    #[serde(skip)]
    pub waf: Waf,
    /// Policies for the requests of one environment each.
    #[serde(skip)]
    pub site_policies: Vec<SitePolicy>,
    /// Priorities of the rules of each listener, in their order.
    pub priorities: Vec<Priorities>,
}

/// A firewall for the requests of one environment, in the place of that of the gateway.
#[derive(Debug)]
pub struct SitePolicy {
    pub environment: Label,
    pub name: String,
    pub waf: Waf,
}

impl Gateway {
    /// The policy that looks at the requests of a listener in the place of that of the gateway.
    pub fn policy_of(&self, listener: &Listener) -> Option<&str> {
        self.site_policies.iter().find(|policy| policy.environment == listener.environment).map(|policy| policy.name.as_str())
    }

    /// All firewalls of it: its own first.
    pub fn wafs(&self) -> impl Iterator<Item = &Waf> {
        std::iter::once(&self.waf).chain(self.site_policies.iter().map(|policy| &policy.waf))
    }
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
    pub(super) fn gateway(
        &mut self,
        (gateway, brought): (&settings::ApplicationGateway, Option<&BroughtIdentity>),
        ground: &Ground,
        key: &str,
        listeners: &[Listener],
    ) -> Gateway {
        let Ground { stem, domain, path, region, groups, .. } = *ground;
        let priorities = listeners.iter().map(|listener| {
            let own = self.allocations.number(&format!("priority/{key}/{}", listener.name), priorities(&listener.domain));
            Priorities { own, redirect: own + 1 }
        });
        let priorities = priorities.collect();
        let label = format!("{stem}-{}", digest(&format!("{stem}\n{domain}"), 5));
        let set = &self.facts.waf_rule_sets.default;
        let identity = self.identity(brought, format!("id-{stem}-gateway"), path, &groups.network);
        let mut give = |kind, name: String, scope: &str| self.register.give(kind, name, path, scope);
        let site_policies = ground.environments.iter().filter_map(|environment| {
            let own = environment.waf.as_ref()?;
            let name = give("waf_policy", format!("waf-{stem}-{}", environment.name), &groups.network);
            Some(SitePolicy { environment: environment.name.clone(), name, waf: Waf::new(&gateway.waf.with(own), set) })
        });
        let site_policies = site_policies.collect();
        Gateway {
            identity,
            name: give("application_gateway", format!("agw-{stem}"), &groups.network),
            waf_policy: give("waf_policy", format!("waf-{stem}"), &groups.network),
            public_address: PublicAddress {
                name: give("public_ip_address", format!("pip-{stem}-gateway"), &groups.network),
                dns_label: give("public_ip_dns_label", label, &region.name),
            },
            capacity_min: gateway.capacity.min,
            capacity_max: gateway.capacity.max,
            waf: Waf::new(&gateway.waf, set),
            site_policies,
            priorities,
        }
    }
}

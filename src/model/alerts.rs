//! Who is woken when something is wrong at a site.

use serde::Serialize;

use super::express_route::ExpressRoute;
use super::resolve::{Ground, Resolver};
use super::{Cluster, Hub, Model, Site, Vault};
use crate::blueprint::settings;
use crate::blueprint::text::Email;

/// The action group of a site.
#[derive(Debug, Clone, Serialize)]
pub struct ActionGroup {
    pub name: String,
    /// By which messages name it.
    pub short_name: String,
    pub emails: Vec<String>,
    /// Whom severe alerts go to, in a group of their own, where any site has such a group.
    pub severe: Severe,
    /// Resource groups in whose activity log it is looked at what fails.
    pub watches: Vec<String>,
    /// The firewall of the hub by which the site leaves, and the circuit that leads on premises.
    pub firewalls: Vec<String>,
    pub circuits: Vec<String>,
}

/// Whom severe alerts go to.
#[derive(Debug, Clone, Serialize)]
pub struct Severe {
    /// Whether it is written, and not as of the others.
    pub written: bool,
    /// The name of the group is that of the other one, with this behind it.
    pub short_name: String,
    pub emails: Vec<String>,
}

/// Behind the name of an action group, that of who is woken by severe alerts.
pub const SEVERE: &str = "-severe";

impl Model {
    /// Whether severe alerts of any site go to somebody else: then each site that wakes somebody has two groups.
    pub fn tells_severe_apart(&self) -> bool {
        self.sites.iter().filter_map(|site| site.action_group.as_ref()).any(|group| group.severe.written)
    }
}

impl Site {
    /// Whether what container insights collects of a cluster wakes somebody: where nobody keeps metrics of it that would.
    pub fn wakes_by_logs(&self, cluster: &Cluster) -> bool {
        cluster.insights && self.action_group.is_some() && self.prometheus.is_none() && !cluster.tells_within()
    }
}

impl Cluster {
    /// Whether what watches it from inside wakes somebody.
    pub fn tells_within(&self) -> bool {
        self.stack.as_ref().is_some_and(|stack| stack.written.alerts.is_some())
    }
}

impl Resolver<'_> {
    pub(super) fn action_group(&mut self, alerts: &settings::Alerts, ground: &Ground, platform: &str, vault: &Vault, hub: Option<&Hub>) -> ActionGroup {
        let Ground { stem, path, groups, .. } = *ground;
        let longest = self.facts.naming.action_group_short.max;
        let short: String = platform.chars().take(longest).collect();
        let emails = |emails: &[Email]| emails.iter().map(ToString::to_string).collect();
        let own: String = platform.chars().take(longest - SEVERE.len()).collect();
        ActionGroup {
            name: self.register.give("action_group", format!("ag-{stem}"), path, &groups.data),
            severe: Severe {
                written: alerts.severe.is_some(),
                short_name: format!("{}{SEVERE}", own.trim_end_matches('-')),
                emails: emails(alerts.severe.as_ref().map_or(&alerts.emails, |severe| &severe.emails)),
            },
            short_name: short.trim_end_matches('-').to_owned(),
            emails: emails(&alerts.emails),
            watches: [&groups.network, &groups.aks]
                .into_iter()
                .chain(vault.is_made().then_some(&vault.resource_group))
                .chain(hub.map(|hub| &hub.resource_group))
                .cloned()
                .collect(),
            firewalls: hub.into_iter().filter_map(|hub| hub.firewall.as_ref()).map(|firewall| firewall.name.clone()).collect(),
            circuits: hub.into_iter().filter_map(|hub| hub.express_route.as_ref()).filter_map(ExpressRoute::made).map(|circuit| circuit.name.clone()).collect(),
        }
    }
}

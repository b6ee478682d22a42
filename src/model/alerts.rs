//! Who is woken when something is wrong at a site.

use serde::Serialize;

use super::Hub;
use super::express_route::ExpressRoute;
use super::resolve::{Ground, Resolver};
use crate::blueprint::settings;

/// The action group of a site.
#[derive(Debug, Serialize)]
pub struct ActionGroup {
    pub name: String,
    /// By which messages name it.
    pub short_name: String,
    pub emails: Vec<String>,
    /// Resource groups in whose activity log it is looked at what fails.
    pub watches: Vec<String>,
    /// The firewall of the hub by which the site leaves, and the circuit that leads on premises.
    pub firewalls: Vec<String>,
    pub circuits: Vec<String>,
}

impl Resolver<'_> {
    pub(super) fn action_group(&mut self, alerts: &settings::Alerts, ground: &Ground, platform: &str, hub: Option<&Hub>) -> ActionGroup {
        let Ground { stem, path, groups, .. } = *ground;
        let longest = self.facts.naming.action_group_short.max;
        let short: String = platform.chars().take(longest).collect();
        ActionGroup {
            name: self.register.give("action_group", format!("ag-{stem}"), path, &groups.data),
            short_name: short.trim_end_matches('-').to_owned(),
            emails: alerts.emails.iter().map(ToString::to_string).collect(),
            watches: [&groups.network, &groups.aks].into_iter().chain(hub.map(|hub| &hub.resource_group)).cloned().collect(),
            firewalls: hub.into_iter().filter_map(|hub| hub.firewall.as_ref()).map(|firewall| firewall.name.clone()).collect(),
            circuits: hub.into_iter().filter_map(|hub| hub.express_route.as_ref()).filter_map(ExpressRoute::made).map(|circuit| circuit.name.clone()).collect(),
        }
    }
}

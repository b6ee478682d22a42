//! Managed Grafana: one for all platforms that say so.

use serde::Serialize;

use super::resolve::Resolver;
use super::{Common, Site, Team};

/// Dashboards over what is kept of several sites.
#[derive(Debug, Serialize)]
pub struct Grafana {
    pub name: String,
    /// Entra groups: who administers it, and who looks.
    pub admins: String,
    pub viewers: Vec<String>,
}

/// A resource group that Grafana looks into.
#[derive(Debug, Serialize)]
pub struct Watched<'a> {
    pub resource_group: &'a str,
    /// Where it is not that of Grafana.
    pub subscription: Option<&'a String>,
    /// Whether metrics are kept there.
    pub metrics: bool,
}

impl Resolver<'_> {
    pub(super) fn grafana(&mut self, sites: &[Site], teams: &[Team], common: &Common, own: &str) -> Option<Grafana> {
        let watched = || sites.iter().filter(|site| site.grafana);
        watched().next()?;
        let blueprint = &self.written.blueprint;
        let longest = self.facts.naming.grafana.max;
        let admins = blueprint.admins.to_string();
        let mut viewers = Vec::new();
        let namespaces = || watched().flat_map(|site| &site.clusters).flat_map(|cluster| &cluster.namespaces);
        for team in teams.iter().filter(|team| namespaces().any(|namespace| namespace.team == team.name)) {
            if team.group != admins && !viewers.contains(&team.group) {
                viewers.push(team.group.clone());
            }
        }
        let name =
            self.register.give_global("grafana", &format!("amg-{}", blueprint.name), &format!("{own}\n{}", common.resource_group), longest, true, "name");
        Some(Grafana { name, admins, viewers })
    }
}

impl Site {
    /// What Grafana looks into here: clusters, networks with their gateways, and what is kept of them.
    pub fn watched(&self) -> Vec<Watched<'_>> {
        let (subscription, groups) = (self.own_subscription(), &self.groups);
        let all = [(true, &groups.aks), (true, &groups.network), (self.keeps_data(), &groups.data)];
        let all = all.into_iter().filter(|(used, _)| self.grafana && *used);
        all.map(|(_, resource_group)| Watched { resource_group, subscription, metrics: self.prometheus.is_some() && *resource_group == groups.data }).collect()
    }
}

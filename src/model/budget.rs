//! What a platform may cost.

use std::collections::BTreeSet;

use serde::Serialize;

use super::resolve::Resolver;
use super::{Model, Site};
use crate::blueprint::settings;
use crate::blueprint::text::Label;

/// The budget of a platform.
#[derive(Debug, Serialize)]
pub struct Budget {
    pub name: String,
    pub platform: Label,
    /// The site with which it is made: one of its platform.
    pub site: String,
    /// For a month, in the currency of the bill.
    pub amount: u32,
    /// The first day that counts, as Azure writes it.
    pub start: String,
    pub emails: Vec<String>,
    /// What counts: the resource groups of the platform, those of its nodes included.
    pub resource_groups: Vec<String>,
}

impl Model {
    /// The budget that is made with a site, if any is.
    pub fn budgets_at<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a Budget> {
        self.budgets.iter().filter(|budget| budget.site == site.key)
    }
}

impl Resolver<'_> {
    /// One for each platform that has it, in the order of the sites. `written` says what the settings of a site say.
    pub(super) fn budgets(&mut self, sites: &[Site], written: &[(String, Option<settings::Budget>)]) -> Vec<Budget> {
        let mut seen = BTreeSet::new();
        let mut budgets = Vec::new();
        for site in sites.iter().filter(|site| seen.insert(&site.platform)) {
            let Some((_, Some(budget))) = written.iter().find(|(key, _)| *key == site.key) else { continue };
            let platform = &site.platform;
            let name = format!("budget-{}-{platform}", self.written.blueprint.name);
            budgets.push(Budget {
                name: self.register.give("budget", name, &format!("platforms.{platform}.budget"), "subscription"),
                platform: platform.clone(),
                site: site.key.clone(),
                amount: budget.monthly,
                start: format!("{}-01T00:00:00Z", budget.from),
                emails: budget.emails.iter().map(ToString::to_string).collect(),
                resource_groups: sites.iter().filter(|site| site.platform == *platform).flat_map(groups).collect(),
            });
        }
        budgets
    }
}

/// The groups of a site in which something stands.
fn groups(site: &Site) -> Vec<String> {
    let own = &site.groups;
    let mut groups = vec![own.network.clone(), own.aks.clone()];
    groups.extend(site.has_data_group().then(|| own.data.clone()));
    groups.extend(site.vault.is_made().then(|| own.vault.clone()));
    groups.extend(site.backup.iter().flat_map(|backup| [backup.resource_group.clone(), backup.snapshot_group.clone()]));
    groups.extend(site.clusters.iter().map(|cluster| cluster.node_resource_group.clone()));
    groups
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::source::Sources;

    #[test]
    fn metrics_count_where_logs_are_kept_elsewhere() {
        let workspace = "/subscriptions/77777777-7777-4777-8777-777777777777/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-all";
        let groups = |prometheus: &str| {
            let text = format!(
                "{}\nbudget: {{monthly: 900, from: \"2026-12\", emails: [it@example.com]}}\nmonitoring: {{azure: {{workspace: {{existing: {workspace}}}{prometheus}}}}}\n",
                include_str!("../../blueprints/minimal.yaml")
            );
            let facts = Facts::embedded();
            let (_, model, _) = crate::compile::understand(&Sources::single("blueprint.yaml", text), facts, facts.naming.checked).unwrap();
            model.budgets.into_iter().flat_map(|budget| budget.resource_groups).collect::<Vec<_>>()
        };
        assert!(!groups("").iter().any(|group| group.ends_with("-data")));
        assert!(groups(", prometheus: {}").iter().any(|group| group.ends_with("-data")));
    }
}

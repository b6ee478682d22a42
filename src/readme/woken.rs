//! Who is woken by what runs in which cluster, and how they are left alone for a while.

use serde::Serialize;
use serde_json::Value;

use crate::azure::alerts::by_logs;
use crate::facts::Facts;
use crate::model::{Cluster, Model, Site};

#[derive(Debug, Serialize)]
pub struct Woken<'a> {
    /// What container insights tells, and of which clusters.
    logs: Vec<Value>,
    asked: String,
    /// Clusters of whose apps nobody is told.
    unseen: String,
    /// Action groups beside Traffic Manager.
    beside: String,
    /// That of the rules by which alerts are told nobody.
    silence_version: Option<&'a str>,
}

impl<'a> Woken<'a> {
    pub fn new(model: &Model, facts: &'a Facts) -> Self {
        let named = |is: fn(&Site, &Cluster) -> bool| {
            let clusters = model.clusters().filter(|(site, cluster)| is(site, cluster));
            clusters.map(|(_, cluster)| format!("`{}`", cluster.name)).collect::<Vec<_>>().join(", ")
        };
        let made = model.profiles.iter().filter_map(|profile| profile.told.as_ref()?.made.as_ref());
        Self {
            beside: made.map(|group| format!("`{}`", group.name)).collect::<Vec<_>>().join(", "),
            logs: by_logs(facts),
            asked: named(Site::wakes_by_logs),
            unseen: named(|site, cluster| site.action_group.is_some() && site.prometheus.is_none() && !cluster.tells_within() && !site.wakes_by_logs(cluster)),
            silence_version: facts.api_versions.get("Microsoft.AlertsManagement/actionRules"),
        }
    }
}

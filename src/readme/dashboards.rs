//! The dashboards of clusters, and how people come to them.

use serde::Serialize;

use crate::blueprint::settings::{Dashboard, DashboardAccess};
use crate::facts::Facts;
use crate::model::Model;

/// What is said of all dashboards.
#[derive(Debug, Serialize)]
pub struct Dashboards<'a> {
    namespace: &'a str,
    /// The clusters that have one; none where all do.
    clusters: Option<String>,
    /// Whether people sign in to some of them as readers, and to some as themselves.
    readers: bool,
    own: bool,
}

/// The dashboards, where there are any.
pub fn dashboards<'a>(model: &Model, facts: &'a Facts) -> Option<Dashboards<'a>> {
    let having: Vec<_> = model.clusters().filter_map(|(_, cluster)| Some((cluster, cluster.releases.dashboard.as_ref()?))).collect();
    let names: Vec<String> = having.iter().map(|(cluster, _)| format!("`{}`", cluster.name)).collect();
    let signed_in = |access: DashboardAccess| having.iter().any(|(_, Dashboard::Headlamp(headlamp))| headlamp.access == access);
    (!having.is_empty()).then(|| Dashboards {
        namespace: facts.releases.get("headlamp").map_or("headlamp", |chart| &chart.namespace),
        clusters: (having.len() < model.clusters().count()).then(|| names.join(", ")),
        readers: signed_in(DashboardAccess::ReadOnly),
        own: signed_in(DashboardAccess::Own),
    })
}

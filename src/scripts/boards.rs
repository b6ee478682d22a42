//! Our dashboards, as they are written into a Managed Grafana.

use serde::Serialize;
use serde_json::Value;

use crate::dashboards::Place;
use crate::facts::Facts;
use crate::model::{Model, Site};

/// What is written, and by a token for whom.
#[derive(Debug, Serialize)]
pub struct Boards<'a> {
    audience: &'a str,
    drawn: Vec<Value>,
}

impl<'a> Boards<'a> {
    /// Those of which some site that Grafana shows has what they ask for.
    pub fn new(model: &Model, facts: &'a Facts) -> Self {
        let shown = || model.sites.iter().filter(|site| site.grafana).flat_map(|site: &Site| &site.clusters);
        let measured = || shown().filter_map(|cluster| cluster.measured.as_ref()).filter(|measured| measured.managed);
        let (counted, told) = (measured().next().is_some(), measured().any(|measured| measured.tells));
        let drawn = facts.cluster_monitoring.dashboards.iter().filter(|dashboard| counted || !dashboard.asks_of_requests());
        Self { audience: &facts.managed_grafana.audience, drawn: drawn.map(|dashboard| Place::Workspaces { told }.draw(dashboard)).collect() }
    }
}

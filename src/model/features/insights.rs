//! What clusters tell Azure Monitor of what runs in them.

use serde::Serialize;

use crate::model::Model;

/// See [`Model::features`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Insights {
    /// Whether there are sites whose nodes reach nothing outside.
    pub isolated: bool,
    /// Whether some have container insights.
    pub insights: bool,
    /// Whether some do without: their nodes reach nothing outside, or it is left out.
    pub blind: bool,
    /// Whether what they collect of some wakes somebody.
    pub log_alerts: bool,
}

impl Insights {
    pub(super) fn of(model: &Model) -> Self {
        Self {
            isolated: model.sites.iter().any(|site| site.mirror.is_some()),
            insights: model.clusters().any(|(_, cluster)| cluster.insights),
            blind: model.clusters().any(|(_, cluster)| !cluster.insights),
            log_alerts: model.clusters().any(|(site, cluster)| site.wakes_by_logs(cluster)),
        }
    }
}

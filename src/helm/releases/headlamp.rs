//! The dashboard.

use serde_json::Value;

use crate::blueprint::settings::Dashboard;
use crate::model::{Cluster, Site};

/// The values for a cluster that has it.
pub fn values(_: &Site, cluster: &Cluster) -> Option<Value> {
    let Dashboard::Headlamp(headlamp) = cluster.releases.dashboard.as_ref()?;
    Some(headlamp.values.clone().into())
}

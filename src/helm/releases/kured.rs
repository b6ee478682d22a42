//! What reboots nodes: when it may.

use serde_json::{Map, Value, json};

use super::lay;
use crate::model::{Cluster, Site};

/// The values for a cluster that has it.
pub fn values(_: &Site, cluster: &Cluster) -> Option<Value> {
    let kured = cluster.releases.kured.as_ref()?;
    let mut configuration = Map::new();
    if !kured.days.is_empty() {
        configuration.insert("rebootDays".into(), json!(kured.days));
    }
    configuration.insert("startTime".into(), json!(kured.window.start));
    configuration.insert("endTime".into(), json!(kured.window.end));
    configuration.insert("timeZone".into(), json!(kured.window.timezone));
    let mut values = json!({ "configuration": configuration });
    lay::over(&mut values, &kured.values);
    Some(values)
}

//! What wakes somebody: metrics that Azure has by itself, and from which value on.

use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alerts {
    /// Of a cluster.
    pub cluster: Vec<Alert>,
    /// Of an application gateway.
    pub gateway: Vec<Alert>,
    /// Of a Front Door.
    pub front_door: Vec<Alert>,
    /// Of a Traffic Manager profile.
    pub traffic_manager: Vec<Alert>,
    /// Of the firewall and of the circuit in a hub.
    pub firewall: Vec<Alert>,
    pub circuit: Vec<Alert>,
    /// Of what Azure writes into the activity log.
    pub activity: Vec<ActivityAlert>,
}

/// An alert on what is written into the activity log of resource groups.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityAlert {
    pub name: String,
    pub category: String,
    /// Whether it goes to whom severe alerts go.
    #[serde(default)]
    pub severe: bool,
    /// All of which hold.
    pub conditions: Vec<Condition>,
    pub means: String,
    #[serde(rename(deserialize = "do"))]
    pub remedy: String,
}

/// A field of an entry, and the values of which it has one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub field: String,
    pub values: Vec<String>,
}

/// An alert on a metric.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    pub name: String,
    pub metric: String,
    /// As Azure spells it: `Average`.
    pub aggregation: String,
    /// On which side of the threshold somebody is woken, as Azure spells it.
    #[serde(default)]
    pub operator: Operator,
    pub threshold: u32,
    /// What must be so beside it, where it is a share of something that may be next to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Floor>,
    /// Over which time, as an ISO 8601 duration.
    pub window: String,
    /// 0 (critical) to 4 (verbose).
    pub severity: u8,
    /// What it is looked at for each of, such as each node; for all together where there is none.
    pub dimension: Option<String>,
    /// What has happened, for whoever is woken.
    pub means: String,
    /// What to look at first.
    #[serde(rename(deserialize = "do"))]
    pub remedy: String,
}

/// A metric, and the value that it is above.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    pub metric: String,
    pub aggregation: String,
    pub above: u32,
}

/// A side of a threshold.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    #[default]
    GreaterThan,
    LessThan,
}

impl Alerts {
    /// All of them.
    #[cfg(test)]
    fn all(&self) -> impl Iterator<Item = &Alert> + Clone {
        self.cluster.iter().chain(&self.gateway).chain(&self.front_door).chain(&self.traffic_manager).chain(&self.firewall).chain(&self.circuit)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::facts::Facts;

    #[test]
    fn no_two_alerts_have_one_name() {
        let alerts = &Facts::embedded().alerts;
        let names: BTreeSet<&str> = alerts.all().map(|alert| alert.name.as_str()).collect();
        assert_eq!(names.len(), alerts.all().count());
        assert!(alerts.all().all(|alert| alert.severity <= 4 && alert.window.starts_with("PT")));
    }

    #[test]
    fn what_has_a_floor_is_of_all_together() {
        assert!(Facts::embedded().alerts.all().all(|alert| alert.floor.is_none() || alert.dimension.is_none()));
    }
}

//! What managed Prometheus computes ahead, and what of its metrics wakes somebody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrometheusRules {
    /// Of nodes, and of what runs on them: dashboards read it.
    pub node: Vec<Recording>,
    pub kubernetes: Vec<Recording>,
    /// Of what runs in a cluster. Those of requests are in the facts of the monitoring in clusters, which says them alike.
    pub alerts: Vec<MetricsAlert>,
}

/// A series that is computed ahead.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    pub record: String,
    /// In PromQL, without double quotes.
    pub expression: String,
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

/// An alert on what an expression finds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsAlert {
    pub name: String,
    /// In PromQL, without double quotes.
    pub expression: String,
    /// For how long it is found before somebody is woken, as an ISO 8601 duration.
    #[serde(rename(deserialize = "for", serialize = "period"))]
    pub period: String,
    /// 0 (critical) to 4 (verbose).
    pub severity: u8,
    /// What has happened, for whoever is woken.
    pub means: String,
    /// What to look at first.
    #[serde(rename(deserialize = "do"))]
    pub remedy: String,
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn groups_are_as_large_as_azure_takes_them_and_expressions_stand_in_any_text() {
        let rules = &Facts::embedded().prometheus_rules;
        assert!([rules.node.len(), rules.kubernetes.len(), rules.alerts.len()].iter().all(|count| (1..=20).contains(count)));
        let expressions = rules.node.iter().chain(&rules.kubernetes).map(|rule| &rule.expression).chain(rules.alerts.iter().map(|alert| &alert.expression));
        for expression in expressions {
            assert!(!expression.contains(['"', '\\', '`', '\n']), "{expression}");
        }
        assert!(rules.alerts.iter().all(|alert| alert.severity <= 4 && alert.period.starts_with("PT")));
    }
}

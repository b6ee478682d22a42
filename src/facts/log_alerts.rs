//! What wakes somebody of what runs in a cluster whose metrics nobody keeps.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct LogAlerts(pub Vec<LogAlert>);

/// An alert on what a query finds: a row is a reason to wake somebody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogAlert {
    /// That of the alert on metrics that says the same.
    pub name: String,
    /// What has happened, where logs tell less of it than metrics.
    pub means: Option<String>,
    /// Over which time it is asked, as an ISO 8601 duration.
    pub window: String,
    /// Columns of the answer, for each value of which somebody is woken.
    pub dimensions: Vec<String>,
    /// In KQL, without double quotes.
    pub query: String,
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    /// What container insights collects, and into which tables.
    const COLLECTED: &str = include_str!("../../templates/infrastructure/modules/cluster-monitoring.jsonc");

    #[test]
    fn what_is_asked_is_collected_and_known_by_an_alert_on_metrics() {
        let facts = Facts::embedded();
        for alert in &facts.log_alerts.0 {
            let table = alert.query.lines().next().unwrap_or_default();
            assert!(COLLECTED.contains(&format!("\"Microsoft-{table}\"")), "{table}");
            assert!(facts.prometheus_rules.alerts.iter().any(|known| known.name == alert.name), "{}", alert.name);
        }
    }

    #[test]
    fn queries_stand_in_any_text_and_are_asked_of_no_longer_time_than_their_window() {
        for alert in &Facts::embedded().log_alerts.0 {
            assert!(!alert.query.contains(['"', '\\', '`', '\t']), "{}", alert.name);
            assert!(!alert.query.contains("ago(") && !alert.query.contains("now("), "{}", alert.name);
            assert!((1..=6).contains(&alert.dimensions.len()), "{}", alert.name);
        }
    }
}

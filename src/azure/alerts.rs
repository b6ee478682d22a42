//! What wakes somebody, as templates and scripts write it.

use serde_json::{Value, json};

use crate::facts::{Alert, Facts, LogAlert};
use crate::model::alerts::SEVERE;
use crate::model::{ActionGroup, Model};

/// Alerts by what they watch; of hubs those that anybody hears.
pub fn alerts(model: &Model, facts: &Facts) -> Value {
    let floors = heard(model, facts).any(|alert| alert.floor.is_some());
    let logs = if model.features().insights.log_alerts { by_logs(facts) } else { Vec::new() };
    let facts = &facts.alerts;
    json!({
        "cluster": facts.cluster,
        "gateway": facts.gateway,
        "front_door": facts.front_door,
        "traffic_manager": facts.traffic_manager,
        "firewall": of_hubs(model, &facts.firewall, |group| &group.firewalls),
        "circuit": of_hubs(model, &facts.circuit, |group| &group.circuits),
        "activity": facts.activity,
        "logs": logs,
        "floors": floors,
        "beside_profiles": model.profiles.iter().any(|profile| profile.told.as_ref().is_some_and(|told| told.made.is_some())),
        "severe": model.tells_severe_apart().then_some(SEVERE),
    })
}

/// Those on what container insights collects: what has happened, and what to do first, as the alert on metrics of the same name says it.
pub fn by_logs(facts: &Facts) -> Vec<Value> {
    let known = |alert: &LogAlert| facts.prometheus_rules.alerts.iter().find(|known| known.name == alert.name);
    let alerts = facts.log_alerts.0.iter().filter_map(|alert| Some((alert, known(alert)?)));
    alerts
        .map(|(alert, known)| {
            json!({
                "name": alert.name,
                "severity": known.severity,
                "means": alert.means.as_ref().unwrap_or(&known.means),
                "remedy": known.remedy,
                "window": alert.window,
                "dimensions": alert.dimensions,
                "query": alert.query,
            })
        })
        .collect()
}

/// Those on metrics of what is there.
pub fn heard<'a>(model: &Model, facts: &'a Facts) -> impl Iterator<Item = &'a Alert> {
    let (features, facts) = (model.features(), &facts.alerts);
    let told = model.profiles.iter().any(|profile| profile.told.is_some());
    [
        (true, &facts.cluster[..]),
        (features.gateway, &facts.gateway),
        (features.front_doors, &facts.front_door),
        (told, &facts.traffic_manager),
        (true, of_hubs(model, &facts.firewall, |group| &group.firewalls)),
        (true, of_hubs(model, &facts.circuit, |group| &group.circuits)),
    ]
    .into_iter()
    .filter(|(there, _)| *there)
    .flat_map(|(_, alerts)| alerts)
}

/// Those on something in hubs, where a site watches any.
fn of_hubs<'a>(model: &Model, alerts: &'a [Alert], watched: fn(&ActionGroup) -> &Vec<String>) -> &'a [Alert] {
    let heard = model.sites.iter().filter_map(|site| site.action_group.as_ref()).any(|group| !watched(group).is_empty());
    if heard { alerts } else { &[] }
}

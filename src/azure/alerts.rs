//! What wakes somebody, as templates and scripts write it.

use serde_json::{Value, json};

use crate::facts::{Alert, Facts};
use crate::model::alerts::SEVERE;
use crate::model::{ActionGroup, Model};

/// Alerts by what they watch; of hubs those that anybody hears.
pub fn alerts(model: &Model, facts: &Facts) -> Value {
    let facts = &facts.alerts;
    json!({
        "cluster": facts.cluster,
        "gateway": facts.gateway,
        "front_door": facts.front_door,
        "traffic_manager": facts.traffic_manager,
        "firewall": of_hubs(model, &facts.firewall, |group| &group.firewalls),
        "circuit": of_hubs(model, &facts.circuit, |group| &group.circuits),
        "activity": facts.activity,
        "severe": model.tells_severe_apart().then_some(SEVERE),
    })
}

/// Those on something in hubs, where a site watches any.
pub fn of_hubs<'a>(model: &Model, alerts: &'a [Alert], watched: fn(&ActionGroup) -> &Vec<String>) -> &'a [Alert] {
    let heard = model.sites.iter().filter_map(|site| site.action_group.as_ref()).any(|group| !watched(group).is_empty());
    if heard { alerts } else { &[] }
}

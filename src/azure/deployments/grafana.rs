//! What the deployment of what lies over all sites is given of Grafana.

use serde_json::{Map, Value, json};

use super::{object, reference};
use crate::model::{Model, Site};

/// Grafana, what it shows and who sees it.
pub fn parameters(model: &Model) -> Map<String, Value> {
    let Some(grafana) = &model.grafana else { return Map::new() };
    let shown = || model.sites.iter().filter(|site| site.grafana);
    let kept = |site: &Site| site.prometheus.as_ref().map(|prometheus| reference(&prometheus.workspace, &site.groups.data, site.own_subscription()));
    let watched = shown().flat_map(Site::watched).map(|watched| {
        let mut spec = object(json!({"resourceGroup": watched.resource_group, "metrics": watched.metrics}));
        spec.extend(watched.subscription.map(|id| ("subscriptionId".to_owned(), json!(id))));
        Value::Object(spec)
    });
    object(json!({
        "grafana": {
            "name": grafana.name,
            "location": model.common.location,
            "workspaces": shown().filter_map(kept).collect::<Vec<_>>(),
            "watched": watched.collect::<Vec<_>>(),
            "admins": grafana.admins,
            "viewers": grafana.viewers,
        },
    }))
}

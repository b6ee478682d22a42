//! The values of what is reached in the network: API servers and private DNS zones.

use serde_json::{Value, json};

use super::{object, reference};
use crate::model::{Model, PrivateEndpoint, PrivateZone, Site};

/// Who reaches the API servers of a site; none where nobody says it of any.
pub fn api_server(model: &Model, site: &Site) -> Option<Value> {
    let features = model.features();
    if !features.api_ranges && !features.private_api {
        return None;
    }
    let mut spec = object(json!({}));
    if features.api_ranges {
        spec.insert("authorizedRanges".to_owned(), json!(site.api.ranges()));
    }
    if features.private_api {
        spec.insert("private".to_owned(), json!(site.api.is_private()));
    }
    if features.api_zones {
        spec.insert("zones".to_owned(), site.api.zone().into_iter().map(private_zone).collect());
    }
    Some(Value::Object(spec))
}

/// A private endpoint.
pub fn endpoint(endpoint: &PrivateEndpoint) -> Value {
    let target = reference(&endpoint.target, &endpoint.target_group, endpoint.target_subscription.as_ref());
    json!({"name": endpoint.name, "group": endpoint.reached.group(), "targetType": endpoint.reached.kind(), "target": target, "zone": private_zone(&endpoint.zone)})
}

/// A private DNS zone, by name.
pub fn private_zone(zone: &PrivateZone) -> Value {
    reference(&zone.name, &zone.resource_group, zone.subscription.as_ref())
}

//! The values of zones, records and Traffic Manager, for the deployments that make them.

use serde_json::{Map, Value, json};

use super::{front_door, grafana, object, region};
use crate::model::{Endpoint, Model, Profile, Record, Target, Zone};

/// The zones that are made, and the delegations to them.
pub fn zones(model: &Model) -> Map<String, Value> {
    let mut parameters = Map::new();
    let features = model.features();
    if features.zones {
        parameters.insert("zones".to_owned(), model.dns.made().map(|zone| json!(zone.name)).collect());
    }
    if features.delegations {
        let delegations = model.dns.delegations.iter();
        let delegations =
            delegations.map(|delegation| json!({"parent": reference(&delegation.parent), "child": delegation.child.name, "record": delegation.record}));
        parameters.insert("delegations".to_owned(), delegations.collect());
    }
    parameters
}

/// What is deployed after the edges.
pub fn parameters(model: &Model) -> Map<String, Value> {
    let mut parameters = object(json!({
        "tags": model.tags,
        "resourceGroupName": model.common.resource_group,
    }));
    if model.features().profiles {
        parameters.insert("profiles".to_owned(), model.profiles.iter().map(profile).collect());
        if model.features().alerts {
            parameters.insert("trafficAlerts".to_owned(), model.profiles.iter().filter_map(woken).collect());
            let made = || model.profiles.iter().filter_map(|profile| profile.told.as_ref()?.made.as_ref());
            if made().next().is_some() {
                parameters.insert("actionGroups".to_owned(), made().map(|group| region::action_group(model, group)).collect());
            }
        }
    }
    parameters.extend(grafana::parameters(model));
    parameters.extend(front_door::served(model));
    if model.features().profile_records {
        let mut records = records(None, model.profile_records(), profile_of);
        for record in &mut records {
            let profile = model.profiles.iter().find(|profile| record["profile"] == json!(profile.name));
            record["ttl"] = json!(profile.map(|profile| profile.ttl));
        }
        parameters.insert("records".to_owned(), json!(records));
    }
    parameters
}

fn profile(profile: &Profile) -> Value {
    json!({
        "name": profile.name,
        "routing": profile.routing,
        "ttl": profile.ttl,
        "health": profile.health,
        "endpoints": profile.endpoints.iter().map(endpoint).collect::<Vec<_>>(),
    })
}

/// Who is woken when a profile leaves a region out.
fn woken(profile: &Profile) -> Option<Value> {
    let told = profile.told.as_ref()?;
    Some(json!({"profile": profile.name, "actionGroup": {"name": told.name, "resourceGroup": told.resource_group}}))
}

fn endpoint(endpoint: &Endpoint) -> Value {
    let mut spec = object(json!({
        "name": endpoint.site,
        "publicAddress": endpoint.public_address,
        "resourceGroup": endpoint.resource_group,
        "location": endpoint.location,
        "weight": endpoint.weight,
        "priority": endpoint.priority,
    }));
    spec.extend(endpoint.subscription.as_ref().map(|id| ("subscriptionId".to_owned(), json!(id))));
    if !endpoint.areas.is_empty() {
        spec.insert("areas".to_owned(), json!(endpoint.areas));
    }
    Value::Object(spec)
}

/// Records that lead to the same place from the same zone stand together.
///
/// `shared` is the subscription of the zones that are made, where that is another one; `led` says what of their target they name, if anything.
pub fn records<'a>(
    shared: Option<&String>,
    records: impl Iterator<Item = (&'a Record, &'a Zone)>,
    led: impl Fn(&Target) -> Vec<(&'static str, &str)>,
) -> Vec<Value> {
    let mut together: Vec<(&Zone, &Target, Vec<&str>)> = Vec::new();
    for (record, zone) in records {
        match together.iter_mut().find(|(other, target, _)| *other == zone && **target == record.target) {
            Some((_, _, names)) => names.push(&record.name),
            None => together.push((zone, &record.target, vec![&record.name])),
        }
    }
    let values = together.into_iter().map(|(zone, target, names)| {
        let mut value = object(json!({"zone": super::reference(&zone.name, &zone.resource_group, zone.subscription.as_ref().or(shared)), "names": names}));
        value.extend(led(target).into_iter().map(|(noun, name)| (noun.to_owned(), json!(name))));
        Value::Object(value)
    });
    values.collect()
}

fn profile_of(target: &Target) -> Vec<(&'static str, &str)> {
    match target {
        Target::Profile(profile) => vec![("profile", profile)],
        Target::Address { .. } | Target::Internal(_) | Target::Written { .. } | Target::FrontDoor { .. } => Vec::new(),
    }
}

/// Of a site whose clusters have a public address each.
pub fn address_of(target: &Target) -> Vec<(&'static str, &str)> {
    match target {
        Target::Address { name, .. } => vec![("address", name)],
        Target::Profile(_) | Target::Internal(_) | Target::Written { .. } | Target::FrontDoor { .. } => Vec::new(),
    }
}

pub fn reference(zone: &Zone) -> Value {
    super::reference(&zone.name, &zone.resource_group, zone.subscription.as_ref())
}

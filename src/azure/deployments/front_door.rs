//! What the deployments are given of Front Doors: first the profiles, then what they serve.

use serde_json::{Map, Value, json};

use super::{global, object, reference};
use crate::azure::waf;
use crate::model::front_door::FrontDoor;
use crate::model::{Model, Site, Target};

/// The profiles.
pub fn profiles(model: &Model) -> Map<String, Value> {
    let mut parameters = Map::new();
    if model.features().front_doors {
        let profile = |door: &FrontDoor| json!({"name": door.profile, "identity": door.identity, "sku": door.sku, "timeout": door.timeout});
        parameters.insert("frontDoors".to_owned(), model.front_doors.iter().map(profile).collect());
    }
    parameters
}

/// The identity of the Front Door that reads certificates from the vault of a site.
pub fn identities(model: &Model, site: &Site) -> Vec<Value> {
    let group = &model.common.resource_group;
    model.front_door_at(site).map(|door| reference(&door.identity, group, None)).into_iter().collect()
}

/// What they serve, the records that lead to them, and those by which they see whose a domain is.
pub fn served(model: &Model) -> Map<String, Value> {
    let (mut parameters, features) = (Map::new(), model.features());
    if features.front_doors {
        parameters.insert("frontDoors".to_owned(), model.front_doors.iter().map(|door| spec(model, door)).collect());
        if features.alerts {
            parameters.insert("frontDoorAlerts".to_owned(), model.front_doors.iter().filter_map(|door| woken(model, door)).collect());
        }
    }
    if features.front_door_records {
        parameters.insert("frontDoorRecords".to_owned(), json!(global::records(None, model.front_door_records(), endpoint_of)));
        parameters.insert("validations".to_owned(), validations(model));
    }
    parameters
}

/// Who is woken when something is wrong with a Front Door.
fn woken(model: &Model, door: &FrontDoor) -> Option<Value> {
    let home = model.home(door)?;
    let group = home.action_group.as_ref()?;
    Some(json!({"frontDoor": door.profile, "actionGroup": {"name": group.name, "resourceGroup": home.groups.data}}))
}

fn spec(model: &Model, door: &FrontDoor) -> Value {
    let features = model.features();
    let mut firewall = object(json!({"name": door.waf_policy, "mode": door.waf_mode}));
    if features.front_door_rules {
        firewall.insert("customRules".to_owned(), json!(waf::front_door_rules(&door.rules)));
    }
    firewall.insert("managedRuleSets".to_owned(), json!(waf::front_door_sets(door)));
    let entrances = || door.entrances.iter();
    let domains = entrances().flat_map(|entrance| {
        let domains = entrance.domains.iter();
        domains.map(|domain| json!({"name": domain.name, "endpoint": entrance.name, "hostName": domain.host, "certificate": domain.certificate}))
    });
    let origins = entrances().flat_map(|entrance| {
        let origins = entrance.origins.iter();
        origins.map(|origin| {
            let mut spec = object(json!({"name": origin.name, "endpoint": entrance.name, "hostName": origin.host, "status": origin.status}));
            spec.extend(origin.link.as_ref().map(|link| ("privateLink".to_owned(), reference(&link.service, &link.resource_group, None))));
            spec
        })
    });
    let mut spec = object(json!({
        "name": door.profile,
        "sku": door.sku,
        "vault": {"name": door.vault, "resourceGroup": door.vault_group},
        "certificates": door.certificates,
        "firewall": firewall,
        "endpoints": entrances().map(|entrance| &entrance.name).collect::<Vec<_>>(),
        "domains": domains.collect::<Vec<_>>(),
        "origins": origins.collect::<Vec<_>>(),
        "probePath": door.probe_path,
    }));
    let workspace = model.home(door).map(|home| reference(&home.workspace.name, &home.workspace.resource_group, home.workspace.subscription.as_ref()));
    spec.extend(workspace.map(|workspace| ("workspace".to_owned(), workspace)));
    if features.cached {
        spec.insert("cache".to_owned(), json!(door.cache));
    }
    Value::Object(spec)
}

fn endpoint_of(target: &Target) -> Vec<(&'static str, &str)> {
    match target {
        Target::FrontDoor { profile, endpoint } => vec![("frontDoor", profile), ("endpoint", endpoint)],
        Target::Address { .. } | Target::Internal(_) | Target::Written { .. } | Target::Profile(_) => Vec::new(),
    }
}

fn validations(model: &Model) -> Value {
    let validation = |(zone, record, door, entrance): (&_, String, &FrontDoor, &crate::model::front_door::Entrance)| {
        json!({
            "zone": global::reference(zone),
            "record": record,
            "frontDoor": door.profile,
            "domains": entrance.domains.iter().map(|domain| &domain.name).collect::<Vec<_>>(),
        })
    };
    model.validations().map(validation).collect()
}

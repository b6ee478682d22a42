//! Front Doors as lines of settings.

use serde::Serialize;

use super::global;
use super::web_firewall::list;
use crate::azure::waf;
use crate::model::front_door::{FrontDoor as Door, Origin};
use crate::model::{Features, Model};

/// What all Front Doors serve.
#[derive(Debug, Serialize)]
pub struct FrontDoor<'a> {
    features: Features,
    doors: Vec<String>,
    certificates: Vec<String>,
    entrances: Vec<String>,
    domains: Vec<String>,
    origins: Vec<String>,
    rules: Vec<Rules<'a>>,
    watches: Vec<String>,
    records: Vec<String>,
    validations: Vec<String>,
}

/// Rules of a firewall, as JSON.
#[derive(Debug, Serialize)]
struct Rules<'a> {
    name: &'a str,
    managed: String,
    custom: String,
}

impl<'a> FrontDoor<'a> {
    pub fn new(model: &'a Model) -> Self {
        let features = model.features();
        let doors = || model.front_doors.iter();
        let entrances = || doors().flat_map(|door| door.entrances.iter().map(move |entrance| (&door.profile, entrance)));
        let rules =
            |door: &'a Door| Rules { name: &door.profile, managed: list(&waf::front_door_sets(door)), custom: list(&waf::front_door_rules(&door.rules)) };
        let validations = model.validations().map(|(zone, record, door, entrance)| {
            let domains: Vec<&str> = entrance.domains.iter().map(|domain| domain.name.as_str()).collect();
            format!("{} {} {} {record} {} {}", global::subscription(zone, None), zone.resource_group, zone.name, door.profile, domains.join(","))
        });
        Self {
            features,
            doors: doors().map(|door| line(door, features)).collect(),
            certificates: doors().flat_map(|door| door.certificates.iter().map(move |certificate| format!("{} {certificate}", door.profile))).collect(),
            entrances: entrances().map(|(door, entrance)| format!("{door} {}", entrance.name)).collect(),
            domains: entrances()
                .flat_map(|(door, entrance)| {
                    let domains = entrance.domains.iter();
                    domains.map(move |domain| format!("{door} {} {} {} {}", entrance.name, domain.name, domain.host, domain.certificate))
                })
                .collect(),
            origins: entrances()
                .flat_map(|(door, entrance)| {
                    let origins = entrance.origins.iter();
                    origins.map(move |each| format!("{door} {} {}", entrance.name, origin(each, features)))
                })
                .collect(),
            rules: doors().map(rules).collect(),
            watches: doors().filter_map(|door| watch(model, door)).collect(),
            records: model.front_door_records().map(|(record, zone)| global::record(record, zone, None, features)).collect(),
            validations: validations.collect(),
        }
    }
}

/// A profile, as `10-common.sh` makes it.
pub fn profile(door: &Door) -> String {
    format!("{} {} {} {}", door.profile, door.sku, door.identity, door.timeout)
}

/// Words of who is woken are left out where nobody is.
fn watch(model: &Model, door: &Door) -> Option<String> {
    let home = model.home(door)?;
    let workspace = &home.workspace;
    let line = format!("{} {} {} {}", door.profile, workspace.subscription.as_deref().unwrap_or("-"), workspace.resource_group, workspace.name);
    let woken = || home.action_group.as_ref().map_or_else(|| "- -".to_owned(), |group| format!("{} {}", home.groups.data, group.name));
    Some(if model.features().alerts { format!("{line} {}", woken()) } else { line })
}

/// The words of a private link are left out where none has one.
fn origin(origin: &Origin, features: Features) -> String {
    let line = format!("{} {} {} {}", origin.name, origin.host, origin.site, origin.status.name());
    match &origin.link {
        Some(link) => format!("{line} {} {} {}", link.resource_group, link.service, link.cluster),
        None if features.private_links => format!("{line} - - -"),
        None => line,
    }
}

/// Whether it keeps answers is left out where none does.
fn line(door: &Door, features: Features) -> String {
    let line = format!("{} {} {} {} {} {} {}", door.profile, door.sku, door.vault_group, door.vault, door.waf_policy, door.waf_mode, door.probe_path);
    match (features.cached, door.cache) {
        (false, _) => line,
        (true, true) => format!("{line} yes"),
        (true, false) => format!("{line} no"),
    }
}

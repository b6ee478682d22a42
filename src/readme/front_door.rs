//! Front Doors, for whoever looks for one at night.

use serde::Serialize;

use crate::model::Model;
use crate::model::front_door::{Entrance, FrontDoor};

/// A Front Door.
#[derive(Debug, Serialize)]
pub struct Door<'a> {
    name: &'a str,
    platform: &'a str,
    tier: &'static str,
    firewall: &'a str,
    mode: &'static str,
    cache: bool,
    identity: &'a str,
    /// The vault out of which it takes certificates.
    vault: &'a str,
    entrances: Vec<Row<'a>>,
}

/// An endpoint.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    environment: &'a str,
    endpoint: &'a str,
    hosts: String,
    origins: String,
    /// Names of the origins.
    regions: String,
    /// The record of type TXT that a person makes, since the domain is hosted elsewhere, and the domains for which it stands.
    validation: Option<String>,
    domains: Vec<&'a str>,
}

pub fn doors(model: &Model) -> Vec<Door<'_>> {
    model.front_doors.iter().map(|door| one(model, door)).collect()
}

fn one<'a>(model: &Model, door: &'a FrontDoor) -> Door<'a> {
    Door {
        name: &door.profile,
        platform: &door.platform,
        tier: if door.managed.is_some() { "premium" } else { "standard" },
        firewall: &door.waf_policy,
        mode: door.waf_mode,
        cache: door.cache,
        identity: &door.identity,
        vault: &door.vault,
        entrances: door.entrances.iter().map(|entrance| row(model, entrance)).collect(),
    }
}

fn row<'a>(model: &Model, entrance: &'a Entrance) -> Row<'a> {
    let listed = |hosts: Vec<&str>| hosts.join(", ");
    Row {
        environment: &entrance.environment,
        endpoint: &entrance.name,
        hosts: listed(entrance.domains.iter().map(|domain| domain.host.as_str()).collect()),
        regions: listed(entrance.origins.iter().map(|origin| origin.name.as_str()).collect()),
        origins: listed(entrance.origins.iter().map(|origin| origin.host.as_str()).collect()),
        validation: model.dns.zone(&entrance.environment).is_none().then(|| entrance.validation_host()),
        domains: entrance.domains.iter().map(|domain| domain.name.as_str()).collect(),
    }
}

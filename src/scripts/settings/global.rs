//! Zones, records and Traffic Manager as lines of settings.

use serde::Serialize;

use crate::model::alerts::SEVERE;
use crate::model::{ActionGroup, Endpoint, Features, Model, Profile, Record, Target, Zone};

/// What lies over all sites.
#[derive(Debug, Serialize)]
pub struct Global {
    features: Features,
    profiles: Vec<String>,
    endpoints: Vec<String>,
    watches: Vec<String>,
    groups: Vec<String>,
    records: Vec<String>,
}

impl Global {
    pub fn new(model: &Model) -> Self {
        let features = model.features();
        let endpoints =
            model.profiles.iter().flat_map(|profile| profile.endpoints.iter().map(move |each| endpoint(profile, each, model.shared_subscription(), features)));
        Self {
            features,
            profiles: model.profiles.iter().map(profile).collect(),
            endpoints: endpoints.collect(),
            watches: model.profiles.iter().filter_map(watch).collect(),
            groups: model.profiles.iter().filter_map(|profile| profile.told.as_ref()?.made.as_ref()).flat_map(|group| groups(model, group)).collect(),
            records: model.profile_records().map(|(each, zone)| led_by_profile(model, each, zone)).collect(),
        }
    }
}

fn profile(profile: &Profile) -> String {
    let Profile { name, routing, ttl, health, .. } = profile;
    format!("{name} {routing} {ttl} {} {} {} {}", health.protocol, health.port, health.host, health.path)
}

fn watch(profile: &Profile) -> Option<String> {
    let told = profile.told.as_ref()?;
    Some(format!("{} {} {}", profile.name, told.resource_group, told.name))
}

/// An action group beside a profile, and the one for severe alerts where there are such.
fn groups(model: &Model, group: &ActionGroup) -> Vec<String> {
    let own = format!("{} {} {}", group.name, group.short_name, group.emails.join(" "));
    let severe = model.tells_severe_apart().then(|| format!("{}{SEVERE} {} {}", group.name, group.severe.short_name, group.severe.emails.join(" ")));
    [own].into_iter().chain(severe).collect()
}

/// Words of subscriptions are left out where all stand in one, those of areas where no region has any.
fn endpoint(profile: &Profile, endpoint: &Endpoint, shared: Option<&String>, features: Features) -> String {
    let Endpoint { site, resource_group, subscription, public_address, location, weight, priority, areas } = endpoint;
    let mut line = format!("{} {site} {resource_group} {public_address} {location} {weight} {priority}", profile.name);
    if features.geographic {
        let areas: Vec<&str> = areas.iter().map(|area| area.as_str()).collect();
        line += &format!(" {}", if areas.is_empty() { "-".to_owned() } else { areas.join(",") });
    }
    line + &subscription.as_ref().or(shared).map(|subscription| format!(" {subscription}")).unwrap_or_default()
}

/// A record that leads to a profile, remembered for as long as what the profile answers.
fn led_by_profile(model: &Model, each: &Record, zone: &Zone) -> String {
    let ttl = model.profiles.iter().find(|profile| each.target == Target::Profile(profile.name.clone())).map(|profile| profile.ttl).unwrap_or_default();
    format!("{} {ttl}", record(each, zone, None, model.features()))
}

/// A record, with the profile to which it leads; with the address where that is not always the one of a gateway. `shared` is the
/// subscription of the zones that are made, where that is another one.
pub fn record(record: &Record, zone: &Zone, shared: Option<&String>, features: Features) -> String {
    let line = format!("{} {} {} {}", subscription(zone, shared), zone.resource_group, zone.name, record.name);
    match &record.target {
        Target::Profile(profile) => format!("{line} {profile}"),
        Target::FrontDoor { profile, endpoint } => format!("{line} {profile} {endpoint}"),
        Target::Address { name, .. } if features.ingress_records => format!("{line} {name}"),
        Target::Address { .. } | Target::Internal(_) | Target::Written { .. } => line,
    }
}

pub fn delegations(model: &Model) -> Vec<String> {
    let delegations = model.dns.delegations.iter();
    let line = |delegation: &crate::model::Delegation| {
        let parent = &delegation.parent;
        format!("{} {} {} {} {}", subscription(parent, None), parent.resource_group, parent.name, delegation.record, delegation.child.name)
    };
    delegations.map(line).collect()
}

/// Of a zone of ours none is known before a deployment.
pub fn subscription<'a>(zone: &'a Zone, shared: Option<&'a String>) -> &'a str {
    zone.subscription.as_ref().or(shared).map_or("-", String::as_str)
}

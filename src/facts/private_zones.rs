//! The names of private DNS zones, which Azure prescribes.

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivateZone {
    zone: String,
    #[serde(default)]
    asked: Vec<String>,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

record! {
    /// Zones by what is found in them.
    pub struct PrivateZones: PrivateZone { api_server, vault, registry, backup }
}

impl PrivateZone {
    /// The name of the zone of a region.
    pub fn of(&self, region: &str) -> String {
        self.zone.replace("<region>", region)
    }

    /// The domains of the names that clients ask for, which lead to a zone of this kind.
    pub fn asked<'a>(&'a self, zone: &'a str) -> Vec<&'a str> {
        if self.asked.is_empty() { vec![zone] } else { self.asked.iter().map(String::as_str).collect() }
    }
}

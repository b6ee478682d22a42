//! The names of private DNS zones, which Azure prescribes.

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivateZone {
    zone: String,
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
}

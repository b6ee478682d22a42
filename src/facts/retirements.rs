//! What ends, on which day, and what to write instead.

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// What ends, as the subject of a sentence.
    pub what: String,
    /// The last day of support.
    pub date: Date,
    /// What to write in its place.
    pub instead: String,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

record! {
    /// The retirements that a blueprint of today can run into.
    pub struct Retirements: Retirement { ingress_nginx, app_routing_nginx, dsv2_series }
}

impl Retirement {
    /// Whether the last day of support lies before a day.
    pub fn is_past(&self, today: Date) -> bool {
        self.date < today
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{Date, Facts};

    #[test]
    fn the_last_day_is_not_past() {
        let ingress = &Facts::embedded().retirements.ingress_nginx;
        assert!(!ingress.is_past(ingress.date) && ingress.is_past(Date::new(2026, 4, 1).unwrap()));
    }

    #[test]
    fn every_entry_says_what_and_what_instead() {
        for (key, entry) in Facts::embedded().retirements.entries() {
            assert!(!entry.what.is_empty() && !entry.instead.is_empty(), "{key}");
            assert_eq!(entry.source.is_some(), entry.checked.is_some(), "{key}: a source of its own has a date of its own");
        }
    }
}

//! The parts of the world that Traffic Manager tells apart.

use std::collections::BTreeMap;

use serde::Deserialize;

/// All the world, or what of it no other region serves.
pub const WORLD: &str = "WORLD";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Areas {
    /// The countries of each, one after the other.
    regions: BTreeMap<String, String>,
    /// The parts of each country that is divided.
    states: BTreeMap<String, String>,
    /// Countries by what else they are called.
    meant: BTreeMap<String, String>,
}

impl Areas {
    pub fn knows(&self, area: &str) -> bool {
        match area.split_once('-') {
            None => area == WORLD || self.has_country(area),
            Some(("GEO", _)) => self.regions.contains_key(area),
            Some((country, state)) => self.states(country).any(|known| known == state),
        }
    }

    pub fn has_country(&self, country: &str) -> bool {
        self.regions.values().any(|countries| countries.split_whitespace().any(|known| known == country))
    }

    /// The country or region that is meant by another name.
    pub fn meant(&self, area: &str) -> Option<&str> {
        self.meant.get(area).map(String::as_str)
    }

    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.regions.keys().map(String::as_str)
    }

    /// The parts of a country; none where it is not divided.
    pub fn states(&self, country: &str) -> impl Iterator<Item = &str> {
        self.states.get(country).into_iter().flat_map(|states| states.split_whitespace())
    }

    /// The countries that are divided.
    pub fn divided(&self) -> impl Iterator<Item = &str> {
        self.states.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::facts::Facts;

    #[test]
    fn a_country_is_in_one_part_of_the_world() {
        let areas = &Facts::embedded().areas;
        let all: Vec<&str> = areas.regions.values().flat_map(|countries| countries.split_whitespace()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all.len() > 240 && all.iter().all(|country| country.len() == 2));
        for area in ["WORLD", "GEO-EU", "NO", "US-NY", "AU-ACT"] {
            assert!(areas.knows(area), "{area}");
        }
        for area in ["GEO-UK", "UK", "JP-13", "US-XX", "US-", "GEO"] {
            assert!(!areas.knows(area), "{area}");
        }
        assert!(areas.divided().all(|country| areas.has_country(country)) && areas.meant.values().all(|meant| areas.knows(meant)));
    }
}

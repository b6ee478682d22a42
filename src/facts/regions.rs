//! The regions of the public cloud.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Regions by name (`westeurope`).
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Regions(BTreeMap<String, Region>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Microsoft's name for people: `West Europe`.
    pub display: String,
    /// Short code for names of resources: `we`. Unique, lower-case letters and digits.
    pub code: String,
    /// Whether the region has availability zones (1, 2 and 3).
    pub zones: bool,
    /// Whether the region has no NAT gateways and public addresses of the SKU `StandardV2`.
    #[serde(default)]
    pub lacks_standard_v2: bool,
    /// Whether API servers can't stand in the network of a cluster here (API Server VNet Integration).
    #[serde(default)]
    pub lacks_api_server_in_network: bool,
    /// Whether Front Door makes private endpoints here, by which it reaches origins.
    #[serde(default)]
    pub front_door_link: bool,
    /// The region that Azure pairs with this one; newer regions have none. It may be one that is open to nobody.
    pub paired: Option<String>,
    /// Part of the world: `Europe`.
    pub geography: String,
    /// Where the data centres stand: `Netherlands`.
    pub place: String,
    /// Microsoft's category: `Recommended`, or `Other` (often with restricted access).
    pub recommended: bool,
}

impl Regions {
    /// A region by its exact name; none when it is unknown to this release, which may be our ignorance.
    pub fn get(&self, name: &str) -> Option<&Region> {
        self.0.get(name)
    }

    /// The name of a region that was written in another way: `West Europe`, `WestEurope`, `we`.
    pub fn meant_by(&self, written: &str) -> Option<&str> {
        let bare: String = written.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect::<String>().to_lowercase();
        self.iter().find(|(name, region)| *name == bare || region.code == bare).map(|(name, _)| name)
    }

    /// All regions, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Region)> {
        self.0.iter().map(|(name, region)| (name.as_str(), region))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::facts::Facts;

    #[test]
    fn names_and_codes_are_unique_and_plain() {
        let regions = &Facts::embedded().regions;
        let mut codes = BTreeSet::new();
        let mut displays = BTreeSet::new();
        for (name, region) in regions.iter() {
            let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            assert!(plain(name) && plain(&region.code) && (2..=4).contains(&region.code.len()), "{name} {}", region.code);
            assert!(codes.insert(&region.code), "{name}: code {} is taken", region.code);
            assert!(displays.insert(&region.display), "{name}: {} is taken", region.display);
            assert_eq!(regions.meant_by(&region.display), Some(name), "found by its name for people");
        }
        assert_eq!(codes.len(), 58);
    }

    #[test]
    fn pairs_are_regions() {
        let regions = &Facts::embedded().regions;
        // The pair of swedencentral, which Azure does not list among the locations of a subscription.
        let unlisted = ["swedensouth"];
        for (name, region) in regions.iter() {
            let paired = region.paired.as_deref();
            let known = |pair: &str| regions.get(pair).is_some() || unlisted.contains(&pair);
            assert!(paired.is_none_or(|pair| pair != name && known(pair)), "{name} {paired:?}");
        }
        assert_eq!(regions.get("westeurope").and_then(|region| region.paired.as_deref()), Some("northeurope"));
    }

    #[test]
    fn other_spellings_are_understood() {
        let regions = &Facts::embedded().regions;
        assert_eq!(regions.meant_by("West Europe"), Some("westeurope"));
        assert_eq!(regions.meant_by("eus2"), Some("eastus2"));
        assert_eq!(regions.meant_by("atlantis"), None);
    }
}

//! Clouds of Azure besides the public one.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Clouds by how the names of their regions begin.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Clouds(BTreeMap<String, String>);

impl Clouds {
    /// The cloud that has a region of this name, however it is spelled.
    pub fn of(&self, region: &str) -> Option<&str> {
        let bare: String = region.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
        self.0.iter().find(|(start, _)| bare.starts_with(start.as_str())).map(|(_, cloud)| cloud.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn regions_of_the_public_cloud_are_of_no_other() {
        let facts = Facts::embedded();
        assert!(facts.regions.iter().all(|(name, _)| facts.clouds.of(name).is_none()));
        assert_eq!((facts.clouds.of("usgovvirginia"), facts.clouds.of("chinaeast2")), (Some("Azure Government"), Some("Azure in China")));
    }
}

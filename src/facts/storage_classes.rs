//! What apps may have storage of.

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageClass {
    /// The name of the StorageClass.
    pub class: String,
    /// The driver that makes and mounts it.
    pub driver: String,
    sku: String,
    zonal: Option<String>,
    /// Whether pods of several nodes may mount it at a time.
    #[serde(default)]
    pub shared: bool,
    /// Of a file share.
    pub protocol: Option<String>,
    /// What is paid for at least, in GiB.
    pub minimum: Option<u32>,
    /// How much one may hold, in GiB.
    pub maximum: u32,
    #[serde(default)]
    pub mount_options: Vec<String>,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

record! {
    /// Classes by what the blueprint calls them.
    pub struct StorageClasses: StorageClass { standard, premium, zone_redundant, files, nfs }
}

impl StorageClass {
    /// What it is made of, in a region with zones or without.
    pub fn sku(&self, zones: bool) -> &str {
        self.zonal.as_ref().filter(|_| zones).unwrap_or(&self.sku)
    }

    /// Whether it stands in one zone of a region that has several.
    pub fn is_in_one_zone(&self) -> bool {
        self.sku(true).ends_with("_LRS")
    }

    /// Whether it is there in regions with zones alone.
    pub fn takes_zones(&self) -> bool {
        self.sku(false).ends_with("_ZRS")
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn classes_know_their_zones() {
        let classes = &Facts::embedded().storage_classes;
        assert!(classes.premium.is_in_one_zone() && !classes.premium.takes_zones());
        assert!(classes.zone_redundant.takes_zones() && !classes.zone_redundant.is_in_one_zone());
        assert_eq!((classes.files.sku(true), classes.files.sku(false)), ("Premium_ZRS", "Premium_LRS"));
        assert!(!classes.files.takes_zones() && !classes.files.is_in_one_zone());
    }
}

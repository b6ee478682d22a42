//! Sizes of nodes: what a pool gets for each.

mod name;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Date;
pub use name::Named;

/// Sizes by Azure's name (`Standard_D4ds_v5`).
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct VmSizes(BTreeMap<String, VmSize>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VmSize {
    pub vcpus: u32,
    /// GiB.
    pub memory: u32,
    /// GiB of the temporary disks together; 0 when the size has none.
    pub temp_disk: u32,
    /// The largest ephemeral OS disk in GiB; none when an OS disk must be managed.
    pub ephemeral_os_disk: Option<u32>,
    pub architecture: Architecture,
    /// The day on which Azure ends the series.
    pub retires: Option<Date>,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    X64,
    Arm64,
}

/// How sure we are of an entry: a finding that rests on general knowledge is a warning at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Documented,
    General,
}

impl VmSizes {
    /// A size, whatever its case; none when it is unknown to this release, which is no fault of the blueprint.
    pub fn get(&self, name: &str) -> Option<&VmSize> {
        self.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, size)| size)
    }

    /// How many vCPUs it has, and whether only its name says so.
    pub fn vcpus(&self, name: &str) -> Option<(u32, bool)> {
        self.get(name).map(|size| (size.vcpus, false)).or_else(|| Some((Named::read(name)?.vcpus, true)))
    }

    /// By its entry, or by its name.
    pub fn architecture(&self, name: &str) -> Option<Architecture> {
        self.get(name).map(|size| size.architecture).or_else(|| Some(Named::read(name)?.architecture))
    }

    /// All sizes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &VmSize)> {
        self.0.iter().map(|(name, size)| (name.as_str(), size))
    }
}

#[cfg(test)]
mod tests {
    use super::Named;
    use crate::facts::Facts;

    #[test]
    fn the_name_and_the_entry_agree() {
        for (name, size) in Facts::embedded().vm_sizes.iter() {
            let Some(named) = Named::read(name) else {
                // Older than the convention.
                assert_eq!(size.retires, Some(Facts::embedded().retirements.dsv2_series.date), "{name}");
                continue;
            };
            let said = (named.vcpus, named.architecture, named.local_disk);
            assert_eq!(said, (size.vcpus, size.architecture, Some(size.temp_disk > 0)), "{name}");
            assert!(size.ephemeral_os_disk.is_none_or(|room| room <= size.temp_disk), "{name}");
            // Of the largest sizes a host has less, or more, to give.
            let shape = name.trim_start_matches("Standard_").split('_').next().unwrap();
            let each = if shape.contains('l') {
                2
            } else if shape.starts_with('E') || shape.contains('m') {
                8
            } else {
                4
            };
            assert!(size.memory == each * size.vcpus || size.vcpus >= 32, "{name}");
        }
    }

    #[test]
    fn an_unknown_size_is_no_error() {
        let sizes = &Facts::embedded().vm_sizes;
        assert_eq!(sizes.get("standard_ds2_V2").map(|size| size.vcpus), Some(2));
        assert!(sizes.get("Standard_Z9000_v1").is_none());
    }
}

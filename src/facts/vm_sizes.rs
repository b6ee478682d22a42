//! Sizes of nodes: what a pool gets for each.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Date;

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
    /// GiB of the temporary disk; 0 when the size has none.
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

    /// All sizes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &VmSize)> {
        self.0.iter().map(|(name, size)| (name.as_str(), size))
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{Architecture, Facts};

    #[test]
    fn the_name_and_the_entry_agree() {
        for (name, size) in Facts::embedded().vm_sizes.iter() {
            let family = name.strip_prefix("Standard_").unwrap();
            let (shape, generation) = family.split_once("_v").unwrap();
            let modern = generation.parse::<u32>().unwrap() >= 5;
            let number: String = shape.chars().filter(char::is_ascii_digit).collect();
            let letters = shape.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_start_matches(&number);
            if modern {
                assert_eq!(number.parse(), Ok(size.vcpus), "{name}");
                assert_eq!(letters.contains('d'), size.temp_disk > 0, "{name}");
                let memory = if shape.starts_with('E') { 8 } else { 4 } * size.vcpus;
                assert_eq!(size.memory, memory, "{name}");
            }
            assert_eq!(letters.contains('p'), size.architecture == Architecture::Arm64, "{name}");
            let retires = (!modern).then_some(Facts::embedded().retirements.dsv2_series.date);
            assert_eq!(size.retires, retires, "{name}");
        }
    }

    #[test]
    fn an_unknown_size_is_no_error() {
        let sizes = &Facts::embedded().vm_sizes;
        assert_eq!(sizes.get("standard_ds2_V2").map(|size| size.vcpus), Some(2));
        assert!(sizes.get("Standard_Z9000_v1").is_none());
    }
}

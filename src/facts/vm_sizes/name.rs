//! What the name of a size says of it, by the convention in which Azure names them.

use super::Architecture;

/// Read from a name such as `Standard_D8pds_v7`: family, vCPUs, features, version.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub vcpus: u32,
    pub architecture: Architecture,
    /// Whether the processors are of AMD.
    pub amd: bool,
    /// Unknown of versions before the fourth, most of which have one and do not say so.
    pub local_disk: Option<bool>,
}

impl Named {
    /// None for a name that does not keep to the convention, and for the series that are older than it: the number in `DS3_v2` counts no vCPUs.
    pub fn read(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let mut parts = lower.strip_prefix("standard_")?.split('_');
        let shape = parts.next()?;
        let family = shape.find(|char: char| char.is_ascii_digit()).filter(|at| *at > 0)?;
        let (family, rest) = shape.split_at(family);
        let (number, rest) = rest.split_at(rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len()));
        // Of a constrained size the second number is what is left of the first.
        let (number, features) = match rest.strip_prefix('-') {
            Some(rest) => rest.split_at(rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len())),
            None => (number, rest),
        };
        let version: u32 = parts.next_back().and_then(|version| version.strip_prefix('v')).map_or(Some(1), |version| version.parse().ok())?;
        let is_older = matches!(family, "a" | "g" | "gs") || (family.starts_with('d') && version < 3);
        if is_older || !family.bytes().chain(features.bytes()).all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        Some(Self {
            vcpus: number.parse().ok().filter(|vcpus| *vcpus > 0)?,
            architecture: if features.contains('p') { Architecture::Arm64 } else { Architecture::X64 },
            amd: features.contains('a'),
            local_disk: (features.contains('d') || version >= 4).then(|| features.contains('d')),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_azure_put_into_it() {
        let named = |vcpus, architecture, amd, local_disk| Some(Named { vcpus, architecture, amd, local_disk });
        let (x64, arm64) = (Architecture::X64, Architecture::Arm64);
        for (name, said) in [
            ("Standard_D8pds_v7", named(8, arm64, false, Some(true))),
            ("standard_d16alds_v7", named(16, x64, true, Some(true))),
            ("Standard_E8-4ads_v5", named(4, x64, true, Some(true))),
            ("Standard_B2ms", named(2, x64, false, None)),
            ("Standard_F8s_v2", named(8, x64, false, None)),
            ("Standard_D4s_v4", named(4, x64, false, Some(false))),
            ("Standard_NC24ads_A100_v4", named(24, x64, true, Some(true))),
            ("Standard_DS3_v2", None),
            ("Standard_D8ds_vX", None),
            ("Standard_Large", None),
            ("Standard_8", None),
            ("Standard_D99999999999s_v5", None),
        ] {
            assert_eq!(Named::read(name), said, "{name}");
        }
    }
}

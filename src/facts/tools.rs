//! The command-line tools that generated pipelines install, with their pinned versions.

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Without a leading `v`.
    pub version: String,
    pub released: Date,
}

record! {
    /// Tools by name.
    pub struct Tools: Tool { helm, kubectl, kubelogin }
}

#[cfg(test)]
mod tests {
    use crate::facts::{Facts, Minor};

    #[test]
    fn versions_are_three_numbers() {
        for (name, tool) in Facts::embedded().tools.entries() {
            let numbers = tool.version.split('.').filter(|part| part.parse::<u32>().is_ok()).count();
            assert_eq!((numbers, tool.version.matches('.').count()), (3, 2), "{name}: {}", tool.version);
        }
    }

    #[test]
    fn kubectl_serves_the_default_minor() {
        let facts = Facts::embedded();
        let kubectl: Minor = facts.tools.kubectl.version.parse().unwrap();
        assert!(kubectl.minor.abs_diff(facts.kubernetes.default.minor) <= 1, "{kubectl}");
    }
}

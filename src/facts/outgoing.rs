//! Hosts that clusters reach on the Internet.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Azure Firewall's name for the hosts that AKS itself needs.
    pub kubernetes_tag: String,
    pub monitoring: Vec<String>,
    /// Of the add-on of Azure Policy.
    pub policy: Vec<String>,
    /// Where registries of Azure keep the layers of images.
    pub registry_layers: Vec<String>,
    /// All hosts of a registry, by the one that its images name.
    pub image_registries: BTreeMap<String, Vec<String>>,
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn the_registries_of_all_charts_are_known() {
        let facts = Facts::embedded();
        for (name, release) in facts.releases.names().filter_map(|name| Some((name, facts.releases.get(name)?))) {
            assert!(!release.images_from.is_empty(), "{name}");
            for registry in &release.images_from {
                assert!(facts.outgoing.image_registries.contains_key(registry), "{name}: {registry}");
            }
        }
    }
}

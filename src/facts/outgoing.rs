//! Hosts that clusters reach on the Internet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Azure Firewall's name for the hosts that AKS itself needs.
    pub kubernetes_tag: String,
    /// The annotation of pods that ask the Kubernetes API by its name, as that of the tag, and not by its address (AKS docs, outbound-rules-control-egress, 2026).
    pub kubernetes_by_name: String,
    /// What lets AKS have its own images from a registry of the user's, where nodes reach no other.
    pub kubernetes_cache: CacheRule,
    pub monitoring: Vec<String>,
    /// Of managed Prometheus, beside those.
    pub metrics: Vec<String>,
    /// Of apps that send to Application Insights, as its connection strings name them.
    pub application_insights: Vec<String>,
    /// Of the add-on of Azure Policy.
    pub policy: Vec<String>,
    /// Who issues certificates, by the name of the server.
    pub certificates: BTreeMap<String, String>,
    /// Of extensions of AKS; `<region>` stands for the name of the region.
    pub extensions: Vec<String>,
    /// Where `<account>` has its blobs.
    pub storage: String,
    /// Where registries of Azure keep the layers of images.
    pub registry_layers: Vec<String>,
    /// All hosts of a registry, by the one that its images name.
    pub image_registries: BTreeMap<String, Vec<String>>,
}

/// Has a registry fetch images from another one as they are asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CacheRule {
    pub name: String,
    pub source: String,
    pub target: String,
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn the_registries_of_all_charts_are_known() {
        let facts = Facts::embedded();
        for (name, release) in facts.releases.names().filter_map(|name| Some((name, facts.releases.get(name)?))) {
            assert!(!release.images.is_empty(), "{name}");
            for image in &release.images {
                assert!(facts.outgoing.image_registries.contains_key(&image.registry), "{name}: {}", image.registry);
            }
        }
    }
}

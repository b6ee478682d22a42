//! The API version that we write for each Azure resource type.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Resource types as Azure spells them, each with one version.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct ApiVersions(BTreeMap<String, String>);

impl ApiVersions {
    /// The version of a resource type, whatever its case: Azure compares types without it.
    pub fn get(&self, resource_type: &str) -> Option<&str> {
        self.find(resource_type).map(|(_, version)| version)
    }

    /// The type as Azure spells it.
    pub fn canonical(&self, resource_type: &str) -> Option<&str> {
        self.find(resource_type).map(|(spelling, _)| spelling)
    }

    /// All types and their versions, sorted by type.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(spelling, version)| (spelling.as_str(), version.as_str()))
    }

    fn find(&self, resource_type: &str) -> Option<(&str, &str)> {
        self.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(resource_type))
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{Date, Facts, shared};

    /// The Bicep compiler alone knows these types, and judges what we write of them.
    const KNOWN_TO_BICEP: [&str; 8] = [
        "Microsoft.AlertsManagement/actionRules",
        "Microsoft.Consumption/budgets",
        "Microsoft.Network/dnsForwardingRulesets/forwardingRules",
        "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks",
        "Microsoft.Network/dnsResolvers/inboundEndpoints",
        "Microsoft.Network/dnsResolvers/outboundEndpoints",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/blobServices/containers",
    ];

    /// Of which nothing is written: it is deleted alone, and the docs of AKS name the version (virtual-nodes-cli, 2023-08-28).
    const DELETED_ALONE: &str = "Microsoft.ContainerInstance/serviceAssociationLinks";

    #[test]
    fn every_version_is_one_whose_types_we_have() {
        let Some(types) = shared::folder("azure-types") else { return };
        let judged_elsewhere = |resource_type: &str| KNOWN_TO_BICEP.contains(&resource_type) || resource_type == DELETED_ALONE;
        for (resource_type, version) in Facts::embedded().api_versions.iter().filter(|(resource_type, _)| !judged_elsewhere(resource_type)) {
            let file = types.join(format!("{}@{version}.json", resource_type.replace('/', "_")));
            assert!(file.is_file(), "no type data for {resource_type}@{version}");
        }
    }

    #[test]
    fn every_version_is_a_date() {
        for (resource_type, version) in Facts::embedded().api_versions.iter() {
            let date = version.strip_suffix("-preview").unwrap_or(version);
            assert!(date.parse::<Date>().is_ok(), "{resource_type}: {version}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        let versions = &Facts::embedded().api_versions;
        assert_eq!(versions.get("microsoft.keyvault/VAULTS"), Some("2026-02-01"));
        assert_eq!(versions.canonical("microsoft.keyvault/VAULTS"), Some("Microsoft.KeyVault/vaults"));
        assert_eq!(versions.get("Microsoft.KeyVault/vault"), None);
    }
}

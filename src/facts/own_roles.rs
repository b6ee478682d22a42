//! Roles of one's own, where none of Azure's is as narrow.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnRoles {
    /// Of what proves in DNS zones whose a domain is.
    pub proofs: OwnRole,
    /// Of what writes the records of hosts from within a cluster.
    pub records: OwnRole,
    /// Of who deploys a platform apart, in resource groups of what all share.
    pub deployments: OwnRole,
    /// And on what in them is wired to the platform.
    pub wiring: OwnRole,
    /// And on a group, where external-dns sees the zones in it.
    pub listing: OwnRole,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnRole {
    /// Behind the name of the blueprint.
    pub name: String,
    pub description: String,
    pub actions: Vec<String>,
    #[serde(default)]
    pub not_actions: Vec<String>,
}

impl OwnRole {
    /// What a role is called in the files of a blueprint; in Azure the subscription stands behind it, for no two roles of a tenant have one name.
    pub fn named(blueprint: &str, name: &str) -> String {
        format!("{blueprint} {name}")
    }
}

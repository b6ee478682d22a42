//! Azure's built-in roles and the ids under which every tenant has them.

use serde::Deserialize;

use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The official display name: what `az role assignment create --role` takes and the portal shows.
    pub name: String,
    /// The GUID of the role definition, the same in every tenant.
    pub id: String,
}

record! {
    /// The built-in roles that generated artefacts assign or that the output's README asks for.
    pub struct Roles: Role {
        owner,
        contributor,
        reader,
        user_access_administrator,
        role_based_access_control_administrator,
        locks_contributor,
        network_contributor,
        private_dns_zone_contributor,
        dns_zone_contributor,
        managed_identity_operator,
        acr_pull,
        acr_push,
        acr_delete,
        key_vault_reader,
        key_vault_secrets_user,
        key_vault_secrets_officer,
        key_vault_certificates_officer,
        aks_cluster_user,
        aks_rbac_cluster_admin,
        monitoring_reader,
        monitoring_data_reader,
        grafana_admin,
        grafana_editor,
        grafana_viewer,
        log_analytics_contributor,
        disk_snapshot_contributor,
        data_operator_for_managed_disks,
        storage_blob_data_contributor,
        storage_blob_data_reader,
        backup_operator,
        storage_account_contributor,
    }
}

impl Roles {
    /// A role by its official name, whatever its case.
    pub fn named(&self, name: &str) -> Option<&Role> {
        self.entries().map(|(_, role)| role).find(|role| role.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::facts::Facts;

    #[test]
    fn ids_are_guids_and_nothing_is_there_twice() {
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        for (key, role) in Facts::embedded().roles.entries() {
            let parts: Vec<usize> = role.id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{key}: {}", role.id);
            let hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-');
            assert!(role.id.bytes().all(hexadecimal), "{key}: {}", role.id);
            assert!(ids.insert(&role.id) && names.insert(&role.name), "{key} is there twice");
        }
    }

    #[test]
    fn roles_are_found_by_name() {
        let roles = &Facts::embedded().roles;
        assert_eq!(roles.named("acrpull").map(|role| role.id.as_str()), Some(roles.acr_pull.id.as_str()));
        assert!(roles.named("Key Vault Certificates User").is_none(), "no role has this name");
    }
}

//! What people do by hand: the roles that they hold, and what they put into the vaults.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::facts::Facts;
use crate::model::{Model, Site};

/// Roles by the purpose for which somebody must hold them.
#[derive(Debug, Serialize)]
pub struct Roles<'a> {
    /// All that whoever deploys needs on the subscription.
    pub deployer: Vec<&'a str>,
    pub contributor: &'a str,
    /// By which whoever deploys gives roles, under a condition.
    pub access: &'a str,
    pub locks: &'a str,
    /// Of whoever configures clusters, where they stand; and what fetches their credentials, which a contributor may.
    pub clusters: &'a str,
    pub cluster_user: &'a str,
    /// Of whoever writes dashboards.
    pub boards: &'a str,
    pub vault_reader: &'a str,
    pub certificates: &'a str,
    pub secrets: &'a str,
    pub push: &'a str,
    pub delete: &'a str,
    pub secrets_user: &'a str,
}

impl<'a> Roles<'a> {
    pub fn new(model: &Model, facts: &'a Facts) -> Self {
        let roles = &facts.roles;
        let access = &roles.role_based_access_control_administrator.name;
        let mut deployer = vec![roles.contributor.name.as_str(), access];
        deployer.extend(model.features().locks.then_some(roles.locks_contributor.name.as_str()));
        if model.features().vaults && (model.features().certificates || model.features().ingress_certificates) {
            deployer.push(&roles.key_vault_reader.name);
        }
        Self {
            deployer,
            contributor: &roles.contributor.name,
            access,
            locks: &roles.locks_contributor.name,
            clusters: &roles.aks_rbac_cluster_admin.name,
            cluster_user: &roles.aks_cluster_user.name,
            boards: &roles.grafana_editor.name,
            vault_reader: &roles.key_vault_reader.name,
            certificates: &roles.key_vault_certificates_officer.name,
            secrets: &roles.key_vault_secrets_officer.name,
            push: &roles.acr_push.name,
            delete: &roles.acr_delete.name,
            secrets_user: &roles.key_vault_secrets_user.name,
        }
    }
}

/// How each vault is found, once.
pub fn vaults(model: &Model) -> BTreeSet<String> {
    let place = |site: &Site| {
        let subscription = model.shared_subscription().and_then(|_| model.subscription_of(site)).map(|subscription| format!("{subscription}/"));
        site.vault.brought_id().unwrap_or_else(|| subscription.unwrap_or_default() + &site.vault.name)
    };
    model.sites.iter().map(place).collect()
}

/// A certificate that is served, and the vaults into which the same one goes.
#[derive(Debug, Serialize)]
pub struct Certificate<'a> {
    pub vaults: Vec<&'a str>,
    pub name: &'a str,
    pub hosts: String,
}

/// Each certificate once, with all hosts that it serves. Two vaults may hold different ones under one name.
pub fn certificates(model: &Model) -> Vec<Certificate<'_>> {
    let mut served: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for site in &model.sites {
        for listener in &site.edge.listeners {
            if let Some(name) = &listener.certificate {
                served.entry((&site.vault.name, name)).or_default().extend(listener.hosts());
            }
        }
    }
    let each = served.into_iter().map(|((vault, name), hosts)| (vault, (name, hosts.join(", "))));
    by_vaults(each).into_iter().map(|((name, hosts), vaults)| Certificate { vaults, name, hosts }).collect()
}

/// A secret that apps read, and the vaults in which they do.
#[derive(Debug, Serialize)]
pub struct Secret<'a> {
    pub vaults: Vec<&'a str>,
    pub name: &'a str,
    pub apps: String,
}

/// Each secret once, with all apps that read it and the environments in which they do. Its value may differ from vault to vault.
pub fn secrets(model: &Model) -> Vec<Secret<'_>> {
    let mut read: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for app in &model.apps {
        for placement in &app.placements {
            for name in placement.secrets.values() {
                let environments = read.entry((&placement.vault, name)).or_default().entry(&app.name).or_default();
                if !environments.contains(&placement.environment.as_str()) {
                    environments.push(&placement.environment);
                }
            }
        }
    }
    let join = |apps: BTreeMap<&str, Vec<&str>>| {
        apps.into_iter().map(|(app, environments)| format!("{app} ({})", environments.join(", "))).collect::<Vec<_>>().join(", ")
    };
    by_vaults(read.into_iter().map(|((vault, name), apps)| (vault, (name, join(apps)))))
        .into_iter()
        .map(|((name, apps), vaults)| Secret { vaults, name, apps })
        .collect()
}

/// What is the same in several vaults, once, with these vaults.
fn by_vaults<'a, T: Ord>(each: impl Iterator<Item = (&'a str, T)>) -> BTreeMap<T, Vec<&'a str>> {
    let mut vaults: BTreeMap<T, Vec<&str>> = BTreeMap::new();
    for (vault, what) in each {
        vaults.entry(what).or_default().push(vault);
    }
    vaults
}

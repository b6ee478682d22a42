//! What is brought, and the roles that whoever deploys holds beside it: templates write into its resource group, in whatever subscription that is.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::facts::{Facts, Role};
use crate::model::{ManagedIdentity, Model, PrivateZone, Reached, Site, Zone};

/// Something that is brought.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Brought<'a> {
    /// What it is, with its name.
    pub kind: &'static str,
    pub name: &'a str,
    /// Its resource group as a resource id: deployments stand there.
    pub scope: String,
    /// Names of roles in that group.
    pub roles: Vec<&'a str>,
    pub purpose: String,
}

/// A role in a resource group, once for all that is brought from there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Grant<'a> {
    pub scope: String,
    pub role: &'a str,
}

/// Each once. In the subscription of all the rest whoever deploys holds enough.
pub fn brought<'a>(model: &'a Model, facts: &'a Facts) -> BTreeSet<Brought<'a>> {
    let roles = &facts.roles;
    let mut found = BTreeSet::new();
    for zone in &model.dns.zones {
        let written = |zones: &[Zone]| zones.iter().any(|written| written.name == zone.name);
        let proving = model.clusters().filter_map(|(_, cluster)| cluster.issuer.as_ref()).any(|issuer| written(&issuer.zones));
        let recording = model.clusters().filter_map(|(_, cluster)| cluster.record_writer.as_ref()).any(|records| written(&records.zones));
        let mut needed = vec![&roles.dns_zone_contributor];
        needed.extend((proving || recording).then_some(&roles.role_based_access_control_administrator));
        let purpose = match (proving, recording) {
            (false, false) => "the records in it",
            (true, false) => "the records in it, and the role of what proves there whose a domain is",
            (false, true) => "the records in it, and the roles of what writes them in the clusters",
            (true, true) => "the records in it, and the roles of what writes them in the clusters, and proves there whose a domain is",
        };
        found.extend(one("DNS zone", &zone.name, &zone.resource_group, zone.subscription.as_ref(), &needed, purpose));
    }
    let registry = &model.common.registry;
    let endpoint = if model.features().registry_endpoints { ", and agreeing to their private endpoints" } else { "" };
    let purpose = format!("the role of the nodes, which pull from it{endpoint}");
    let mighty = [&roles.contributor, &roles.role_based_access_control_administrator];
    found.extend(one("registry", &registry.name, &registry.resource_group, registry.subscription.as_ref(), &mighty, &purpose));
    for zone in model.private_zones().into_iter().filter(|zone| !zone.made) {
        found.extend(private_zone(model, facts, zone));
    }
    for site in &model.sites {
        found.extend(of_site(site, facts));
    }
    if let Some(own) = &model.subscription {
        found.retain(|each| !each.scope.starts_with(&format!("/subscriptions/{own}/")));
    }
    found
}

/// What each group asks for, in the order of groups.
pub fn grants<'a>(brought: &BTreeSet<Brought<'a>>) -> BTreeSet<Grant<'a>> {
    brought.iter().flat_map(|each| each.roles.iter().map(|role| Grant { scope: each.scope.clone(), role })).collect()
}

fn of_site<'a>(site: &'a Site, facts: &'a Facts) -> Vec<Brought<'a>> {
    let roles = &facts.roles;
    let giving = &roles.role_based_access_control_administrator;
    let mut found = Vec::new();
    let network = &site.network;
    let routes = site.route_table.as_ref().filter(|table| !table.is_made());
    let purpose = match site.subnets().iter().any(|subnet| subnet.is_made()) {
        true => "the subnets in it, and the roles of the clusters in these",
        false => "the roles of the clusters in its subnets",
    };
    found.extend(one("network", &network.name, &network.resource_group, network.subscription.as_ref(), &[&roles.network_contributor, giving], purpose));
    let gateway = site.edge.gateway().map(|gateway| (&gateway.identity, "the gateway, which has it"));
    let identities = site.clusters.iter().map(|cluster| (&cluster.identity, "the cluster, which has it"));
    for (identity, purpose) in identities.chain(gateway) {
        let ManagedIdentity { name, resource_group, subscription } = identity;
        found.extend(one("identity", name, resource_group, subscription.as_ref(), &[&roles.managed_identity_operator], purpose));
    }
    for ManagedIdentity { name, resource_group, subscription } in site.clusters.iter().map(|cluster| &cluster.kubelet_identity) {
        let needed = [&roles.managed_identity_operator, giving];
        found.extend(one("identity", name, resource_group, subscription.as_ref(), &needed, "the nodes, which have it, and the role of the cluster on it"));
    }
    if let Some((table, at)) = routes.and_then(|table| Some((table, table.brought.as_ref()?))) {
        found.extend(one(
            "route table",
            &table.name,
            &at.resource_group,
            Some(&at.subscription),
            &[&roles.network_contributor, giving],
            "the roles of the clusters in it",
        ));
    }
    if let Some(hub) = site.peering().filter(|hub| !hub.made) {
        found.extend(one("hub", &hub.network, &hub.resource_group, hub.subscription.as_ref(), &[&roles.network_contributor], "the peerings in it"));
    }
    if let Some(table) = site.route_table.as_ref().filter(|table| !table.made && table.is_made()) {
        found.extend(one("firewall", &table.firewall, &table.resource_group, table.subscription.as_ref(), &[&roles.reader], "reading its address"));
    }
    let vault = &site.vault;
    let certificates = site.edge.listeners.iter().any(|listener| listener.certificate.is_some());
    let seeing = if certificates { ", seeing whether the certificates are there" } else { "" };
    let agreeing = if site.endpoint(Reached::Vault).is_some() { ", and agreeing to its private endpoint" } else { "" };
    let mut needed = vec![&roles.contributor, giving];
    needed.extend(certificates.then_some(&roles.key_vault_reader));
    let purpose = format!("the roles of what reads it{seeing}{agreeing}");
    found.extend(one("vault", &vault.name, &vault.resource_group, vault.subscription.as_ref(), &needed, &purpose));
    let workspace = &site.workspace;
    let group = &workspace.resource_group;
    found.extend(one("workspace", &workspace.name, group, workspace.subscription.as_ref(), &[&roles.log_analytics_contributor], "sending logs to it"));
    found
}

fn private_zone<'a>(model: &'a Model, facts: &'a Facts, zone: &'a PrivateZone) -> Option<Brought<'a>> {
    let linked = model.sites.iter().any(|site| site.linked_zones().contains(zone));
    let of_clusters = model.sites.iter().any(|site| site.api.zone() == Some(zone));
    let of_endpoints = model.sites.iter().flat_map(|site| &site.endpoints).any(|endpoint| endpoint.zone == *zone);
    let purposes = [(linked, "its link to the network"), (of_clusters, "the roles of the clusters in it"), (of_endpoints, "the records of the endpoint")];
    let purposes: Vec<&str> = purposes.into_iter().filter(|(holds, _)| *holds).map(|(_, purpose)| purpose).collect();
    let mut roles = vec![&facts.roles.private_dns_zone_contributor];
    roles.extend(of_clusters.then_some(&facts.roles.role_based_access_control_administrator));
    one("private DNS zone", &zone.name, &zone.resource_group, zone.subscription.as_ref(), &roles, &purposes.join(", "))
}

/// `None` for what is made here.
fn one<'a>(kind: &'static str, name: &'a str, group: &str, subscription: Option<&String>, roles: &[&'a Role], purpose: &str) -> Option<Brought<'a>> {
    let scope = format!("/subscriptions/{}/resourceGroups/{group}", subscription?);
    Some(Brought { kind, name, scope, roles: roles.iter().map(|role| role.name.as_str()).collect(), purpose: purpose.to_owned() })
}

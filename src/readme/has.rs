//! What the README warns of, or leaves out.

use serde::Serialize;

use crate::model::branch_images::ORIGIN;
use crate::model::shared_hosts::Share;
use crate::model::{Front, Model, Site};

/// What calls for a word of warning.
#[derive(Debug, Serialize)]
pub struct Has {
    /// Apps whose tag the blueprint names; apps whose it does not.
    tagged: bool,
    untagged: bool,
    /// Apps that no request reaches.
    unexposed: bool,
    /// What is brought and lies in groups where templates need more than a role of their purpose.
    contributes: bool,
    made_vaults: bool,
    brought_vaults: bool,
    /// Private DNS zones that are brought for endpoints, and those to which no network is linked here.
    brought_endpoint_zones: bool,
    unlinked_zones: bool,
    /// Hosts of which apps share the paths.
    shared_hosts: bool,
    /// Apps that reach out of the network.
    reaches: bool,
    calls: bool,
    /// Branches of other repositories than the one in which the output stands.
    foreign_branches: bool,
    nat_gateway: bool,
    /// API servers that not everybody reaches, and those with no public address; those whose zone others can be linked to.
    closed_api: bool,
    private_api: bool,
    api_zones: bool,
    firewalls: bool,
    brought_firewall: bool,
    /// Pods that ask the Kubernetes API by its name.
    asking_by_name: bool,
    vpns: bool,
    /// Front Doors that need no ingress to be there first.
    early_front_door: bool,
    /// Lines of the blueprint that put aksgen on the agents.
    install: bool,
    /// Platforms with gateways, one after the other.
    several_platforms: bool,
    /// A platform with more than one.
    several_regions: bool,
    /// Sites whose ingress has no public address.
    closed_ingress: bool,
    /// Apps of which each replica stores something of its own.
    replicas_that_store: bool,
    /// Environments in which nobody approves what changes.
    unapproved: bool,
}

impl Has {
    pub fn new(model: &Model) -> Self {
        let endpoint_zones = model.sites.iter().flat_map(|site| site.endpoints.iter().map(move |endpoint| (site, &endpoint.zone)));
        let mut placements = model.apps.iter().flat_map(|app| &app.placements);
        let features = model.features();
        Self {
            tagged: placements.clone().any(|placement| placement.tag.is_some()),
            untagged: placements.clone().any(|placement| placement.tag.is_none()),
            unexposed: placements.clone().any(|placement| placement.host.is_none()),
            calls: placements.clone().any(|placement| !placement.calls.is_empty()),
            shared_hosts: placements.clone().any(|placement| placement.share == Share::Minion),
            reaches: placements.any(|placement| !placement.reaches.is_empty()),
            foreign_branches: model.environments.iter().flat_map(|environment| model.branch_repositories(environment)).any(|from| from != ORIGIN),
            contributes: features.brought_vaults || !features.registry,
            made_vaults: features.vaults,
            brought_vaults: features.brought_vaults,
            brought_endpoint_zones: endpoint_zones.clone().any(|(_, zone)| !zone.made),
            unlinked_zones: endpoint_zones.clone().any(|(site, zone)| !site.linked_zones().contains(zone)),
            nat_gateway: features.nat_gateway,
            closed_api: features.api_ranges || features.private_api,
            private_api: features.private_api,
            api_zones: features.api_zones,
            firewalls: features.firewalls,
            brought_firewall: model.sites.iter().any(|site| site.route_table.as_ref().is_some_and(|table| !table.made)),
            asking_by_name: model.sites.iter().any(Site::asks_by_name),
            vpns: features.vpns,
            early_front_door: features.front_doors && !features.private_links,
            install: model.devops.install.is_some(),
            several_platforms: features.gateway && model.sites.iter().any(|site| site.platform != model.sites[0].platform),
            several_regions: model.sites.windows(2).any(|pair| pair[0].platform == pair[1].platform),
            closed_ingress: model.sites.iter().any(|site| matches!(site.edge.front, Front::Closed(_))),
            replicas_that_store: model.apps.iter().any(|app| app.placements.iter().any(|placement| app.storage_of_replicas(placement).next().is_some())),
            unapproved: model.environments.iter().any(|environment| environment.approvers.is_empty()),
        }
    }
}

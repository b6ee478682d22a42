//! What the deployment of a site's foundation is given: its groups, its network, its clusters.

use serde_json::{Map, Value, json};

use super::{access, cluster, front_door, global, hub, object, reference, zones};
use crate::azure::spelling::redundancy;
use crate::model::{ActionGroup, Backup, Budget, Features, Model, NatGateway, Network, Prometheus, Site, Subnet, Workspace};

/// The parameters of the foundation of a site.
pub fn parameters(model: &Model, site: &Site) -> Map<String, Value> {
    let features = model.features();
    let mut parameters = object(json!({
        "location": site.region.name,
        "tags": model.tags,
        "resourceGroups": groups(site, features),
        "network": network(model, &site.network, site),
    }));
    parameters.insert("workspace".to_owned(), workspace(&site.workspace, features));
    if features.vault_references {
        parameters.insert("vault".to_owned(), reference(&site.vault.name, &site.vault.resource_group, site.vault.subscription.as_ref()));
    } else if !features.brought_vaults {
        parameters.insert("vaultName".to_owned(), json!(site.vault.name));
    }
    let identity = site.edge.gateway().map(|gateway| &gateway.identity);
    match identity {
        Some(identity) if !features.listed_identities => parameters.insert("gatewayIdentityName".to_owned(), json!(identity.name)),
        _ if features.gateway => {
            parameters.insert("gatewayIdentityNames".to_owned(), identity.into_iter().filter(|each| each.is_made()).map(|each| json!(each.name)).collect())
        }
        _ => None,
    };
    if features.brought_gateway_identities {
        let readers = identity.into_iter().map(|each| reference(&each.name, &each.resource_group, None));
        parameters.insert("gatewayIdentities".to_owned(), readers.collect());
    }
    if features.brought_identities {
        let all = site.clusters.iter().flat_map(|cluster| [&cluster.identity, &cluster.kubelet_identity]);
        parameters.insert("identityNames".to_owned(), all.filter(|each| each.is_made()).map(|each| json!(each.name)).collect());
    }
    let registry = &model.common.registry;
    parameters
        .insert("registry".to_owned(), reference(&registry.name, &registry.resource_group, registry.subscription.as_ref().or(model.shared_subscription())));
    parameters.insert("clusters".to_owned(), site.clusters.iter().map(|each| cluster::value(model, site, each)).collect());
    if features.alerts {
        parameters.insert("actionGroups".to_owned(), site.action_group.iter().map(|group| action_group(model, group)).collect());
        for (name, watched) in
            [("watchedFirewalls", of_hub(model, site, |group| &group.firewalls)), ("watchedCircuits", of_hub(model, site, |group| &group.circuits))]
        {
            parameters.extend(watched.map(|watched| (name.to_owned(), watched)));
        }
    }
    if features.prometheus {
        parameters.insert("prometheus".to_owned(), site.prometheus.iter().map(prometheus).collect());
    }
    if features.application_insights {
        parameters.insert("components".to_owned(), json!(site.components));
    }
    if features.budgets {
        parameters.insert("budgets".to_owned(), model.budgets_at(site).map(budget).collect());
    }
    if features.backups {
        parameters.insert("backups".to_owned(), site.backup.iter().map(backup).collect());
    }
    if features.peerings {
        parameters.insert("hubs".to_owned(), site.peering().into_iter().map(hub::attachment).collect());
    }
    if features.ingress_records {
        let records =
            if site.edge.gateway().is_none() { global::records(site.shared_subscription(), model.edge_records(site), global::address_of) } else { Vec::new() };
        parameters.insert("records".to_owned(), json!(records));
    }
    if features.writers.zone_writers {
        parameters.insert("writtenZones".to_owned(), zones::written(site));
    }
    if features.writers.record_writers {
        parameters.insert("listedGroups".to_owned(), zones::listed(site));
    }
    if features.endpoints {
        parameters.insert("privateEndpoints".to_owned(), site.endpoints.iter().map(access::endpoint).collect());
    }
    if features.front_doors {
        parameters.insert("frontDoorIdentities".to_owned(), json!(front_door::identities(model, site)));
    }
    if features.own_zones {
        parameters.insert("ownZones".to_owned(), json!(site.own_zones()));
    }
    if features.hub_zones {
        parameters.insert("zonesOfHub".to_owned(), json!(site.zones_of_hub));
    }
    if features.brought_routes {
        let tables = site.route_table.iter().filter_map(|table| Some(reference(&table.name, &table.brought.as_ref()?.resource_group, None)));
        parameters.insert("broughtRouteTables".to_owned(), tables.collect());
    }
    if features.private_zones {
        parameters.insert("privateZones".to_owned(), site.linked_zones().into_iter().map(access::private_zone).collect());
    }
    parameters
}

/// What of a hub wakes somebody of a site; none where no site watches such a thing.
fn of_hub(model: &Model, site: &Site, of: fn(&ActionGroup) -> &Vec<String>) -> Option<Value> {
    let groups = || model.sites.iter().filter_map(|site| site.action_group.as_ref());
    groups().any(|group| !of(group).is_empty()).then_some(())?;
    let hub = site.hub.as_ref();
    let watched = site.action_group.iter().flat_map(of).zip(hub.into_iter().cycle());
    Some(watched.map(|(name, hub)| reference(name, &hub.resource_group, None)).collect())
}

/// Who is woken; of whom severe alerts go to where anybody tells them apart.
pub fn action_group(model: &Model, group: &ActionGroup) -> Value {
    let mut spec = object(json!({"name": group.name, "shortName": group.short_name, "emails": group.emails}));
    if model.tells_severe_apart() {
        spec.insert("severe".to_owned(), json!({"shortName": group.severe.short_name, "emails": group.severe.emails}));
    }
    spec.insert("watches".to_owned(), json!(group.watches));
    Value::Object(spec)
}

fn prometheus(prometheus: &Prometheus) -> Value {
    json!({"workspace": prometheus.workspace, "collectionEndpoint": prometheus.collection_endpoint, "collectionRule": prometheus.collection_rule})
}

fn budget(budget: &Budget) -> Value {
    json!({"name": budget.name, "amount": budget.amount, "startDate": budget.start, "emails": budget.emails, "resourceGroups": budget.resource_groups})
}

fn backup(backup: &Backup) -> Value {
    let mut spec = object(json!({
        "vault": backup.vault,
        "resourceGroup": backup.resource_group,
        "redundancy": redundancy(backup.redundancy),
        "storageAccount": backup.account,
        "storageSku": backup.account_sku,
        "snapshotGroup": backup.snapshot_group,
        "schedule": backup.schedule,
        "retention": format!("P{}D", backup.retention_days),
    }));
    spec.extend(backup.vault_days.map(|days| ("vaultRetention".to_owned(), json!(format!("P{days}D")))));
    Value::Object(spec)
}

/// The resource groups that are made.
fn groups(site: &Site, features: Features) -> Map<String, Value> {
    let used = [
        ("network", true, &site.groups.network),
        ("data", features.data_groups, &site.groups.data),
        ("aks", true, &site.groups.aks),
        ("vault", features.vaults, &site.groups.vault),
    ];
    used.into_iter().filter(|(_, used, _)| *used).map(|(name, _, group)| (name.to_owned(), json!(group))).collect()
}

/// Where any is brought, all say where they stand.
fn workspace(workspace: &Workspace, features: Features) -> Value {
    let mut spec = object(json!({"name": workspace.name}));
    if features.brought_workspaces {
        spec = object(reference(&workspace.name, &workspace.resource_group, workspace.subscription.as_ref()));
        spec.insert("location".to_owned(), json!(workspace.region));
    }
    if workspace.is_made() {
        spec.insert("retentionInDays".to_owned(), json!(workspace.retention_days));
    }
    Value::Object(spec)
}

fn network(model: &Model, network: &Network, site: &Site) -> Value {
    let features = model.features();
    let nodes = site.clusters.iter().filter(|cluster| cluster.nodes.is_made()).map(|cluster| {
        let mut nodes = subnet(&cluster.nodes);
        nodes.insert("podRange".to_owned(), json!(cluster.pod_range));
        nodes.insert("ingressAddress".to_owned(), json!(cluster.ingress_address));
        if features.shares {
            nodes.insert("mountsShares".to_owned(), json!(cluster.shares));
        }
        nodes
    });
    let mut spec = object(json!({
        "name": network.name,
        "addressPrefix": network.range,
        "nodes": nodes.collect::<Vec<_>>(),
    }));
    if features.brought_subnets {
        spec.insert("ingressSubnets".to_owned(), made([&network.ingress]));
        spec.insert("places".to_owned(), places(network, features));
    } else {
        spec.insert("ingress".to_owned(), json!(subnet(&network.ingress)));
    }
    if features.brought_networks {
        spec.insert("resourceGroup".to_owned(), json!(network.resource_group));
    }
    if features.brought_networks && features.networks {
        spec.insert("exists".to_owned(), json!(!network.is_made()));
    }
    let gateway = network.gateway.as_ref();
    match gateway {
        Some(gateway) if !features.openings => spec.insert("gateway".to_owned(), json!(subnet(gateway))),
        _ if features.gateway => spec.insert("gateways".to_owned(), made(gateway)),
        _ => None,
    };
    if features.openings {
        spec.insert("openings".to_owned(), json!(site.openings()));
    }
    if features.front_doors && features.gateway {
        spec.insert("clients".to_owned(), json!(site.edge.clients));
    }
    if features.public_ingress {
        let addresses = site.edge.backends.iter().filter_map(|backend| backend.public_address.as_ref());
        let addresses = addresses.map(|address| json!({"name": address.name, "domainNameLabel": address.dns_label}));
        spec.insert("publicAddresses".to_owned(), addresses.collect());
        spec.insert("zones".to_owned(), json!(site.region.zones));
    }
    if features.nat_gateway {
        spec.insert("natGateways".to_owned(), site.nat_gateway.iter().map(nat_gateway).collect());
    }
    if features.route_tables {
        spec.insert("routeTables".to_owned(), site.route_table.iter().filter(|table| table.is_made()).map(hub::route_table).collect());
    }
    if model.features().api_subnets {
        spec.insert("apiSubnets".to_owned(), made(&network.api));
    }
    if features.endpoints {
        spec.insert("endpointSubnets".to_owned(), made(&network.endpoints));
    }
    if features.pod_subnets {
        spec.insert("podSubnets".to_owned(), made(site.clusters.iter().filter_map(|cluster| cluster.pods.as_ref())));
    }
    if features.virtual_nodes {
        spec.insert("virtualSubnets".to_owned(), made(site.clusters.iter().filter_map(|cluster| cluster.virtual_nodes.as_ref())));
    }
    if features.private_links {
        spec.insert("linkSubnets".to_owned(), made(&network.link));
    }
    Value::Object(spec)
}

fn nat_gateway(gateway: &NatGateway) -> Value {
    json!({
        "name": gateway.name,
        "sku": gateway.sku,
        "zones": gateway.zones,
        "idleTimeoutInMinutes": gateway.idle_timeout,
        "addresses": gateway.addresses,
        "addressZones": gateway.address_zones,
    })
}

fn subnet(subnet: &Subnet) -> Map<String, Value> {
    object(json!({"name": subnet.name, "addressPrefix": subnet.range, "securityGroup": subnet.security_group}))
}

/// Those that are made; one that is brought stays as it is.
fn made<'a>(subnets: impl IntoIterator<Item = &'a Subnet>) -> Value {
    subnets.into_iter().filter(|each| each.is_made()).map(subnet).collect()
}

/// Where things are put, whether the subnet is made or brought.
fn places(network: &Network, features: Features) -> Value {
    let mut spec = object(json!({"ingress": network.ingress.name}));
    let names = |subnet: &Option<Subnet>| json!(Vec::from_iter(subnet.as_ref().map(|subnet| &subnet.name)));
    if features.api_subnets {
        spec.insert("apiServers".to_owned(), names(&network.api));
        spec.insert("apiRanges".to_owned(), json!(Vec::from_iter(network.api.as_ref().map(|subnet| subnet.range))));
    }
    if features.endpoints {
        spec.insert("endpoints".to_owned(), names(&network.endpoints));
    }
    if features.private_links {
        spec.insert("links".to_owned(), names(&network.link));
    }
    Value::Object(spec)
}

//! The deployments, in the order in which they are made, and the values that each gives its template.

mod access;
mod global;
mod hub;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::spelling::{node_image_channel, tier, upgrade_channel, weekday};
use crate::blueprint::settings::{NodeImageChannel, UpgradeChannel};
use crate::model::{Cluster, Gateway, Hub, Model, NatGateway, Network, Pool, Site, Subnet};

/// What a deployment deploys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// What all platforms share. Subscription scope.
    Common,
    /// The hub of a region. Subscription scope.
    Hub,
    /// The foundation of a platform in a region. Subscription scope.
    Region,
    /// The application gateway. Scope of the network's resource group.
    Edge,
    /// What leads to the regions. Subscription scope.
    Global,
    /// The tunnel of a hub, whose key a person puts into its vault. Subscription scope.
    Connection,
}

impl Kind {
    /// The template, and the stem of its parameter files.
    pub fn template(self) -> &'static str {
        match self {
            Kind::Common => "common",
            Kind::Hub => "hub",
            Kind::Region => "region",
            Kind::Edge => "edge",
            Kind::Global => "global",
            Kind::Connection => "connection",
        }
    }
}

/// One deployment.
#[derive(Debug)]
pub struct Deployment {
    pub kind: Kind,
    /// The site that it belongs to, of a hub the region; none for what all share.
    pub site: Option<String>,
    pub location: String,
    /// The resource group whose scope it has; none for the subscription's.
    pub resource_group: Option<String>,
    pub parameters: Map<String, Value>,
}

impl Deployment {
    /// The name of its parameter files: `common`, `region-live-westeurope`.
    pub fn stem(&self) -> String {
        match &self.site {
            Some(site) => format!("{}-{site}", self.kind.template()),
            None => self.kind.template().to_owned(),
        }
    }
}

/// Every deployment of a model, in order: none refers to one after it.
pub fn deployments(model: &Model) -> Vec<Deployment> {
    let shared = |kind, parameters| Deployment { kind, site: None, location: model.common.location.clone(), resource_group: None, parameters };
    let mut deployments = vec![shared(Kind::Common, common(model))];
    let of_hub = |hub: &Hub, kind, parameters| Deployment {
        kind,
        site: Some(hub.region.name.clone()),
        location: hub.region.name.clone(),
        resource_group: None,
        parameters,
    };
    deployments.extend(model.hubs.iter().map(|hub| of_hub(hub, Kind::Hub, hub::parameters(model, hub))));
    for site in &model.sites {
        let deployment = |kind, resource_group, parameters| Deployment {
            kind,
            site: Some(site.key.clone()),
            location: site.region.name.clone(),
            resource_group,
            parameters,
        };
        deployments.push(deployment(Kind::Region, None, region(model, site)));
        if let Some(gateway) = site.edge.gateway() {
            deployments.push(deployment(Kind::Edge, Some(site.groups.network.clone()), edge(model, site, gateway)));
        }
    }
    deployments.extend(model.hubs.iter().filter_map(|hub| Some(of_hub(hub, Kind::Connection, hub::connection(model, hub)?))));
    if !model.profiles.is_empty() {
        deployments.push(shared(Kind::Global, global::parameters(model)));
    }
    deployments
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn common(model: &Model) -> Map<String, Value> {
    let common = &model.common;
    let mut parameters = object(json!({
        "location": common.location,
        "tags": model.tags,
        "resourceGroupName": common.resource_group,
        "registry": {"name": common.registry.name, "sku": common.registry.sku},
    }));
    if model.features().registry_replicas {
        parameters.insert("registryReplicas".to_owned(), json!(common.registry.replicas));
    }
    if model.features().push_groups {
        parameters.insert("pushGroups".to_owned(), json!(common.registry.push));
    }
    if model.features().made_private_zones {
        parameters.insert("privateZones".to_owned(), json!(model.made_private_zones()));
    }
    parameters.extend(global::zones(model));
    parameters
}

fn region(model: &Model, site: &Site) -> Map<String, Value> {
    let features = model.features();
    let mut parameters = object(json!({
        "location": site.region.name,
        "tags": model.tags,
        "resourceGroups": site.groups,
        "network": network(model, &site.network, site),
        "workspace": {"name": site.workspace.name, "retentionInDays": site.workspace.retention_days},
        "vaultName": site.vault.name,
    }));
    let identity = site.edge.gateway().map(|gateway| &gateway.identity);
    match identity {
        Some(identity) if !features.ungated => parameters.insert("gatewayIdentityName".to_owned(), json!(identity)),
        _ if features.gateway => parameters.insert("gatewayIdentityNames".to_owned(), json!(Vec::from_iter(identity))),
        _ => None,
    };
    parameters.insert("registry".to_owned(), json!({"name": model.common.registry.name, "resourceGroup": model.common.resource_group}));
    parameters.insert("clusters".to_owned(), site.clusters.iter().map(|each| cluster(model, site, each)).collect());
    if features.peerings {
        parameters.insert("hubs".to_owned(), site.hub.iter().map(hub::attachment).collect());
    }
    if features.ingress_records {
        let records = if site.edge.gateway().is_none() { global::records(model.edge_records(site), global::address_of) } else { Vec::new() };
        parameters.insert("records".to_owned(), json!(records));
    }
    if features.private_zones {
        parameters.insert("privateZones".to_owned(), site.private_zones().into_iter().map(access::private_zone).collect());
    }
    parameters
}

fn network(model: &Model, network: &Network, site: &Site) -> Value {
    let nodes = site.clusters.iter().map(|cluster| {
        let mut nodes = subnet(&cluster.nodes);
        nodes.insert("podRange".to_owned(), json!(cluster.pod_range));
        nodes.insert("ingressAddress".to_owned(), json!(cluster.ingress_address));
        nodes
    });
    let mut spec = object(json!({
        "name": network.name,
        "addressPrefix": network.range,
        "nodes": nodes.collect::<Vec<_>>(),
        "ingress": subnet(&network.ingress),
    }));
    let features = model.features();
    let gateway = network.gateway.as_ref();
    match gateway {
        Some(gateway) if !features.ungated => spec.insert("gateway".to_owned(), json!(subnet(gateway))),
        _ if features.gateway => spec.insert("gateways".to_owned(), gateway.map(subnet).into_iter().collect()),
        _ => None,
    };
    if features.ungated {
        spec.insert("openings".to_owned(), json!(site.edge.openings(gateway.map(|gateway| gateway.range))));
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
        spec.insert("routeTables".to_owned(), site.route_table.iter().map(hub::route_table).collect());
    }
    if model.features().api_subnets {
        spec.insert("apiSubnets".to_owned(), network.api.iter().map(subnet).collect());
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

/// Who may fetch the credentials of a cluster: its administrators and the teams in it, each group once, in a stable order.
pub fn user_groups(model: &Model, cluster: &Cluster) -> Vec<String> {
    let mut users = vec![cluster.admins.clone()];
    for team in model.teams.iter().filter(|team| cluster.tenancy.teams.contains(&team.name)) {
        if !users.contains(&team.group) {
            users.push(team.group.clone());
        }
    }
    users
}

fn cluster(model: &Model, site: &Site, cluster: &Cluster) -> Value {
    let mut spec = object(json!({
        "name": cluster.name,
        "identity": cluster.identity,
        "kubeletIdentity": cluster.kubelet_identity,
        "nodeResourceGroup": cluster.node_resource_group,
        "nodeSubnet": cluster.nodes.name,
        "podCidr": cluster.pod_range,
        "kubernetesVersion": cluster.version,
        "tier": tier(cluster.tier),
        "serviceCidr": cluster.service_range,
        "dnsServiceIP": cluster.dns_address,
        "upgradeChannel": upgrade_channel(cluster.upgrades.channel),
        "nodeOSUpgradeChannel": node_image_channel(cluster.upgrades.node_image.channel),
        "pools": cluster.pools.iter().map(pool).collect::<Vec<_>>(),
        "maintenanceWindows": maintenance(cluster),
        "collectionRule": cluster.collection_rule,
        "adminsGroup": cluster.admins,
        "userGroups": user_groups(model, cluster),
    }));
    if model.features().nat_gateway || model.features().route_tables {
        spec.insert("outboundType".to_owned(), json!(site.outbound_type()));
    }
    if let Some(api) = access::api_server(model, site) {
        spec.insert("apiServer".to_owned(), api);
    }
    if model.features().workloads {
        let workloads = cluster.workloads.iter();
        let workloads =
            workloads.map(|workload| json!({"name": workload.identity, "namespace": workload.namespace, "serviceAccount": workload.service_account}));
        spec.insert("workloads".to_owned(), workloads.collect());
    }
    Value::Object(spec)
}

fn pool(pool: &Pool) -> Value {
    json!({
        "name": pool.name,
        "mode": if pool.system { "System" } else { "User" },
        "vmSize": pool.size,
        "osDiskType": if pool.ephemeral { "Ephemeral" } else { "Managed" },
        "zones": pool.zones,
        "minCount": pool.min,
        "maxCount": pool.max,
        "maxPods": pool.max_pods,
        "taints": Vec::from_iter(taint(pool)),
        "maxSurge": pool.max_surge,
    })
}

/// Keeps apps off the pools that hold what the cluster itself needs.
pub fn taint(pool: &Pool) -> Option<&'static str> {
    pool.system.then_some("CriticalAddonsOnly=true:NoSchedule")
}

fn maintenance(cluster: &Cluster) -> Vec<Value> {
    let window = &cluster.upgrades.window;
    maintenance_windows(cluster)
        .into_iter()
        .map(|name| {
            json!({
                "name": name,
                "dayOfWeek": weekday(window.day),
                "startTime": window.start,
                "utcOffset": window.utc_offset,
                "durationHours": window.hours,
            })
        })
        .collect()
}

/// The windows: of AKS itself, of Kubernetes, and of the node image where a channel of AKS uses it.
pub fn maintenance_windows(cluster: &Cluster) -> Vec<&'static str> {
    let mut names = vec!["default"];
    if cluster.upgrades.channel != UpgradeChannel::None {
        names.push("aksManagedAutoUpgradeSchedule");
    }
    if matches!(cluster.upgrades.node_image.channel, NodeImageChannel::NodeImage | NodeImageChannel::SecurityPatch) {
        names.push("aksManagedNodeOSUpgradeSchedule");
    }
    names
}

fn edge(model: &Model, site: &Site, gateway: &Gateway) -> Map<String, Value> {
    let edge = &site.edge;
    let listeners = || edge.listeners.iter().zip(&gateway.priorities);
    let features = model.features();
    let mut parameters = object(json!({
        "location": site.region.name,
        "tags": model.tags,
        "publicAddress": {"name": gateway.public_address.name, "domainNameLabel": gateway.public_address.dns_label},
        "firewall": {"name": gateway.waf_policy, "mode": gateway.waf_mode},
        "gateway": {
            "name": gateway.name,
            "identity": gateway.identity,
            "virtualNetwork": site.network.name,
            "subnet": site.network.gateway.as_ref().map(|subnet| &subnet.name),
            "zones": site.region.zones,
            "minCapacity": gateway.capacity_min,
            "maxCapacity": gateway.capacity_max,
            "backends": edge.backends.iter().map(|backend| json!({"name": backend.name, "address": backend.address, "probeHost": backend.probe_host})).collect::<Vec<_>>(),
            "requestTimeout": edge.request_timeout,
            "probePath": edge.probe_path,
        },
    }));
    if features.certificates {
        let sites = listeners().filter_map(|(listener, priorities)| {
            let certificate = listener.certificate.as_ref()?;
            Some(json!({
                "name": listener.name,
                "hostNames": listener.hosts(),
                "backend": listener.backend,
                "certificate": certificate,
                "priority": priorities.own,
                "redirectPriority": priorities.redirect,
            }))
        });
        parameters.insert("secureSites".to_owned(), sites.collect());
        parameters.insert("certificates".to_owned(), json!(edge.certificates()));
    }
    if features.plain_http {
        let sites = listeners().filter(|(listener, _)| listener.certificate.is_none());
        let sites = sites.map(
            |(listener, priorities)| json!({"name": listener.name, "hostNames": listener.hosts(), "backend": listener.backend, "priority": priorities.own}),
        );
        parameters.insert("plainSites".to_owned(), sites.collect());
    }
    if features.certificates {
        parameters.insert("vault".to_owned(), json!({"name": site.vault.name, "resourceGroup": site.groups.vault}));
    }
    parameters.insert("workspace".to_owned(), json!({"name": site.workspace.name, "resourceGroup": site.groups.data}));
    if features.edge_records {
        parameters.insert(
            "records".to_owned(),
            json!(global::records(model.edge_records(site), |target| global::address_of(target).filter(|_| features.ingress_records))),
        );
    }
    parameters
}

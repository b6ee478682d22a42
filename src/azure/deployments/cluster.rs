//! What is said of a cluster: its pools, its windows, who may use it.

use serde_json::{Value, json};

use super::{access, object, reference};
use crate::azure::spelling::{autoscaler, node_image_channel, pascal, tier, upgrade_channel};
use crate::blueprint::settings::{NodeImageChannel, UpgradeChannel};
use crate::model::ingress::Controller;
use crate::model::{Cluster, Features, Model, Pool, Site, Workload};

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

/// A cluster, as the foundation makes it.
pub fn value(model: &Model, site: &Site, cluster: &Cluster) -> Value {
    let mut spec = object(json!({
        "name": cluster.name,
        "identity": cluster.identity.name,
        "kubeletIdentity": cluster.kubelet_identity.name,
        "nodeResourceGroup": cluster.node_resource_group,
        "nodeSubnet": cluster.nodes.name,
    }));
    if model.features().brought_identities {
        spec.insert("identityGroup".to_owned(), json!(cluster.identity.resource_group));
        spec.insert("kubeletIdentityGroup".to_owned(), json!(cluster.kubelet_identity.resource_group));
    }
    if cluster.is_overlay() {
        spec.insert("podCidr".to_owned(), json!(cluster.pod_range));
    }
    spec.extend(cluster.pods.as_ref().map(|pods| ("podSubnet".to_owned(), json!(pods.name))));
    spec.extend(cluster.virtual_nodes.as_ref().map(|subnet| ("virtualSubnet".to_owned(), json!(subnet.name))));
    spec.extend(object(json!({
        "kubernetesVersion": cluster.version,
        "tier": tier(cluster.tier),
        "serviceCidr": cluster.service_range,
        "dnsServiceIP": cluster.dns_address,
        "upgradeChannel": upgrade_channel(cluster.upgrades.channel),
        "nodeOSUpgradeChannel": node_image_channel(cluster.upgrades.node_image.channel),
        "pools": cluster.pools.iter().map(|each| pool(each, model.features())).collect::<Vec<_>>(),
        "maintenanceWindows": maintenance(cluster),
    })));
    let watched = model.features().insights;
    if watched.insights && watched.blind {
        spec.insert("insights".to_owned(), json!(cluster.insights));
    }
    if watched.insights {
        spec.insert("collectionRule".to_owned(), json!(cluster.collection_rule));
    }
    if watched.log_alerts {
        spec.insert("logAlerts".to_owned(), json!(site.wakes_by_logs(cluster)));
    }
    spec.extend(object(json!({"adminsGroup": cluster.admins, "userGroups": user_groups(model, cluster)})));
    if !model.kept_ingresses().is_empty() {
        spec.insert("ingress".to_owned(), json!(Controller::of(&cluster.releases.ingress).0.release()));
    }
    if model.features().nat_gateway || model.features().routed || model.features().insights.isolated {
        spec.insert("outboundType".to_owned(), json!(site.outbound_type()));
    }
    if model.features().policy {
        spec.insert("policy".to_owned(), json!(cluster.policy));
    }
    if model.features().routing.application_routing {
        spec.insert("applicationRouting".to_owned(), json!(cluster.has_application_routing()));
    }
    if let Some(set) = &cluster.disk_encryption {
        spec.insert("diskEncryptionSet".to_owned(), reference(&set.name, &set.resource_group, None));
    }
    if let Some(written) = &cluster.autoscaler {
        spec.insert("autoscaler".to_owned(), autoscaler(written).into_iter().collect());
    }
    if let Some(api) = access::api_server(model, site) {
        spec.insert("apiServer".to_owned(), api);
    }
    if model.features().workloads {
        spec.insert("workloads".to_owned(), cluster.workloads.iter().map(workload).collect());
    }
    if model.features().writers.zone_writers {
        spec.insert("zoneWriters".to_owned(), cluster.zone_writers().map(|each| workload(each.writer)).collect());
    }
    Value::Object(spec)
}

fn workload(workload: &Workload) -> Value {
    let mut spec = json!({"name": workload.identity, "namespace": workload.namespace, "serviceAccount": workload.service_account});
    if let Some(account) = &workload.account_before {
        spec["accountBefore"] = json!(account);
    }
    spec
}

fn pool(pool: &Pool, features: Features) -> Value {
    let mut spec = object(json!({
        "name": pool.name,
        "mode": if pool.system { "System" } else { "User" },
        "vmSize": pool.size,
        "osDiskType": if pool.ephemeral { "Ephemeral" } else { "Managed" },
        "zones": pool.zones,
        "minCount": pool.min,
        "maxCount": pool.max,
        "maxPods": pool.max_pods,
        "taints": pool.taints.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }));
    if features.pool_labels {
        spec.insert("labels".to_owned(), json!(pool.labels));
    }
    if features.spot_pools {
        spec.insert("spot".to_owned(), json!(pool.spot));
    }
    if let Some(surge) = &pool.max_surge {
        spec.insert("maxSurge".to_owned(), json!(surge));
    }
    Value::Object(spec)
}

fn maintenance(cluster: &Cluster) -> Vec<Value> {
    let window = &cluster.upgrades.window;
    maintenance_windows(cluster)
        .into_iter()
        .map(|name| {
            json!({
                "name": name,
                "dayOfWeek": pascal(&window.day),
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

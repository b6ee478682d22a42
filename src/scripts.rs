//! The az CLI scripts: the third form of the infrastructure, and what configures a cluster after it.

mod boards;
pub mod settings;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::azure::alerts::alerts;
use crate::azure::own_roles::{OwnRole, own_roles};
use crate::azure::rule_groups::rule_groups;
use crate::azure::templates;
use crate::facts::{self, Facts, Role, RuleSet};
use crate::model::ingress::Controller;
use crate::model::{Collector, Features, Model};
use crate::plan::Plan;
use crate::render::Filling;
use boards::Boards;
use settings::branches::Branches;
use settings::front_door::FrontDoor;
use settings::global::Global;
use settings::hub::Hub;
use settings::{App, Cluster, Common, Site};

/// What every script may be filled with: what differs between sites stands in their settings.
#[derive(Debug, Serialize)]
struct Context<'a> {
    features: Features,
    /// Whether a person has to have a zone delegated.
    undelegated: bool,
    kubernetes_tag: &'a str,
    /// How many minors a pool may be older than its control plane.
    node_skew: u32,
    dns: Value,
    traffic: Value,
    front_door: Value,
    alerts: Value,
    prometheus: Value,
    boards: Boards<'a>,
    backup: Value,
    /// Namespaces.
    providers: &'a BTreeSet<&'a str>,
    /// Roles that are given, by id and name.
    given: Vec<(&'a str, &'a str)>,
    /// Those of one's own, and by their purpose what each is called.
    own_roles: Vec<OwnRole<'a>>,
    own: Value,
    /// Ids of Azure's roles, by our keys.
    roles: Map<String, Value>,
    /// Their official names, by the same keys.
    role_names: Map<String, Value>,
    api_versions: ApiVersions<'a>,
    waf: Value,
    /// The longest label of a branch; what the tags of its images begin with; the most credentials of an identity.
    longest_label: usize,
    branch_prefix: &'a str,
    federated_credentials: Option<u32>,
    /// The role of who puts certificates into a vault.
    certificates_officer: &'a str,
    /// So many days before its end a certificate is spoken of.
    certificate_days: Option<u32>,
    /// What runs the pods of the Gateway, where requests come in by one: of the fabric, and of the add-on of AKS.
    fabric_pods: String,
    routing_pods: String,
    /// The namespace of what watches a cluster from inside.
    monitoring_namespace: &'a str,
}

/// Of what no command of az itself makes or asks.
#[derive(Debug, Serialize)]
struct ApiVersions<'a> {
    lock: Option<&'a str>,
    collection_rule: Option<&'a str>,
    collection_association: Option<&'a str>,
    collection_endpoint: Option<&'a str>,
    metrics_workspace: Option<&'a str>,
    rule_group: Option<&'a str>,
    cluster: Option<&'a str>,
    grafana: Option<&'a str>,
    component: Option<&'a str>,
    public_address: Option<&'a str>,
    registry: Option<&'a str>,
    vault: Option<&'a str>,
    gateway: Option<&'a str>,
    delegation: Option<&'a str>,
    vpn_gateway: Option<&'a str>,
    local_gateway: Option<&'a str>,
    dns_resolver: Option<&'a str>,
    inbound_endpoint: Option<&'a str>,
    outbound_endpoint: Option<&'a str>,
    forwarding_ruleset: Option<&'a str>,
    forwarding_rule: Option<&'a str>,
    forwarding_link: Option<&'a str>,
    connection: Option<&'a str>,
    firewall: Option<&'a str>,
    firewall_policy: Option<&'a str>,
    firewall_rules: Option<&'a str>,
    profile: Option<&'a str>,
    metric_alert: Option<&'a str>,
    activity_alert: Option<&'a str>,
    log_alert: Option<&'a str>,
    action_group: Option<&'a str>,
    front_door: Option<&'a str>,
    front_door_waf: Option<&'a str>,
    text_record: Option<&'a str>,
    budget: Option<&'a str>,
    backup_vault: Option<&'a str>,
    backup_policy: Option<&'a str>,
    backup_instance: Option<&'a str>,
    extension: Option<&'a str>,
    storage_account: Option<&'a str>,
    role_definition: Option<&'a str>,
    subnet_link: Option<&'a str>,
}

/// The scripts, in the order of running.
const SCRIPTS: &[&str] = &[
    "scripts/lib.sh",
    "scripts/00-preflight.sh",
    "scripts/05-roles.sh",
    "scripts/10-common.sh",
    "scripts/15-hub.sh",
    "scripts/20-network.sh",
    "scripts/30-monitoring.sh",
    "scripts/35-budget.sh",
    "scripts/40-vault.sh",
    "scripts/42-backup-vault.sh",
    "scripts/45-endpoints.sh",
    "scripts/50-identities.sh",
    "scripts/60-cluster.sh",
    "scripts/65-alerts.sh",
    "scripts/66-metrics.sh",
    "scripts/67-application-insights.sh",
    "scripts/70-workloads.sh",
    "scripts/75-backup.sh",
    "scripts/80-edge.sh",
    "scripts/85-front-door.sh",
    "scripts/90-global.sh",
    "scripts/92-grafana.sh",
    "scripts/95-connection.sh",
    "scripts/96-circuit.sh",
    "scripts/branches.sh",
    "scripts/configuration.sh",
    "scripts/upgrade.sh",
    "scripts/hours.sh",
    "scripts/destroy.sh",
];

/// Whether anything calls for a script.
fn is_wanted(script: &str, features: &Features) -> bool {
    match script {
        "scripts/05-roles.sh" => features.writers.own_roles,
        "scripts/95-connection.sh" => features.vpns,
        "scripts/96-circuit.sh" => features.brought_circuits,
        "scripts/15-hub.sh" => features.hubs,
        "scripts/70-workloads.sh" => features.workloads,
        "scripts/80-edge.sh" => features.gateway,
        "scripts/30-monitoring.sh" => features.data_groups,
        "scripts/35-budget.sh" => features.budgets,
        "scripts/40-vault.sh" => features.vaults,
        "scripts/65-alerts.sh" => features.alerts,
        "scripts/66-metrics.sh" => features.prometheus,
        "scripts/67-application-insights.sh" => features.application_insights,
        "scripts/42-backup-vault.sh" | "scripts/75-backup.sh" => features.backups,
        "scripts/branches.sh" => features.branches,
        "scripts/hours.sh" => features.hours,
        "scripts/45-endpoints.sh" => features.endpoints,
        "scripts/85-front-door.sh" => features.front_doors,
        "scripts/92-grafana.sh" => features.grafana,
        "scripts/90-global.sh" => features.profiles,
        _ => true,
    }
}

/// Plans every script, and the settings of each site and app. `providers` are the resource providers of all that is made, and
/// `given` the roles that are given.
pub fn plan(model: &Model, facts: &Facts, providers: &BTreeSet<&str>, given: &[&Role], plan: &mut Plan) {
    let features = model.features();
    let filling = Filling::of(&context(model, facts, providers, given));
    for script in SCRIPTS.iter().copied().filter(|script| is_wanted(script, &features)) {
        plan.filled(script, script, &filling);
    }
    plan.template("scripts/settings/common.sh", "scripts/settings/common.sh", Common::new(model, facts));
    if features.profiles {
        plan.template("scripts/settings/global.sh", "scripts/settings/global.sh", Global::new(model));
    }
    if features.front_doors {
        plan.template("scripts/settings/front-door.sh", "scripts/settings/front-door.sh", FrontDoor::new(model));
    }
    for hub in &model.hubs {
        plan.template("scripts/settings/hub.sh", format!("scripts/settings/hubs/{}.sh", hub.region.name), Hub::new(model, hub));
    }
    for site in &model.sites {
        plan.template("scripts/settings/site.sh", format!("scripts/settings/{}.sh", site.key), Site::new(model, site));
        for cluster in &site.clusters {
            plan.template("scripts/settings/cluster.sh", format!("scripts/settings/clusters/{}.sh", cluster.name), Cluster::new(model, site, cluster));
        }
    }
    for environment in &model.environments {
        if let Some(branches) = &environment.branches {
            let settings = Branches::of(model, environment, branches);
            plan.template("scripts/settings/branches.sh", format!("scripts/settings/branches/{}.sh", environment.name), settings);
        }
    }
    for app in &model.apps {
        plan.template("scripts/settings/app.sh", format!("scripts/settings/apps/{}.sh", app.name), App::new(app));
    }
}

fn context<'a>(model: &'a Model, facts: &'a Facts, providers: &'a BTreeSet<&'a str>, given: &[&'a Role]) -> Context<'a> {
    let rule_set = |set: &RuleSet| json!({"kind": set.kind, "version": set.version});
    let named = |role: &facts::OwnRole| facts::OwnRole::named(&model.name, &role.name);
    let api_version = |kind| facts.api_versions.get(kind);
    Context {
        features: model.features(),
        undelegated: model.dns.undelegated().next().is_some(),
        kubernetes_tag: &facts.outgoing.kubernetes_tag,
        node_skew: facts.kubernetes.node_skew,
        dns: templates::dns(facts),
        traffic: templates::traffic(facts),
        front_door: templates::front_door(facts),
        alerts: alerts(model, facts),
        prometheus: rule_groups(model, facts, "${dollar}"),
        boards: Boards::new(model, facts),
        backup: templates::backup(facts),
        providers,
        own_roles: own_roles(model, facts),
        own: json!({"proofs": named(&facts.own_roles.proofs), "records": named(&facts.own_roles.records)}),
        given: given.iter().map(|role| (role.id.as_str(), role.name.as_str())).collect(),
        roles: facts.roles.entries().map(|(key, role)| (key.to_owned(), json!(role.id))).collect(),
        role_names: facts.roles.entries().map(|(key, role)| (key.to_owned(), json!(role.name))).collect(),
        api_versions: ApiVersions {
            lock: api_version("Microsoft.Authorization/locks"),
            collection_rule: api_version("Microsoft.Insights/dataCollectionRules"),
            collection_association: api_version("Microsoft.Insights/dataCollectionRuleAssociations"),
            collection_endpoint: api_version("Microsoft.Insights/dataCollectionEndpoints"),
            metrics_workspace: api_version("Microsoft.Monitor/accounts"),
            rule_group: api_version("Microsoft.AlertsManagement/prometheusRuleGroups"),
            cluster: api_version("Microsoft.ContainerService/managedClusters"),
            grafana: api_version("Microsoft.Dashboard/grafana"),
            component: api_version("Microsoft.Insights/components"),
            public_address: api_version("Microsoft.Network/publicIPAddresses"),
            registry: api_version("Microsoft.ContainerRegistry/registries"),
            vault: api_version("Microsoft.KeyVault/vaults"),
            gateway: api_version("Microsoft.Network/applicationGateways"),
            vpn_gateway: api_version("Microsoft.Network/virtualNetworkGateways"),
            local_gateway: api_version("Microsoft.Network/localNetworkGateways"),
            dns_resolver: api_version("Microsoft.Network/dnsResolvers"),
            inbound_endpoint: api_version("Microsoft.Network/dnsResolvers/inboundEndpoints"),
            outbound_endpoint: api_version("Microsoft.Network/dnsResolvers/outboundEndpoints"),
            forwarding_ruleset: api_version("Microsoft.Network/dnsForwardingRulesets"),
            forwarding_rule: api_version("Microsoft.Network/dnsForwardingRulesets/forwardingRules"),
            forwarding_link: api_version("Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks"),
            connection: api_version("Microsoft.Network/connections"),
            firewall: api_version("Microsoft.Network/azureFirewalls"),
            firewall_policy: api_version("Microsoft.Network/firewallPolicies"),
            firewall_rules: api_version("Microsoft.Network/firewallPolicies/ruleCollectionGroups"),
            delegation: api_version("Microsoft.Network/dnsZones/NS"),
            metric_alert: api_version("Microsoft.Insights/metricAlerts"),
            activity_alert: api_version("Microsoft.Insights/activityLogAlerts"),
            log_alert: api_version("Microsoft.Insights/scheduledQueryRules"),
            action_group: api_version("Microsoft.Insights/actionGroups"),
            front_door: api_version("Microsoft.Cdn/profiles"),
            front_door_waf: api_version("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies"),
            text_record: api_version("Microsoft.Network/dnsZones/TXT"),
            budget: api_version("Microsoft.Consumption/budgets"),
            backup_vault: api_version("Microsoft.DataProtection/backupVaults"),
            backup_policy: api_version("Microsoft.DataProtection/backupVaults/backupPolicies"),
            backup_instance: api_version("Microsoft.DataProtection/backupVaults/backupInstances"),
            extension: api_version("Microsoft.KubernetesConfiguration/extensions"),
            storage_account: api_version("Microsoft.Storage/storageAccounts"),
            profile: api_version("Microsoft.Network/trafficManagerProfiles"),
            role_definition: api_version("Microsoft.Authorization/roleDefinitions"),
            subnet_link: api_version("Microsoft.ContainerInstance/serviceAssociationLinks"),
        },
        waf: json!({
            "default": rule_set(&facts.waf_rule_sets.default),
            "bots": rule_set(&facts.waf_rule_sets.bots),
            "request_body": facts.limits.waf_request_body.max,
        }),
        longest_label: crate::model::branches::LONGEST,
        branch_prefix: crate::model::branch_images::PREFIX,
        federated_credentials: facts.limits.federated_credentials.max,
        certificate_days: facts.limits.certificate_near_expiry.recommended,
        certificates_officer: &facts.roles.key_vault_certificates_officer.name,
        fabric_pods: Controller::GatewayApi.gateway_pods(facts),
        routing_pods: Controller::ApplicationRouting.gateway_pods(facts),
        monitoring_namespace: facts.releases.get(Collector::NAME).map_or("monitoring", |chart| &chart.namespace),
    }
}

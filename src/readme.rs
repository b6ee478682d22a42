//! `README.md` of the output: what is here, in which order it is deployed, what a person does, and how to get out again.

pub mod asker;
mod backups;
mod branches;
mod brought;
mod capacity;
mod dashboards;
pub mod deployers;
mod deployments;
mod devops;
mod front_door;
mod global;
mod grafana;
mod has;
mod hub_places;
mod images;
mod names;
pub mod people;
mod places;
mod stacks;
mod storage;
mod subnets;
mod virtual_nodes;
mod woken;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use asker::Asker;
use brought::{Brought, Grant};
use deployers::{Deployer, deployers, seen};
use devops::DevOps;
use has::Has;
use subnets::BroughtSubnet;
use woken::Woken;

use crate::azure;
use crate::azure::alerts::heard;
use crate::azure::own_roles::{OwnRole, own_roles};
use crate::azure::rule_groups::spoken_alerts;
use crate::blueprint::pipelines::Agents;
use crate::blueprint::settings::Redundancy;
use crate::facts::{ActivityAlert, Alert, Facts, OwnRole as OwnRoleFacts, Role};
use crate::model::front_door::OriginLink;
use crate::model::ingress::Controller;
use crate::model::{Features, Model, PrivateZone, Reached};
use crate::plan::Plan;

/// Plans the README, and what git should know of the output.
pub fn plan(model: &Model, facts: &Facts, given: &[&Role], plan: &mut Plan) {
    plan.template("README.md", "README.md", Readme::new(model, facts, given));
    plan.template("gitattributes", ".gitattributes", serde_json::json!({}));
}

#[derive(Debug, Serialize)]
struct Readme<'a> {
    features: Features,
    name: &'a str,
    registry: &'a str,
    registry_name: &'a str,
    /// The id of a registry that is brought, and where it stands.
    brought_registry: Option<String>,
    registry_subscription: Option<&'a str>,
    common_group: &'a str,
    /// The region of what all share.
    home: &'a str,
    /// The annotation of pods that ask the Kubernetes API by its name.
    by_name: &'a str,
    hubs: Vec<hub_places::HubPlace<'a>>,
    names: Vec<names::Names<'a>>,
    /// Virtual networks of hubs that are brought and lead on premises, by name.
    foreign_hubs: BTreeSet<&'a str>,
    sites: Vec<places::Place<'a>>,
    environments: Vec<places::Served<'a>>,
    apps: Vec<places::Running<'a>>,
    branches: Vec<branches::Beside<'a>>,
    elsewhere: Option<branches::Elsewhere<'a>>,
    branch_prefix: &'static str,
    stored: Vec<storage::Stored<'a>>,
    /// Disks and shares that exist.
    volumes: Vec<storage::Foreign<'a>>,
    dns: global::Dns<'a>,
    profiles: Vec<global::Profile<'a>>,
    front_doors: Vec<front_door::Door<'a>>,
    front_door_version: Option<&'a str>,
    budgets: Vec<global::Budget<'a>>,
    backup: backups::Terms<'a>,
    /// Whether copies can be restored in another region.
    backup_crosses_regions: bool,
    failover: global::Failover,
    admins: &'a str,
    subscription: Option<&'a str>,
    blueprint: &'a str,
    branch: &'a str,
    connection: &'a str,
    /// By which pull requests sign in, where that is another one.
    pull_requests: Option<&'a str>,
    /// Agents of one's own on which the pipelines run.
    pool: Option<&'a str>,
    /// Those of pull requests, where they are others.
    asking: Option<crate::devops::Machines<'a>>,
    brought: BTreeSet<Brought<'a>>,
    brought_subnets: Vec<BroughtSubnet<'a>>,
    grants: BTreeSet<Grant<'a>>,
    /// What wakes somebody.
    alerts: Vec<&'a Alert>,
    activity_alerts: &'a [ActivityAlert],
    metrics_alerts: Vec<Value>,
    woken: Woken<'a>,
    /// None where no platform has it.
    grafana: Option<grafana::Grafana<'a>>,
    /// Vaults that are reached in the network alone, and the private DNS zones in which names of endpoints and of API servers are found, each once.
    private_vaults: Vec<&'a str>,
    endpoint_zones: BTreeSet<PrivateZone>,
    api_zones: BTreeSet<PrivateZone>,
    deployers: Vec<Deployer<'a>>,
    roles: people::Roles<'a>,
    /// The condition of the role by which whoever deploys gives roles.
    may_give: String,
    may_wire: String,
    /// Of who deploys a platform apart, in groups of what all share and on what is in them.
    home_roles: [String; 2],
    own_roles: Vec<OwnRole<'a>>,
    /// What who asks for pull requests may do, where that is another one than who deploys.
    asker: Option<Asker<'a>>,
    certificates: Vec<people::Certificate<'a>>,
    /// Where certificates are issued into, and from.
    ingress_namespace: &'a str,
    /// Clusters with the application routing add-on.
    routed_by_aks: Vec<&'a str>,
    issuer_namespace: &'a str,
    secrets: Vec<people::Secret<'a>>,
    /// Names of those that are made, behind their subscription where there are several; ids of those that are brought.
    vaults: BTreeSet<String>,
    /// By which a Front Door reaches an ingress, each once.
    private_links: Vec<&'a OriginLink>,
    /// The scripts of a site before its edge, in order.
    scripts: Vec<&'static str>,
    deployments: Vec<deployments::Deployment>,
    devops: DevOps<'a>,
    tools: Tools<'a>,
    quotas: Vec<capacity::Quota<'a>>,
    images: images::Images<'a>,
    push: &'a [String],
    /// The most that a firewall looks at, in KiB.
    request_body: Option<u32>,
    /// So many days before its end a certificate is spoken of.
    certificate_days: Option<u32>,
    firewall: Firewall,
    /// None where no cluster has one.
    dashboards: Option<dashboards::Dashboards<'a>>,
    virtual_nodes: Option<virtual_nodes::VirtualNodes<'a>>,
    stacks: Option<stacks::Stacks<'a>>,
    has: Has,
}

/// Versions of what the output was made for.
#[derive(Debug, Serialize)]
struct Tools<'a> {
    helm: &'a str,
    kubectl: &'a str,
    kubelogin: &'a str,
}

/// In which modes there are firewalls.
#[derive(Debug, Serialize)]
struct Firewall {
    detects: bool,
    prevents: bool,
}

impl<'a> Readme<'a> {
    fn new(model: &'a Model, facts: &'a Facts, given: &[&Role]) -> Self {
        let features = model.features();
        let brought = brought::brought(model, facts);
        Self {
            features: model.features(),
            name: &model.name,
            registry: &model.common.registry.login_server,
            registry_name: &model.common.registry.name,
            brought_registry: model.common.registry.brought_id(),
            common_group: &model.common.resource_group,
            home: &model.common.location,
            hubs: hub_places::hubs(model),
            names: names::names(model, facts),
            registry_subscription: model.common.registry.subscription.as_ref().or(model.shared_subscription()).map(String::as_str),
            foreign_hubs: model
                .sites
                .iter()
                .filter(|site| !site.on_premises.is_empty())
                .filter_map(|site| site.hub.as_ref())
                .filter(|hub| !hub.made)
                .map(|hub| hub.network.as_str())
                .collect(),
            sites: places::places(model, facts),
            environments: places::served(model),
            apps: places::running(model),
            branches: branches::beside(model),
            elsewhere: branches::elsewhere(model),
            branch_prefix: crate::model::branch_images::PREFIX,
            stored: storage::stored(model, facts),
            volumes: storage::foreign(model, facts),
            dns: global::Dns::new(model, facts),
            profiles: global::profiles(model),
            front_doors: front_door::doors(model),
            budgets: global::budgets(model),
            front_door_version: facts.api_versions.get("Microsoft.Cdn/profiles"),
            backup: backups::Terms::new(facts),
            backup_crosses_regions: model.backups().any(|(_, backup)| backup.vault_days.is_some() && backup.redundancy == Redundancy::Geo),
            failover: global::Failover::new(facts),
            by_name: &facts.outgoing.kubernetes_by_name,
            admins: model.sites.iter().flat_map(|site| &site.clusters).map(|cluster| cluster.admins.as_str()).next().unwrap_or_default(),
            subscription: model.subscription.as_deref(),
            blueprint: &model.devops.blueprint,
            branch: &model.devops.branch,
            connection: &model.devops.service_connection,
            pull_requests: model.devops.pull_request_connection.as_deref(),
            pool: match &model.devops.agents {
                Agents::Hosted(_) => None,
                Agents::Own(own) => Some(own.pool.as_str()),
            },
            asking: crate::devops::pull_requests::machines(model, facts),
            grants: brought::grants(&brought),
            brought,
            brought_subnets: model.sites.iter().flat_map(BroughtSubnet::of).collect(),
            private_vaults: model.sites.iter().filter_map(|site| Some(site.endpoint(Reached::Vault)?.target.as_str())).collect(),
            endpoint_zones: model.sites.iter().flat_map(|site| site.endpoints.iter().map(|endpoint| seen(model, site, &endpoint.zone))).collect(),
            api_zones: model.sites.iter().filter_map(|site| Some(seen(model, site, site.api.zone()?))).collect(),
            deployers: deployers(model),
            alerts: heard(model, facts).collect(),
            grafana: grafana::Grafana::new(model),
            activity_alerts: &facts.alerts.activity,
            metrics_alerts: spoken_alerts(model, facts),
            woken: Woken::new(model, facts),
            roles: people::Roles::new(model, facts),
            may_give: azure::roles::condition(given, features.writers.zone_writers),
            may_wire: crate::devops::setup::may_wire(model, facts),
            home_roles: [&facts.own_roles.deployments, &facts.own_roles.wiring].map(|role| OwnRoleFacts::named(&model.name, &role.name)),
            own_roles: own_roles(model, facts),
            asker: Asker::new(model, facts),
            certificates: people::certificates(model),
            ingress_namespace: Controller::namespace(facts),
            routed_by_aks: model.clusters().filter(|(_, cluster)| cluster.has_application_routing()).map(|(_, cluster)| cluster.name.as_str()).collect(),
            issuer_namespace: facts.releases.get("cert-manager").map_or("", |chart| &chart.namespace),
            secrets: people::secrets(model),
            vaults: people::vaults(model),
            private_links: model.private_links(),
            scripts: deployments::scripts(features),
            deployments: deployments::deployments(model),
            devops: DevOps::new(model),
            tools: Tools { helm: &facts.tools.helm.version, kubectl: &facts.tools.kubectl.version, kubelogin: &facts.tools.kubelogin.version },
            quotas: capacity::quotas(model, facts),
            images: images::Images::new(model),
            push: &model.common.registry.push,
            certificate_days: facts.limits.certificate_near_expiry.recommended,
            request_body: facts.limits.waf_request_body.max,
            firewall: Firewall::new(model),
            dashboards: dashboards::dashboards(model, facts),
            virtual_nodes: virtual_nodes::virtual_nodes(model, facts),
            stacks: stacks::stacks(model, facts),
            has: Has::new(model),
        }
    }
}

/// Whether whoever deploys needs roles on what is brought, which a person gives.
pub fn leaves_grants(model: &Model, facts: &Facts) -> bool {
    !brought::grants(&brought::brought(model, facts)).is_empty()
}

impl Firewall {
    fn new(model: &Model) -> Self {
        let any = |mode| model.sites.iter().any(|site| site.edge.gateway().is_some_and(|gateway| gateway.waf.mode == mode));
        Self { detects: any("Detection"), prevents: any("Prevention") }
    }
}

#[cfg(test)]
mod tests;

//! The pipeline that makes what stands in Azure.

use serde::Serialize;

use super::{Machines, Pipeline, approvals, environments, identifier, pull_requests, title};
use crate::azure::deployments::{Deployment, Kind, deployments};
use crate::facts::Facts;
use crate::model::{Features, Model};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Infrastructure<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    features: Features,
    preflights: Vec<Preflight<'a>>,
    /// Whether pull requests sign in as somebody else, who reads and may not deploy.
    apart: bool,
    /// Their machines, where those that deploy are others.
    asking: Option<Machines<'a>>,
    deployments: Vec<Stage<'a>>,
}

/// A preflight by one service connection, which sees one subscription.
#[derive(Debug, Serialize)]
struct Preflight<'a> {
    connection: &'a str,
    /// Of what all share there is nothing to name.
    sites: Vec<&'a str>,
}

/// One deployment: a what-if, and a stage.
#[derive(Debug, Serialize)]
struct Stage<'a> {
    /// The stem of its parameter file.
    stem: String,
    /// Its template.
    kind: &'static str,
    /// The name of its stage and job.
    id: String,
    title: String,
    /// As `az deployment` names it.
    scope: &'static str,
    location: String,
    resource_group: Option<String>,
    /// The service connection by which it is deployed, and the subscription, where that is written.
    connection: &'a str,
    /// That by which pull requests ask, where it is another one.
    pull_requests: Option<String>,
    subscription: Option<&'a str>,
    /// The resource group that an earlier deployment (of what is common: its own) makes, and without which there is nothing to compare with.
    after: String,
    /// The subscription in which it stands, where that is written.
    after_in: Option<&'a str>,
    environment: String,
    /// Any of whom must agree.
    approvers: Vec<&'a str>,
    vault: Option<&'a str>,
    /// What the vault must hold before it.
    certificates: Vec<&'a str>,
    /// Private link services that must be there before it: `<cluster>/<resource group>/<name>`.
    private_links: Vec<String>,
}

pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    let deployments = deployments(model).into_iter().map(|deployment| stage(model, deployment)).collect();
    let context = Infrastructure {
        pipeline: Pipeline::new(model),
        features: model.features(),
        preflights: preflights(model),
        apart: model.devops.pull_request_connection.is_some(),
        asking: pull_requests::machines(model, facts),
        deployments,
    };
    plan.template("pipelines/infrastructure.yml", "pipelines/infrastructure.yml", context);
}

/// That of what all share first, then those of platforms with a connection of their own.
fn preflights(model: &Model) -> Vec<Preflight<'_>> {
    let mut preflights = vec![Preflight { connection: &model.devops.service_connection, sites: Vec::new() }];
    for site in &model.sites {
        match preflights.iter_mut().find(|preflight| preflight.connection == site.connection) {
            Some(preflight) => preflight.sites.push(&site.key),
            None => preflights.push(Preflight { connection: &site.connection, sites: vec![&site.key] }),
        }
    }
    preflights
}

fn stage(model: &Model, deployment: Deployment) -> Stage<'_> {
    let stem = deployment.stem();
    let of_hub = matches!(deployment.kind, Kind::Hub | Kind::Connection | Kind::Circuit);
    let site = deployment.site.as_deref().filter(|_| !of_hub).and_then(|key| model.site(key));
    let hub = model.hubs.iter().find(|hub| of_hub && deployment.site.as_deref() == Some(hub.region.name.as_str()));
    let own_hub = hub.filter(|_| matches!(deployment.kind, Kind::Connection | Kind::Circuit)).map(|hub| hub.resource_group.clone());
    let hub_of_site = site.and_then(|site| site.hub.as_ref()).filter(|hub| hub.made).map(|hub| hub.resource_group.clone());
    Stage {
        id: identifier(&stem),
        title: match (deployment.kind, site) {
            (Kind::Edge, Some(site)) => format!("Edge of {}", title(site)),
            (_, Some(site)) => format!("Foundation of {}", title(site)),
            (Kind::Hub, _) => format!("Hub in {}", hub.map_or("", |hub| &hub.region.display)),
            (Kind::Connection, _) => format!("Tunnel of the hub in {}", hub.map_or("", |hub| &hub.region.display)),
            (Kind::Circuit, _) => format!("Line of the hub in {}", hub.map_or("", |hub| &hub.region.display)),
            (Kind::Global, _) => "What leads to the regions".to_owned(),
            (_, None) => "What all share".to_owned(),
        },
        kind: deployment.kind.template(),
        scope: if deployment.resource_group.is_some() { "group" } else { "sub" },
        after: deployment.resource_group.clone().or(own_hub).or(hub_of_site).unwrap_or_else(|| model.common.resource_group.clone()),
        after_in: site.filter(|_| deployment.resource_group.is_some()).map_or(model.subscription.as_deref(), |site| model.subscription_of(site)),
        environment: match (site, hub) {
            (Some(site), _) => environments::platform(model, site),
            (_, Some(hub)) => environments::hub(model, hub),
            _ => environments::common(model),
        },
        approvers: site.map_or_else(|| approvals::of_all(model), |site| approvals::of_platform(model, &site.platform)).into_iter().collect(),
        pull_requests: pull_requests::connection(model, site),
        connection: site.map_or(model.devops.service_connection.as_str(), |site| &site.connection),
        subscription: site.map_or(model.subscription.as_deref(), |site| model.subscription_of(site)),
        vault: site.map(|site| site.vault.name.as_str()),
        certificates: site.filter(|_| deployment.kind == Kind::Edge).map(|site| site.edge.certificates()).unwrap_or_default(),
        private_links: if deployment.kind == Kind::Global {
            model.private_links().into_iter().map(|link| format!("{}/{}/{}", link.cluster, link.resource_group, link.service)).collect()
        } else {
            Vec::new()
        },
        location: deployment.location,
        resource_group: deployment.resource_group,
        stem,
    }
}

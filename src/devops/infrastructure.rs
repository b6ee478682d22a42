//! The pipeline that makes what stands in Azure.

use serde::Serialize;

use super::order::{self, Before, Part};
use super::{Machines, Pipeline, approvals, environments, identifier, pull_requests, title};
use crate::azure::deployments::{Deployment, Kind};
use crate::facts::Facts;
use crate::model::front_door::OriginLink;
use crate::model::{Features, Model, Site};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Infrastructure<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    features: Features,
    /// Whether pull requests sign in as somebody else, who reads and may not deploy.
    apart: bool,
    /// Their machines, where those that deploy are others.
    asking: Option<Machines<'a>>,
    befores: Vec<Before<'a>>,
    deployments: &'a [Stage<'a>],
}

/// One deployment: a what-if, and a stage.
#[derive(Debug, Serialize)]
pub struct Stage<'a> {
    /// The stem of its parameter file.
    stem: String,
    /// Its template.
    kind: &'static str,
    /// To what it belongs.
    #[serde(skip)]
    pub part: Part<'a>,
    /// The name of its stage and job.
    pub id: String,
    pub title: String,
    /// The stages for which it waits.
    pub depends_on: Vec<String>,
    /// Those of them without which it is left out, even where they let others go on.
    pub well: Vec<String>,
    /// Whether its region takes no requests now: nothing in use waits for it.
    pub is_out: bool,
    /// The site of whose clusters Azure may have raised one already.
    upgraded: Option<&'a str>,
    /// That site, where its clusters do not run always.
    resting: Option<&'a str>,
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
    /// Private link services that must be there before it: `<cluster>/<resource group>/<name>/<status>`.
    private_links: Vec<String>,
    /// Whether dashboards are written into the Grafana that it makes.
    dashboards: bool,
}

pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    let deployments = order::stages(model, |deployment, part| stage(model, deployment, part));
    let context = Infrastructure {
        pipeline: Pipeline::new(model),
        features: model.features(),
        apart: model.devops.pull_request_connection.is_some(),
        asking: pull_requests::machines(model, facts),
        befores: order::befores(model, &deployments),
        deployments: &deployments,
    };
    plan.template("pipelines/infrastructure.yml", "pipelines/infrastructure.yml", context);
}

/// How it stands to the others, the order says.
fn stage<'a>(model: &'a Model, deployment: Deployment, part: Part<'a>) -> Stage<'a> {
    let stem = deployment.stem();
    let (site, hub) = (part.site(), part.hub());
    let own_hub = hub.filter(|_| matches!(deployment.kind, Kind::Connection | Kind::Circuit)).map(|hub| hub.resource_group.clone());
    let hub_of_site = site.and_then(|site| site.hub.as_ref()).filter(|hub| hub.made).map(|hub| hub.resource_group.clone());
    Stage {
        id: identifier(&stem),
        part,
        depends_on: Vec::new(),
        well: Vec::new(),
        is_out: false,
        upgraded: site.filter(|_| deployment.kind == Kind::Region).map(|site| site.key.as_str()),
        resting: site.filter(|_| deployment.kind == Kind::Region).and_then(Site::resting),
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
            model.private_links().into_iter().map(|link| private_link(model, link)).collect()
        } else {
            Vec::new()
        },
        dashboards: deployment.kind == Kind::Global && model.grafana.is_some(),
        location: if deployment.kind == Kind::Global { kept(model, deployment.location) } else { deployment.location },
        resource_group: deployment.resource_group,
        stem,
    }
}

/// A private link service, as the step that looks for it reads it.
fn private_link(model: &Model, OriginLink { service, resource_group, cluster }: &OriginLink) -> String {
    let is_out = model.clusters().any(|(site, other)| other.name == *cluster && site.is_out());
    format!("{cluster}/{resource_group}/{service}/{}", if is_out { "Disabled" } else { "Enabled" })
}

/// Where the record of a deployment over all regions is kept: where all else of what they share is, unless that region takes no requests now.
fn kept(model: &Model, location: String) -> String {
    let lost = model.sites.iter().any(|site| site.region.name == location && site.is_out());
    let used = model.sites.iter().find(|site| !site.is_out() && site.region.name != location);
    used.filter(|_| lost).map_or(location, |site| site.region.name.clone())
}

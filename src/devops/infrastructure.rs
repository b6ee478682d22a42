//! The pipeline that makes what stands in Azure.

use serde::Serialize;

use super::{Pipeline, environments, identifier, title};
use crate::model::{Model, Site};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Infrastructure<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    deployments: Vec<Deployment<'a>>,
}

/// One deployment: a what-if, and a stage.
#[derive(Debug, Serialize)]
struct Deployment<'a> {
    /// The stem of its parameter file.
    stem: String,
    template: &'static str,
    /// The name of its stage and job.
    id: String,
    title: String,
    /// As `az deployment` names it.
    scope: &'static str,
    location: &'a str,
    resource_group: Option<&'a str>,
    /// A resource group without which what it refers to does not stand.
    after: &'a str,
    environment: String,
    vault: &'a str,
    /// What the vault must hold before it.
    certificates: Vec<&'a str>,
}

pub fn plan(model: &Model, plan: &mut Plan) {
    let mut deployments = vec![common(model)];
    for site in &model.sites {
        deployments.push(region(model, site));
        deployments.push(edge(model, site));
    }
    let context = Infrastructure { pipeline: Pipeline::new(model), deployments };
    plan.template("pipelines/infrastructure.yml", "pipelines/infrastructure.yml", context);
}

fn common(model: &Model) -> Deployment<'_> {
    Deployment {
        stem: "common".to_owned(),
        template: "common",
        id: "common".to_owned(),
        title: "What all platforms share".to_owned(),
        scope: "sub",
        location: &model.common.location,
        resource_group: None,
        after: &model.common.resource_group,
        environment: environments::common(model),
        vault: "",
        certificates: Vec::new(),
    }
}

fn region<'a>(model: &'a Model, site: &'a Site) -> Deployment<'a> {
    let stem = format!("region-{}", site.key);
    Deployment {
        template: "region",
        id: identifier(&stem),
        stem,
        title: format!("Foundation of {}", title(site)),
        scope: "sub",
        location: &site.region.name,
        resource_group: None,
        after: &model.common.resource_group,
        environment: environments::platform(model, site),
        vault: &site.vault.name,
        certificates: Vec::new(),
    }
}

fn edge<'a>(model: &'a Model, site: &'a Site) -> Deployment<'a> {
    let stem = format!("edge-{}", site.key);
    let mut certificates: Vec<&str> = site.gateway.listeners.iter().filter_map(|listener| listener.certificate.as_deref()).collect();
    certificates.sort_unstable();
    certificates.dedup();
    Deployment {
        template: "edge",
        id: identifier(&stem),
        stem,
        title: format!("Edge of {}", title(site)),
        scope: "group",
        location: &site.region.name,
        resource_group: Some(&site.groups.network),
        after: &site.groups.network,
        environment: environments::platform(model, site),
        vault: &site.vault.name,
        certificates,
    }
}

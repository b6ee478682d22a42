//! Which stage of the pipeline of the infrastructure waits for which.
//!
//! What is in use goes one after the other, in the order of promotion, so that a change which fails stops before it comes further. A region that takes
//! no requests stands beside that: it waits for what all share and for nothing else, and nothing waits for it.

use serde::Serialize;

use super::infrastructure::Stage;
use super::{identifier, title};
use crate::azure::deployments::{Deployment, Kind, deployments};
use crate::model::{Hub, Model, Site};

/// To what a deployment belongs: what is in its way is asked for that alone.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    Common,
    Hub(&'a Hub),
    Site(&'a Site),
}

impl<'a> Part<'a> {
    fn of(model: &'a Model, deployment: &Deployment) -> Self {
        let name = deployment.site.as_deref();
        let hub = || model.hubs.iter().find(|hub| Some(hub.region.name.as_str()) == name).map_or(Part::Common, Part::Hub);
        match deployment.kind {
            Kind::Common | Kind::Global => Part::Common,
            Kind::Hub | Kind::Connection | Kind::Circuit => hub(),
            Kind::Region | Kind::Edge => name.and_then(|key| model.site(key)).map_or(Part::Common, Part::Site),
        }
    }

    pub fn site(self) -> Option<&'a Site> {
        if let Part::Site(site) = self { Some(site) } else { None }
    }

    pub fn hub(self) -> Option<&'a Hub> {
        if let Part::Hub(hub) = self { Some(hub) } else { None }
    }

    /// The hub on which a site hangs, where that is made.
    fn made_hub(self, model: &'a Model) -> Option<&'a Hub> {
        let site = self.site().filter(|site| site.hub.as_ref().is_some_and(|hub| hub.made))?;
        model.hubs.iter().find(|hub| hub.region.name == site.region.name)
    }

    /// Whether its region takes no requests now; of a hub, whether that holds of all platforms there.
    fn is_out(self, model: &Model) -> bool {
        match self {
            Part::Common => false,
            Part::Hub(hub) => model.sites.iter().filter(|site| site.region.name == hub.region.name).all(Site::is_out),
            Part::Site(site) => site.is_out(),
        }
    }

    /// As the preflight names it: its settings.
    fn settings(self) -> String {
        match self {
            Part::Common => "common".to_owned(),
            Part::Hub(hub) => format!("hubs/{}", hub.region.name),
            Part::Site(site) => site.key.clone(),
        }
    }

    /// The stem of its first deployment.
    fn stem(self) -> String {
        match self {
            Part::Common => Kind::Common.template().to_owned(),
            Part::Hub(hub) => format!("{}-{}", Kind::Hub.template(), hub.region.name),
            Part::Site(site) => format!("{}-{}", Kind::Region.template(), site.key),
        }
    }

    /// The stage of its first deployment.
    fn foundation(self) -> String {
        identifier(&self.stem())
    }

    /// The stage that asks for it.
    fn before(self) -> String {
        format!("before_{}", self.foundation())
    }

    fn title(self) -> String {
        match self {
            Part::Common => "what all share".to_owned(),
            Part::Hub(hub) => format!("the hub in {}", hub.region.display),
            Part::Site(site) => title(site),
        }
    }
}

/// What is asked before the deployments of a part: what is in their way, and what they would change.
#[derive(Debug, Serialize)]
pub struct Before<'a> {
    id: String,
    /// That of its artefact.
    name: String,
    title: String,
    /// What the preflight is to look at.
    settings: String,
    connection: &'a str,
    is_out: bool,
    deployments: Vec<&'a Stage<'a>>,
}

/// A stage for each deployment, in their order.
pub fn stages<'a>(model: &'a Model, stage: impl Fn(Deployment, Part<'a>) -> Stage<'a>) -> Vec<Stage<'a>> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut last: Option<String> = None; // of those in use
    for deployment in deployments(model) {
        let (kind, part) = (deployment.kind, Part::of(model, &deployment));
        let mut stage = stage(deployment, part);
        stage.is_out = part.is_out(model);
        let common = || Some(Part::Common.foundation());
        let before = match kind {
            Kind::Common => None,
            Kind::Hub => common(),
            Kind::Connection | Kind::Circuit => Some(part.foundation()),
            Kind::Edge if stage.is_out => Some(part.foundation()),
            Kind::Region if stage.is_out => common(),
            Kind::Region | Kind::Edge | Kind::Global => last.clone(),
        };
        let hub = part.made_hub(model).filter(|_| kind == Kind::Region).map(|hub| Part::Hub(hub).foundation());
        let asked = matches!(kind, Kind::Common | Kind::Hub | Kind::Region).then(|| part.before());
        stage.depends_on = asked.into_iter().chain(before).chain(hub).collect();
        if stage.is_out {
            stage.title.push_str(", disabled");
            stage.well = stage.depends_on.iter().filter(|id| Some(*id) != common().as_ref()).cloned().collect();
        } else if matches!(kind, Kind::Common | Kind::Region | Kind::Edge) {
            last = Some(stage.id.clone());
        }
        stages.push(stage);
    }
    stages
}

/// One for each part, in the order of the deployments.
pub fn befores<'a>(model: &'a Model, stages: &'a [Stage<'a>]) -> Vec<Before<'a>> {
    let mut befores: Vec<Before> = Vec::new();
    for stage in stages {
        let id = stage.part.before();
        match befores.iter_mut().find(|before| before.id == id) {
            Some(before) => before.deployments.push(stage),
            None => befores.push(Before {
                id,
                name: stage.part.stem(),
                title: format!("Before: {}", stage.part.title()),
                settings: stage.part.settings(),
                connection: stage.part.site().map_or(model.devops.service_connection.as_str(), |site| &site.connection),
                is_out: stage.is_out,
                deployments: vec![stage],
            }),
        }
    }
    befores
}

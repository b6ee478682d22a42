//! Settings of the branches of an environment: which may have one of their own, for how long, and what runs in it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::app::word;
use crate::blueprint::branches;
use crate::helm::usage::{self, Usage};
use crate::model::branches::Obstacle;
use crate::model::{App, Environment, Features, Model, Placement};

#[derive(Debug, Serialize)]
pub struct Branches<'a> {
    features: Features,
    environment: &'a str,
    from: &'a str,
    expire: u32,
    /// The branch that is no branch: it runs in the environment itself.
    trunk: &'a str,
    repositories: Vec<&'a str>,
    /// Those that are built of branches, too, each once.
    images: BTreeSet<&'a str>,
    homes: Vec<String>,
    apps: Vec<String>,
    /// Apps whose jobs before rollouts take on their identity, too.
    before: Vec<&'a str>,
    kept_out: Vec<String>,
}

impl<'a> Branches<'a> {
    /// Of an environment that has any.
    pub fn of(model: &'a Model, environment: &'a Environment, written: &'a branches::Branches) -> Self {
        let here = || {
            model
                .apps
                .iter()
                .flat_map(|app| app.placements.iter().map(move |placement| (app, placement)))
                .filter(|(_, placement)| placement.environment == environment.name)
        };
        let homes = model.clusters().flat_map(|(_, cluster)| {
            let of = cluster.namespaces.iter().filter(|namespace| namespace.environment == environment.name);
            of.filter_map(|namespace| Some(format!("{} {} {}", cluster.name, namespace.name, namespace.branches.as_ref()?.live)))
        });
        let mut kept_out: Vec<String> =
            here().filter_map(|(app, placement)| Some(format!("{} {}", app.name, why(placement.branches.as_ref()?.obstacle?)))).collect();
        kept_out.dedup();
        let takes = |placement: &Placement| placement.before_rollout.is_some() && !placement.secrets.is_empty() && placement.in_branch().is_some();
        let mut before: Vec<&str> = here().filter(|(_, placement)| takes(placement)).map(|(app, _)| app.name.as_str()).collect();
        before.dedup();
        Self {
            features: model.features(),
            environment: &environment.name,
            from: &written.from,
            expire: written.expire.count(),
            trunk: &model.devops.branch,
            repositories: model.branch_repositories(environment),
            images: model.built_beside(&environment.name).map(|(_, build)| build.image.as_str()).collect(),
            homes: homes.collect(),
            apps: here().filter_map(|(app, placement)| line(app, placement)).collect(),
            before,
            kept_out,
        }
    }
}

fn why(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Volume => "it has a disk or a share that exists, and that one claim has",
        Obstacle::Host => "it shares its host with other apps",
    }
}

fn line(app: &App, placement: &Placement) -> Option<String> {
    let of = placement.in_branch()?;
    let Placement { cluster, namespace, release, values, .. } = placement;
    let domain = of.domain.as_deref().unwrap_or("-");
    let tag = placement.tag.as_deref().unwrap_or("-");
    let handovers: String = placement.handovers.iter().map(|handover| format!(" {}", word(handover))).collect();
    Some(format!("{} {cluster} {namespace} {release} {values} {tag} {domain} {}{handovers}", app.name, one_replica(app, placement)))
}

/// What the values of the environment say otherwise: one replica is enough to try something.
fn one_replica(app: &App, placement: &Placement) -> &'static str {
    if app.only_jobs {
        return "-";
    }
    if Usage::of(app).autoscale.any && usage::autoscaled(placement) { "scale.min=1,scale.max=1" } else { "replicas=1" }
}

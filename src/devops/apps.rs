//! The pipeline of an app: a stage for each environment, in the order of promotion, and in it a wave for each of its regions.

use serde::Serialize;

use super::branch_images::Pattern;
use super::{Machines, Pipeline, approvals, branch_images, environments, identifier, pull_requests};
use crate::facts::{Facts, Interfaces};
use crate::model::{App, Build, Features, Model, Site};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct AppPipeline<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    app: &'a str,
    features: Features,
    /// How its image is built, if it is here; its repository, where that is another one, and the branch of it that counts; and where pull
    /// requests build, where that is elsewhere.
    build: Option<&'a Build>,
    repository: Option<String>,
    #[serde(rename = "ref")]
    reference: String,
    asking: Option<Machines<'a>>,
    /// Branches whose images are built, and the pipeline that builds them; when this one builds; and how Azure DevOps is asked.
    branches: Vec<Pattern<'a>>,
    branch_pipeline: String,
    builds_when: String,
    api: &'a Interfaces,
    stages: Vec<Stage<'a>>,
}

#[derive(Debug, Serialize)]
struct Stage<'a> {
    name: &'a str,
    id: String,
    environment: String,
    /// Any of whom must agree.
    approvers: Vec<&'a str>,
    waves: Vec<Wave<'a>>,
}

/// A cluster in which the app runs; the next one waits until it is well there.
#[derive(Debug, Serialize)]
struct Wave<'a> {
    id: String,
    cluster: &'a str,
    connection: &'a str,
    /// Whether its region takes no requests now: nothing waits for it.
    is_out: bool,
    /// The site, where its clusters do not run always.
    resting: Option<&'a str>,
}

pub fn plan(model: &Model, facts: &Facts, app: &App, plan: &mut Plan) {
    let mut stages: Vec<Stage> = Vec::new();
    for placement in &app.placements {
        let name = placement.environment.as_str();
        if stages.last().is_none_or(|stage| stage.name != name) {
            stages.push(Stage {
                name,
                id: identifier(name),
                environment: environments::apps(model, name),
                approvers: approvals::of_environment(model, name).into_iter().collect(),
                waves: Vec::new(),
            });
        }
        let site = model.site(&placement.site);
        let connection = site.map_or(model.devops.service_connection.as_str(), |site| &site.connection);
        let is_out = site.is_some_and(Site::is_out);
        if let Some(stage) = stages.last_mut() {
            let id = format!("{}_{}", stage.id, identifier(&placement.cluster));
            stage.waves.push(Wave { id, cluster: &placement.cluster, connection, is_out, resting: site.and_then(Site::resting) });
        }
    }
    stages.iter_mut().for_each(|stage| stage.waves.sort_by_key(|wave| wave.is_out));
    let build = model.build_of(app);
    let repository = build.and_then(|build| build.repository.as_ref());
    let branches = branch_images::patterns(model, app);
    let context = AppPipeline {
        pipeline: Pipeline::new(model),
        app: &app.name,
        features: model.features(),
        build,
        repository: repository.map(|repository| format!("{}/{}", repository.project, repository.name)),
        reference: format!("refs/heads/{}", model.devops.branch.as_str()),
        asking: pull_requests::machines(model, facts),
        builds_when: builds_when(model, !branches.is_empty()),
        branches,
        branch_pipeline: branch_images::pipeline(model),
        api: &facts.azure_devops.api,
        stages,
    };
    plan.template("pipelines/apps/app.yml", format!("pipelines/apps/{}.yml", app.name), context);
}

/// When its own image is built: where branches have theirs built elsewhere, of what is released and of pull requests alone.
fn builds_when(model: &Model, branches: bool) -> String {
    let asked = "eq(parameters.tag, '(build)'), eq(parameters.goBack, false)";
    let released = format!("eq(variables['Build.SourceBranch'], 'refs/heads/{}')", model.devops.branch.as_str());
    if branches { format!("and({asked}, or({released}, eq(variables['Build.Reason'], 'PullRequest')))") } else { format!("and({asked})") }
}

//! The Azure DevOps pipelines: infrastructure, configuration and each app, over steps that they share.

pub mod approvals;
mod apps;
pub mod branch_images;
mod branches;
mod configuration;
mod hours;
mod infrastructure;
mod install;
mod order;
pub mod pull_requests;
pub mod setup;
mod upgrade;

use serde::Serialize;

use crate::blueprint::pipelines::Agents;
use crate::facts::{Checks, Facts, Interfaces, Role, Scanner};
use crate::model::{App, Features, Model, Registry, Site};
use crate::plan::Plan;
use crate::render::Filling;

/// Plans every pipeline and the templates of their steps.
pub fn plan(model: &Model, facts: &Facts, given: &[&Role], plan: &mut Plan) {
    infrastructure::plan(model, facts, plan);
    configuration::plan(model, plan);
    upgrade::plan(model, plan);
    setup::plan(model, facts, given, plan);
    for app in model.apps.iter().filter(|app| !app.placements.is_empty()) {
        apps::plan(model, facts, app, plan);
    }
    if model.features().branches {
        branches::plan(model, facts, plan);
    }
    if model.features().hours {
        hours::plan(model, plan);
    }
    let steps = Filling::of(&Steps::new(model, facts));
    let mut step = |template, path: &str| plan.filled(template, format!("pipelines/templates/{path}"), &steps);
    step("pipelines/templates/check.yml", "check.yml");
    if model.features().approvals {
        step("pipelines/templates/approval.yml", "approval.yml");
    }
    step("pipelines/templates/preflight.yml", "preflight.yml");
    step("pipelines/templates/what-if.yml", "what-if.yml");
    step("pipelines/templates/deploy.yml", "deploy.yml");
    step("pipelines/templates/tools.yml", "tools.yml");
    step("pipelines/templates/configure.yml", "configure.yml");
    if model.features().certificates {
        step("pipelines/templates/certificates.yml", "certificates.yml");
    }
    if model.features().hours {
        step("pipelines/templates/started.yml", "started.yml");
    }
    if model.features().private_links {
        step("pipelines/templates/private-links.yml", "private-links.yml");
    }
    if model.apps.iter().any(|app| !app.placements.is_empty()) {
        step("pipelines/templates/app.yml", "app.yml");
    }
    if model.built().next().is_some() {
        step("pipelines/templates/build.yml", "build.yml");
    }
}

/// A pipeline of Azure DevOps, and its file in the repository.
#[derive(Debug, Clone, Serialize)]
pub struct Registered {
    pub name: String,
    pub file: String,
}

/// All pipelines that there are to be; the first one is that of the infrastructure.
pub fn registered(model: &Model) -> Vec<Registered> {
    let pipeline =
        |name: &str, file: &str| Registered { name: format!("{}-{name}", model.name), file: format!("{}/pipelines/{file}.yml", model.devops.output) };
    let branches = model.features().branches.then_some("branches");
    let hours = model.features().hours.then_some("hours");
    let named = ["infrastructure", "configuration", "upgrade"].into_iter().chain(branches).chain(hours).map(|name| pipeline(name, name));
    let apps = model.apps.iter().filter(|app| !app.placements.is_empty());
    named.chain(apps.map(|app| Registered { name: app_pipeline(model, app), ..pipeline("", &format!("apps/{}", app.name)) })).collect()
}

/// What the pipeline of an app is called.
pub fn app_pipeline(model: &Model, app: &App) -> String {
    format!("{}-app-{}", model.name, app.name)
}

/// What every pipeline says of itself.
#[derive(Debug, Serialize)]
struct Pipeline<'a> {
    name: &'a str,
    branch: &'a str,
    #[serde(flatten)]
    machines: Machines<'a>,
    output: &'a str,
}

impl<'a> Pipeline<'a> {
    fn new(model: &'a Model) -> Self {
        Self { name: &model.name, branch: &model.devops.branch, machines: Machines::new(&model.devops.agents), output: &model.devops.output }
    }
}

/// The image of hosted agents, or the pool of one's own.
#[derive(Debug, Serialize)]
pub struct Machines<'a> {
    pub image: Option<&'a str>,
    pub pool: Option<&'a str>,
}

impl<'a> Machines<'a> {
    fn new(agents: &'a Agents) -> Self {
        match agents {
            Agents::Hosted(image) => Self { image: Some(image), pool: None },
            Agents::Own(own) => Self { image: None, pool: Some(&own.pool) },
        }
    }
}

/// What the templates of steps need.
#[derive(Debug, Serialize)]
struct Steps<'a> {
    features: Features,
    connection: &'a str,
    /// By which pull requests sign in, where that is another one.
    pull_requests: Option<String>,
    subscription: Option<&'a str>,
    blueprint: &'a str,
    output: &'a str,
    install: Option<String>,
    tools: Tools<'a>,
    certificates_role: &'a str,
    /// So many days before its end a certificate is spoken of.
    certificate_days: Option<u32>,
    name: &'a str,
    /// Of Azure DevOps.
    api: &'a Interfaces,
    checks: &'a Checks,
    /// Whether images are built; by which service connection they are pushed, into what, and by what they are searched before,
    /// and what pushes those that were built elsewhere.
    builds: bool,
    pushing: String,
    registry: &'a Registry,
    scanner: &'a Scanner,
    pusher: &'a Scanner,
    /// The branch of what is released; and what the tags of images of others begin with.
    trunk: &'a str,
    branch_prefix: &'static str,
}

#[derive(Debug, Serialize)]
struct Tools<'a> {
    helm: &'a str,
    kubectl: &'a str,
    kubelogin: &'a str,
}

impl<'a> Steps<'a> {
    fn new(model: &'a Model, facts: &'a Facts) -> Self {
        let devops = &model.devops;
        Self {
            features: model.features(),
            connection: &devops.service_connection,
            pull_requests: pull_requests::connection(model, None),
            subscription: model.subscription.as_deref(),
            blueprint: &devops.blueprint,
            output: &devops.output,
            install: devops.install.as_ref().map(|text| install::as_text(text)),
            tools: Tools { helm: &facts.tools.helm.version, kubectl: &facts.tools.kubectl.version, kubelogin: &facts.tools.kubelogin.version },
            name: &model.name,
            api: &facts.azure_devops.api,
            checks: &facts.azure_devops.checks,
            certificate_days: facts.limits.certificate_near_expiry.recommended,
            builds: model.built().next().is_some(),
            pushing: model.pushing_connection(),
            registry: &model.common.registry,
            scanner: &facts.scanner,
            pusher: &facts.pusher,
            trunk: &devops.branch,
            branch_prefix: crate::model::branch_images::PREFIX,
            certificates_role: &facts.roles.key_vault_certificates_officer.name,
        }
    }
}

/// The name of a stage or a job: letters, digits and `_`. A label holds no `_`, so two labels never come to one name; and none ends in `_`, as the
/// names of stages do that stand beside those of environments.
fn identifier(label: &str) -> String {
    label.replace('-', "_")
}

/// `dev in West Europe`.
fn title(site: &Site) -> String {
    format!("{} in {}", site.platform, site.region.display)
}

/// The environments of Azure DevOps. Their prefixes keep hubs, platforms and apps apart, whatever they are called.
pub mod environments {
    use crate::model::{Hub, Model, Site};

    /// The environment in which what is common is deployed.
    pub fn common(model: &Model) -> String {
        format!("{}-platform-common", model.name)
    }

    /// The environment of the hub of a region.
    pub fn hub(model: &Model, hub: &Hub) -> String {
        format!("{}-hub-{}", model.name, hub.region.name)
    }

    /// The environment of a site's infrastructure and configuration.
    pub fn platform(model: &Model, site: &Site) -> String {
        format!("{}-platform-{}", model.name, site.key)
    }

    /// The environment in which apps are deployed.
    pub fn apps(model: &Model, environment: &str) -> String {
        format!("{}-apps-{environment}", model.name)
    }
}

#[cfg(test)]
mod tests;

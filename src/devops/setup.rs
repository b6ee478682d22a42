//! `pipelines/setup.sh`: what pipelines need in Azure and in Azure DevOps, made by a person once.

use serde::Serialize;

use super::{Registered, app_pipeline, approvals, branch_images, environments, pull_requests, registered};
use crate::azure::own_roles::title;
use crate::azure::roles::condition;
use crate::blueprint::pipelines::Agents;
use crate::facts::{Audiences, AzureDevOps, BuildsScope, Checks, Facts, Interfaces, Role, TaskReference};
use crate::model::builds::Repository;
use crate::model::{App, Build, Features, Model};
use crate::plan::Plan;
use crate::readme::asker::Asker;
use crate::readme::deployers::{Deployer, deployers};
use crate::readme::people::Roles;

/// What stands for the subscription of who is signed in, where none is written.
const SIGNED_IN: &str = "$SUBSCRIPTION_ID";

#[derive(Debug, Serialize)]
struct Setup<'a> {
    features: Features,
    group: String,
    location: &'a str,
    branch: &'a str,
    /// The subscription of what all share.
    home: &'a str,
    /// All, each once.
    subscriptions: Vec<&'a str>,
    pipelines: Vec<Registered>,
    connections: Vec<Connection<'a>>,
    /// Images that pipelines build; whether the source of some is in another repository; the registry and the roles on it.
    builds: Vec<Built<'a>>,
    foreign_sources: bool,
    registry: String,
    push: &'a str,
    delete: &'a str,
    /// The pipeline of branches, and where rights on pipelines are given.
    branch_pipeline: String,
    builds_scope: &'a BuildsScope,
    environments: Vec<Environment<'a>>,
    pools: Vec<Pool<'a>>,
    /// Whether roles are left for a person, on what is brought.
    grants: bool,
    /// The role of who asks for pull requests, where that is another one than who deploys.
    what_if: Option<Asker<'a>>,
    /// The role by which roles are given, and the condition under which.
    access: &'a str,
    may_give: String,
    /// The role by which a platform apart is wired to what all share, and the conditions under which it gives roles there.
    wiring: String,
    may_wire: String,
    may_list: String,
    listing: String,
    /// The role by which whoever deploys configures the clusters, and that by which dashboards are written.
    clusters: &'a str,
    boards: &'a str,
    api: &'a Interfaces,
    audiences: &'a Audiences,
    checks: &'a Checks,
    branch_control: &'a TaskReference,
    build_validation: &'a str,
    reviewers: &'a str,
    required_reviewers: &'a str,
    /// Who reads what changes in the files that run signed in: whoever approves for any environment.
    approvers: Vec<&'a str>,
    /// The folder of the output in the repository.
    output: &'a str,
    environment_roles: &'a str,
}

/// A pool of agents of one's own.
#[derive(Debug, Serialize)]
struct Pool<'a> {
    name: &'a str,
    /// Or it asks for pull requests alone.
    deploys: bool,
}

/// A service connection and its identity.
#[derive(Debug, Serialize)]
struct Connection<'a> {
    name: String,
    identity: String,
    /// The subscription that it is made for.
    at: &'a str,
    subscriptions: Vec<&'a str>,
    /// Resource groups in the subscription of what all share, and by which role it deploys or asks there.
    groups: Vec<&'a str>,
    group_role: String,
    /// What in them is wired to the platforms that it deploys.
    wired: Vec<String>,
    /// The one in which it gives the role by which external-dns sees the zones.
    lists: Option<&'a str>,
    roles: Vec<String>,
    deploys: bool,
    /// Whether it pushes images, and that is all.
    pushes: bool,
    /// Whether it writes dashboards.
    draws: bool,
}

/// An image that a pipeline builds.
#[derive(Debug, Serialize)]
struct Built<'a> {
    pipeline: String,
    /// Whose change is one of it, as a branch policy has them; all of its repository where it is empty.
    files: String,
    repository: Option<&'a Repository>,
    /// Whether the images of branches are built, too.
    branches: bool,
}

#[derive(Debug, Serialize)]
struct Environment<'a> {
    name: String,
    approvers: Vec<&'a str>,
}

pub fn plan(model: &Model, facts: &Facts, given: &[&Role], plan: &mut Plan) {
    let devops: &AzureDevOps = &facts.azure_devops;
    let home = model.subscription.as_deref().unwrap_or(SIGNED_IN);
    let what_if = Asker::new(model, facts);
    let mut connections = connections(model, facts, home, what_if.as_ref());
    let mut subscriptions: Vec<&str> = connections.iter().flat_map(|connection| connection.subscriptions.iter().copied()).collect();
    subscriptions.sort_unstable();
    subscriptions.dedup();
    let builds = builds(model);
    let registry = &model.common.registry;
    let registry_at = registry.subscription.as_deref().unwrap_or(home);
    if !builds.is_empty() {
        connections.push(pushing(model, registry_at));
    }
    let context = Setup {
        features: model.features(),
        group: format!("rg-{}-pipelines", model.name),
        location: &model.common.location,
        branch: &model.devops.branch,
        home,
        subscriptions,
        pipelines: registered(model),
        environments: environments_of(model),
        pools: pools(model),
        foreign_sources: builds.iter().any(|build| build.repository.is_some()),
        builds,
        registry: registry.id_in(registry_at),
        push: &facts.roles.acr_push.name,
        delete: &facts.roles.acr_delete.name,
        branch_pipeline: branch_images::pipeline(model),
        builds_scope: &devops.builds,
        grants: crate::readme::leaves_grants(model, facts),
        connections,
        what_if,
        access: &facts.roles.role_based_access_control_administrator.name,
        may_give: condition(given, model.features().writers.zone_writers),
        wiring: title(model, &facts.own_roles.wiring, home),
        may_wire: may_wire(model, facts),
        listing: title(model, &facts.own_roles.listing, home),
        may_list: condition(&[&facts.roles.reader], false),
        clusters: &facts.roles.aks_rbac_cluster_admin.name,
        boards: &facts.roles.grafana_editor.name,
        api: &devops.api,
        audiences: &devops.audiences,
        checks: &devops.checks,
        branch_control: &devops.branch_control,
        build_validation: &devops.build_validation,
        reviewers: &devops.reviewers,
        required_reviewers: &devops.required_reviewers,
        approvers: approvals::of_all(model).into_iter().collect(),
        output: &model.devops.output,
        environment_roles: &devops.environment_roles,
    };
    plan.template("pipelines/setup.sh", "pipelines/setup.sh", context);
}

/// The roles that platforms apart give on what all share.
pub fn may_wire(model: &Model, facts: &Facts) -> String {
    let roles = &facts.roles;
    let private = model.features().api_zones.then_some(&roles.private_dns_zone_contributor);
    let given: Vec<&Role> = [&roles.acr_pull].into_iter().chain(private).collect();
    condition(&given, model.features().writers.zone_writers)
}

fn pools(model: &Model) -> Vec<Pool<'_>> {
    let mut found: Vec<Pool> = Vec::new();
    for (agents, deploys) in [(Some(&model.devops.agents), true), (model.devops.pull_request_agents.as_ref(), false)] {
        if let Some(Agents::Own(own)) = agents
            && found.iter().all(|pool| pool.name != own.pool.as_str())
        {
            found.push(Pool { name: &own.pool, deploys });
        }
    }
    found
}

fn environments_of(model: &Model) -> Vec<Environment<'_>> {
    let all: Vec<&str> = approvals::of_all(model).into_iter().collect();
    let mut found = vec![Environment { name: environments::common(model), approvers: all.clone() }];
    found.extend(model.hubs.iter().map(|hub| Environment { name: environments::hub(model, hub), approvers: all.clone() }));
    found.extend(
        model.sites.iter().map(|site| Environment {
            name: environments::platform(model, site),
            approvers: approvals::of_platform(model, &site.platform).into_iter().collect(),
        }),
    );
    found.extend(model.environments.iter().map(|environment| Environment {
        name: environments::apps(model, &environment.name),
        approvers: approvals::of_environment(model, &environment.name).into_iter().collect(),
    }));
    found
}

/// Those that deploy, each with that of pull requests beside it.
fn connections<'a>(model: &'a Model, facts: &'a Facts, home: &'a str, what_if: Option<&Asker<'a>>) -> Vec<Connection<'a>> {
    let mut found: Vec<Connection> = Vec::new();
    for deployer in deployers(model) {
        let Deployer { connection, shared, subscriptions, groups, wired, .. } = deployer;
        let subscriptions: Vec<&str> = if subscriptions.is_empty() { vec![home] } else { subscriptions.into_iter().collect() };
        let site = model.sites.iter().find(|site| !shared && site.connection == connection);
        let at = site.and_then(|site| model.subscription_of(site)).unwrap_or(home);
        let groups: Vec<&str> = groups.into_iter().collect();
        let draws = shared && model.grafana.is_some();
        let lists = model.sites.iter().any(|site| site.connection == connection && site.clusters.iter().any(|cluster| cluster.record_writer.is_some()));
        let mut add = |name: String, roles: Vec<String>, deploys: bool| {
            if found.iter().all(|other: &Connection| other.name != name) {
                found.push(Connection {
                    identity: identity(&name),
                    name,
                    at,
                    subscriptions: subscriptions.clone(),
                    groups: groups.clone(),
                    group_role: if deploys { title(model, &facts.own_roles.deployments, home) } else { roles.join("") },
                    wired: if deploys { wired.iter().cloned().collect() } else { Vec::new() },
                    lists: Some(model.common.resource_group.as_str()).filter(|_| deploys && lists && !groups.is_empty()),
                    roles,
                    deploys,
                    pushes: false,
                    draws: deploys && draws,
                });
            }
        };
        add(connection.to_owned(), Roles::new(model, facts).deployer.into_iter().map(str::to_owned).collect(), true);
        let asked_by = || what_if.map(|role| role.name.clone()).into_iter().collect();
        if shared {
            pull_requests::connection(model, None).into_iter().for_each(|name| add(name, asked_by(), false));
        }
        for site in model.sites.iter().filter(|site| site.connection == connection) {
            pull_requests::connection(model, Some(site)).into_iter().for_each(|name| add(name, asked_by(), false));
        }
    }
    found
}

/// That of images, whose identity no connection of another purpose has.
fn pushing<'a>(model: &Model, at: &'a str) -> Connection<'a> {
    Connection {
        name: model.pushing_connection(),
        identity: format!("id-images-{}", model.name),
        at,
        subscriptions: Vec::new(),
        groups: Vec::new(),
        group_role: String::new(),
        wired: Vec::new(),
        lists: None,
        roles: Vec::new(),
        deploys: false,
        pushes: true,
        draws: false,
    }
}

fn builds<'a>(model: &'a Model) -> Vec<Built<'a>> {
    let files = |build: &Build| build.path.as_ref().map_or_else(String::new, |path| format!("/{path}/*"));
    let built = |(app, build): (&App, &'a Build)| Built {
        pipeline: app_pipeline(model, app),
        files: files(build),
        repository: build.repository.as_ref(),
        branches: !model.branches_built(app).is_empty(),
    };
    model.built().map(built).collect()
}

/// The name of an identity: that of its connection, in letters that Azure takes.
fn identity(connection: &str) -> String {
    format!("id-pipelines-{}", connection.to_lowercase().replace([' ', '.', '_'], "-"))
}

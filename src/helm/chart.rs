//! The chart of an app: only the templates that it uses in any of its environments.

use serde::Serialize;

use super::schema;
use super::usage::{Usage, Use};
use super::values::{Document, Section, Values};
use crate::facts::Facts;
use crate::model::App;
use crate::model::ingress::Controller;
use crate::plan::Plan;
use crate::render::Filling;

/// What the templates of a chart are filled with.
#[derive(Serialize)]
struct Chart<'a> {
    app: &'a str,
    description: String,
    #[serde(flatten)]
    usage: &'a Usage,
    stateful: bool,
    only_jobs: bool,
    /// The kind of what runs the pods.
    workload: &'static str,
    /// None where no placement listens on a port.
    probes: Vec<Probe>,
    stop: Stop,
    ingress_class: &'static str,
    gateway_name: &'static str,
    ingress_namespace: &'a str,
    /// The label of nodes that holds the name of their pool.
    pool_label: &'a str,
}

/// A probe of the container; the port is opened where there is no path.
#[derive(Serialize)]
struct Probe {
    name: &'static str,
    /// The key of its path in the values.
    key: &'static str,
    path: Use,
    /// Whether there are virtual nodes, on which it is not known at all, or where it has no path: no port is opened there to see whether it answers.
    on_nodes: bool,
    with_path: bool,
    /// Seconds from one probe to the next.
    period: u32,
    failures: u32,
}

/// The chart's own values, and those that are handed over at each deployment.
#[derive(Serialize)]
struct Defaults {
    sections: Vec<Section>,
    handed_over: Vec<&'static str>,
}

/// Seconds that a replica goes on to serve after it was told to stop, until nobody sends it requests any more.
const DRAIN: u32 = 10;

/// The longest request, in seconds, that a replica waits for when it stops: a drain of a node must come to an end.
const LONGEST_REQUEST: u32 = 600;

/// How a replica stops, in seconds.
#[derive(Debug, Serialize)]
struct Stop {
    drain: u32,
    /// Drain, the longest that the gateway waits for an answer, and a little.
    grace: u32,
}

/// Plans the chart of an app with the values that all its environments share.
pub fn plan(app: &App, usage: &Usage, common: &Values, request_timeout: u32, facts: &Facts, plan: &mut Plan) {
    let chart = Filling::of(&Chart {
        app: &app.name,
        description: format!("{} of team {}", app.name, app.team),
        usage,
        stateful: app.stateful,
        only_jobs: app.only_jobs,
        workload: if app.stateful { "StatefulSet" } else { "Deployment" },
        probes: if usage.port.any { probes(usage) } else { Vec::new() },
        stop: Stop { drain: DRAIN, grace: DRAIN + request_timeout.min(LONGEST_REQUEST) + 5 },
        ingress_class: Controller::CLASS,
        gateway_name: Controller::GATEWAY,
        ingress_namespace: Controller::namespace(facts),
        pool_label: &facts.node_labels.pool,
    });
    let folder = format!("apps/{}", app.name);
    let beside = |template: &str| template.replacen("apps/app", &folder, 1);
    for template in templates(app, usage).filter(|template| !app.is_taken_over(file(template))) {
        plan.filled(template, beside(template), &chart);
    }
    for (path, text) in app.chart.iter().flat_map(|own| &own.files.texts) {
        plan.text(format!("{folder}/chart/{path}"), text);
    }
    let defaults = Defaults { sections: Document::of(common.clone()).sections, handed_over: handed_over(app) };
    if app.is_taken_over(VALUES) {
        return; // what generated values look like says nothing of these
    }
    plan.template("apps/app/chart/values.yaml", beside("apps/app/chart/values.yaml"), defaults);
    if !app.is_taken_over(SCHEMA) {
        plan.text(beside("apps/app/chart/values.schema.json"), format!("{:#}\n", schema::of(app, usage)));
    }
}

/// The paths in the chart of the values that all its environments share, and of their schema.
pub const VALUES: &str = "values.yaml";
const SCHEMA: &str = "values.schema.json";

/// The files that are generated for the chart of an app, by their paths in it.
pub fn generated(app: &App, usage: &Usage) -> Vec<&'static str> {
    let beside = if app.is_taken_over(VALUES) { &[VALUES][..] } else { &[VALUES, SCHEMA] };
    templates(app, usage).map(file).chain(beside.iter().copied()).collect()
}

/// The path in the chart of what a template renders to.
fn file(template: &'static str) -> &'static str {
    template.strip_prefix("apps/app/chart/").unwrap_or(template)
}

/// The templates that an app uses in any of its environments.
fn templates(app: &App, usage: &Usage) -> impl Iterator<Item = &'static str> {
    let files = [
        ("apps/app/chart/Chart.yaml", true),
        ("apps/app/chart/templates/NOTES.txt", true),
        ("apps/app/chart/templates/_helpers.tpl", true),
        ("apps/app/chart/templates/before-rollout.yaml", usage.before.any),
        ("apps/app/chart/templates/before-rollout-with.yaml", usage.before.any),
        ("apps/app/chart/templates/configmap.yaml", usage.config.any),
        ("apps/app/chart/templates/cronjobs.yaml", usage.jobs.any),
        ("apps/app/chart/templates/deployment.yaml", !app.stateful && !app.only_jobs),
        ("apps/app/chart/templates/hpa.yaml", usage.autoscale.any),
        ("apps/app/chart/templates/httproute.yaml", usage.route.any),
        ("apps/app/chart/templates/ingress.yaml", usage.expose.any && !usage.minion.all && !usage.route.all),
        ("apps/app/chart/templates/minion.yaml", usage.shared.any),
        ("apps/app/chart/templates/networkpolicy.yaml", usage.entered.any || usage.connects.any && !app.only_jobs),
        ("apps/app/chart/templates/networkpolicy-jobs.yaml", usage.jobs.any && usage.connects.any),
        ("apps/app/chart/templates/pdb.yaml", usage.several.any),
        ("apps/app/chart/templates/persistentvolumeclaim.yaml", usage.claims.any),
        ("apps/app/chart/templates/podmonitor.yaml", usage.scraped.any),
        ("apps/app/chart/templates/replicas.yaml", app.stateful),
        ("apps/app/chart/templates/secretproviderclass.yaml", usage.secrets.any),
        ("apps/app/chart/templates/service.yaml", usage.served.any),
        ("apps/app/chart/templates/serviceaccount.yaml", true),
        ("apps/app/chart/templates/statefulset.yaml", app.stateful),
        ("apps/app/chart/templates/test.yaml", usage.tested.any),
    ];
    files.into_iter().filter(|(_, used)| *used).map(|(template, _)| template)
}

fn probes(usage: &Usage) -> Vec<Probe> {
    let probe = |name, key, path: Use, period, failures| {
        let on_nodes = usage.virtual_nodes.any && (name == "startupProbe" || !path.any);
        Probe { name, key, path, on_nodes, with_path: usage.virtual_nodes.any && path.some, period, failures }
    };
    let all = [
        probe("startupProbe", "live", usage.live, 2, 150),
        probe("livenessProbe", "live", usage.live, 10, 3),
        probe("readinessProbe", "ready", usage.ready, 5, 3),
    ];
    all.into_iter().filter(|probe| !(probe.on_nodes && usage.virtual_nodes.all)).collect()
}

/// The values that some environment leaves to who deploys.
fn handed_over(app: &App) -> Vec<&'static str> {
    let tag = app.placements.iter().any(|placement| placement.tag.is_none());
    let mut keys: Vec<&'static str> = if tag { vec!["image.tag"] } else { Vec::new() };
    for handover in app.placements.iter().flat_map(|placement| &placement.handovers) {
        if !keys.contains(&handover.key) {
            keys.push(handover.key);
        }
    }
    keys
}

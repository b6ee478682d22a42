//! Namespaces: one for each team in each environment, and one for each release, closed but for what must be open.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::blueprint::settings::{Dashboard, DashboardAccess};
use crate::devops::approvals;
use crate::facts::{ControlPlane, Facts, PodSecurity, Scraper};
use crate::helm::{gateway, releases};
use crate::model::ingress::Controller;
use crate::model::{CallingCluster, Cluster, Front, Issuer, Measured, Model, Namespace, Placement, RecordWriter, Site, Stack};
use crate::plan::Plan;

/// The namespace of a team.
#[derive(Serialize)]
struct OfTeam<'a> {
    #[serde(flatten)]
    namespace: &'a Namespace,
    pod_security_version: String,
    /// Whether somebody approves what changes here, so that the team changes nothing by hand.
    approved: bool,
    /// The namespace of the dashboard that has a reader for the team.
    dashboard: Option<&'a str>,
    /// Whether it is that of any branch, which is named when it is made.
    of_branch: bool,
    /// Apps here that branches of others call.
    called: Vec<Called<'a>>,
    /// Whether anything in the cluster keeps network policies.
    keeps_policies: bool,
}

/// An app, and the apps that call it out of environments of branches.
#[derive(Serialize)]
struct Called<'a> {
    app: &'a str,
    port: u16,
    callers: Vec<BranchCaller<'a>>,
}

#[derive(Serialize)]
struct BranchCaller<'a> {
    app: &'a str,
    team: &'a str,
}

/// A team whose namespaces stand in the cluster.
#[derive(Serialize)]
struct Team<'a> {
    name: &'a str,
    group: &'a str,
}

/// The namespace of a release.
#[derive(Serialize)]
struct OfRelease<'a> {
    name: &'a str,
    release: &'static str,
    pod_security: &'static str,
    pod_security_version: String,
    /// Whether requests come in by a Gateway of this name, for which the release runs pods of their own.
    routed: bool,
    /// Whether its pods have a disruption budget of ours.
    budgeted: bool,
    gateway_name: &'static str,
    /// The port at which these pods ask each other how they are, and what of AKS tells them what to serve, in the place of the release.
    ready_port: u16,
    control_plane: Option<&'a ControlPlane>,
    /// The subnet of the application gateway, where there is one.
    gateway: Option<String>,
    /// Ranges of others that reach the ingress.
    clients: Vec<String>,
    /// Whether TLS ends at the ingress.
    secure: bool,
    /// Clusters beside this one whose apps call apps of it.
    calling: Vec<CallingCluster>,
    /// Whose people reach a dashboard, and whether there are accounts that only read.
    teams: Vec<Team<'a>>,
    readers: bool,
    /// What watches the cluster, and the ingress whose requests are measured.
    stack: Option<&'a Stack>,
    measured: Option<&'a Measured>,
    /// What issues certificates, what writes records, and what reads what they say of these.
    issuer: Option<&'a Issuer>,
    record_writer: Option<&'a RecordWriter>,
    scrapers: &'a [Scraper],
    managed: Option<&'a Scraper>,
    /// Whether anything in the cluster keeps network policies.
    keeps_policies: bool,
}

/// Plans the namespaces of a cluster.
pub fn plan(model: &Model, site: &Site, cluster: &Cluster, facts: &Facts, plan: &mut Plan) {
    // The rules of the minor that the cluster starts with: an upgrade does not refuse pods that ran until then.
    let pod_security_version = format!("v{}", cluster.version);
    let readers = matches!(&cluster.releases.dashboard, Some(Dashboard::Headlamp(headlamp)) if headlamp.access == DashboardAccess::ReadOnly);
    let dashboard = facts.releases.get("headlamp").filter(|_| readers).map(|chart| chart.namespace.as_str());
    let path = |name: &str| format!("namespaces/{}/{name}.yaml", cluster.name);
    let keeps_policies = cluster.virtual_nodes.is_none();
    let controller = Controller::of(&cluster.releases.ingress).0;
    let installed = installed(site, cluster, controller, facts);
    let mut planned = BTreeSet::new();
    for release in &installed {
        if !planned.insert(release.namespace) {
            continue;
        }
        // The level of those that need most.
        let neighbours = installed.iter().filter(|other| other.namespace == release.namespace);
        let pod_security = neighbours.map(|other| other.pod_security).min().unwrap_or(release.pod_security);
        let added = controller == Controller::ApplicationRouting;
        let context = OfRelease {
            name: release.namespace,
            release: release.name,
            pod_security: pod_security.label(),
            pod_security_version: pod_security_version.clone(),
            routed: controller.routes() && release.name == controller.release(),
            budgeted: release.name == Controller::Nginx.release() && Controller::is_budgeted(&cluster.releases.ingress),
            gateway_name: Controller::GATEWAY,
            ready_port: gateway::ready(controller, facts).port,
            control_plane: added.then_some(&facts.application_routing.control_plane),
            gateway: site.network.gateway.as_ref().map(|subnet| subnet.range.to_string()),
            clients: match &site.edge.front {
                Front::Gateway(_) => Vec::new(),
                Front::LoadBalancer => vec!["0.0.0.0/0".to_owned()],
                Front::Closed(ranges) => ranges.iter().chain(site.network.link.as_ref().map(|link| &link.range)).map(ToString::to_string).collect(),
            },
            secure: cluster.ends_tls(),
            calling: site.edge.not_let_in(cluster).collect(),
            teams: teams(cluster),
            readers,
            stack: cluster.stack.as_ref(),
            measured: cluster.measured.as_ref(),
            issuer: cluster.issuer.as_ref(),
            record_writer: cluster.record_writer.as_ref(),
            scrapers: &cluster.scrapers,
            managed: cluster.scrapers.iter().find(|scraper| **scraper == facts.scrapers.managed_prometheus),
            keeps_policies,
        };
        plan.template(release.template, path(release.namespace), context);
    }
    for namespace in &cluster.namespaces {
        let approved = !approvals::of_environment(model, &namespace.environment).is_empty();
        let of = |namespace, of_branch, called| OfTeam {
            namespace,
            pod_security_version: pod_security_version.clone(),
            approved,
            dashboard,
            of_branch,
            called,
            keeps_policies,
        };
        plan.template("namespaces/team.yaml", path(&namespace.name), of(namespace, false, called(model, cluster, namespace)));
        if let Some(branches) = &namespace.branches {
            let of_branch = Namespace { name: NAME.to_owned(), quota: branches.quota.clone(), ..namespace.clone() };
            plan.template("namespaces/team.yaml", format!("branches/{}/{}.yaml", cluster.name, namespace.name), of(&of_branch, true, Vec::new()));
        }
    }
}

/// What is installed in a cluster, by its namespace.
struct Installed<'a> {
    name: &'static str,
    namespace: &'a str,
    template: &'static str,
    pod_security: PodSecurity,
}

/// The releases of a cluster, and its ingress where that is none of them.
fn installed<'a>(site: &Site, cluster: &Cluster, controller: Controller, facts: &'a Facts) -> Vec<Installed<'a>> {
    let of_releases = releases::of(site, cluster).filter_map(|release| {
        let chart = facts.releases.get(release.name)?;
        Some(Installed { name: release.name, namespace: &chart.namespace, template: release.namespace, pod_security: chart.pod_security })
    });
    let add_on = (controller == Controller::ApplicationRouting).then(|| Installed {
        name: controller.release(),
        namespace: Controller::namespace(facts),
        template: "namespaces/ingress.yaml",
        pod_security: facts.application_routing.pod_security,
    });
    of_releases.chain(add_on).collect()
}

/// What stands for the name of a branch's namespace until it is made: Kubernetes takes no such name.
const NAME: &str = "NAMESPACE_OF_BRANCH";

/// The apps of a namespace that are called by apps which run in environments of branches, too.
fn called<'a>(model: &'a Model, cluster: &Cluster, namespace: &Namespace) -> Vec<Called<'a>> {
    let here = |placement: &&Placement| placement.cluster == cluster.name && placement.namespace == namespace.name;
    let mut all = Vec::new();
    for (app, placement) in model.apps.iter().flat_map(|app| app.placements.iter().filter(here).map(move |placement| (app, placement))) {
        let callers = placement.callers.iter().filter_map(|caller| {
            let of = model.apps.iter().find(|app| app.name == caller.app)?;
            let calls = |from: &&Placement| from.cluster == cluster.name && from.namespace == caller.namespace;
            of.placements.iter().find(calls)?.in_branch()?;
            Some(BranchCaller { app: &of.name, team: &of.team })
        });
        let callers: Vec<BranchCaller> = callers.collect();
        if let Some(port) = placement.port.filter(|_| !callers.is_empty()) {
            all.push(Called { app: &app.name, port, callers });
        }
    }
    all
}

/// The teams of a cluster, each once.
fn teams(cluster: &Cluster) -> Vec<Team<'_>> {
    let teams: BTreeMap<&str, &str> = cluster.namespaces.iter().map(|namespace| (namespace.team.as_str(), namespace.group.as_str())).collect();
    teams.into_iter().map(|(name, group)| Team { name, group }).collect()
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::source::Sources;

    #[test]
    fn every_namespace_denies_what_nothing_opens() {
        let sources = Sources::single("blueprint.yaml", include_str!("../../blueprints/ignitetour.yaml"));
        let tree = crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
        let namespaces: Vec<_> = tree.iter().filter(|(path, _)| path.as_str().starts_with("namespaces/")).collect();
        assert_eq!(namespaces.len(), 2 * 3 + 2 * 6);
        for (path, artifact) in namespaces {
            let text = String::from_utf8_lossy(&artifact.bytes);
            assert!(text.contains("name: default-deny\n") && text.contains("pod-security.kubernetes.io/enforce: "), "{}", path.as_str());
        }
    }
}

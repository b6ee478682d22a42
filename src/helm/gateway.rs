//! The chart of the Gateway by which requests come in, where the ingress is by Gateway API: its address, a listener for each host, and how it says that it lives.

use serde::Serialize;
use serde_json::{Value, json};

use super::certificate;
use super::releases::address;
use crate::facts::Facts;
use crate::model::ingress::Controller;
use crate::model::{Cluster, Model, Site};
use crate::plan::Plan;
use crate::render::{Filling, HEADER};

/// The release, installed behind the fabric in its namespace.
pub const RELEASE: &str = "gateway";

/// What the templates of the chart are filled with.
#[derive(Serialize)]
struct Chart<'a> {
    release: &'static str,
    namespace: &'a str,
    /// The Gateway, its class, and the release of what reads it.
    gateway: &'static str,
    class: &'static str,
    fabric: &'static str,
    /// The secret of the certificate, where some Gateway serves one.
    certificate: Option<&'static str>,
    /// Whether external-dns writes records for the hosts of some routes.
    records: bool,
}

/// A host, and all hosts below it where it begins with `*`.
#[derive(Serialize)]
struct Host {
    name: String,
    host: String,
    /// Whether TLS ends here; plain HTTP is then led to HTTPS.
    secure: bool,
    /// Whose routes it takes.
    namespaces: Vec<String>,
}

/// Plans the chart, and its values for each cluster with a Gateway.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    let folder = format!("releases/{RELEASE}");
    let clusters: Vec<(&Site, &Cluster)> =
        model.clusters().filter(|(_, cluster)| Controller::of(&cluster.releases.ingress).0 == Controller::GatewayApi).collect();
    if clusters.is_empty() {
        return;
    }
    let secure = clusters.iter().any(|(_, cluster)| cluster.ends_tls());
    let chart = Filling::of(&Chart {
        release: RELEASE,
        namespace: Controller::namespace(facts),
        gateway: Controller::GATEWAY,
        class: Controller::CLASS,
        fabric: Controller::GatewayApi.release(),
        certificate: secure.then_some(certificate::RELEASE),
        records: clusters.iter().any(|(_, cluster)| cluster.record_writer.is_some()),
    });
    plan.filled("releases/gateway/release.env", format!("{folder}/release.env"), &chart);
    let files = ["Chart.yaml", "templates/budgets.yaml", "templates/gateway.yaml", "templates/health.yaml", "templates/redirects.yaml", "templates/roles.yaml"];
    for file in files.into_iter().filter(|file| secure || *file != "templates/redirects.yaml") {
        plan.filled(template(file), format!("{folder}/chart/{file}"), &chart);
    }
    plan.text(format!("{folder}/chart/values.schema.json"), format!("{:#}\n", schema()));
    for (site, cluster) in clusters {
        let values = json!({"annotations": address::annotations(site, cluster), "healthPath": site.edge.probe_path, "listeners": hosts(site, cluster, facts)});
        let public = site.edge.backends.iter().any(|backend| backend.name == cluster.backend && backend.public_address.is_some());
        let context = json!({"values": values, "public": public, "linked": cluster.private_link.is_some(), "gateway": site.edge.gateway().is_some()});
        plan.template("releases/gateway/values-cluster.yaml", format!("{folder}/values-{}.yaml", cluster.name), context);
    }
}

fn template(file: &str) -> &'static str {
    match file {
        "Chart.yaml" => "releases/gateway/chart/Chart.yaml",
        "templates/budgets.yaml" => "releases/gateway/chart/templates/budgets.yaml",
        "templates/health.yaml" => "releases/gateway/chart/templates/health.yaml",
        "templates/redirects.yaml" => "releases/gateway/chart/templates/redirects.yaml",
        "templates/roles.yaml" => "releases/gateway/chart/templates/roles.yaml",
        _ => "releases/gateway/chart/templates/gateway.yaml",
    }
}

/// The hosts of a cluster, each with the namespaces of its environment alone, and that of the Gateway, which answers there how it is.
fn hosts(site: &Site, cluster: &Cluster, facts: &Facts) -> Vec<Host> {
    let mut hosts = Vec::new();
    for listener in site.edge.listeners.iter().filter(|listener| listener.backend == cluster.backend) {
        let of_environment = cluster.namespaces.iter().filter(|namespace| namespace.environment == listener.environment);
        let namespaces: Vec<String> =
            std::iter::once(Controller::namespace(facts).to_owned()).chain(of_environment.map(|namespace| namespace.name.clone())).collect();
        for (host, part) in listener.hosts().into_iter().zip(["", "-apex"]) {
            let secure = site.edge.gateway().is_none() && site.edge.is_secure(listener);
            hosts.push(Host { name: format!("{}{part}", listener.name), host, secure, namespaces: namespaces.clone() });
        }
    }
    hosts
}

/// How many listeners the Gateway of a cluster has.
pub fn listeners(site: &Site, cluster: &Cluster, facts: &Facts) -> usize {
    hosts(site, cluster, facts).iter().map(|host| if host.secure { 2 } else { 1 }).sum()
}

/// What the chart reads.
fn schema() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": HEADER,
        "title": format!("Values of {RELEASE}"),
        "type": "object",
        "additionalProperties": false,
        "required": ["annotations", "healthPath", "listeners"],
        "properties": {
            "annotations": {"type": "object", "additionalProperties": text},
            "healthPath": {"type": "string", "pattern": "^/"},
            "listeners": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["name", "host", "secure", "namespaces"],
                    "properties": {"name": text, "host": text, "secure": {"type": "boolean"}, "namespaces": {"type": "array", "minItems": 1, "items": text}},
                },
            },
        },
    })
}

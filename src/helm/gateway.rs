//! The chart of the Gateway by which requests come in, where the ingress is by Gateway API: its address, a listener for each host, and how it says that it lives.

use serde::Serialize;
use serde_json::{Value, json};

use super::certificate;
use super::releases::address;
use crate::blueprint::settings::Ingress;
use crate::facts::{Facts, Ready};
use crate::model::ingress::Controller;
use crate::model::{Cluster, Model, Site};
use crate::plan::Plan;
use crate::render::{Filling, HEADER};

/// The release, installed in the namespace of the ingress: behind the fabric, or by itself where AKS has what reads it.
pub fn release(controller: Controller) -> &'static str {
    if controller == Controller::ApplicationRouting { controller.release() } else { "gateway" }
}

/// What the templates of the chart are filled with.
#[derive(Serialize)]
struct Chart<'a> {
    release: &'static str,
    namespace: &'a str,
    /// The Gateway, its class, and the release of what reads it; none where AKS does.
    gateway: &'static str,
    class: &'a str,
    fabric: Option<&'static str>,
    /// Where its pods say that they take requests.
    ready: Ready,
    /// The secret of the certificate, where some Gateway serves one; the account that may read it, where some Gateway has it out of the vault.
    certificate: Option<&'static str>,
    service_account: Option<&'static str>,
    /// Whether not all have it out of the vault.
    some_issued: bool,
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

/// What both charts have.
const SHARED: [&str; 5] = ["Chart.yaml", "templates/gateway.yaml", "templates/health.yaml", "templates/redirects.yaml", "templates/roles.yaml"];

/// Plans the charts, and their values for each cluster with a Gateway.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    for controller in [Controller::GatewayApi, Controller::ApplicationRouting] {
        let having = |cluster: &Cluster| Controller::of(&cluster.releases.ingress).0 == controller;
        let clusters: Vec<(&Site, &Cluster)> = model.clusters().filter(|(_, cluster)| having(cluster)).collect();
        if !clusters.is_empty() {
            of(controller, &clusters, facts, plan);
        }
    }
}

fn of(controller: Controller, clusters: &[(&Site, &Cluster)], facts: &Facts, plan: &mut Plan) {
    let folder = format!("releases/{}", release(controller));
    let fabric = controller == Controller::GatewayApi;
    let secure = clusters.iter().any(|(_, cluster)| cluster.ends_tls());
    let fetched = clusters.iter().filter(|(_, cluster)| cluster.certificate.is_some()).count();
    let chart = Filling::of(&Chart {
        release: release(controller),
        namespace: Controller::namespace(facts),
        gateway: Controller::GATEWAY,
        class: controller.gateway_class(facts),
        fabric: fabric.then_some(controller.release()),
        ready: ready(controller, facts),
        certificate: secure.then_some(certificate::RELEASE),
        service_account: (fetched > 0).then_some(Controller::SERVICE_ACCOUNT),
        some_issued: fetched < clusters.len(),
        records: clusters.iter().any(|(_, cluster)| cluster.record_writer.is_some()),
    });
    plan.filled("releases/gateway/release.env", format!("{folder}/release.env"), &chart);
    for file in SHARED.into_iter().filter(|file| secure || *file != "templates/redirects.yaml") {
        plan.filled(template(file), format!("{folder}/chart/{file}"), &chart);
    }
    let own: &[(&'static str, &str, bool)] = if fabric {
        &[("releases/gateway/chart/templates/budgets.yaml", "budgets.yaml", true)]
    } else {
        &[
            ("releases/application-routing/chart/templates/options.yaml", "options.yaml", true),
            ("releases/application-routing/chart/templates/certificate.yaml", "certificate.yaml", fetched > 0),
        ]
    };
    for (template, file, _) in own.iter().filter(|(.., used)| *used) {
        plan.filled(template, format!("{folder}/chart/templates/{file}"), &chart);
    }
    plan.text(format!("{folder}/chart/values.schema.json"), format!("{:#}\n", schema(controller, fetched, clusters.len())));
    for (site, cluster) in clusters {
        let mut values =
            json!({"annotations": address::annotations(site, cluster), "healthPath": site.edge.probe_path, "listeners": hosts(site, cluster, facts)});
        if let Ingress::ApplicationRouting(written) = &cluster.releases.ingress {
            values["replicas"] = json!(written.replicas);
            if cluster.certificate.is_some() {
                values["pause"] = json!(facts.application_routing.pause.image(site.mirror.as_deref(), &facts.outgoing));
            }
        }
        let public = site.edge.backends.iter().any(|backend| backend.name == cluster.backend && backend.public_address.is_some());
        let context = json!({"values": values, "public": public, "linked": cluster.private_link.is_some(), "gateway": site.edge.gateway().is_some(), "mirrored": site.mirror.is_some()});
        plan.template("releases/gateway/values-cluster.yaml", format!("{folder}/values-{}.yaml", cluster.name), context);
    }
}

/// Where the pods of a Gateway say whether they take requests: of the fabric, as its NGINX is asked by the nodes (nginx/nginx-gateway-fabric, tag v2.6.7).
pub fn ready(controller: Controller, facts: &Facts) -> Ready {
    match controller {
        Controller::ApplicationRouting => facts.application_routing.ready.clone(),
        _ => Ready { path: "/readyz".to_owned(), port: 8081 },
    }
}

fn template(file: &str) -> &'static str {
    match file {
        "Chart.yaml" => "releases/gateway/chart/Chart.yaml",
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

/// The hosts of a cluster at which TLS ends at the Gateway itself.
pub fn secure_hosts(site: &Site, cluster: &Cluster, facts: &Facts) -> Vec<String> {
    hosts(site, cluster, facts).into_iter().filter(|host| host.secure).map(|host| host.host).collect()
}

/// What the chart reads.
fn schema(controller: Controller, fetched: usize, clusters: usize) -> Value {
    let text = json!({"type": "string", "minLength": 1});
    let mut required = vec!["annotations", "healthPath", "listeners"];
    let mut properties = json!({
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
    });
    if controller == Controller::ApplicationRouting {
        required.push("replicas");
        let number = json!({"type": "integer", "minimum": 2});
        properties["replicas"] =
            json!({"type": "object", "additionalProperties": false, "required": ["min", "max"], "properties": {"min": number, "max": number}});
        if fetched > 0 {
            properties["pause"] = text;
        }
        if fetched == clusters {
            required.push("pause");
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": HEADER,
        "title": format!("Values of {}", release(controller)),
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::source::Sources;

    const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
edge: {gateway: loadBalancer}
releases: {ingress: applicationRouting}
environments: {production: {certificate: wildcard-shop}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps: {front: {team: web, image: front, tag: "1", port: 8080, expose: {host: www}}}
"#;

    #[test]
    fn of_the_add_on_the_gateway_alone_is_installed_behind_its_certificate() {
        let sources = Sources::single("blueprint.yaml", BLUEPRINT);
        let tree = crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
        let text = |path: &str| String::from_utf8(tree.get(path).unwrap_or_else(|| panic!("no {path}")).bytes.clone()).unwrap();
        let settings = text("scripts/settings/clusters/aks-shop-production-we.sh");
        assert!(settings.contains("readonly RELEASES=(\n  ingress-certificate\n  application-routing\n)\n"), "{settings}");
        assert!(text("releases/application-routing/chart/templates/gateway.yaml").contains("gatewayClassName: approuting-istio\n"));
        assert!(text("namespaces/aks-shop-production-we/ingress.yaml").contains("pod-security.kubernetes.io/enforce: baseline\n"));
        assert!(text("apps/front/values-production.yaml").contains("timeout: \"30s\"\n"));
        assert!(tree.get("releases/nginx-gateway-fabric/release.env").is_none() && tree.get("releases/gateway/release.env").is_none());
    }
}

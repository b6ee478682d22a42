//! The chart of the certificate that is issued to an ingress: for which hosts, by whom, and in which zones it is proved whose they are.

use serde_json::{Value, json};

use super::certificate;
use crate::facts::Facts;
use crate::model::ingress::Controller;
use crate::model::{Issuer, Model};
use crate::plan::Plan;
use crate::render::{Filling, HEADER};

/// The release, installed between cert-manager and the ingress.
pub const RELEASE: &str = "issuer";

/// Plans the chart, and its values for each cluster whose ingress has a certificate issued.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    let folder = format!("releases/{RELEASE}");
    let issuers: Vec<(&str, &Issuer)> = model.clusters().filter_map(|(_, cluster)| Some((cluster.name.as_str(), cluster.issuer.as_ref()?))).collect();
    if issuers.is_empty() {
        return;
    }
    let chart = Filling::of(&json!({"release": RELEASE, "namespace": Controller::namespace(facts), "secret": certificate::RELEASE}));
    plan.filled("releases/issuer/release.env", format!("{folder}/release.env"), &chart);
    plan.filled("releases/issuer/chart/Chart.yaml", format!("{folder}/chart/Chart.yaml"), &chart);
    plan.filled("releases/issuer/chart/templates/certificate.yaml", format!("{folder}/chart/templates/certificate.yaml"), &chart);
    plan.filled("releases/issuer/chart/templates/clusterissuer.yaml", format!("{folder}/chart/templates/clusterissuer.yaml"), &chart);
    plan.text(format!("{folder}/chart/values.schema.json"), format!("{:#}\n", schema(model)));
    for (cluster, issuer) in issuers {
        let handed_over: Vec<&str> = issuer.handovers.iter().map(|handover| handover.key).collect();
        plan.template(
            "releases/issuer/values-cluster.yaml",
            format!("{folder}/values-{cluster}.yaml"),
            json!({"values": values(issuer), "handed_over": handed_over}),
        );
    }
}

fn values(issuer: &Issuer) -> Value {
    let zones = issuer.zones.iter().map(|zone| {
        let mut values = json!({"name": zone.name, "resourceGroup": zone.resource_group});
        if let Some(subscription) = &zone.subscription {
            values["subscription"] = json!(subscription);
        }
        values
    });
    json!({
        "issuer": issuer.name,
        "server": format!("https://{}/directory", issuer.host),
        "email": issuer.email,
        "hosts": issuer.hosts,
        "zones": zones.collect::<Vec<_>>(),
        // What it holds only Azure knows: it is handed over.
        "identity": {},
    })
}

/// What the chart reads: what only Azure knows is required, and handed over.
fn schema(model: &Model) -> Value {
    let text = json!({"type": "string", "minLength": 1});
    let guid = json!({"type": "string", "pattern": super::schema::GUID});
    let mut required = vec!["issuer", "server", "email", "hosts", "zones", "identity"];
    let mut properties = json!({
        "issuer": text,
        "server": {"type": "string", "pattern": "^https://"},
        "email": text,
        "hosts": {"type": "array", "minItems": 1, "items": text},
        "zones": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "resourceGroup"],
                "properties": {"name": text, "resourceGroup": text, "subscription": guid},
            },
        },
        "identity": {"type": "object", "additionalProperties": false, "required": ["clientId"], "properties": {"clientId": guid}},
    });
    // Of zones that say none themselves.
    let waits = |issuer: &Issuer| issuer.handovers.len() > 1;
    let issuers = || model.clusters().filter_map(|(_, cluster)| cluster.issuer.as_ref());
    let (some, all) = (issuers().any(waits), issuers().all(waits));
    if some {
        properties["subscription"] = guid;
    }
    if all {
        required.push("subscription");
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": HEADER,
        "title": format!("Values of {RELEASE}"),
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    });
    if some && !all {
        schema["if"] = json!({"properties": {"zones": {"contains": {"not": {"required": ["subscription"]}}}}});
        schema["then"] = json!({"required": ["subscription"]});
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
zone: azure
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
edge: {gateway: loadBalancer}
releases: {ingress: gatewayApi, certificates: {certManager: {email: certificates@shop.example.com}}}
environments: {production: {}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps: {front: {team: web, image: front, tag: "1", port: 8080, expose: {host: www}}}
"#;

    #[test]
    fn it_stands_between_cert_manager_and_the_ingress_and_nothing_is_fetched() {
        let sources = Sources::single("blueprint.yaml", BLUEPRINT);
        let tree = crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
        let text = |path: &str| String::from_utf8(tree.get(path).unwrap_or_else(|| panic!("no {path}")).bytes.clone()).unwrap();
        let settings = text("scripts/settings/clusters/aks-shop-production-we.sh");
        assert!(settings.contains("  cert-manager\n  issuer\n  nginx-gateway-fabric\n  gateway\n"), "{settings}");
        assert!(settings.contains("readonly WORKLOADS=(\n  # identity namespace service-account\n)\n"), "nothing reads the vault: {settings}");
        assert!(text("releases/gateway/values-aks-shop-production-we.yaml").contains("secure: true\n"));
        assert!(!text("releases/nginx-gateway-fabric/values-aks-shop-production-we.yaml").contains("extraVolumes"));
        assert!(tree.get("releases/ingress-certificate/release.env").is_none());
    }
}

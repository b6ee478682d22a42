//! The chart that fetches the certificate of an ingress out of the vault, where TLS ends at the ingress.

use serde_json::{Value, json};

use crate::facts::Facts;
use crate::model::Model;
use crate::model::ingress::Controller;
use crate::plan::Plan;
use crate::render::{Filling, HEADER};

/// The release, installed before the ingress in its namespace; also what its class and the secret are called.
pub const RELEASE: &str = "ingress-certificate";

/// Plans the chart, and its values for each cluster whose ingress serves a certificate.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    let folder = format!("releases/{RELEASE}");
    let mut clusters = model.clusters().filter_map(|(_, cluster)| Some((cluster, cluster.certificate.as_ref()?))).peekable();
    if clusters.peek().is_none() {
        return;
    }
    let chart = Filling::of(&json!({"release": RELEASE, "namespace": Controller::namespace(facts)}));
    plan.filled("releases/ingress-certificate/release.env", format!("{folder}/release.env"), &chart);
    for file in ["Chart.yaml", "templates/secretproviderclass.yaml"] {
        let template = if file == "Chart.yaml" {
            "releases/ingress-certificate/chart/Chart.yaml"
        } else {
            "releases/ingress-certificate/chart/templates/secretproviderclass.yaml"
        };
        plan.filled(template, format!("{folder}/chart/{file}"), &chart);
    }
    plan.text(format!("{folder}/chart/values.schema.json"), format!("{:#}\n", schema()));
    for (cluster, certificate) in clusters {
        let values = json!({"vault": certificate.vault, "certificate": certificate.name, "identity": model.tenant.as_ref().map_or_else(|| json!({}), |tenant| json!({"tenantId": tenant}))});
        let handed_over: Vec<&str> = certificate.handovers.iter().map(|handover| handover.key).collect();
        plan.template(
            "releases/ingress-certificate/values-cluster.yaml",
            format!("{folder}/values-{}.yaml", cluster.name),
            json!({"values": values, "handed_over": handed_over}),
        );
    }
}

/// What the chart reads: what only Azure knows is required, and handed over.
fn schema() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    let guid = json!({"type": "string", "pattern": super::schema::GUID});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": HEADER,
        "title": format!("Values of {RELEASE}"),
        "type": "object",
        "additionalProperties": false,
        "required": ["vault", "certificate", "identity"],
        "properties": {
            "vault": text,
            "certificate": text,
            "identity": {
                "type": "object",
                "additionalProperties": false,
                "required": ["clientId", "tenantId"],
                "properties": {"clientId": guid, "tenantId": guid},
            },
        },
    })
}

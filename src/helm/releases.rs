//! Charts of others: what they are installed with is split into what is the same everywhere and what the blueprint says.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::blueprint::settings::{Ingress, Kured, Nginx};
use crate::facts::{ChartReference, Facts};
use crate::model::{Cluster, Model, Site};
use crate::plan::Plan;

pub const INGRESS: &str = "nginx-ingress";
pub const KURED: &str = "kured";
/// The class by which apps name the ingress controller.
pub const INGRESS_CLASS: &str = "nginx";

/// The releases of a cluster, in the order of their installation.
pub fn names(cluster: &Cluster) -> Vec<&'static str> {
    let Ingress::Nginx(_) = cluster.releases.ingress;
    let mut names = vec![INGRESS];
    if cluster.releases.kured.is_some() {
        names.push(KURED);
    }
    names
}

/// The namespace from which requests come into the pods of apps.
pub fn ingress_namespace(facts: &Facts) -> &str {
    facts.releases.get(INGRESS).map_or(INGRESS, |release| &release.namespace)
}

/// Where the chart of a release comes from, in lines that bash sources.
#[derive(Serialize)]
struct Source<'a> {
    chart: String,
    /// For a classic repository; an OCI reference says all in one.
    repository: Option<String>,
    version: &'a str,
    namespace: &'a str,
}

/// What is the same in every cluster.
#[derive(Serialize)]
struct Common {
    release: &'static str,
    ingress_class: &'static str,
}

/// Plans the releases of all clusters.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    for (name, values, own) in [
        (INGRESS, "releases/nginx-ingress/values.yaml", "releases/nginx-ingress/values-cluster.yaml"),
        (KURED, "releases/kured/values.yaml", "releases/kured/values-cluster.yaml"),
    ] {
        let clusters = model.sites.iter().flat_map(|site| site.clusters.iter().map(move |cluster| (site, cluster)));
        let mut installed = clusters.filter(|(_, cluster)| names(cluster).contains(&name)).peekable();
        let (Some(release), true) = (facts.releases.get(name), installed.peek().is_some()) else { continue };
        let (chart, repository) = match release.reference() {
            ChartReference::Oci(reference) => (reference, None),
            ChartReference::Repository { chart, repository } => (chart, Some(repository)),
        };
        let source = Source { chart, repository, version: &release.version, namespace: &release.namespace };
        plan.template("releases/release.env", format!("releases/{name}/release.env"), source);
        plan.template(values, format!("releases/{name}/values.yaml"), Common { release: name, ingress_class: INGRESS_CLASS });
        for (site, cluster) in installed {
            let values = match (name, &cluster.releases.kured, &cluster.releases.ingress) {
                (KURED, Some(kured), _) => kured_values(kured),
                (_, _, Ingress::Nginx(nginx)) => ingress_values(site, nginx),
            };
            plan.template(own, format!("releases/{name}/values-{}.yaml", cluster.name), json!({ "values": values }));
        }
    }
}

/// The ingress takes what the gateway of its site sends, on the address that the gateway has as its backend.
fn ingress_values(site: &Site, nginx: &Nginx) -> Value {
    let mut values = json!({
        "controller": {
            "replicaCount": nginx.replicas,
            "healthStatusURI": site.gateway.probe.path,
            "service": {
                "annotations": {
                    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                    "service.beta.kubernetes.io/azure-load-balancer-ipv4": site.network.ingress_address,
                    "service.beta.kubernetes.io/azure-load-balancer-internal-subnet": site.network.ingress.name,
                },
            },
            "config": {
                "entries": {
                    "set-real-ip-from": site.network.gateway.range,
                    "proxy-read-timeout": format!("{}s", site.gateway.request_timeout),
                },
            },
        },
    });
    lay_over(&mut values, &nginx.values);
    values
}

fn kured_values(kured: &Kured) -> Value {
    let mut configuration = Map::new();
    if !kured.days.is_empty() {
        configuration.insert("rebootDays".into(), json!(kured.days));
    }
    configuration.insert("startTime".into(), json!(kured.window.start));
    configuration.insert("endTime".into(), json!(kured.window.end));
    configuration.insert("timeZone".into(), json!(kured.window.timezone));
    let mut values = json!({ "configuration": configuration });
    lay_over(&mut values, &kured.values);
    values
}

/// Lays values over others as Helm does: maps merge, all else replaces. `null` stays, and takes a default of the chart away.
fn lay_over(values: &mut Value, over: &Map<String, Value>) {
    let Value::Object(values) = values else { return };
    for (key, value) in over {
        match (values.get_mut(key), value) {
            (Some(below @ Value::Object(_)), Value::Object(map)) => lay_over(below, map),
            _ => {
                values.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::lay_over;

    #[test]
    fn written_values_lie_over_ours() {
        let mut values = json!({"a": {"b": 1, "c": [1]}, "d": 1});
        lay_over(&mut values, json!({"a": {"c": [2], "e": null}, "d": {"f": 1}}).as_object().unwrap());
        assert_eq!(values, json!({"a": {"b": 1, "c": [2], "e": null}, "d": {"f": 1}}));
    }
}

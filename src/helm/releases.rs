//! Charts of others: what they are installed with is split into what is the same everywhere and what the blueprint says.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::certificate;

use crate::blueprint::settings::Ingress;
use crate::facts::{self, CacheRule, ChartReference, Facts};
use crate::model::{Cluster, Features, Front, IngressCertificate, Model, Site};
use crate::plan::Plan;

/// The class by which apps name the ingress controller.
pub const INGRESS_CLASS: &str = "nginx";
const INGRESS: &str = "nginx-ingress";

/// A chart of others that a cluster may have.
pub struct Release {
    /// The Helm release, its folder below `releases/`, and its file of facts.
    pub name: &'static str,
    /// The template of its namespace.
    pub namespace: &'static str,
    /// The template of the values that are the same in every cluster.
    common: &'static str,
    /// The template around the values of one cluster.
    own: &'static str,
    /// What the blueprint says for a cluster; nothing where the cluster does not have the release.
    values: fn(&Site, &Cluster) -> Option<Value>,
}

/// Every release, in the order of installation.
static RELEASES: &[Release] = &[
    Release {
        name: INGRESS,
        namespace: "namespaces/nginx-ingress.yaml",
        common: "releases/nginx-ingress/values.yaml",
        own: "releases/nginx-ingress/values-cluster.yaml",
        values: ingress_values,
    },
    Release {
        name: "kured",
        namespace: "namespaces/kured.yaml",
        common: "releases/kured/values.yaml",
        own: "releases/kured/values-cluster.yaml",
        values: kured_values,
    },
];

/// The releases of a cluster, in the order of installation.
pub fn of(site: &Site, cluster: &Cluster) -> impl Iterator<Item = &'static Release> {
    RELEASES.iter().filter(|release| (release.values)(site, cluster).is_some())
}

/// The names of all that is installed in a cluster before its apps, in the order of installation.
pub fn names(site: &Site, cluster: &Cluster) -> Vec<&'static str> {
    let certificate = cluster.certificate.iter().map(|_| certificate::RELEASE);
    certificate.chain(of(site, cluster).map(|release| release.name)).collect()
}

/// The namespace from which requests come into the pods of apps.
pub fn ingress_namespace(facts: &Facts) -> &str {
    facts.releases.get(INGRESS).map_or(INGRESS, |chart| &chart.namespace)
}

/// What the registry fetches for sites whose nodes reach no other: the images of AKS, and those of releases.
pub fn cache_rules(sites: &[Site], facts: &Facts) -> BTreeSet<CacheRule> {
    let mut rules = BTreeSet::new();
    for site in sites.iter().filter(|site| site.mirror.is_some()) {
        rules.insert(facts.outgoing.kubernetes_cache.clone());
        for release in site.clusters.iter().flat_map(|cluster| of(site, cluster)) {
            let images = facts.releases.get(release.name).into_iter().flat_map(|chart| &chart.images);
            rules.extend(images.map(|image| CacheRule {
                name: image.repository.replace('/', "-"),
                source: format!("{}/{}", image.registry, image.repository),
                target: image.repository.clone(),
            }));
        }
    }
    rules
}

/// Puts a text at a path of keys where the blueprint's own values leave room for it.
fn point(values: &mut Value, path: &str, text: &str) {
    let (above, last) = path.rsplit_once('.').unwrap_or(("", path));
    let mut at = values;
    for key in above.split('.').filter(|key| !key.is_empty()) {
        let Value::Object(map) = at else { return };
        at = map.entry(key).or_insert_with(|| json!({}));
    }
    if let Value::Object(map) = at {
        map.entry(last).or_insert_with(|| json!(text));
    }
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
    features: Features,
    release: &'static str,
    ingress_class: &'static str,
}

/// Plans the releases of all clusters.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    for release in RELEASES {
        let clusters = model.sites.iter().flat_map(|site| site.clusters.iter().map(move |cluster| (site, cluster)));
        let own: Vec<(&Site, &Cluster, Value)> = clusters.filter_map(|(site, cluster)| Some((site, cluster, (release.values)(site, cluster)?))).collect();
        let (Some(chart), false) = (facts.releases.get(release.name), own.is_empty()) else { continue };
        let folder = format!("releases/{}", release.name);
        plan.template("releases/release.env", format!("{folder}/release.env"), Source::of(chart));
        plan.template(
            release.common,
            format!("{folder}/values.yaml"),
            Common { features: model.features(), release: release.name, ingress_class: INGRESS_CLASS },
        );
        for (site, cluster, mut values) in own {
            if let Some(mirror) = &site.mirror {
                for image in &chart.images {
                    point(&mut values, &image.value, &format!("{mirror}/{}", image.repository));
                }
            }
            let context = json!({
                "values": values,
                "gateway": site.edge.gateway().is_some(),
                "public": matches!(site.edge.front, Front::LoadBalancer),
                "certificate": cluster.certificate.is_some(),
                "linked": cluster.private_link.is_some(),
                "mirrored": site.mirror.is_some(),
            });
            plan.template(release.own, format!("{folder}/values-{}.yaml", cluster.name), context);
        }
    }
}

impl<'a> Source<'a> {
    fn of(chart: &'a facts::Release) -> Self {
        let (reference, repository) = match chart.reference() {
            ChartReference::Oci(reference) => (reference, None),
            ChartReference::Repository { chart, repository } => (chart, Some(repository)),
        };
        Self { chart: reference, repository, version: &chart.version, namespace: &chart.namespace }
    }
}

/// The ingress of a cluster, at the address where its site looks for it.
fn ingress_values(site: &Site, cluster: &Cluster) -> Option<Value> {
    let Ingress::Nginx(nginx) = &cluster.releases.ingress;
    let mut values = json!({
        "controller": {
            "replicaCount": nginx.replicas,
            "healthStatusURI": site.edge.probe_path,
            "service": {"annotations": address(site, cluster)},
            "config": {"entries": entries(site)},
        },
    });
    if cluster.certificate.is_some() {
        lay_over(&mut values, &served());
    }
    lay_over(&mut values, &nginx.values);
    Some(values)
}

/// Which address its load balancer has: a public one that stands already, or the one in the subnet of internal load balancers.
fn address(site: &Site, cluster: &Cluster) -> Value {
    let backend = site.edge.backends.iter().find(|backend| backend.name == cluster.backend);
    match backend.and_then(|backend| backend.public_address.as_ref()) {
        Some(address) => json!({
            "service.beta.kubernetes.io/azure-load-balancer-resource-group": site.groups.network,
            "service.beta.kubernetes.io/azure-pip-name": address.name,
        }),
        None => {
            let mut annotations = json!({
                "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                "service.beta.kubernetes.io/azure-load-balancer-ipv4": cluster.ingress_address,
                "service.beta.kubernetes.io/azure-load-balancer-internal-subnet": site.network.ingress.name,
            });
            if let (Some(service), Some(subnet)) = (&cluster.private_link, &site.network.link) {
                annotations["service.beta.kubernetes.io/azure-pls-create"] = json!("true");
                annotations["service.beta.kubernetes.io/azure-pls-name"] = json!(service);
                annotations["service.beta.kubernetes.io/azure-pls-ip-configuration-subnet"] = json!(subnet.name);
                annotations["service.beta.kubernetes.io/azure-pls-visibility"] = json!("*");
            }
            annotations
        }
    }
}

fn entries(site: &Site) -> Value {
    let mut entries = Map::new();
    if let Some(gateway) = &site.network.gateway {
        entries.insert("set-real-ip-from".into(), json!(gateway.range));
    }
    // A private link hides whom a request comes from; Front Door writes it itself, over whatever a client wrote there.
    // Source: azure-docs, Front Door, protocol support for HTTP headers.
    if let Some(link) = &site.network.link {
        entries.insert("real-ip-header".into(), json!("X-Azure-SocketIP"));
        entries.insert("set-real-ip-from".into(), json!(link.range));
    }
    entries.insert("proxy-read-timeout".into(), json!(format!("{}s", site.edge.request_timeout)));
    Value::Object(entries)
}

/// What an ingress needs that serves a certificate itself: for every host that asks for TLS, and where no host is known.
fn served() -> Map<String, Value> {
    let secret = format!("{INGRESS}/{}", certificate::RELEASE);
    let served = json!({
        "controller": {
            "service": {"httpsPort": {"enable": true}},
            "serviceAccount": {"name": IngressCertificate::SERVICE_ACCOUNT},
            "defaultTLS": {"secret": secret},
            "wildcardTLS": {"secret": secret},
            "config": {"entries": {"ssl-protocols": "TLSv1.2 TLSv1.3"}},
            "volumes": [{
                "name": "certificate",
                "csi": {"driver": "secrets-store.csi.k8s.io", "readOnly": true, "volumeAttributes": {"secretProviderClass": certificate::RELEASE}},
            }],
            "volumeMounts": [{"name": "certificate", "mountPath": "/mnt/certificate", "readOnly": true}],
        },
    });
    served.as_object().cloned().unwrap_or_default()
}

fn kured_values(_: &Site, cluster: &Cluster) -> Option<Value> {
    let kured = cluster.releases.kured.as_ref()?;
    let mut configuration = Map::new();
    if !kured.days.is_empty() {
        configuration.insert("rebootDays".into(), json!(kured.days));
    }
    configuration.insert("startTime".into(), json!(kured.window.start));
    configuration.insert("endTime".into(), json!(kured.window.end));
    configuration.insert("timeZone".into(), json!(kured.window.timezone));
    let mut values = json!({ "configuration": configuration });
    lay_over(&mut values, &kured.values);
    Some(values)
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

    use super::{lay_over, point};

    #[test]
    fn an_image_that_is_written_stays() {
        let mut values = json!({"image": {"tag": "1"}, "other": {"image": {"repository": "mine/one"}}});
        point(&mut values, "image.repository", "ours/one");
        point(&mut values, "other.image.repository", "ours/one");
        point(&mut values, "third", "ours/one");
        assert_eq!(values, json!({"image": {"tag": "1", "repository": "ours/one"}, "other": {"image": {"repository": "mine/one"}}, "third": "ours/one"}));
    }

    #[test]
    fn written_values_lie_over_ours() {
        let mut values = json!({"a": {"b": 1, "c": [1]}, "d": 1});
        lay_over(&mut values, json!({"a": {"c": [2], "e": null}, "d": {"f": 1}}).as_object().unwrap());
        assert_eq!(values, json!({"a": {"b": 1, "c": [2], "e": null}, "d": {"f": 1}}));
    }
}

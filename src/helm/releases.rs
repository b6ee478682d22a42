//! Charts of others: what they are installed with is split into what is the same everywhere and what the blueprint says.

pub(super) mod address;
mod cert_manager;
mod external_dns;
mod headlamp;
mod ingress_nginx;
mod kured;
pub mod lay;
mod nginx_gateway_fabric;
mod nginx_ingress;
mod stack;
mod watch;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use watch::Watch;

use super::{certificate, gateway, issuer};
use crate::facts::{self, CacheRule, ChartReference, Facts};
use crate::model::ingress::Controller;
use crate::model::{Cluster, Collector, Front, Model, Site};
use crate::plan::Plan;

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
        name: cert_manager::RELEASE,
        namespace: "namespaces/cert-manager.yaml",
        common: "releases/cert-manager/values.yaml",
        own: "releases/cert-manager/values-cluster.yaml",
        values: cert_manager::values,
    },
    Release {
        name: "nginx-ingress",
        namespace: "namespaces/ingress.yaml",
        common: "releases/nginx-ingress/values.yaml",
        own: "releases/nginx-ingress/values-cluster.yaml",
        values: nginx_ingress::values,
    },
    Release {
        name: "ingress-nginx",
        namespace: "namespaces/ingress.yaml",
        common: "releases/ingress-nginx/values.yaml",
        own: "releases/ingress-nginx/values-cluster.yaml",
        values: ingress_nginx::values,
    },
    Release {
        name: "nginx-gateway-fabric",
        namespace: "namespaces/ingress.yaml",
        common: "releases/nginx-gateway-fabric/values.yaml",
        own: "releases/nginx-gateway-fabric/values-cluster.yaml",
        values: nginx_gateway_fabric::values,
    },
    Release {
        name: external_dns::RELEASE,
        namespace: "namespaces/external-dns.yaml",
        common: "releases/external-dns/values.yaml",
        own: "releases/external-dns/values-cluster.yaml",
        values: external_dns::values,
    },
    Release {
        name: "kured",
        namespace: "namespaces/kured.yaml",
        common: "releases/kured/values.yaml",
        own: "releases/kured/values-cluster.yaml",
        values: kured::values,
    },
    Release {
        name: "headlamp",
        namespace: "namespaces/headlamp.yaml",
        common: "releases/headlamp/values.yaml",
        own: "releases/headlamp/values-cluster.yaml",
        values: headlamp::values,
    },
    // The kinds that its operator brings are there before the others of the monitoring make objects of them.
    Release {
        name: "kube-prometheus-stack",
        namespace: "namespaces/monitoring.yaml",
        common: "releases/kube-prometheus-stack/values.yaml",
        own: "releases/kube-prometheus-stack/values-cluster.yaml",
        values: stack::prometheus,
    },
    Release {
        name: "loki",
        namespace: "namespaces/monitoring.yaml",
        common: "releases/loki/values.yaml",
        own: "releases/loki/values-cluster.yaml",
        values: stack::loki,
    },
    Release {
        name: "tempo",
        namespace: "namespaces/monitoring.yaml",
        common: "releases/tempo/values.yaml",
        own: "releases/tempo/values-cluster.yaml",
        values: stack::tempo,
    },
    Release {
        name: Collector::NAME,
        namespace: "namespaces/monitoring.yaml",
        common: "releases/opentelemetry-collector/values.yaml",
        own: "releases/opentelemetry-collector/values-cluster.yaml",
        values: stack::collector,
    },
];

/// The releases of a cluster, in the order of installation.
pub fn of(site: &Site, cluster: &Cluster) -> impl Iterator<Item = &'static Release> {
    RELEASES.iter().filter(|release| (release.values)(site, cluster).is_some())
}

/// The names of all that is installed in a cluster before its apps, in the order of installation.
pub fn names(site: &Site, cluster: &Cluster) -> Vec<&'static str> {
    let certificate = cluster.certificate.iter().map(|_| certificate::RELEASE);
    // The Gateway asks for what reads it to be there, the issuer for the kinds of cert-manager, and the ingress for the certificate.
    let behind = |name| match name {
        cert_manager::RELEASE => Some(issuer::RELEASE),
        name => (name == Controller::GatewayApi.release()).then_some(gateway::release(Controller::GatewayApi)),
    };
    let releases = of(site, cluster).flat_map(|release| [release.name].into_iter().chain(behind(release.name)));
    let mut names: Vec<&str> = certificate.chain(releases).collect();
    if Controller::of(&cluster.releases.ingress).0 == Controller::ApplicationRouting {
        let first = [certificate::RELEASE, cert_manager::RELEASE, issuer::RELEASE];
        names.insert(names.iter().take_while(|name| first.contains(name)).count(), gateway::release(Controller::ApplicationRouting));
    }
    names
}

/// What the registry fetches for sites whose nodes reach no other: the images of AKS, and those of releases.
pub fn cache_rules(sites: &[Site], facts: &Facts) -> BTreeSet<CacheRule> {
    let mut rules = BTreeSet::new();
    for site in sites.iter().filter(|site| site.mirror.is_some()) {
        rules.insert(facts.outgoing.kubernetes_cache.clone());
        for release in site.clusters.iter().flat_map(|cluster| of(site, cluster)) {
            let images = facts.releases.get(release.name).into_iter().flat_map(|chart| &chart.images);
            rules.extend(images.filter(|image| image.imported.is_none()).map(|image| CacheRule {
                name: rule_name(&image.repository, facts),
                source: image.cached_from(),
                target: image.repository.clone(),
            }));
        }
    }
    rules
}

/// The name of a rule by the repository that it fetches: as much of its end as a name may be long.
fn rule_name(repository: &str, facts: &Facts) -> String {
    let longest = facts.limits.cache_rule_name.max.map_or(usize::MAX, |longest| longest as usize);
    let mut end = repository;
    while let Some((_, rest)) = end.split_once('/').filter(|_| end.len() > longest) {
        end = rest;
    }
    end.replace('/', "-")
}

/// Where the chart of a release comes from, in lines that bash sources.
#[derive(Serialize)]
struct Source<'a> {
    chart: String,
    /// For a classic repository; an OCI reference says all in one.
    repository: Option<String>,
    version: &'a str,
    namespace: &'a str,
    definitions: Option<Defined<'a>>,
}

/// Definitions of resources that are applied first.
#[derive(Serialize)]
struct Defined<'a> {
    version: &'a str,
    reference: String,
}

/// What is the same in every cluster that has the release.
#[derive(Serialize)]
struct Common<'a> {
    release: &'static str,
    namespace: &'a str,
    ingress_class: &'static str,
    gateway: &'static str,
    /// Whether some of these clusters stand behind a gateway, and whether some do not.
    gated: bool,
    ungated: bool,
    /// Whether some of these clusters are watched from inside.
    watched: bool,
    /// Rules and dashboards, of what watches.
    #[serde(flatten)]
    watch: Option<Watch>,
}

/// Plans the releases of all clusters.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) {
    for release in RELEASES {
        let clusters = model.sites.iter().flat_map(|site| site.clusters.iter().map(move |cluster| (site, cluster)));
        let own: Vec<(&Site, &Cluster, Value)> = clusters.filter_map(|(site, cluster)| Some((site, cluster, (release.values)(site, cluster)?))).collect();
        let (Some(chart), false) = (facts.releases.get(release.name), own.is_empty()) else { continue };
        let folder = format!("releases/{}", release.name);
        plan.template("releases/release.env", format!("{folder}/release.env"), Source::of(chart));
        let gated = |(site, ..): &(&Site, &Cluster, Value)| site.edge.gateway().is_some();
        let common = Common {
            release: release.name,
            namespace: &chart.namespace,
            ingress_class: Controller::CLASS,
            gateway: Controller::GATEWAY,
            gated: own.iter().any(gated),
            ungated: !own.iter().all(gated),
            watched: own.iter().any(|(_, cluster, _)| cluster.stack.is_some()),
            watch: (release.name == "kube-prometheus-stack").then(|| Watch::of(&facts.cluster_monitoring)),
        };
        plan.template(release.common, format!("{folder}/values.yaml"), common);
        for (site, cluster, mut values) in own {
            if let Some(mirror) = &site.mirror {
                for image in &chart.images {
                    lay::point(&mut values, &image.value, &image.within(mirror));
                }
            }
            if site.asks_by_name() {
                chart.asking_pods.iter().for_each(|path| lay::point_in(&mut values, path, &facts.outgoing.kubernetes_by_name, "true"));
            }
            let context = json!({
                "values": values,
                "by_name": site.asks_by_name() && !chart.asking_pods.is_empty(),
                "gateway": site.edge.gateway().is_some(),
                "public": matches!(site.edge.front, Front::LoadBalancer),
                "certificate": cluster.certificate.is_some(),
                "issued": cluster.issuer.is_some(),
                "handed_over": handed_over(release, cluster),
                "linked": cluster.private_link.is_some(),
                "mirrored": site.mirror.is_some(),
                "front_door": site.is_behind_front_door(),
                "answer_seconds": site.edge.request_timeout,
                "gateway_name": Controller::GATEWAY,
            });
            plan.template(release.own, format!("{folder}/values-{}.yaml", cluster.name), context);
        }
    }
}

/// The values that are handed over at each installation, since only Azure knows them.
fn handed_over<'a>(release: &Release, cluster: &'a Cluster) -> Vec<&'a str> {
    let records = cluster.record_writer.iter().filter(|_| release.name == external_dns::RELEASE);
    records.flat_map(|records| &records.handovers).map(|handover| handover.key).collect()
}

impl<'a> Source<'a> {
    fn of(chart: &'a facts::Release) -> Self {
        let (reference, repository) = match chart.reference() {
            ChartReference::Oci(reference) => (reference, None),
            ChartReference::Repository { chart, repository } => (chart, Some(repository)),
        };
        let definitions = chart.definitions.as_ref().map(|definitions| Defined { version: &definitions.version, reference: definitions.reference() });
        Self { chart: reference, repository, version: &chart.version, namespace: &chart.namespace, definitions }
    }
}

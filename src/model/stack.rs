//! What watches a cluster from inside: where it stands, on what it keeps things, and what it measures requests by.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::ingress::Controller;
use super::resolve::Resolver;
use super::{Region, storage};
use crate::blueprint::settings::{self, InCluster, Releases};
use crate::facts::{Facts, Rule};

/// The monitoring of a cluster.
#[derive(Debug, Serialize)]
pub struct Stack {
    #[serde(skip)]
    pub written: settings::Stack,
    pub namespace: String,
    /// The class of its disks, as the facts name it.
    pub class: &'static str,
    /// The StorageClass.
    pub storage_class: String,
    /// None where it does not say how many requests it takes.
    pub ingress: Option<Measured>,
}

/// An ingress that says how many requests it takes.
#[derive(Debug, Serialize)]
pub struct Measured {
    pub namespace: String,
    /// The labels of the pods that take requests.
    pub labels: BTreeMap<&'static str, &'static str>,
    /// Whether it says to which app they go, and with which answer.
    pub tells: bool,
    /// The port of its pods at which it says so.
    pub port: u16,
    /// What is recorded of it, and what of it wakes somebody.
    #[serde(skip)]
    pub rules: Vec<Value>,
}

/// Where an app sends what it tells of itself.
#[derive(Debug, Clone, Serialize)]
pub struct Collector {
    pub namespace: String,
}

impl Collector {
    /// Its Helm release, its service and the name of its pods.
    pub const NAME: &str = "opentelemetry-collector";
    /// OTLP by HTTP, as registered with IANA.
    pub const PORT: u16 = 4318;

    /// The environment variables by which every SDK of OpenTelemetry finds it.
    pub fn variables(&self, app: &str) -> [(String, String); 3] {
        let endpoint = format!("http://{}.{}:{}", Self::NAME, self.namespace, Self::PORT);
        [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf".to_owned()), ("OTEL_SERVICE_NAME", app.to_owned())]
            .map(|(name, value)| (name.to_owned(), value))
    }
}

/// An image of which a registry of Azure fetches nothing.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// Its name in the registry, with its tag.
    pub name: String,
    pub source: String,
}

impl Stack {
    /// What a person brings into a registry for nodes that reach no other.
    pub fn imported(facts: &Facts) -> impl Iterator<Item = Imported> {
        let charts = ["kube-prometheus-stack", "loki", "tempo", Collector::NAME].into_iter().filter_map(|name| facts.releases.get(name));
        charts.flat_map(|chart| &chart.images).filter_map(|image| {
            let name = format!("{}:{}", image.repository, image.imported.as_ref()?);
            Some(Imported { source: format!("{}/{name}", image.registry), name })
        })
    }

    pub fn collector(&self) -> Collector {
        Collector { namespace: self.namespace.clone() }
    }
}

impl Resolver<'_> {
    pub(super) fn stack(&self, releases: &Releases, region: &Region) -> Option<Stack> {
        let InCluster::Stack(written) = releases.monitoring.as_ref()?;
        let controller = Controller::of(&releases.ingress).0;
        let facts = &self.facts.cluster_monitoring;
        let class = storage::disk_class(region);
        Some(Stack {
            written: written.clone(),
            namespace: self.facts.releases.get(Collector::NAME)?.namespace.clone(),
            class,
            storage_class: self.facts.storage_classes.entries().find(|(known, _)| *known == class)?.1.class.clone(),
            ingress: facts.ingress.get(controller.release()).map(|measures| Measured {
                namespace: Controller::namespace(self.facts).to_owned(),
                labels: BTreeMap::from([match controller {
                    routed if routed.routes() => (Controller::GATEWAY_LABEL, Controller::GATEWAY),
                    _ => ("app.kubernetes.io/instance", controller.release()),
                }]),
                tells: measures.tell(),
                port: measures.metrics_port,
                rules: measures.rules.iter().chain(facts.edge.iter().filter(|rule| measures.tell() || !rule.asks_of_apps())).map(Rule::written).collect(),
            }),
        })
    }
}

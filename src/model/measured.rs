//! An ingress whose requests are measured, by whatever reads metrics in its cluster.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::Model;
use super::ingress::Controller;
use super::resolve::Resolver;
use crate::blueprint::settings::Settings;
use crate::facts::Rule;

/// An ingress that says how many requests it takes.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Its Helm release.
    pub release: &'static str,
    pub namespace: String,
    /// The labels of the pods that take requests.
    pub labels: BTreeMap<&'static str, &'static str>,
    /// Whether they are those of a Gateway, and have neighbours in their namespace.
    pub routed: bool,
    /// Whether it says to which app they go, and with which answer.
    pub tells: bool,
    /// The port of its pods at which it says so, and the path where that is not `/metrics`.
    pub port: u16,
    pub path: Option<String>,
    /// Whether managed Prometheus keeps it.
    pub managed: bool,
    /// What is recorded of it, and what of it wakes somebody.
    #[serde(skip)]
    pub rules: Vec<Value>,
}

impl Resolver<'_> {
    /// The ingress of a cluster, where something reads metrics and the ingress has any.
    pub(super) fn measured(&self, settings: &Settings) -> Option<Measured> {
        let scrapers = self.scrapers(settings);
        let controller = Controller::of(&settings.releases.ingress).0;
        let measures = self.facts.cluster_monitoring.ingress.get(controller.release()).filter(|_| !scrapers.is_empty())?;
        Some(Measured {
            release: controller.release(),
            namespace: Controller::namespace(self.facts).to_owned(),
            labels: BTreeMap::from([match controller {
                Controller::GatewayApi | Controller::ApplicationRouting => (Controller::GATEWAY_LABEL, Controller::GATEWAY),
                _ => ("app.kubernetes.io/instance", controller.release()),
            }]),
            routed: controller.routes(),
            tells: measures.tell(),
            port: measures.metrics_port,
            path: measures.path.clone(),
            managed: scrapers.contains(&self.facts.scrapers.managed_prometheus),
            rules: self.facts.cluster_monitoring.of_ingress(controller.release()).map(Rule::written).collect(),
        })
    }
}

impl Model {
    /// The ingresses whose requests managed Prometheus keeps, by their releases, each once.
    pub fn kept_ingresses(&self) -> BTreeSet<&'static str> {
        self.clusters().filter_map(|(_, cluster)| cluster.measured.as_ref().filter(|measured| measured.managed)).map(|each| each.release).collect()
    }
}

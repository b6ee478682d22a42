//! Where metrics of a site are kept, what reads those of apps, and where apps send what else they have to tell.

use serde::Serialize;

use super::resolve::{Ground, Resolver};
use super::{Environment, Handover, Placement, Region};
use crate::blueprint::settings::{self, Monitoring, Settings};
use crate::facts::Scraper;

/// Managed Prometheus of a site: where metrics are kept, and the way of those of its clusters.
#[derive(Debug, Serialize)]
pub struct Prometheus {
    /// The Azure Monitor workspace.
    pub workspace: String,
    /// To which agents send.
    pub collection_endpoint: String,
    /// What is collected, and where it goes.
    pub collection_rule: String,
}

impl Resolver<'_> {
    pub(super) fn prometheus(&mut self, monitoring: &settings::AzureMonitor, ground: &Ground) -> Option<Prometheus> {
        let Ground { stem, path, groups, .. } = *ground;
        monitoring.prometheus.as_ref()?;
        let mut give = |kind, name: String| self.register.give(kind, name, path, &groups.data);
        Some(Prometheus {
            workspace: give("azure_monitor_workspace", format!("amw-{stem}")),
            collection_endpoint: give("data_collection_endpoint", format!("dce-{stem}")),
            collection_rule: give("data_collection_rule", format!("dcr-{stem}-metrics")),
        })
    }

    /// Application Insights for the apps of an environment at a site, among the `components` of which it is, as an app is told of it.
    pub(super) fn told_to_send(&mut self, environment: &Environment, region: &Region, group: &str, components: &mut Vec<String>) -> Handover {
        let component = format!("appi-{}-{}-{}", self.written.blueprint.name, environment.name, region.code);
        if !components.contains(&component) {
            self.register.give("application_insights", component.clone(), &format!("environments.{}", environment.name), group);
            components.push(component.clone());
        }
        Handover::connection_string(&component, group)
    }

    /// What reads the metrics of the apps of a cluster.
    pub(super) fn scrapers(&self, settings: &Settings) -> Vec<Scraper> {
        let Monitoring::Azure(azure) = &settings.monitoring;
        let managed = azure.prometheus.iter().map(|_| &self.facts.scrapers.managed_prometheus);
        let of_stack = settings.releases.monitoring.iter().map(|_| &self.facts.scrapers.stack);
        managed.chain(of_stack).cloned().collect()
    }
}

impl Placement {
    /// Whether anything reads its metrics.
    pub fn is_scraped(&self) -> bool {
        self.metrics.is_some() && !self.scrapers.is_empty()
    }

    /// The port of its metrics, where it is not that of its requests.
    pub fn metrics_port(&self) -> Option<u16> {
        self.metrics.as_ref().and_then(|metrics| metrics.port).filter(|port| Some(*port) != self.port)
    }
}

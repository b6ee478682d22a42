//! Metrics: what reads those of apps.

use super::Placement;
use super::resolve::Resolver;
use crate::blueprint::settings::{Monitoring, Settings};
use crate::facts::Scraper;

impl Resolver<'_> {
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

//! AKS0411: Grafana that has no metrics to show.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let shown = || subject.model.sites.iter().filter(|site| site.grafana);
    let Some(first) = shown().next().filter(|_| shown().all(|site| site.prometheus.is_none())) else { return };
    let finding = Finding::new(&codes::GRAFANA, "Grafana has no metrics to show").help("write `prometheus: {}` beside it, or do without Grafana");
    findings.add(finding, &format!("{}.monitoring.azure.grafana", settings_path(first)), "of no platform that it shows metrics are kept");
}

//! AKS0410: an app that tells its metrics to nobody.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| placement.metrics.is_some() && placement.scrapers.is_empty()) {
            let finding = Finding::new(&codes::UNREAD_METRICS, format!("nothing reads the metrics of `{}`", app.name))
                .help("write `monitoring: {azure: {prometheus: {}}}` for its platform, or leave `metrics` out");
            findings.add(finding, &format!("{}.metrics", placement.base), format!("nothing in the cluster {} reads metrics of apps", placement.cluster));
        }
    }
}

//! AKS0410: an app that tells its metrics to nobody.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| placement.metrics.is_some() && placement.scrapers.is_empty()) {
            let finding = Finding::new(&codes::UNREAD_METRICS, format!("nothing reads the metrics of `{}` in `{}`", app.name, placement.environment))
                .help("write `monitoring: {azure: {prometheus: {}}}` for its platform, or `metrics: null` for this environment");
            findings.add(finding, &format!("{}.metrics", placement.base), "nothing in its cluster reads metrics of apps");
        }
    }
}

//! AKS0607: what pods write is kept nowhere.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in subject.model.sites.iter().filter(|site| site.mirror.is_none()) {
        let unkept: Vec<&str> =
            site.clusters.iter().filter(|cluster| !cluster.insights && cluster.stack.is_none()).map(|cluster| cluster.name.as_str()).collect();
        if !unkept.is_empty() {
            let finding = Finding::new(&codes::UNKEPT_LOGS, format!("what pods of {} write is kept nowhere", unkept.join(", ")))
                .help("write `releases: {monitoring: stack}`, which keeps logs in the cluster, or leave `containerInsights` as it is");
            findings.add(
                finding,
                &format!("{}.monitoring.azure.containerInsights", settings_path(site)),
                "with a pod goes all that it has written, and the reason for which it fell",
            );
        }
    }
}

//! AKS0531: an image that is built for processors of another kind than those that its pods run on.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::facts::Architecture;
use crate::model::{Cluster, Placement};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let model = subject.model;
    let stops = |placement: &&Placement| {
        let mut clusters = model.clusters().map(|(_, cluster)| cluster);
        clusters.find(|cluster| cluster.name == placement.cluster).is_some_and(|cluster| runs_on_arm(cluster, placement))
    };
    for (app, _) in model.built() {
        let Some(placement) = app.placements.iter().find(stops) else { continue };
        let title = format!("the image of `{}` is built for other processors than it has in `{}`", app.name, placement.environment);
        let finding = Finding::new(&codes::BUILD_PROCESSOR, title)
            .beside(findings.place(&format!("{}.pool", placement.base)), "of Arm")
            .help("give it a pool of x64 machines; or build the image elsewhere, for both kinds, and take `build` out");
        findings.add(finding, &format!("apps.{}.build", app.name), "agents build for x64, and its pods would stop at once with `exec format error`");
    }
}

/// Whether the pool that it names is of Arm, or all that take it where it names none.
fn runs_on_arm(cluster: &Cluster, placement: &Placement) -> bool {
    let takes = |name: &str| placement.pool.as_ref().map(|pool| pool.as_str() == name);
    let mut pools = cluster.pools.iter().filter(|pool| takes(&pool.name).unwrap_or_else(|| pool.takes_any())).peekable();
    pools.peek().is_some() && pools.all(|pool| pool.architecture == Some(Architecture::Arm64))
}

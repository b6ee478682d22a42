//! AKS0507 and AKS0508: apps on pools that are not for them, and what runs on spot nodes alone.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let last = subject.model.environments.last().map(|environment| &environment.name);
    for app in &subject.model.apps {
        for placement in &app.placements {
            let named = placement.pool.as_ref();
            let cluster = subject.model.clusters().map(|(_, cluster)| cluster).find(|cluster| cluster.name == placement.cluster);
            let Some(pool) = cluster.into_iter().flat_map(|cluster| &cluster.pools).find(|pool| named.is_some_and(|named| named.as_str() == pool.name)) else {
                continue;
            };
            let path = format!("{}.pool", placement.base);
            if pool.system {
                let finding = Finding::new(&codes::APP_POOL, format!("the app `{}` is to run on a system pool", app.name))
                    .help("name a user pool, or none: then any pool that takes apps will do");
                findings.add(finding, &path, "it is kept free for what the cluster itself needs");
            }
            if pool.spot && last == Some(&placement.environment) {
                let finding = Finding::new(&codes::SPOT, format!("the app `{}` runs on spot nodes alone in `{}`", app.name, placement.environment))
                    .help("let it run on regular nodes here, or allow this where it may be away");
                findings.add(finding, &path, "Azure takes these nodes back within half a minute, all of them at once if need be");
            }
        }
    }
}

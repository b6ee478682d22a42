//! AKS0536: an app that asks for more than any node gives on which it may run.

use super::room::MEASURES;
use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Pool;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| !placement.virtual_nodes) {
            let Some((_, cluster)) = subject.model.clusters().find(|(_, cluster)| cluster.name == placement.cluster) else { continue };
            let is_its = |pool: &&Pool| placement.pool.as_ref().map_or_else(|| pool.takes_any(), |name| name.as_str() == pool.name);
            for measure in &MEASURES {
                let Some((pool, given)) = measure.largest(cluster.pools.iter().filter(is_its), subject.facts) else { continue };
                let Some(asked) = (measure.asked)(placement).filter(|asked| *asked > given) else { continue };
                let finding = Finding::new(
                    &codes::APP_SIZE,
                    format!("no node gives `{}` the {} that it asks for in `{}`", app.name, measure.what, placement.environment),
                )
                .help("ask for less, or name a pool of larger nodes as its `pool`");
                let path = format!("{}.resources.{}", placement.base, measure.key);
                findings.add(finding, &path, format!("{} for each replica; a node of `{}` gives apps {}", measure.say(asked), pool.name, measure.say(given)));
            }
        }
    }
}

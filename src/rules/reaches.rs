//! AKS0505: an app that reaches for addresses that are not outside its cluster.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            let Some(cluster) = subject.model.site(&placement.site).and_then(|site| site.clusters.first()) else { continue };
            for (at, reach) in placement.reaches.iter().enumerate() {
                let pods = cluster.is_overlay().then_some(("pod", cluster.pod_range));
                let inside = pods.into_iter().chain([("service", cluster.service_range)]).find(|(_, range)| range.contains(&reach.range));
                if let Some((what, range)) = inside {
                    let finding = Finding::new(&codes::REACH, format!("{} is not outside the cluster", reach.range))
                        .help("name the range of what runs outside the cluster, or choose other ranges for pods and services; an app of this blueprint is named in `calls`");
                    let path = format!("apps.{}.environments.{}.reaches[{at}].range", app.name, placement.environment);
                    findings.add(finding, &path, format!("it lies in the {what} range {range}: such a connection never leaves the cluster"));
                }
            }
        }
    }
}

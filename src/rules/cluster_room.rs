//! AKS0517: quotas that promise more than the pools of a cluster can give.

use super::room::{MEASURES, Measure, pools};
use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::{Cluster, Namespace};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        // Virtual nodes take what does not fit on nodes.
        for cluster in site.clusters.iter().filter(|cluster| cluster.virtual_nodes.is_none()) {
            for measure in &MEASURES {
                one(subject, findings, cluster, measure);
            }
        }
    }
}

fn one(subject: &Subject, findings: &mut Findings, cluster: &Cluster, measure: &Measure) {
    let of_branches = |namespace: &Namespace| {
        let branches = namespace.branches.as_ref()?;
        Some((measure.promised)(&branches.quota)?.saturating_mul(u64::from(branches.live)))
    };
    let each = cluster.namespaces.iter().flat_map(|namespace| [(measure.promised)(&namespace.quota), of_branches(namespace)]);
    let promised = each.flatten().fold(0, u64::saturating_add);
    let Some(room) = measure.room(subject, cluster).filter(|room| promised > *room) else { return };
    let Some(grown) = pools(subject.model, cluster).max_by_key(|pool| pool.max) else { return };
    let Some(more) = measure.nodes(promised - room, grown, subject.facts) else { return };
    let what = measure.what;
    let finding = Finding::new(&codes::CLUSTER_ROOM, format!("the quotas of a cluster promise more {what} than its nodes can give")).help(format!(
        "let `{}` grow to {} nodes, or promise less; or allow this, if the teams won't need all of it at once",
        grown.name,
        u64::from(grown.max) + more
    ));
    let path = format!("{}.kubernetes.pools.{}.nodes.max", cluster.tenancy.path, grown.name);
    let by_default = subject.written.blueprint.teams.keys().any(|team| !findings.is_written(&format!("teams.{team}.quota")));
    let quota = if by_default { ", by the default `quota` where a team writes none" } else { "" };
    let (promised, room) = (measure.say(promised), measure.say(room));
    let sum = format!("the namespaces of {} may ask for {promised}{quota}; when its pools have grown they give apps {room}", cluster.name);
    findings.add(finding, &path, sum);
}

//! What watches clusters from inside, how people come to it, and what they do on an alert.

use serde::Serialize;

use crate::blueprint::settings::Receiver;
use crate::facts::{Facts, Rule};
use crate::model::stack::Imported;
use crate::model::{Model, Stack};

#[derive(Debug, Serialize)]
pub struct Stacks<'a> {
    namespace: &'a str,
    /// The clusters that have it; none where all do.
    clusters: Option<String>,
    kept: Vec<Kept<'a>>,
    /// Whether some of them wake nobody; secrets that say who is told.
    silent: bool,
    secrets: Vec<&'a str>,
    alerts: Vec<Alert<'a>>,
    /// The clusters whose ingress counts requests alone.
    counted: Vec<&'a str>,
    /// Images that a person brings into the registry.
    imported: Vec<Imported>,
}

/// How long a cluster keeps what.
#[derive(Debug, Serialize)]
struct Kept<'a> {
    cluster: &'a str,
    replicas: u32,
    metrics: String,
    logs: String,
    traces: String,
}

#[derive(Debug, Serialize)]
struct Alert<'a> {
    name: &'a str,
    severity: &'a str,
    remedy: &'a str,
}

/// The monitoring in clusters, where there is any.
pub fn stacks<'a>(model: &'a Model, facts: &'a Facts) -> Option<Stacks<'a>> {
    let having: Vec<_> = model.clusters().filter_map(|(site, cluster)| Some((site, cluster, cluster.stack.as_ref()?))).collect();
    let (_, _, first) = having.first()?;
    let names: Vec<String> = having.iter().map(|(_, cluster, _)| format!("`{}`", cluster.name)).collect();
    let isolated = having.iter().any(|(site, ..)| site.mirror.is_some());
    let mut secrets: Vec<&str> =
        having.iter().filter_map(|(_, _, stack)| stack.written.alerts.as_ref()).flat_map(Receiver::secrets).map(|secret| secret.as_str()).collect();
    secrets.sort_unstable();
    secrets.dedup();
    let issues = having.iter().any(|(_, cluster, _)| cluster.issuer.is_some());
    let records = having.iter().any(|(_, cluster, _)| cluster.record_writer.is_some());
    let of_certificates = facts.cluster_monitoring.certificates.rules.iter().filter(|_| issues);
    let of_records = facts.cluster_monitoring.records.rules.iter().filter(|_| records);
    Some(Stacks {
        namespace: &first.namespace,
        clusters: (having.len() < model.clusters().count()).then(|| names.join(", ")),
        kept: having.iter().map(|(_, cluster, stack)| kept(&cluster.name, stack)).collect(),
        silent: having.iter().any(|(_, _, stack)| stack.written.alerts.is_none()),
        secrets,
        alerts: facts.cluster_monitoring.alerts().chain(of_certificates).chain(of_records).filter_map(alert).collect(),
        counted: having
            .iter()
            .filter(|(_, cluster, _)| cluster.measured.as_ref().is_some_and(|ingress| !ingress.tells))
            .map(|(_, cluster, _)| cluster.name.as_str())
            .collect(),
        imported: if isolated { Stack::imported(facts).collect() } else { Vec::new() },
    })
}

fn kept<'a>(cluster: &'a str, stack: &Stack) -> Kept<'a> {
    let says = |kept: &crate::blueprint::settings::Kept| format!("{}, {}", crate::blueprint::quantity::days(kept.retention_days.into()), &*kept.size);
    let written = &stack.written;
    Kept { cluster, replicas: written.replicas, metrics: says(&written.metrics), logs: says(&written.logs), traces: says(&written.traces) }
}

fn alert(rule: &Rule) -> Option<Alert<'_>> {
    match rule {
        Rule::Alert { alert, severity, remedy, .. } => Some(Alert { name: alert, severity, remedy }),
        Rule::Record { .. } => None,
    }
}

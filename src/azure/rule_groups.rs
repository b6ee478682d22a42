//! Rule groups of managed Prometheus, as templates and scripts write them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::facts::{ClusterMonitoring, Facts, MetricsAlert, Recording, Rule};
use crate::model::{Cluster, Model};

/// The names of groups before that of a cluster, and their rules. `dollar` is what stands for that sign in expressions and messages.
pub fn rule_groups(model: &Model, facts: &Facts, dollar: &str) -> Value {
    let rules = &facts.prometheus_rules;
    let recordings = |rules: &[Recording]| -> Vec<Value> {
        rules.iter().map(|rule| json!({"record": rule.record, "labels": rule.labels, "expression": rule.expression.replace('$', dollar)})).collect()
    };
    json!({
        "recordings": [
            {"key": "nodeRecordings", "name": "NodeRecordingRulesRuleGroup", "description": "What dashboards of nodes read.", "rules": recordings(&rules.node)},
            {"key": "kubernetesRecordings", "name": "KubernetesRecordingRulesRuleGroup", "description": "What dashboards of pods read.", "rules": recordings(&rules.kubernetes)},
        ],
        "alerts": rules.alerts.iter().map(|alert| json!(alert)).chain(of_writers(model, facts).map(|rule| written(rule, dollar))).collect::<Vec<_>>(),
        "ingresses": model.kept_ingresses().into_iter().map(|release| ingress(release, facts, dollar)).collect::<Vec<_>>(),
    })
}

/// Of requests: what is recorded of an ingress, and what of it wakes somebody.
fn ingress(release: &str, facts: &Facts, dollar: &str) -> Value {
    json!({"release": release, "rules": of_requests(release, facts).map(|rule| written(rule, dollar)).collect::<Vec<_>>()})
}

/// A rule of the monitoring in clusters, as Azure takes it.
fn written(rule: &Rule, dollar: &str) -> Value {
    let filled = |text: &str| text.replace('$', dollar);
    match rule {
        Rule::Record { record, expr } => json!({"record": record, "expression": filled(expr)}),
        Rule::Alert { alert, expr, lasting, severity, summary, remedy } => json!(MetricsAlert {
            name: alert.clone(),
            expression: filled(expr),
            period: format!("PT{}", lasting.to_uppercase()),
            severity: severity_of(severity),
            means: filled(summary),
            remedy: filled(remedy),
        }),
    }
}

/// What wakes somebody of certificates that are issued, and of records that are written, where metrics are kept.
fn of_writers<'a>(model: &Model, facts: &'a Facts) -> impl Iterator<Item = &'a Rule> {
    let kept = |has: fn(&Cluster) -> bool| model.clusters().any(|(site, cluster)| site.prometheus.is_some() && has(cluster));
    let (issued, recorded) = (kept(|cluster| cluster.issuer.is_some()), kept(|cluster| cluster.record_writer.is_some()));
    let ClusterMonitoring { certificates, records, .. } = &**facts.cluster_monitoring;
    certificates.rules.iter().filter(move |_| issued).chain(records.rules.iter().filter(move |_| recorded))
}

/// The rules of requests that come by an ingress.
fn of_requests<'a>(release: &str, facts: &'a Facts) -> impl Iterator<Item = &'a Rule> {
    facts.cluster_monitoring.of_ingress(release).chain(facts.cluster_monitoring.of_answers(release))
}

/// The number that Azure has for a severity of Alertmanager.
fn severity_of(word: &str) -> u8 {
    if word == "critical" { 1 } else { 2 }
}

/// What wakes somebody of clusters whose metrics are kept, each once, as people are told of it.
pub fn spoken_alerts(model: &Model, facts: &Facts) -> Vec<Value> {
    let mut alerts: Vec<Value> = facts.prometheus_rules.alerts.iter().map(|alert| json!(alert)).collect();
    let mut known = BTreeSet::new();
    let of_requests = model.kept_ingresses().into_iter().flat_map(|release| of_requests(release, facts));
    for rule in of_writers(model, facts).chain(of_requests) {
        if let Rule::Alert { alert, severity, summary, remedy, .. } = rule
            && known.insert(alert)
        {
            alerts.push(json!({"name": alert, "severity": severity_of(severity), "means": spoken(summary), "remedy": remedy}));
        }
    }
    alerts
}

/// A message with words in the place of what Prometheus fills in: of a label its name, of a value `N`.
fn spoken(message: &str) -> String {
    let mut parts = message.split("{{ ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |before, part| {
        let (filled, after) = part.split_once(" }}").unwrap_or((part, ""));
        before + &filled.strip_prefix("$labels.").map_or_else(|| "N".to_owned(), |label| label.to_uppercase().replace('_', "-")) + after
    })
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn messages_have_words_for_what_is_filled_in() {
        assert_eq!(spoken("{{ $value | humanizePercentage }} of the requests to {{ $labels.app }} fail"), "N of the requests to APP fail");
        assert_eq!(spoken("no replica answers"), "no replica answers");
    }
}

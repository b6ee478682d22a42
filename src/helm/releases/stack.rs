//! The monitoring in a cluster: how long each part of it keeps things, and on what.

use serde_json::{Value, json};

use super::lay;
use crate::blueprint::quantity;
use crate::blueprint::settings::{Kept, Receiver};
use crate::model::{Cluster, Measured, Site, Stack};

/// The values of Prometheus, Alertmanager and Grafana for a cluster that has them.
pub fn prometheus(_: &Site, cluster: &Cluster) -> Option<Value> {
    let stack = cluster.stack.as_ref()?;
    let metrics = &stack.written.metrics;
    let mut values = json!({
        "prometheus": {
            "prometheusSpec": {
                "replicas": stack.written.replicas,
                "retention": format!("{}d", metrics.retention_days),
                "retentionSize": most(metrics),
                "storageSpec": {"volumeClaimTemplate": claim(stack, &metrics.size)},
            },
        },
        "alertmanager": {
            "alertmanagerSpec": {"replicas": stack.written.replicas, "storage": {"volumeClaimTemplate": claim(stack, "1Gi")}},
        },
    });
    let monitors: Vec<Value> =
        cluster.measured.iter().map(of_ingress).chain(writers(cluster).map(|(_, namespace, port, _)| of_writer(namespace, port))).collect();
    if !monitors.is_empty() {
        lay::more(&mut values, &json!({"prometheus": {"additionalPodMonitors": monitors}}));
    }
    for (name, rules) in cluster.measured.iter().map(|ingress| ("ingress", &ingress.rules)).chain(writers(cluster).map(|(name, .., rules)| (name, rules))) {
        lay::more(&mut values, &json!({"additionalPrometheusRulesMap": {name: {"groups": [{"name": name, "rules": rules}]}}}));
    }
    if let Some(receiver) = &stack.written.alerts {
        lay::more(&mut values, &told(receiver));
    }
    lay::over(&mut values, &stack.written.values.prometheus);
    Some(values)
}

/// The values of what keeps logs.
pub fn loki(_: &Site, cluster: &Cluster) -> Option<Value> {
    let stack = cluster.stack.as_ref()?;
    let logs = &stack.written.logs;
    let mut values = json!({
        "loki": {"limits_config": {"retention_period": hours(logs)}},
        "singleBinary": {"persistence": {"storageClass": stack.storage_class, "size": logs.size}},
    });
    lay::over(&mut values, &stack.written.values.loki);
    Some(values)
}

/// The values of what keeps traces.
pub fn tempo(_: &Site, cluster: &Cluster) -> Option<Value> {
    let stack = cluster.stack.as_ref()?;
    let traces = &stack.written.traces;
    let mut values = json!({
        "tempo": {"retention": hours(traces)},
        "persistence": {"storageClassName": stack.storage_class, "size": traces.size},
    });
    lay::over(&mut values, &stack.written.values.tempo);
    Some(values)
}

/// The values of what collects: metrics go to each Prometheus, since none knows what another was told.
pub fn collector(_: &Site, cluster: &Cluster) -> Option<Value> {
    let stack = cluster.stack.as_ref()?;
    let exporters: Vec<String> = (0..stack.written.replicas).map(|replica| format!("otlp_http/metrics-{replica}")).collect();
    let endpoint = |replica: usize| {
        let pod = format!("prometheus-kube-prometheus-stack-prometheus-{replica}.prometheus-operated.{}", stack.namespace);
        json!({"endpoint": format!("http://{pod}:9090/api/v1/otlp")})
    };
    let addresses: serde_json::Map<String, Value> = exporters.iter().enumerate().map(|(replica, name)| (name.clone(), endpoint(replica))).collect();
    let mut values = json!({
        "config": {"exporters": addresses, "service": {"pipelines": {"metrics": {"exporters": exporters}}}},
    });
    lay::over(&mut values, &stack.written.values.collector);
    Some(values)
}

/// How an ingress is measured.
fn of_ingress(ingress: &Measured) -> Value {
    // The namespace of a request to an app is that of the app, not that of the ingress.
    let mut endpoint = json!({"portNumber": ingress.port, "honorLabels": ingress.tells});
    if let Some(path) = &ingress.path {
        endpoint["path"] = json!(path);
    }
    json!({
        "name": "ingress",
        "namespaceSelector": {"matchNames": [ingress.namespace]},
        "selector": {"matchLabels": ingress.labels},
        "podMetricsEndpoints": [endpoint],
    })
}

/// What writes into DNS zones: by what it is known to Prometheus, its namespace, the port of its metrics and its rules.
fn writers(cluster: &Cluster) -> impl Iterator<Item = (&'static str, &str, u16, &Vec<Value>)> {
    let issuer = cluster.issuer.iter().map(|issuer| ("certificates", issuer.writer.namespace.as_str(), issuer.metrics_port, &issuer.rules));
    issuer.chain(cluster.record_writer.iter().map(|records| ("records", records.writer.namespace.as_str(), records.metrics_port, &records.rules)))
}

/// How it is measured; the namespaces of certificates are their own.
fn of_writer(namespace: &str, port: u16) -> Value {
    json!({
        "name": namespace,
        "namespaceSelector": {"matchNames": [namespace]},
        "selector": {"matchLabels": {"app.kubernetes.io/name": namespace}},
        "podMetricsEndpoints": [{"portNumber": port, "honorLabels": true}],
    })
}

/// Who is told of what is more than information, once it is over, too. The alert that always holds says that alerts work, and wakes nobody.
fn told(receiver: &Receiver) -> Value {
    let tells = |name: &str, secret: &str| {
        let file = format!("/etc/alertmanager/secrets/{secret}/url");
        json!({"name": name, "webhook_configs": [{"url_file": file, "send_resolved": true}]})
    };
    let mut routes = vec![json!({"receiver": "null", "matchers": ["severity =~ \"none|info\""]})];
    let mut receivers = vec![json!({"name": "null"}), tells("webhook", &receiver.webhook)];
    if let Some(severe) = &receiver.severe {
        routes.push(json!({"receiver": "severe", "matchers": ["severity = critical"]}));
        receivers.push(tells("severe", &severe.webhook));
    }
    let rest = if receiver.severe.is_some() { "severity = warning" } else { "severity =~ \"warning|critical\"" };
    routes.push(json!({"receiver": "webhook", "matchers": [rest]}));
    json!({
        "alertmanager": {
            "alertmanagerSpec": {"secrets": receiver.secrets()},
            "config": {"route": {"routes": routes}, "receivers": receivers},
        },
    })
}

fn claim(stack: &Stack, size: &str) -> Value {
    json!({"spec": {"storageClassName": stack.storage_class, "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}})
}

fn hours(kept: &Kept) -> String {
    format!("{}h", kept.retention_days * 24)
}

/// What is kept at most, in MiB as Prometheus writes them: a disk that is full stops it.
fn most(kept: &Kept) -> String {
    format!("{}MB", quantity::kibibytes(&kept.size).unwrap_or_default() / 1024 * 4 / 5)
}

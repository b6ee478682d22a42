//! Rules of Prometheus and dashboards of Grafana, as their makers want them written.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::facts::{ClusterMonitoring, Dashboard, Panel, Rule, Variable};

/// What is the same in every cluster that is watched.
#[derive(Serialize)]
pub struct Watch {
    /// Groups of rules by name, as the chart takes them.
    rules: Map<String, Value>,
    dashboards: Vec<Drawn>,
}

#[derive(Serialize)]
struct Drawn {
    name: String,
    body: Value,
}

impl Watch {
    pub fn of(facts: &ClusterMonitoring) -> Self {
        let group = |(name, rules): (&String, &Vec<Rule>)| {
            let rules: Vec<Value> = rules.iter().map(Rule::written).collect();
            (name.clone(), json!({"groups": [{"name": name, "rules": rules}]}))
        };
        Self {
            rules: facts.rules.iter().map(group).collect(),
            dashboards: facts.dashboards.iter().map(|dashboard| Drawn { name: dashboard.name.clone(), body: drawn(dashboard) }).collect(),
        }
    }
}

impl Rule {
    /// As Prometheus takes it.
    pub fn written(&self) -> Value {
        match self {
            Rule::Record { record, expr } => json!({"record": record, "expr": expr}),
            Rule::Alert { alert, expr, lasting, severity, summary, remedy } => json!({
                "alert": alert,
                "expr": expr,
                "for": lasting,
                "labels": {"severity": severity},
                "annotations": {"summary": summary, "action": remedy},
            }),
        }
    }
}

/// Two panels in a row, logs over the whole width.
fn drawn(dashboard: &Dashboard) -> Value {
    let panels: Vec<Value> = dashboard.panels.iter().enumerate().map(|(at, panel)| of_panel(at, panel)).collect();
    json!({
        "uid": format!("aksgen-{}", dashboard.name),
        "title": dashboard.title,
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": dashboard.variables.iter().map(of_variable).collect::<Vec<_>>()},
        "panels": panels,
    })
}

fn of_variable(variable: &Variable) -> Value {
    json!({
        "name": variable.name,
        "type": "query",
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "query": format!("label_values({}, {})", variable.query, variable.label),
        "refresh": 2,
        "includeAll": variable.all,
        "allValue": if variable.all { json!(".+") } else { Value::Null },
    })
}

fn of_panel(at: usize, panel: &Panel) -> Value {
    let source = if panel.logs { "loki" } else { "prometheus" };
    let source = json!({"type": source, "uid": source});
    let mut drawn = json!({
        "id": at + 1,
        "title": panel.title,
        "type": if panel.logs { "logs" } else { "timeseries" },
        "datasource": source,
        "gridPos": {"h": 8, "w": if panel.logs { 24 } else { 12 }, "x": if panel.logs { 0 } else { at % 2 * 12 }, "y": at / 2 * 8},
        "targets": [{"refId": "A", "datasource": source, "expr": panel.expr}],
    });
    if let Some(legend) = &panel.legend {
        // Helm would fill it in.
        drawn["targets"][0]["legendFormat"] = json!(legend.replace("{{", "{{`{{`}}"));
    }
    if let Some(unit) = &panel.unit {
        drawn["fieldConfig"] = json!({"defaults": {"unit": unit}, "overrides": []});
    }
    drawn
}

//! Rules of Prometheus and dashboards of Grafana, as their makers want them written.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::dashboards::Place;
use crate::facts::{ClusterMonitoring, Rule};

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
            dashboards: facts.dashboards.iter().map(|dashboard| Drawn { name: dashboard.name.clone(), body: Place::Cluster.draw(dashboard) }).collect(),
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

//! Dashboards of Grafana, as it takes them: of what a cluster itself keeps, and of what managed Prometheus keeps of several.

use serde_json::{Value, json};

use crate::facts::{Dashboard, Panel, Variable};

/// What of a query is of managed Prometheus alone, where series of several clusters lie side by side.
const OF_ONE_CLUSTER: &str = r#"cluster="$cluster""#;

/// Where the series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In Prometheus and Loki of one cluster, under names that are written.
    Cluster,
    /// In workspaces of Azure Monitor, each a source under a name that Azure gives; who looks chooses one, and a cluster of those in it.
    Workspaces {
        /// Whether an ingress says to which app requests go, and with which answer.
        told: bool,
    },
}

impl Place {
    /// A dashboard of what is there.
    pub fn draw(self, dashboard: &Dashboard) -> Value {
        let variables = dashboard.variables.iter().filter(|variable| self.knows_of_apps() || !variable.asks_of_apps());
        let variables: Vec<Value> = self.chosen().into_iter().chain(variables.map(|variable| self.variable(variable))).collect();
        let panels = dashboard.panels.iter().filter(|panel| (self.knows_of_apps() || !panel.asks_of_apps()) && (self == Self::Cluster || !panel.logs));
        json!({
            "uid": format!("aksgen-{}", dashboard.name),
            "title": dashboard.title,
            "schemaVersion": 39,
            "refresh": "1m",
            "time": {"from": "now-3h", "to": "now"},
            "annotations": {"list": []},
            "templating": {"list": variables},
            "panels": panels.enumerate().map(|(at, panel)| self.panel(at, panel)).collect::<Vec<_>>(),
        })
    }

    fn knows_of_apps(self) -> bool {
        matches!(self, Self::Cluster | Self::Workspaces { told: true })
    }

    /// What is chosen before all else.
    fn chosen(self) -> Vec<Value> {
        if self == Self::Cluster {
            return Vec::new();
        }
        let source = json!({"name": "source", "label": "Workspace", "type": "datasource", "query": "prometheus", "refresh": 1});
        let clusters = Variable { name: "cluster".to_owned(), query: "kube_pod_info".to_owned(), kept: None, label: "cluster".to_owned(), all: false };
        vec![source, self.variable(&clusters)]
    }

    fn variable(self, variable: &Variable) -> Value {
        let query = if self == Self::Cluster { &variable.query } else { variable.kept.as_ref().unwrap_or(&variable.query) };
        json!({
            "name": variable.name,
            "type": "query",
            "datasource": self.source("prometheus"),
            "query": format!("label_values({}, {})", self.query(query), variable.label),
            "refresh": 2,
            "includeAll": variable.all,
            "allValue": if variable.all { json!(".+") } else { Value::Null },
        })
    }

    /// Two in a row, logs over the whole width.
    fn panel(self, at: usize, panel: &Panel) -> Value {
        let source = self.source(if panel.logs { "loki" } else { "prometheus" });
        let mut drawn = json!({
            "id": at + 1,
            "title": panel.title,
            "type": if panel.logs { "logs" } else { "timeseries" },
            "datasource": source,
            "gridPos": {"h": 8, "w": if panel.logs { 24 } else { 12 }, "x": if panel.logs { 0 } else { at % 2 * 12 }, "y": at / 2 * 8},
            "targets": [{"refId": "A", "datasource": source, "expr": self.query(&panel.expr)}],
        });
        if let Some(legend) = &panel.legend {
            // Helm would fill it in.
            let legend = if self == Self::Cluster { legend.replace("{{", "{{`{{`}}") } else { legend.clone() };
            drawn["targets"][0]["legendFormat"] = json!(legend);
        }
        if let Some(unit) = &panel.unit {
            drawn["fieldConfig"] = json!({"defaults": {"unit": unit}, "overrides": []});
        }
        drawn
    }

    fn source(self, kind: &str) -> Value {
        json!({"type": kind, "uid": if self == Self::Cluster { kind } else { "${source}" }})
    }

    fn query(self, text: &str) -> String {
        match self {
            Self::Workspaces { .. } => text.to_owned(),
            Self::Cluster => text.replace(&format!("{OF_ONE_CLUSTER}, "), "").replace(&format!("{{{OF_ONE_CLUSTER}}}"), ""),
        }
    }
}

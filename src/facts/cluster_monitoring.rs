//! What the monitoring in a cluster says of apps and their entrance: rules of Prometheus, and dashboards.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterMonitoring {
    /// How requests are measured, by the Helm release of the ingress.
    pub ingress: BTreeMap<String, Measures>,
    /// Alerts of an ingress that is measured.
    pub edge: Vec<Rule>,
    /// Certificates that are issued in a cluster.
    pub certificates: Measures,
    /// Records that are written from within a cluster.
    pub records: Measures,
    /// Other alerts, by the name of their group.
    pub rules: BTreeMap<String, Vec<Rule>>,
    pub dashboards: Vec<Dashboard>,
}

impl ClusterMonitoring {
    /// What is recorded of an ingress, by its Helm release, and what of it wakes somebody.
    pub fn of_ingress(&self, release: &str) -> impl Iterator<Item = &Rule> {
        let measures = self.ingress.get(release);
        let tells = measures.is_some_and(Measures::tell);
        let own = measures.into_iter().flat_map(|measures| &measures.rules);
        own.chain(self.edge.iter().filter(move |rule| tells || !rule.asks_of_apps()))
    }

    /// What wakes somebody of the answers that the ingress has from apps, where it says them.
    pub fn of_answers(&self, release: &str) -> impl Iterator<Item = &Rule> {
        let tells = self.ingress.get(release).is_some_and(Measures::tell);
        self.rules.values().flatten().filter(move |rule| tells && rule.asks_of_apps())
    }

    /// What wakes somebody, whatever the ingress is, each once: what several say of themselves they say alike.
    pub fn alerts(&self) -> impl Iterator<Item = &Rule> {
        let mut known = BTreeSet::new();
        let of_ingress = self.ingress.values().flat_map(|measures| &measures.rules);
        self.rules.values().flatten().chain(&self.edge).chain(of_ingress).filter(move |rule| matches!(rule, Rule::Alert { alert, .. } if known.insert(alert)))
    }
}

/// What something in a cluster says of itself, and what is made of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// At which its pods say them, and where, if not at `/metrics`.
    pub metrics_port: u16,
    #[serde(default)]
    pub path: Option<String>,
    pub rules: Vec<Rule>,
}

/// What is recorded of requests to all apps.
const OF_ALL: &str = "ingress:requests:rate5m";

/// What is recorded of the requests to each app: with the codes of its answers, and how long these take.
const OF_APPS: &str = "app:requests:rate5m";
const DURATIONS: &str = "app:request_duration_seconds:p95";

impl Measures {
    /// Whether it says to which app requests go, and with which answer.
    pub fn tell(&self) -> bool {
        self.rules.iter().any(|own| matches!(own, Rule::Record { record, .. } if record == OF_APPS))
    }
}

/// Whether a query is about requests to each app.
fn asks_of_apps(query: &str) -> bool {
    query.contains(OF_APPS) || query.contains(DURATIONS)
}

impl Rule {
    /// Whether it is about requests to each app.
    pub fn asks_of_apps(&self) -> bool {
        let (Rule::Record { expr, .. } | Rule::Alert { expr, .. }) = self;
        asks_of_apps(expr)
    }
}

/// A rule: what is recorded under a name, or what wakes somebody.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Rule {
    Record {
        record: String,
        expr: String,
    },
    Alert {
        alert: String,
        expr: String,
        #[serde(rename = "for")]
        lasting: String,
        severity: String,
        /// What has happened, for whoever is woken.
        summary: String,
        /// What to look at first.
        #[serde(rename = "do")]
        remedy: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dashboard {
    pub name: String,
    pub title: String,
    #[serde(default)]
    pub variables: Vec<Variable>,
    pub panels: Vec<Panel>,
}

impl Dashboard {
    /// Whether it is about an ingress, and nothing without one that is measured.
    pub fn asks_of_requests(&self) -> bool {
        self.panels.iter().any(|panel| panel.expr.contains(OF_ALL))
    }
}

/// What whoever looks at a dashboard chooses: a label of what a query finds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    pub name: String,
    pub query: String,
    /// What finds them where managed Prometheus keeps series, which knows no labels of namespaces.
    #[serde(default)]
    pub kept: Option<String>,
    pub label: String,
    /// Whether all at once may be chosen.
    #[serde(default)]
    pub all: bool,
}

impl Variable {
    /// Whether it is about requests to each app.
    pub fn asks_of_apps(&self) -> bool {
        asks_of_apps(&self.query)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    pub title: String,
    #[serde(default)]
    pub unit: Option<String>,
    pub expr: String,
    #[serde(default)]
    pub legend: Option<String>,
    /// Of logs, in place of metrics.
    #[serde(default)]
    pub logs: bool,
}

impl Panel {
    /// Whether it is about requests to each app.
    pub fn asks_of_apps(&self) -> bool {
        asks_of_apps(&self.expr)
    }
}

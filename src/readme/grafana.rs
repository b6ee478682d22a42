//! Where dashboards are, and who sees them.

use serde::Serialize;

use crate::model::Model;

/// Dashboards, the sites that they show and the groups that look.
#[derive(Debug, Serialize)]
pub struct Grafana<'a> {
    name: &'a str,
    shown: String,
    viewers: String,
}

impl<'a> Grafana<'a> {
    pub fn new(model: &'a Model) -> Option<Self> {
        let grafana = model.grafana.as_ref()?;
        let shown = model.sites.iter().filter(|site| site.grafana).map(|site| site.key.as_str());
        Some(Self { name: &grafana.name, shown: shown.collect::<Vec<_>>().join(", "), viewers: grafana.viewers.join(", ") })
    }
}

//! Settings of an app: where it runs.

use serde::Serialize;

use crate::model::{self, AzureValue, Handover, Placement};

/// An app, and where it runs.
#[derive(Debug, Serialize)]
pub struct App<'a> {
    app: &'a str,
    places: Vec<String>,
    /// Whether any place waits for what only Azure knows.
    handovers: bool,
}

impl<'a> App<'a> {
    pub fn new(app: &'a model::App) -> Self {
        Self {
            app: &app.name,
            places: app.placements.iter().map(place).collect(),
            handovers: app.placements.iter().any(|placement| !placement.handovers.is_empty()),
        }
    }
}

fn place(placement: &Placement) -> String {
    let Placement { environment, cluster, namespace, release, values, .. } = placement;
    let tag = placement.tag.as_deref().unwrap_or("-"); // which no tag can be
    let handovers: String = placement.handovers.iter().map(|handover| format!(" {}", word(handover))).collect();
    format!("{environment} {cluster} {namespace} {release} {values} {tag}{handovers}")
}

/// The Helm value that waits, and who is asked for it: configuration.sh has an az command for each kind.
pub fn word(handover: &Handover) -> String {
    match &handover.value {
        AzureValue::ClientId { identity, resource_group } => format!("{}=client-id:{resource_group}:{identity}", handover.key),
        AzureValue::ConnectionString { component, resource_group } => format!("{}=connection-string:{resource_group}:{component}", handover.key),
        AzureValue::Tenant => format!("{}=tenant", handover.key),
    }
}

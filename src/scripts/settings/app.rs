//! Settings of an app: where it runs.

use serde::Serialize;

use crate::model::{self, AzureValue, Handover, Placement};

/// An app, and where it runs.
#[derive(Debug, Serialize)]
pub struct App<'a> {
    app: &'a str,
    places: Vec<String>,
    /// Where its health is asked for, of what is exposed.
    addresses: Vec<String>,
    /// Whether any place waits for what only Azure knows.
    handovers: bool,
}

impl<'a> App<'a> {
    pub fn new(app: &'a model::App) -> Self {
        Self {
            app: &app.name,
            places: app.placements.iter().map(place).collect(),
            addresses: app.placements.iter().filter_map(address).collect(),
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

/// How the ingress of the cluster is asked for it.
fn address(placement: &Placement) -> Option<String> {
    let Placement { environment, cluster, .. } = placement;
    let host = placement.host.as_ref()?;
    let scheme = if placement.tls { "https" } else { "http" };
    let ready = placement.probes.ready.as_ref().map(|path| path.as_str()).filter(|path| path.starts_with(&placement.path));
    Some(format!("{environment} {cluster} {scheme} {host} {}", ready.unwrap_or(&placement.path)))
}

/// The Helm value that waits, and who is asked for it: configuration.sh has an az command for each kind.
pub fn word(handover: &Handover) -> String {
    match &handover.value {
        AzureValue::ClientId { identity, resource_group } => format!("{}=client-id:{resource_group}:{identity}", handover.key),
        AzureValue::ConnectionString { component, resource_group } => format!("{}=connection-string:{resource_group}:{component}", handover.key),
        AzureValue::Subscription => format!("{}=subscription", handover.key),
        AzureValue::Tenant => format!("{}=tenant", handover.key),
    }
}

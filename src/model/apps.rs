//! Apps and where each of them runs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::azure_values::Handover;
use crate::blueprint::apps::{Probes, Reach, Resources, Scale};
use crate::blueprint::text::{Label, SecretName, VariableName, VariableValue};

/// An app: one chart, a values file for each environment.
#[derive(Debug, Serialize)]
pub struct App {
    pub name: Label,
    pub team: Label,
    /// In the order of promotion.
    pub placements: Vec<Placement>,
}

/// An app in one of its environments.
#[derive(Debug, Serialize)]
pub struct Placement {
    pub environment: Label,
    pub site: String,
    pub cluster: String,
    pub namespace: String,
    /// The Helm release.
    pub release: String,
    pub repository: String,
    pub tag: Option<String>,
    pub port: u16,
    pub probes: Probes,
    pub resources: Resources,
    pub scale: Scale,
    pub host: Option<String>,
    pub config: BTreeMap<VariableName, VariableValue>,
    pub secrets: BTreeMap<VariableName, SecretName>,
    pub vault: String,
    pub reaches: Vec<Reach>,
    /// What only Azure knows and the chart needs.
    pub handovers: Vec<Handover>,
}

/// The identity of an app that reads secrets, and the service account that may take it on.
#[derive(Debug, Clone, Serialize)]
pub struct Workload {
    pub app: Label,
    pub environment: Label,
    /// The user-assigned identity.
    pub identity: String,
    pub namespace: String,
    pub service_account: String,
    pub cluster: String,
}

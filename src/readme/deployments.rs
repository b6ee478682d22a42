//! The steps by which a person deploys: scripts of a site, and deployments of templates.

use serde::Serialize;

use crate::azure;
use crate::model::{Features, Model};

/// One `az deployment`.
#[derive(Debug, Serialize)]
pub struct Deployment {
    stem: String,
    location: String,
    resource_group: Option<String>,
    /// Where it must be said.
    subscription: Option<String>,
}

pub fn deployments(model: &Model) -> Vec<Deployment> {
    let written = |deployment: azure::deployments::Deployment| Deployment {
        stem: deployment.stem(),
        location: deployment.location,
        subscription: model.shared_subscription().and_then(|shared| match deployment.site.as_deref().and_then(|key| model.site(key)) {
            Some(site) => model.subscription_of(site).map(str::to_owned),
            None => Some(shared.clone()),
        }),
        resource_group: deployment.resource_group,
    };
    azure::deployments::deployments(model).into_iter().map(written).collect()
}

/// The scripts of the foundation of a site, in the order of running.
pub fn scripts(features: Features) -> Vec<&'static str> {
    let each = [
        ("20-network.sh", true),
        ("30-monitoring.sh", features.data_groups),
        ("35-budget.sh", features.budgets),
        ("40-vault.sh", features.vaults),
        ("42-backup-vault.sh", features.backups),
        ("45-endpoints.sh", features.endpoints),
        ("50-identities.sh", true),
        ("60-cluster.sh", true),
        ("65-alerts.sh", features.alerts),
        ("66-metrics.sh", features.prometheus),
        ("67-application-insights.sh", features.application_insights),
        ("70-workloads.sh", features.workloads),
        ("75-backup.sh", features.backups),
    ];
    each.into_iter().filter(|(_, used)| *used).map(|(script, _)| script).collect()
}

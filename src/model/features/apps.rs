//! What apps do beside running.

use serde::Serialize;

use crate::model::{Model, Placement};

/// See [`Model::features`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Apps {
    /// Whether apps do something at set times.
    pub jobs: bool,
    /// Whether some are tried after their rollouts.
    pub tests: bool,
    /// Whether some are nothing but jobs.
    pub only_jobs: bool,
    /// Whether apps do something before their rollouts; whether some do it with an identity.
    pub rollouts: bool,
    pub rollout_credentials: bool,
    /// Whether images of branches are built.
    pub branch_images: bool,
    /// Whether some bring files for their charts.
    pub own_charts: bool,
}

impl Apps {
    pub(super) fn of(model: &Model) -> Self {
        let any = |of: fn(&Placement) -> bool| model.apps.iter().flat_map(|app| &app.placements).any(of);
        Self {
            jobs: any(|placement| !placement.jobs.is_empty()),
            tests: any(|placement| !placement.test.is_empty()),
            only_jobs: model.apps.iter().any(|app| app.only_jobs),
            rollouts: any(|placement| placement.before_rollout.is_some()),
            rollout_credentials: model.clusters().any(|(_, cluster)| cluster.workloads.iter().any(|workload| workload.account_before.is_some())),
            branch_images: model.environments.iter().any(|environment| model.built_beside(&environment.name).next().is_some()),
            own_charts: model.apps.iter().any(|app| app.chart.is_some()),
        }
    }
}

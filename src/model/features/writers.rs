//! What in clusters writes into DNS zones.

use serde::Serialize;

use crate::model::Model;

/// Some cluster has it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Writers {
    /// Where the ingress has its certificate issued.
    pub issuers: bool,
    /// Where the records of hosts are written from within the cluster.
    pub record_writers: bool,
    /// Either.
    pub zone_writers: bool,
    /// Whoever deploys a platform into a subscription apart, by another identity than that of what all share, is wired to this by roles of its own.
    pub wired: bool,
    /// Roles of one's own are given or held.
    pub own_roles: bool,
}

impl Writers {
    pub(super) fn of(model: &Model) -> Self {
        let issuers = model.clusters().any(|(_, cluster)| cluster.issuer.is_some());
        let record_writers = model.clusters().any(|(_, cluster)| cluster.record_writer.is_some());
        let wired = model.sites.iter().any(|site| site.is_wired(&model.devops.service_connection));
        Self { issuers, record_writers, zone_writers: issuers || record_writers, wired, own_roles: issuers || record_writers || wired }
    }
}

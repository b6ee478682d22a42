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
    /// Roles of one's own are given.
    pub own_roles: bool,
}

impl Writers {
    pub(super) fn of(model: &Model) -> Self {
        let issuers = model.clusters().any(|(_, cluster)| cluster.issuer.is_some());
        let record_writers = model.clusters().any(|(_, cluster)| cluster.record_writer.is_some());
        Self { issuers, record_writers, zone_writers: issuers || record_writers, own_roles: issuers || record_writers }
    }
}

//! Firewalls of gateways.

use serde::Serialize;

use crate::model::{Gateway, Model};

/// See [`Model::features`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Waf {
    /// Firewalls for the requests of one environment each.
    pub site_policies: bool,
    /// Firewalls with rules of their own; that do not look at some parts of requests; of whose managed rules some are off.
    pub waf_rules: bool,
    pub waf_exclusions: bool,
    pub waf_overrides: bool,
}

impl Waf {
    pub(super) fn of(model: &Model) -> Self {
        let gateways = || model.sites.iter().filter_map(|site| site.edge.gateway());
        let wafs = || gateways().flat_map(Gateway::wafs);
        Self {
            site_policies: gateways().any(|gateway| !gateway.site_policies.is_empty()),
            waf_rules: wafs().any(|waf| !waf.rules.is_empty()),
            waf_exclusions: wafs().any(|waf| !waf.exclusions.is_empty()),
            waf_overrides: wafs().any(|waf| !waf.off.is_empty()),
        }
    }
}

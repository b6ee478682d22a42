//! Apps that share a host, each at a path of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::apps::{App, Placement};
use super::ingress::Controller;

/// Whether apps share a host where the ingress controller takes one Ingress object for each: it then merges theirs, which are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Share {
    /// It has the host for itself, or the controller merges whatever it finds.
    Alone,
    /// It holds the host: beside the object for its path it has the one that says what is the same for all paths.
    Master,
    /// The host is another app's.
    Minion,
}

impl Placement {
    /// Whether it is exposed by a route of Gateway API; by Ingress objects else.
    pub fn is_routed(&self) -> bool {
        self.host.is_some() && self.controller.routes()
    }

    /// Whether it has the Ingress object that says what is the same for its whole host.
    pub fn holds_host(&self) -> bool {
        self.host.is_some() && self.share != Share::Minion && !self.is_routed()
    }

    /// Whether that object, or its route, says what clients speak: the community's controller hears it of the gateway.
    pub fn says_scheme(&self) -> bool {
        let says = self.is_routed() || self.holds_host() && self.controller == Controller::Nginx;
        says && self.gateway
    }
}

/// Says of apps that share a host which of them holds it: the one at the shortest path.
pub(super) fn share_hosts(apps: &mut [App]) {
    let mut hosts: BTreeMap<(String, String), Vec<&mut Placement>> = BTreeMap::new();
    for placement in apps.iter_mut().flat_map(|app| &mut app.placements).filter(|placement| placement.controller == Controller::Nginx) {
        let Some(host) = placement.host.clone() else { continue };
        hosts.entry((placement.cluster.clone(), host)).or_default().push(placement);
    }
    for mut sharers in hosts.into_values().filter(|sharers| sharers.len() > 1) {
        sharers.sort_by_key(|placement| (placement.path.len(), placement.path.clone()));
        for (at, placement) in sharers.into_iter().enumerate() {
            placement.share = if at == 0 { Share::Master } else { Share::Minion };
            placement.keep_from_branches();
        }
    }
}

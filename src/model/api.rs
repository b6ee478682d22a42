//! The API servers of the clusters of a site: who reaches them, and where they stand.

use ipnet::Ipv4Net;
use serde::Serialize;

use super::private_dns::PrivateZone;
use super::resolve::{Ground, Resolver};
use super::{Common, Site};
use crate::blueprint::settings::{self, ApiZone};

/// Who reaches the API servers of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Api {
    Public {
        /// From which it is reached; from anywhere where there are none.
        ranges: Vec<Ipv4Net>,
        /// Whether it stands in the network, too.
        in_network: bool,
    },
    Private {
        /// Where its name is found; none where AKS makes a zone for each cluster.
        zone: Option<PrivateZone>,
    },
}

impl Api {
    /// Whether it stands in a subnet of the network.
    pub fn is_in_network(&self) -> bool {
        matches!(self, Api::Private { .. } | Api::Public { in_network: true, .. })
    }

    pub fn is_private(&self) -> bool {
        matches!(self, Api::Private { .. })
    }

    pub fn ranges(&self) -> &[Ipv4Net] {
        match self {
            Api::Public { ranges, .. } => ranges,
            Api::Private { .. } => &[],
        }
    }

    pub fn zone(&self) -> Option<&PrivateZone> {
        match self {
            Api::Public { .. } => None,
            Api::Private { zone } => zone.as_ref(),
        }
    }
}

impl Site {
    /// Whether pods must ask the API server by its name, since the firewall by which they leave lets through no address of it.
    pub fn asks_by_name(&self) -> bool {
        self.leaves_by_firewall && !self.api.is_in_network()
    }

    /// Whether the addresses by which the nodes leave must be among those that reach the API server: Azure adds only those of its own load balancer.
    pub fn adds_own_addresses(&self) -> bool {
        self.nat_gateway.is_some() && !self.api.ranges().is_empty() && !self.api.is_in_network()
    }
}

impl Resolver<'_> {
    pub(super) fn api(&mut self, settings: &settings::Api, ground: &Ground, common: &Common) -> Api {
        match settings {
            settings::Api::Public(public) => Api::Public { ranges: public.ranges.clone(), in_network: public.in_network },
            settings::Api::Private(private) => Api::Private {
                zone: match &private.zone {
                    ApiZone::System(_) => None,
                    ApiZone::Shared(_) => {
                        let name = self.facts.private_zones.api_server.of(&ground.region.name);
                        Some(PrivateZone { name, resource_group: common.resource_group.clone(), made: true, subscription: ground.shared.cloned() })
                    }
                    ApiZone::Existing(id) => PrivateZone::brought(id),
                },
            },
        }
    }
}

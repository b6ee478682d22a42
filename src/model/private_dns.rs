//! Private DNS zones: where names of what has a private address are found, by the networks that are linked to them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Model, ResourceId, Site};

/// A private DNS zone. One is made for all networks, or beside a network for it alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PrivateZone {
    pub name: String,
    pub resource_group: String,
    /// Whether it is made, and not brought.
    pub made: bool,
    /// Where it is not that of the network that asks it.
    pub subscription: Option<String>,
}

impl PrivateZone {
    /// The zone of this resource id.
    pub fn brought(id: &str) -> Option<Self> {
        let ResourceId { subscription, resource_group, name } = ResourceId::of(id)?;
        Some(Self { name, resource_group, made: false, subscription: Some(subscription) })
    }
}

impl Site {
    /// The zones that are linked to the network here. Between a network and a zone that are both brought, that is for others.
    pub fn linked_zones(&self) -> BTreeSet<&PrivateZone> {
        self.private_zones().into_iter().filter(|zone| zone.made || self.network.is_made()).collect()
    }

    /// The names of the zones that are made for this network alone: what several networks reach has another address in each.
    pub fn own_zones(&self) -> Vec<&str> {
        self.private_zones().into_iter().filter(|zone| self.is_own(zone)).map(|zone| zone.name.as_str()).collect()
    }

    /// Whether a zone is made for this network alone.
    pub fn is_own(&self, zone: &PrivateZone) -> bool {
        zone.made && zone.resource_group == self.groups.network
    }

    /// The zones that the network of this site asks, each once.
    pub fn private_zones(&self) -> BTreeSet<&PrivateZone> {
        self.api.zone().into_iter().chain(self.endpoints.iter().map(|endpoint| &endpoint.zone)).collect()
    }
}

impl Model {
    /// The zones that are asked by any network, each once.
    pub fn private_zones(&self) -> BTreeSet<&PrivateZone> {
        self.sites.iter().flat_map(Site::private_zones).collect()
    }

    /// The names of those that are made, among what all share.
    pub fn made_private_zones(&self) -> BTreeSet<&str> {
        let made = self.private_zones().into_iter().filter(|zone| zone.made);
        made.filter(|zone| zone.resource_group == self.common.resource_group).map(|zone| zone.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::PrivateZone;

    #[test]
    fn a_zone_that_is_brought_is_named_by_its_id() {
        let id = "/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/a.private.westeurope.azmk8s.io";
        let zone = PrivateZone::brought(id).unwrap();
        assert_eq!((zone.resource_group.as_str(), zone.name.as_str()), ("rg-dns", "a.private.westeurope.azmk8s.io"));
        assert!(!zone.made);
    }
}

//! The ExpressRoute gateway of a hub, and the circuit that ends at it.

use serde::Serialize;

use super::Region;
use super::resolve::Resolver;
use crate::blueprint::settings::{self, CircuitData, CircuitTier, ExpressRouteSize, Peering};

/// The gateway, the circuit, and the connection between them.
#[derive(Debug, Serialize)]
pub struct ExpressRoute {
    pub gateway: String,
    /// As Azure spells it.
    pub size: &'static str,
    pub public_address: String,
    pub zones: Vec<String>,
    pub connection: String,
    pub circuit: Circuit,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Circuit {
    Made(MadeCircuit),
    Brought {
        id: String,
        /// The name of the secret in the vault of the hub.
        authorization: String,
    },
}

/// A circuit that is ordered.
#[derive(Debug, Serialize)]
pub struct MadeCircuit {
    pub name: String,
    pub provider: String,
    pub location: String,
    /// In Mbit/s.
    pub bandwidth: u32,
    /// As Azure spells them.
    pub tier: &'static str,
    pub family: &'static str,
    #[serde(skip)]
    pub peering: Option<Peering>,
}

impl ExpressRoute {
    /// Whether its circuit leads somewhere: it has been connected, or is somebody else's.
    pub fn is_connected(&self) -> bool {
        match &self.circuit {
            Circuit::Made(made) => made.peering.is_some(),
            Circuit::Brought { .. } => true,
        }
    }

    /// The circuit, where it is ordered.
    pub fn made(&self) -> Option<&MadeCircuit> {
        match &self.circuit {
            Circuit::Made(made) => Some(made),
            Circuit::Brought { .. } => None,
        }
    }

    /// The secret that lets a circuit of somebody else be used.
    pub fn authorization(&self) -> Option<&str> {
        match &self.circuit {
            Circuit::Made(_) => None,
            Circuit::Brought { authorization, .. } => Some(authorization),
        }
    }
}

impl Resolver<'_> {
    pub(super) fn express_route(&mut self, settings: &settings::ExpressRoute, stem: &str, group: &str, region: &Region) -> ExpressRoute {
        let path = "network.onPremises.connection.expressRoute";
        let mut give = |kind, name| self.register.give(kind, name, path, group);
        ExpressRoute {
            gateway: give("express_route_gateway", format!("ergw-{stem}")),
            size: match settings.size {
                ExpressRouteSize::ErGw1AZ => "ErGw1AZ",
                ExpressRouteSize::ErGw2AZ => "ErGw2AZ",
                ExpressRouteSize::ErGw3AZ => "ErGw3AZ",
            },
            public_address: give("public_ip_address", format!("pip-{stem}-express")),
            zones: region.zones.clone(),
            connection: give("connection", format!("con-{stem}-express")),
            circuit: match &settings.circuit {
                settings::Circuit::Existing(brought) => Circuit::Brought { id: brought.circuit.to_string(), authorization: brought.authorization.to_string() },
                settings::Circuit::Make(made) => Circuit::Made(MadeCircuit {
                    name: give("express_route_circuit", format!("erc-{stem}")),
                    provider: made.provider.to_string(),
                    location: made.location.to_string(),
                    bandwidth: made.bandwidth.0,
                    tier: match made.tier {
                        CircuitTier::Local => "Local",
                        CircuitTier::Standard => "Standard",
                        CircuitTier::Premium => "Premium",
                    },
                    family: match made.data {
                        CircuitData::Metered => "MeteredData",
                        CircuitData::Unlimited => "UnlimitedData",
                    },
                    peering: made.peering.clone(),
                }),
            },
        }
    }
}

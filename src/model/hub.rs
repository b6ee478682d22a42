//! The hub of a region: the network in the middle, which its platforms share, and how a site hangs on it.

use ipnet::Ipv4Net;
use serde::Serialize;

use super::addresses::{Ask, Need, Part, Placed};
use super::dns_resolver::{self, DnsResolver};
use super::express_route::ExpressRoute;
use super::firewall::Firewall;
use super::resolve::{Ground, Resolver};
use super::vpn::VpnGateway;
use super::{Region, ResourceId, Site, Vault, Workspace};
use crate::blueprint::settings::{self, Connection, Egress, Hub as Written, Made, OnPremises, Settings};
use crate::blueprint::text::Label;
use crate::diagnostics::{Finding, codes};

/// A hub that is made.
#[derive(Debug, Serialize)]
pub struct Hub {
    pub region: Region,
    pub resource_group: String,
    pub network: String,
    /// The address space from which its range is carved.
    pub space: Ipv4Net,
    pub range: Ipv4Net,
    pub subnets: Vec<HubSubnet>,
    pub workspace: Workspace,
    pub firewall: Option<Firewall>,
    pub vpn: Option<VpnGateway>,
    pub express_route: Option<ExpressRoute>,
    /// Once a gateway leads on premises.
    pub resolver: Option<DnsResolver>,
    /// In which a person puts the key of a tunnel or of a circuit; none where nothing asks for it.
    pub vault: Option<Vault>,
}

impl Hub {
    /// Whether a gateway in it leads on premises.
    pub fn has_gateway(&self) -> bool {
        self.vpn.is_some() || self.express_route.as_ref().is_some_and(ExpressRoute::is_connected)
    }
}

impl Site {
    /// Whether its network is peered with a hub that is made.
    pub fn hangs_on(&self, hub: &Hub) -> bool {
        self.hub.as_ref().is_some_and(|own| own.made && own.network == hub.network)
    }
}

/// A subnet of a hub, without a security group: of a firewall or a gateway, under the name that Azure prescribes, it takes none, and where the resolver
/// stands nothing else can, and nothing but questions is answered.
#[derive(Debug, Clone, Serialize)]
pub struct HubSubnet {
    pub name: String,
    pub range: Ipv4Net,
    /// For what alone it is, where Azure must be told.
    pub delegation: Option<&'static str>,
    pub demand: u32,
    #[serde(skip)]
    pub parts: Vec<Part>,
}

/// Where Azure Firewall stands: it takes no subnet of another name.
pub const FIREWALL_SUBNET: &str = "AzureFirewallSubnet";
/// Where gateways to on-premises networks stand.
pub const GATEWAY_SUBNET: &str = "GatewaySubnet";

/// What the platforms of a region ask of the hub that is made there.
pub(super) struct Center<'a> {
    pub(super) region: &'a str,
    space: Ipv4Net,
    made: Made,
    retention_days: u32,
    /// Of the platforms that leave by it.
    pub(super) firewall: Option<settings::Firewall>,
    /// Of the platforms that are connected there.
    on_premises: Option<OnPremises>,
}

/// How a network hangs on its hub: peered in both directions.
#[derive(Debug, Clone, Serialize)]
pub struct Attachment {
    pub network: String,
    pub resource_group: String,
    /// Whether it is made, and not brought.
    pub made: bool,
    /// Where it is not that of the network.
    pub subscription: Option<String>,
    /// The peering that leads to the hub, and the one there that leads back.
    pub peering: String,
    pub back: String,
    /// Whether they are made here.
    pub peered: bool,
    /// Whether the gateway of the hub serves this network, too.
    pub gateway: bool,
    /// The ruleset in the hub by which names of on premises are found here, and the name of its link.
    pub ruleset: Option<RulesetLink>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RulesetLink {
    pub ruleset: String,
    pub name: String,
}

/// Whether a site hangs on a hub that is made: it says so, or needs one and brings none.
fn wants_made(network: &settings::Network) -> Option<Made> {
    match (&network.hub, &network.egress) {
        (Some(Written::Make(made)), _) => Some(made.clone()),
        (None, Egress::Firewall(_)) => Some(Made { range: None }),
        (None, _) if is_connected(network) => Some(Made { range: None }),
        _ => None,
    }
}

/// Whether a gateway that is made leads on premises.
fn is_connected(network: &settings::Network) -> bool {
    network.on_premises.as_ref().is_some_and(|there| there.connection.is_some())
}

impl Resolver<'_> {
    /// The hubs that are made, in the order of the sites. What platforms of one region say of it must be the same.
    pub(super) fn centers<'a>(&mut self, settled: &'a [(Label, String, Settings)]) -> Vec<Center<'a>> {
        let mut centers: Vec<Center<'a>> = Vec::new();
        for (platform, region, settings) in settled {
            let Some(made) = wants_made(&settings.network) else { continue };
            let settings::Monitoring::Azure(monitoring) = &settings.monitoring;
            let firewall = if let Egress::Firewall(firewall) = &settings.network.egress { Some(firewall) } else { None };
            let there = settings.network.on_premises.as_ref().filter(|there| there.connection.is_some());
            let at = centers.iter().position(|center| center.region == region).unwrap_or(centers.len());
            if at == centers.len() {
                centers.push(Center {
                    region,
                    space: settings.network.address_space,
                    made: made.clone(),
                    retention_days: 0,
                    firewall: None,
                    on_premises: None,
                });
            }
            let base = format!("platforms.{platform}.perRegion.{region}.network");
            let center = &mut centers[at];
            center.retention_days = center.retention_days.max(monitoring.retention_days);
            let differs = match (&center.firewall, firewall) {
                (Some(one), Some(other)) if (one.tier, one.public_addresses) != (other.tier, other.public_addresses) => Some("egress.firewall"),
                _ if center.made != made => Some("hub"),
                _ if center.on_premises.is_some() && there.is_some_and(|there| center.on_premises.as_ref() != Some(there)) => Some("onPremises"),
                _ => None,
            };
            if center.on_premises.is_none() {
                center.on_premises = there.cloned();
            }
            if let (None, Some(firewall)) = (&center.firewall, firewall) {
                center.firewall = Some(firewall.clone());
            }
            if let Some(what) = differs {
                let finding = Finding::new(&codes::HUB, format!("the platforms in {region} say different things of the hub that they share"))
                    .help("write it once, at the top or for each platform alike: a region has one hub, and one firewall in it");
                self.finding(finding, &format!("{base}.{what}"), "another platform in this region says it otherwise");
            }
        }
        centers
    }

    /// What a hub asks of the address plan.
    pub(super) fn hub_ask(&self, center: &Center) -> Ask {
        let reserved = self.facts.ranges.subnets.reserved();
        let need = |what: &str, prefix: u32, says| {
            let count = (1u32 << 32u32.saturating_sub(prefix).min(31)).saturating_sub(reserved);
            let parts = vec![Part { count, what: says }, Part { count: reserved, what: "kept by Azure" }];
            Need { what: what.to_owned(), parts, prefix: u8::try_from(prefix).unwrap_or(24), grows: false, written: None }
        };
        let firewall = self.facts.limits.firewall_subnet_prefix.max.unwrap_or_default();
        let needs = center.firewall.iter().map(|_| need(FIREWALL_SUBNET, firewall, "instances of the firewall, as it scales and is renewed"));
        let gateway = self.facts.limits.vpn_subnet_prefix.max.unwrap_or_default();
        let gateways = center.on_premises.iter().map(|_| need(GATEWAY_SUBNET, gateway, "gateways, as they are renewed"));
        let resolver = self.facts.limits.resolver_subnet_prefix.max.unwrap_or_default();
        let dns = || center.on_premises.iter().filter(|there| there.is_connected()).filter_map(|there| there.dns.as_ref());
        let inbound = dns().map(|_| need(dns_resolver::INBOUND_SUBNET, resolver, "the address that is asked, and what answers there"));
        let outbound = dns().filter(|dns| dns.forwards()).map(|_| need(dns_resolver::OUTBOUND_SUBNET, resolver, "what asks the servers on premises"));
        let taken = center.on_premises.iter().flat_map(|there| there.ranges.clone()).collect();
        let needs = needs.chain(gateways).chain(inbound).chain(outbound).collect();
        Ask { key: key(center.region), space: center.space, taken, written: center.made.range, needs }
    }

    /// The hub, without the rules of its firewall, for which the sites must be known.
    pub(super) fn hub(&mut self, center: &Center, ask: &Ask, placed: Option<&Placed>, own: &str) -> Option<Hub> {
        let region = self.region(center.region)?;
        let name = &self.written.blueprint.name;
        let stem = format!("{name}-hub-{}", region.code);
        let (range, subnets) = self.place(ask, placed, "network.addressSpace")?;
        let resource_group = self.register.give("resource_group", format!("rg-{stem}"), "name", "subscription");
        let network = self.register.give("virtual_network", format!("vnet-{stem}"), "name", &resource_group);
        let subnet = |(need, range): (&Need, Ipv4Net)| {
            let resolves = [dns_resolver::INBOUND_SUBNET, dns_resolver::OUTBOUND_SUBNET].contains(&need.what.as_str());
            let delegation = resolves.then_some(dns_resolver::DELEGATION);
            HubSubnet { name: need.what.clone(), range, delegation, demand: need.demand(), parts: need.parts.clone() }
        };
        let subnets: Vec<HubSubnet> = ask.needs.iter().zip(subnets).map(subnet).collect();
        let (mut vpn, mut express_route) = (None, None);
        if let Some(there) = &center.on_premises {
            match &there.connection {
                Some(Connection::Vpn(written)) => vpn = Some(self.vpn_gateway(there, written, &stem, &resource_group, &region)),
                Some(Connection::ExpressRoute(written)) => express_route = Some(self.express_route(written, &stem, &resource_group, &region)),
                None => {}
            }
        }
        let needs_vault = vpn.is_some() || express_route.as_ref().is_some_and(|express| express.authorization().is_some());
        let mut hub = Hub {
            subnets,
            space: ask.space,
            range,
            workspace: Workspace {
                name: self.register.give("workspace", format!("log-{stem}"), "name", &resource_group),
                resource_group: resource_group.clone(),
                subscription: None,
                region: region.name.clone(),
                retention_days: center.retention_days,
            },
            firewall: center.firewall.as_ref().map(|firewall| self.firewall(firewall, &stem, &resource_group, &region)),
            vault: needs_vault.then(|| Vault {
                name: self.register.give_global("key_vault", &format!("kv-{stem}"), own, self.facts.naming.key_vault.max, true, "name"),
                resource_group: resource_group.clone(),
                subscription: None,
            }),
            express_route,
            vpn,
            resolver: None,
            network,
            resource_group,
            region,
        };
        let there = center.on_premises.as_ref().filter(|_| hub.has_gateway());
        hub.resolver = there.and_then(|there| self.dns_resolver(there, &stem, &hub));
        Some(hub)
    }

    /// How a site hangs on a hub, if it does on any.
    pub(super) fn attachment(&mut self, settings: &settings::Network, ground: &Ground, network: &str, hubs: &[Hub]) -> Option<Attachment> {
        let made = !matches!(settings.hub, Some(Written::Existing(_)));
        let (hub, resource_group, subscription, gateway, ruleset) = match &settings.hub {
            Some(Written::Existing(brought)) => {
                let id = ResourceId::of(&brought.network)?;
                (id.name, id.resource_group, Some(id.subscription), brought.gateway, None)
            }
            _ => {
                wants_made(settings)?;
                let hub = hubs.iter().find(|hub| hub.region.name == ground.region.name)?;
                let gateway = hub.has_gateway() && is_connected(settings);
                let forwarding = hub.resolver.as_ref().filter(|_| gateway).and_then(|resolver| resolver.forwarding.as_ref());
                let ruleset = forwarding.map(|forwarding| forwarding.ruleset.clone());
                (hub.network.clone(), hub.resource_group.clone(), ground.shared.cloned(), gateway, ruleset)
            }
        };
        let back = format!("peer-{network}");
        let scope = format!("{resource_group} {hub}");
        Some(Attachment {
            peering: self.register.give("virtual_network_peering", "peer-hub".to_owned(), ground.path, network),
            back: self.register.give("virtual_network_peering", back, ground.path, &scope),
            network: hub,
            resource_group,
            peered: made || settings.existing.is_none(),
            made,
            subscription,
            gateway,
            ruleset: ruleset.map(|ruleset| {
                let name = self.register.give("forwarding_link", network.to_owned(), ground.path, &ruleset);
                RulesetLink { ruleset, name }
            }),
        })
    }
}

/// The key of its allocations. No region is called `hub`, so no platform's key is the same.
pub fn key(region: &str) -> String {
    format!("{region}/hub")
}

//! What the blueprint means: every name, address and wire resolved, once. Templates, rules and tests read this.
//!
//! A *site* is a platform in one of its regions; a *placement* is an app in one of its environments.

pub mod addresses;
pub mod api;
pub mod apps;
pub mod azure_values;
pub mod cluster;
pub mod dns;
pub mod edge;
pub mod egress;
pub mod environments;
pub mod firewall;
pub mod gateway;
pub mod global;
pub mod hub;
pub mod ingress;
pub mod names;
pub mod network;
mod platforms;
pub mod private_dns;
pub mod resolve;
pub mod tenancy;
pub mod vpn;

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::Serialize;

pub use api::Api;
pub use apps::{App, Placement, Workload};
pub use azure_values::{AzureValue, Handover};
pub use cluster::{Cluster, Namespace, Pool};
pub use dns::{Delegation, Dns, Record, Target, Zone};
pub use edge::{Backend, Edge, Front, Listener, Opening, PublicAddress};
pub use egress::NatGateway;
pub use environments::Environment;
pub use firewall::{Firewall, RouteTable};
pub use gateway::Gateway;
pub use global::{Endpoint, Health, Profile};
pub use hub::{Attachment, Hub};
pub use ingress::IngressCertificate;
pub use names::Name;
pub use network::{Network, Subnet};
pub use private_dns::PrivateZone;
pub use resolve::resolve;
pub use vpn::VpnGateway;

use crate::allocations::Allocations;
use crate::blueprint::global::Global;
use crate::blueprint::pipelines::AzureDevOps;
use crate::blueprint::text::{Guid, Label, TagName, TagValue};

/// Everything that is generated, resolved.
#[derive(Debug, Serialize)]
pub struct Model {
    pub name: Label,
    pub tags: std::collections::BTreeMap<TagName, TagValue>,
    pub tenant: Option<Guid>,
    pub subscription: Option<Guid>,
    pub common: Common,
    /// One for each region in which platforms need one that is made.
    pub hubs: Vec<Hub>,
    /// Platform by region; home first.
    pub sites: Vec<Site>,
    /// One for each environment whose platform has Traffic Manager.
    pub profiles: Vec<Profile>,
    pub dns: Dns,
    /// Of every host that a gateway serves.
    pub records: Vec<Record>,
    /// In the order of promotion.
    pub environments: Vec<Environment>,
    pub teams: Vec<Team>,
    pub apps: Vec<App>,
    pub devops: AzureDevOps,
    /// Every name that something is given, with the grammar that it must keep.
    #[serde(skip)]
    pub names: Vec<Name>,
    /// What was given to whom, now and before.
    #[serde(skip)]
    pub allocations: Allocations,
}

/// What all platforms share.
#[derive(Debug, Serialize)]
pub struct Common {
    pub location: String,
    pub resource_group: String,
    pub registry: Registry,
}

#[derive(Debug, Serialize)]
pub struct Registry {
    pub name: String,
    pub login_server: String,
    /// `Basic`, `Standard` or `Premium`, as Azure spells it.
    pub sku: &'static str,
    /// The regions beside its own to which it is replicated.
    pub replicas: Vec<String>,
    /// Object ids of the groups that may push.
    pub push: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Team {
    pub name: Label,
    pub group: String,
    pub quota: crate::blueprint::organisation::Quota,
}

/// A platform in one of its regions: one deployment of the foundation, one of the edge.
#[derive(Debug, Serialize)]
pub struct Site {
    /// `<platform>-<region>`: the stem of parameter and settings files.
    pub key: String,
    pub platform: Label,
    pub region: Region,
    pub groups: ResourceGroups,
    pub network: Network,
    /// By which the nodes leave; none where the load balancers of their clusters serve for that.
    pub nat_gateway: Option<NatGateway>,
    /// On the subnets of the nodes; none where they don't leave by a firewall.
    pub route_table: Option<RouteTable>,
    /// None where the network stands alone.
    pub hub: Option<Attachment>,
    /// Whether its nodes are to leave by a firewall, whether or not there is one.
    pub leaves_by_firewall: bool,
    /// What lies on premises.
    pub on_premises: Vec<Ipv4Net>,
    /// Whether a gateway is to lead there, whether or not there is one.
    pub connection_written: bool,
    /// What the blueprint lets through the firewall beside what is needed.
    pub written_hosts: Vec<String>,
    pub api: Api,
    pub workspace: Workspace,
    pub vault: Vault,
    pub clusters: Vec<Cluster>,
    pub edge: Edge,
    pub global: Global,
}

/// Facts about the region that matter to what stands in it.
#[derive(Debug, Serialize)]
pub struct Region {
    pub name: String,
    pub display: String,
    pub code: String,
    /// Availability zones, as Azure names them; none where the region has none.
    pub zones: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct ResourceGroups {
    pub network: String,
    pub data: String,
    pub aks: String,
    pub vault: String,
}

#[derive(Debug, Serialize)]
pub struct Workspace {
    pub name: String,
    pub retention_days: u32,
}

#[derive(Debug, Serialize)]
pub struct Vault {
    pub name: String,
}

impl Site {
    /// Nodes of each size with every pool at its maximum and upgraded at the same time: what Azure must grant.
    pub fn peak_nodes(&self) -> BTreeMap<&str, u32> {
        let mut nodes = BTreeMap::new();
        for pool in self.clusters.iter().flat_map(|cluster| &cluster.pools) {
            *nodes.entry(pool.size.as_str()).or_default() += pool.peak;
        }
        nodes
    }

    /// Every subnet: those of the nodes first.
    pub fn subnets(&self) -> Vec<&Subnet> {
        self.clusters.iter().map(|cluster| &cluster.nodes).chain([&self.network.ingress]).chain(&self.network.gateway).chain(&self.network.api).collect()
    }
}

impl Model {
    /// What this blueprint uses at all: templates leave out what nothing here needs.
    pub fn features(&self) -> Features {
        let gated = || self.sites.iter().filter(|site| site.edge.gateway().is_some());
        let mut listeners = gated().flat_map(|site| &site.edge.listeners);
        let mut backends = self.sites.iter().flat_map(|site| site.edge.backends.iter().map(|backend| (&site.edge, backend)));
        Features {
            gateway: gated().next().is_some(),
            ungated: self.sites.iter().any(|site| site.edge.gateway().is_none()),
            public_ingress: backends.clone().any(|(_, backend)| backend.public_address.is_some()),
            ingress_certificates: backends.any(|(edge, backend)| edge.ingress_certificate(&backend.name).is_some()),
            certificates: listeners.clone().any(|listener| listener.certificate.is_some()),
            plain_http: listeners.any(|listener| listener.certificate.is_none()),
            workloads: self.clusters().any(|(_, cluster)| !cluster.workloads.is_empty()),
            nat_gateway: self.sites.iter().any(|site| site.nat_gateway.is_some()),
            hubs: !self.hubs.is_empty(),
            peerings: self.sites.iter().any(|site| site.hub.is_some()),
            brought_hubs: self.sites.iter().any(|site| site.hub.as_ref().is_some_and(|hub| hub.subscription.is_some())),
            firewalls: self.hubs.iter().any(|hub| hub.firewall.is_some()),
            vpns: self.hubs.iter().any(|hub| hub.vpn.is_some()),
            route_tables: self.sites.iter().any(|site| site.route_table.is_some()),
            api_ranges: self.sites.iter().any(|site| !site.api.ranges().is_empty()),
            own_addresses: self.sites.iter().any(Site::adds_own_addresses),
            api_subnets: self.sites.iter().any(|site| site.api.is_in_network()),
            private_api: self.sites.iter().any(|site| site.api.is_private()),
            api_zones: self.sites.iter().any(|site| site.api.zone().is_some()),
            private_zones: !self.private_zones().is_empty(),
            made_private_zones: !self.made_private_zones().is_empty(),
            brought_private_zones: self.private_zones().into_iter().any(|zone| !zone.is_made()),
            push_groups: !self.common.registry.push.is_empty(),
            registry_replicas: !self.common.registry.replicas.is_empty(),
            zones: self.dns.made().next().is_some(),
            brought_zones: self.dns.zones.iter().any(|zone| !zone.is_made()),
            delegations: !self.dns.delegations.is_empty(),
            edge_records: gated().any(|site| self.edge_records(site).next().is_some()),
            ingress_records: self.sites.iter().any(|site| site.edge.gateway().is_none() && self.edge_records(site).next().is_some()),
            profiles: !self.profiles.is_empty(),
            profile_records: self.profile_records().next().is_some(),
            geographic: self.profiles.iter().any(|profile| profile.endpoints.iter().any(|endpoint| !endpoint.areas.is_empty())),
        }
    }

    /// Every cluster, with the site in which it stands.
    pub fn clusters(&self) -> impl Iterator<Item = (&Site, &Cluster)> {
        self.sites.iter().flat_map(|site| site.clusters.iter().map(move |cluster| (site, cluster)))
    }

    /// The records that the edge of a site makes: those that lead to its own address.
    pub fn edge_records(&self, site: &Site) -> impl Iterator<Item = (&Record, &Zone)> {
        self.made_records().filter(|(record, _)| matches!(&record.target, Target::Address { site: key, .. } if *key == site.key))
    }

    /// The records that lead to a profile.
    pub fn profile_records(&self) -> impl Iterator<Item = (&Record, &Zone)> {
        self.made_records().filter(|(record, _)| matches!(record.target, Target::Profile(_)))
    }

    fn made_records(&self) -> impl Iterator<Item = (&Record, &Zone)> {
        self.records.iter().filter_map(|record| Some((record, record.zone.as_ref()?)))
    }

    pub fn site(&self, key: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.key == key)
    }
}

/// See [`Model::features`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Features {
    /// Sites with an application gateway, and sites without.
    pub gateway: bool,
    pub ungated: bool,
    /// Sites whose ingress itself is public.
    pub public_ingress: bool,
    /// Where TLS ends at the ingress.
    pub ingress_certificates: bool,
    /// Of what the gateways serve.
    pub certificates: bool,
    pub plain_http: bool,
    pub workloads: bool,
    pub nat_gateway: bool,
    /// Hubs that are made; networks that hang on one; hubs that are brought.
    pub hubs: bool,
    pub peerings: bool,
    pub brought_hubs: bool,
    /// Firewalls that are made, and routes that lead nodes to one, made or brought.
    pub firewalls: bool,
    pub route_tables: bool,
    /// VPN gateways.
    pub vpns: bool,
    /// API servers that only some ranges reach; nodes whose own addresses must be among them.
    pub api_ranges: bool,
    pub own_addresses: bool,
    /// API servers that stand in the network; those that do nowhere else; those whose zone is not of AKS.
    pub api_subnets: bool,
    pub private_api: bool,
    pub api_zones: bool,
    /// Private DNS zones: any; those that are made; those that are brought.
    pub private_zones: bool,
    pub made_private_zones: bool,
    pub brought_private_zones: bool,
    pub push_groups: bool,
    pub registry_replicas: bool,
    /// Zones that are made; zones that are brought; records that delegate from one to another.
    pub zones: bool,
    pub brought_zones: bool,
    pub delegations: bool,
    /// Records that lead to the address of a gateway, to that of an ingress, and to a profile.
    pub edge_records: bool,
    pub ingress_records: bool,
    pub profile_records: bool,
    pub profiles: bool,
    pub geographic: bool,
}

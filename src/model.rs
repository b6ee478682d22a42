//! What the blueprint means: every name, address and wire resolved, once. Templates, rules and tests read this.
//!
//! A *site* is a platform in one of its regions; a *placement* is an app in one of its environments.

pub mod addresses;
pub mod alerts;
pub mod apart;
pub mod api;
pub mod apps;
pub mod azure_values;
pub mod backup;
pub mod branch_images;
pub mod branches;
pub mod budget;
pub mod builds;
pub mod calls;
mod claims;
pub mod clock;
pub mod cluster;
pub mod dns;
pub mod dns_resolver;
pub mod edge;
pub mod egress;
pub mod endpoints;
pub mod environments;
pub mod express_route;
pub mod features;
pub mod firewall;
mod fitting;
pub mod front_door;
pub mod gateway;
pub mod global;
pub mod grafana;
pub mod hours;
pub mod hub;
pub mod identity;
pub mod ingress;
mod issuer;
mod jobs;
mod levels;
mod maintenance;
pub mod measured;
pub mod metrics;
pub mod names;
pub mod network;
mod placement;
mod platforms;
pub mod pools;
pub mod private_dns;
mod record_writer;
pub mod resolve;
mod resource_id;
pub mod schedule;
pub mod shared_hosts;
mod side_by_side;
pub mod site;
pub mod stack;
pub mod storage;
pub mod tenancy;
pub mod vpn;
pub mod waf;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use alerts::ActionGroup;
pub use apart::Apart;
pub use api::Api;
pub use apps::{App, Placement, Workload};
pub use azure_values::{AzureValue, Handover};
pub use backup::Backup;
pub use budget::Budget;
pub use builds::Build;
pub use calls::{Barrier, Call, Caller, CallingCluster, Way};
pub use cluster::{Cluster, DiskEncryptionSet, Namespace};
pub use dns::{Delegation, Dns, Record, Target, Zone};
pub use dns_resolver::DnsResolver;
pub use edge::{Backend, Edge, Front, Listener, Opening, PublicAddress};
pub use egress::NatGateway;
pub use endpoints::{PrivateEndpoint, Reached};
pub use environments::Environment;
pub use express_route::ExpressRoute;
pub use features::Features;
pub use firewall::{Firewall, RouteTable};
pub use front_door::FrontDoor;
pub use gateway::Gateway;
pub use global::{Endpoint, Health, Profile};
pub use grafana::Grafana;
pub use hub::{Attachment, Hub};
pub use identity::ManagedIdentity;
pub use ingress::IngressCertificate;
pub use issuer::Issuer;
pub use jobs::{BeforeRollout, Job};
pub use measured::Measured;
pub use metrics::Prometheus;
pub use names::Name;
pub use network::{Network, Subnet};
pub use pools::{Pool, Taint};
pub use private_dns::PrivateZone;
pub use record_writer::RecordWriter;
pub use resolve::{in_use, resolve, resolve_partly};
pub use site::{Region, ResourceGroups, Site, Vault, Workspace};
pub use stack::{Collector, Stack};
pub use storage::{Mounts, Storage};
pub use vpn::VpnGateway;

use resource_id::ResourceId;

use crate::allocations::Allocations;
use crate::blueprint::pipelines::AzureDevOps;
use crate::blueprint::text::{Guid, Label, TagName, TagValue};
use crate::facts::CacheRule;

/// Everything that is generated, resolved.
#[derive(Debug, Serialize)]
pub struct Model {
    pub name: Label,
    pub tags: BTreeMap<TagName, TagValue>,
    pub tenant: Option<Guid>,
    pub subscription: Option<Guid>,
    pub common: Common,
    /// One for each region in which platforms need one that is made.
    pub hubs: Vec<Hub>,
    /// Platform by region; home first.
    pub sites: Vec<Site>,
    /// One for each environment whose platform has Traffic Manager.
    pub profiles: Vec<Profile>,
    /// One for each platform that has it.
    pub front_doors: Vec<FrontDoor>,
    /// None where no platform has it.
    pub grafana: Option<Grafana>,
    /// What the registry fetches from others.
    pub cache_rules: BTreeSet<CacheRule>,
    /// What platforms may cost.
    pub budgets: Vec<Budget>,
    pub dns: Dns,
    /// Of every host that a gateway serves.
    pub records: Vec<Record>,
    /// In the order of promotion.
    pub environments: Vec<Environment>,
    pub teams: Vec<Team>,
    pub apps: Vec<App>,
    /// Of apps whose pipelines build their image.
    pub builds: Vec<Build>,
    /// Whether what is dear to lose is locked against deletion.
    pub locks: bool,
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
    pub resource_group: String,
    /// Of a registry that is brought; ours stands where everything is deployed.
    pub subscription: Option<String>,
    pub login_server: String,
    /// `Basic`, `Standard` or `Premium`, as Azure spells it.
    pub sku: &'static str,
    /// The regions beside its own to which it is replicated.
    pub replicas: Vec<String>,
    /// Whether there are any, or were before.
    pub replicated: bool,
    /// Object ids of the groups that may push.
    pub push: Vec<String>,
}

impl Registry {
    /// The registry of this resource id.
    fn brought(id: &str) -> Option<Self> {
        let ResourceId { subscription, resource_group, name } = ResourceId::of(id)?;
        Some(Self {
            login_server: format!("{}.azurecr.io", name.to_ascii_lowercase()),
            name,
            resource_group,
            subscription: Some(subscription),
            sku: "",
            replicas: Vec::new(),
            replicated: false,
            push: Vec::new(),
        })
    }

    /// Whether it is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.subscription.is_none()
    }

    /// The resource id of one that is brought.
    pub fn brought_id(&self) -> Option<String> {
        Some(self.id_in(self.subscription.as_ref()?))
    }

    /// The resource id, where it stands in this subscription.
    pub fn id_in(&self, subscription: &str) -> String {
        let Self { resource_group, name, .. } = self;
        format!("/subscriptions/{subscription}/resourceGroups/{resource_group}/providers/Microsoft.ContainerRegistry/registries/{name}")
    }
}

#[derive(Debug, Serialize)]
pub struct Team {
    pub name: Label,
    pub group: String,
    pub quota: crate::blueprint::organisation::Quota,
}

impl Model {
    /// Every cluster, with the site in which it stands.
    pub fn clusters(&self) -> impl Iterator<Item = (&Site, &Cluster)> {
        self.sites.iter().flat_map(|site| site.clusters.iter().map(move |cluster| (site, cluster)))
    }

    /// Every pool of every cluster.
    pub fn pools(&self) -> impl Iterator<Item = &Pool> {
        self.clusters().flat_map(|(_, cluster)| &cluster.pools)
    }

    /// The records that the edge of a site makes: those that lead to its own address.
    pub fn edge_records(&self, site: &Site) -> impl Iterator<Item = (&Record, &Zone)> {
        self.made_records().filter(|(record, _)| matches!(&record.target, Target::Address { site: key, .. } if *key == site.key))
    }

    /// The records that lead to a profile.
    pub fn profile_records(&self) -> impl Iterator<Item = (&Record, &Zone)> {
        self.made_records().filter(|(record, _)| matches!(record.target, Target::Profile(_)))
    }

    /// The records that lead to an endpoint of a Front Door.
    pub fn front_door_records(&self) -> impl Iterator<Item = (&Record, &Zone)> {
        self.made_records().filter(|(record, _)| matches!(record.target, Target::FrontDoor { .. }))
    }

    /// The records by which Front Doors see that a domain is ours: zone, name in it, and for what.
    pub fn validations(&self) -> impl Iterator<Item = (&Zone, String, &FrontDoor, &front_door::Entrance)> {
        let entrances = self.front_doors.iter().flat_map(|door| door.entrances.iter().map(move |entrance| (door, entrance)));
        entrances.filter_map(|(door, entrance)| {
            let zone = self.dns.zone(&entrance.environment)?;
            Some((zone, zone.relative(&entrance.validation_host())?, door, entrance))
        })
    }

    fn made_records(&self) -> impl Iterator<Item = (&Record, &Zone)> {
        self.records.iter().filter_map(|record| Some((record, record.zone.as_ref()?)))
    }

    pub fn site(&self, key: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.key == key)
    }
}

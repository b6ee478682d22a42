//! A cluster, its pools and its namespaces.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::branches::BranchHome;
use super::network::OfCluster;
use super::resolve::{Ground, Resolver};
use super::tenancy::Tenancy;
use super::{
    CallingCluster, IngressCertificate, Issuer, ManagedIdentity, Measured, Mounts, Pool, RecordWriter, ResourceId, Stack, Subnet, Workload, Workspace,
    addresses,
};
use crate::blueprint::settings::{Autoscaler, Cni, Egress, Hours, Monitoring, Releases, Tier, Upgrades};
use crate::blueprint::text::Label;
use crate::facts::Scraper;

#[derive(Debug, Serialize)]
pub struct Cluster {
    pub name: String,
    /// The resource group that AKS fills with nodes.
    pub node_resource_group: String,
    pub version: String,
    pub tier: Tier,
    pub admins: String,
    /// The first is a system pool, where there is one.
    pub pools: Vec<Pool>,
    /// None where Azure decides.
    pub autoscaler: Option<Autoscaler>,
    pub cni: Cni,
    /// Where pods have their addresses: a range of the cluster's own, their subnet, or that of the nodes. With virtual nodes, where those have them that
    /// do not stand among the nodes.
    pub pod_range: Ipv4Net,
    pub service_range: Ipv4Net,
    pub dns_address: Ipv4Addr,
    pub upgrades: Upgrades,
    /// When it runs; always where there are none.
    pub hours: Option<Hours>,
    /// Whether Azure Policy watches it.
    pub policy: bool,
    /// Whose key encrypts its disks; Azure's where there is none.
    pub disk_encryption: Option<DiskEncryptionSet>,
    /// Whether container insights collect what its pods write.
    pub insights: bool,
    /// The data collection rule of these.
    pub collection_rule: String,
    /// What reads the metrics of apps here.
    pub scrapers: Vec<Scraper>,
    /// Its ingress, where something reads how many requests it takes.
    pub measured: Option<Measured>,
    pub releases: Releases,
    /// What watches it from inside.
    pub stack: Option<Stack>,
    pub namespaces: Vec<Namespace>,
    /// The subnet of its nodes.
    pub nodes: Subnet,
    /// The subnet of its pods; none where they have a range of the cluster's own, or addresses among the nodes.
    pub pods: Option<Subnet>,
    /// The subnet of pods on its virtual nodes; none where it has no such nodes. Then nothing in it keeps network policies.
    pub virtual_nodes: Option<Subnet>,
    /// The fixed front end of its ingress.
    pub ingress_address: Ipv4Addr,
    /// Clusters beside it whose apps come by its ingress.
    pub calling: BTreeSet<CallingCluster>,
    /// The identity with which it manages Azure resources, and that with which its nodes pull images.
    pub identity: ManagedIdentity,
    pub kubelet_identity: ManagedIdentity,
    /// What names the gateway's way to it: `ingress`, or `ingress-morpheus` where clusters stand side by side.
    pub backend: String,
    #[serde(skip)]
    pub tenancy: Tenancy,
    /// The private link service by which Front Door reaches its ingress; AKS makes it with the ingress.
    pub private_link: Option<String>,
    /// Where TLS ends at the ingress: the certificate out of the vault, or what issues one.
    pub certificate: Option<IngressCertificate>,
    pub issuer: Option<Issuer>,
    /// What writes the records of its hosts, where the deployments do not.
    pub record_writer: Option<RecordWriter>,
    /// Identities of what reads the vault from here: apps, and an ingress that serves a certificate.
    pub workloads: Vec<Workload>,
    /// What apps have mounted here.
    pub mounts: Vec<Mounts>,
    /// Whether some of it is a file share: nodes reach those by the network.
    pub shares: bool,
}

/// The namespace of a team in an environment.
#[derive(Debug, Clone, Serialize)]
pub struct Namespace {
    pub name: String,
    pub team: Label,
    pub environment: Label,
    pub group: String,
    /// What branches leave of the quota of the team.
    pub quota: crate::blueprint::organisation::Quota,
    /// None where branches have no environment beside it.
    pub branches: Option<BranchHome>,
}

/// A disk encryption set, which is brought.
#[derive(Debug, Clone, Serialize)]
pub struct DiskEncryptionSet {
    pub name: String,
    pub resource_group: String,
    pub subscription: String,
}

impl DiskEncryptionSet {
    fn brought(id: &str) -> Option<Self> {
        let ResourceId { subscription, resource_group, name } = ResourceId::of(id)?;
        Some(Self { name, resource_group, subscription })
    }
}

impl Cluster {
    /// Whether pods have a range of their own, to which no route leads.
    pub fn is_overlay(&self) -> bool {
        self.cni == Cni::Overlay
    }

    /// The range under which what its pods on nodes send is seen in the network.
    pub fn outgoing_range(&self) -> Ipv4Net {
        self.pods.as_ref().unwrap_or(&self.nodes).range
    }

    /// The ranges under which nodes and pods are seen in the network.
    pub fn ranges(&self) -> impl Iterator<Item = Ipv4Net> {
        [self.nodes.range].into_iter().chain(self.beside().map(|subnet| subnet.range))
    }

    /// The subnets of its pods beside that of the nodes.
    pub fn beside(&self) -> impl Iterator<Item = &Subnet> {
        self.pods.iter().chain(&self.virtual_nodes)
    }

    /// The ranges under which what its pods send is seen in the network.
    pub fn outgoing_ranges(&self) -> impl Iterator<Item = Ipv4Net> {
        [self.outgoing_range()].into_iter().chain(self.virtual_nodes.as_ref().map(|subnet| subnet.range))
    }
}

impl Resolver<'_> {
    pub(super) fn cluster(&mut self, ground: &Ground, tenancy: &Tenancy, subnets: OfCluster, ingress_address: Ipv4Addr, workspace: &Workspace) -> Cluster {
        let Ground { stem, path, region, groups, .. } = *ground;
        let settings = &tenancy.settings;
        let kubernetes = &settings.kubernetes;
        let OfCluster { nodes, pods, virtual_nodes } = subnets;
        let stem = &tenancy.part(stem);
        // Contexts, settings and values are named after it: two must not share a name, though Azure would let them in two groups.
        let name = self.register.give("managed_cluster", format!("aks-{stem}"), path, "subscription");
        self.register.give("cluster_dns_prefix", name.clone(), path, &region.name);
        let mut namespaces = Vec::new();
        for environment in &tenancy.environments {
            for (team_name, team) in self.written.blueprint.teams.iter().filter(|(name, _)| tenancy.teams.contains(name)) {
                let own = self.register.give("kubernetes_label", format!("{team_name}-{environment}"), &format!("teams.{team_name}"), &name);
                let branches = self.branch_home((team_name, team), environment, &own, &name);
                namespaces.push(Namespace {
                    name: own,
                    team: team_name.clone(),
                    environment: environment.clone(),
                    group: team.group.to_string(),
                    quota: branches.as_ref().map_or_else(|| team.quota.clone(), |branches| team.quota.without(&branches.quota, branches.live)),
                    branches,
                });
            }
        }
        Cluster {
            node_resource_group: self.register.give("node_resource_group", tenancy.part(&format!("{}-nodes", groups.aks)), path, "subscription"),
            collection_rule: self.register.give("data_collection_rule", format!("MSCI-{}-{name}", workspace.region), path, &groups.aks),
            insights: {
                let Monitoring::Azure(azure) = &settings.monitoring;
                // Where nodes reach nothing outside, agents would send nothing.
                azure.container_insights && !matches!(settings.network.egress, Egress::None(_))
            },
            scrapers: self.scrapers(settings),
            measured: self.measured(settings),
            name,
            version: kubernetes.version.to_string(),
            tier: kubernetes.tier,
            admins: self.written.blueprint.admins.to_string(),
            pools: self.pools(kubernetes, region),
            autoscaler: kubernetes.autoscaler.clone(),
            cni: kubernetes.cni,
            pod_range: match (kubernetes.cni, pods.as_ref().or(virtual_nodes.as_ref())) {
                (Cni::Overlay, _) => settings.network.pod_range,
                (_, Some(pods)) => pods.range,
                (_, None) => nodes.range,
            },
            service_range: settings.network.service_range,
            dns_address: settings.network.dns_address.unwrap_or_else(|| addresses::nth(settings.network.service_range, 10)),
            upgrades: kubernetes.upgrades.clone(),
            hours: kubernetes.hours.clone(),
            policy: kubernetes.policy,
            disk_encryption: kubernetes.disk_encryption.as_ref().and_then(|set| DiskEncryptionSet::brought(&set.existing)),
            releases: settings.releases.clone(),
            stack: self.stack(&settings.releases, region),
            namespaces,
            nodes,
            pods,
            virtual_nodes,
            ingress_address,
            calling: BTreeSet::new(),
            identity: self.identity(settings.identities.cluster.as_ref(), format!("id-{stem}-cluster"), path, &groups.aks),
            kubelet_identity: self.identity(settings.identities.kubelet.as_ref(), format!("id-{stem}-kubelet"), path, &groups.aks),
            backend: tenancy.part("ingress"),
            tenancy: tenancy.clone(),
            private_link: settings.has_private_link().then(|| self.register.give("private_link_service", format!("pls-{stem}"), path, "subscription")),
            certificate: None,
            issuer: None,
            record_writer: None,
            workloads: Vec::new(),
            mounts: Vec::new(),
            shares: false,
        }
    }
}

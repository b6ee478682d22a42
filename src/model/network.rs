//! The network of a site: its subnets, sized from the pools, at their places in the address plan.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::ResourceId;
use super::addresses::{Ask, Need, Part, Placed, nth, prefix, prefix_of};
use super::resolve::{Ground, Resolver};
use super::tenancy::Tenancy;
use crate::blueprint::settings::{self, Cni};
use crate::blueprint::text::{PoolName, Region, SubnetId};
use crate::diagnostics::{Finding, codes};
use crate::facts::Facts;

/// The virtual network of a site.
#[derive(Debug, Serialize)]
pub struct Network {
    pub name: String,
    /// That of the site where it is made.
    pub resource_group: String,
    /// Of one that is brought; ours stands where everything is deployed.
    pub subscription: Option<String>,
    /// The address space, from which other networks are carved too; none of one that is brought, of which the range is what is ours.
    pub space: Option<Ipv4Net>,
    pub range: Ipv4Net,
    /// Front ends of the internal load balancers of all clusters.
    pub ingress: Subnet,
    /// Where there is an application gateway.
    pub gateway: Option<Subnet>,
    /// The API servers of all clusters, where they stand in the network.
    pub api: Option<Subnet>,
    /// Private endpoints.
    pub endpoints: Option<Subnet>,
    /// Private link services before the ingress of each cluster.
    pub link: Option<Subnet>,
    /// The subnets that are written as existing ones, whether or not anything is to stand in them.
    #[serde(skip)]
    pub existing: Vec<(&'static str, SubnetId)>,
}

impl Network {
    /// Its resource id, where it is brought.
    pub fn brought_id(&self) -> Option<String> {
        let (subscription, Self { resource_group, name, .. }) = (self.subscription.as_ref()?, self);
        Some(format!("/subscriptions/{subscription}/resourceGroups/{resource_group}/providers/Microsoft.Network/virtualNetworks/{name}"))
    }

    /// Whether it is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.subscription.is_none()
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Subnet {
    /// What it is for: `nodes`, `pods`, `virtual` (pods on virtual nodes), `ingress`, `gateway`, `api`, `endpoints`, `link`.
    #[serde(skip)]
    pub what: String,
    pub name: String,
    pub range: Ipv4Net,
    /// The network security group on it; none where it is brought, whose group is somebody else's.
    pub security_group: Option<String>,
    /// Addresses that it must hold, those that Azure keeps to itself included.
    pub demand: u32,
    /// What they are for.
    #[serde(skip)]
    pub parts: Vec<Part>,
}

impl Subnet {
    /// Whether it is made, and not brought.
    pub fn is_made(&self) -> bool {
        self.security_group.is_some()
    }

    /// To what Azure must have handed it, for what stands in it.
    pub fn delegation(&self) -> Option<&'static str> {
        match self.purpose() {
            "api" | PODS => Some("Microsoft.ContainerService/managedClusters"),
            VIRTUAL => Some("Microsoft.ContainerInstance/containerGroups"),
            _ => None,
        }
    }

    /// What it is for, whichever cluster's it is.
    pub fn purpose(&self) -> &str {
        purpose(&self.what)
    }
}

/// What a subnet is for, without the key of its cluster.
pub fn purpose(what: &str) -> &str {
    what.split_once('-').map_or(what, |(what, _)| what)
}

/// The subnets of a cluster.
pub(super) struct OfCluster {
    pub(super) nodes: Subnet,
    /// Where its pods have one.
    pub(super) pods: Option<Subnet>,
    /// Where pods on its virtual nodes have one.
    pub(super) virtual_nodes: Option<Subnet>,
}

/// What subnets of pods are for, and of those on virtual nodes, with the key of their cluster behind it where there are several.
const PODS: &str = "pods";
const VIRTUAL: &str = "virtual";

/// Internal addresses that a cluster may take: one for its ingress, the others for services that ask for one.
const FRONT_ENDS: u32 = 8;

/// Percent of a pool that is added while it is upgraded: what Azure advises for production.
pub fn surge_percent(facts: &Facts) -> u32 {
    let surge = &facts.limits.max_surge_percent;
    surge.recommended.or(surge.default).unwrap_or_default()
}

/// Nodes that are added to a pool of so many while it is upgraded: at least one.
pub fn surge(nodes: u32, facts: &Facts) -> u32 {
    (nodes * surge_percent(facts)).div_ceil(100).max(1)
}

/// Most pods on one node of a pool.
pub fn max_pods(pool: &settings::Pool, cni: Cni, facts: &Facts) -> u32 {
    let limits = &facts.limits;
    let default = match cni {
        Cni::NodeSubnet => limits.pods_per_node_node_subnet.default,
        // Of an overlay it is what they were before there were overlays, and what a node of a usual size can run.
        Cni::Overlay | Cni::PodSubnet => limits.pods_per_node_pod_subnet.default,
    };
    pool.max_pods.or(default).unwrap_or_default()
}

/// Addresses that pods take of a subnet. In that of the nodes a node takes those of all that it may run beforehand; in one of the pods it takes some at a
/// time, and has some to spare.
fn pods(kubernetes: &settings::Kubernetes, facts: &Facts) -> u32 {
    let batch = &facts.limits.pod_subnet_batch;
    let (at_once, spare) = (batch.default.unwrap_or(1), batch.min.unwrap_or_default());
    let nodes = |pool: &settings::Pool| pool.nodes.max + if pool.spot { 0 } else { surge(pool.nodes.max, facts) };
    let of_node = |pool| match (kubernetes.cni, max_pods(pool, kubernetes.cni, facts)) {
        (Cni::Overlay, _) => 0,
        (Cni::NodeSubnet, most) => most,
        (Cni::PodSubnet, most) => (most + spare).next_multiple_of(at_once),
    };
    kubernetes.pools.values().map(|pool| nodes(pool).saturating_mul(of_node(pool))).sum()
}

/// Nodes that the pools may grow to, and those that are added while they are upgraded.
fn nodes(pools: &BTreeMap<PoolName, settings::Pool>, facts: &Facts) -> (u32, u32) {
    (pools.values().map(|pool| pool.nodes.max).sum(), pools.values().filter(|pool| !pool.spot).map(|pool| surge(pool.nodes.max, facts)).sum())
}

impl Resolver<'_> {
    /// What the network of a site asks of the address plan: a subnet for the nodes of each cluster first, in their order.
    pub(super) fn ask(&self, key: String, settings: &settings::Settings, tenancies: &[Tenancy]) -> Ask {
        let (network, facts) = (&settings.network, self.facts);
        let reserved = facts.ranges.subnets.reserved();
        let gateway = facts.limits.gateway_max_capacity.max.unwrap_or_default();
        let need = |what: String, parts: &[(u32, &'static str)], prefix, grows, written| {
            let parts = parts.iter().copied().chain([(reserved, "kept by Azure")]).map(|(count, what)| Part { count, what });
            Need { what, parts: parts.collect(), prefix, grows, written }
        };
        let of_nodes = |tenancy: &Tenancy| -> Vec<(u32, &'static str)> {
            let kubernetes = &tenancy.settings.kubernetes;
            let (pools, upgrade) = nodes(&kubernetes.pools, facts);
            let beside = (kubernetes.cni == Cni::NodeSubnet).then(|| (pods(kubernetes, facts), "pods on them"));
            [(pools, "nodes"), (upgrade, "more while they are upgraded")].into_iter().chain(beside).collect()
        };
        let front_ends = FRONT_ENDS * u32::try_from(tenancies.len()).unwrap_or(u32::MAX);
        let mut needs: Vec<Need> = tenancies.iter().map(|tenancy| need(tenancy.part("nodes"), &of_nodes(tenancy), 24, true, network.subnets.nodes)).collect();
        needs.push(need("ingress".to_owned(), &[(front_ends, "front ends")], 28, false, network.subnets.ingress));
        if matches!(settings.edge.gateway, settings::Gateway::ApplicationGateway(_)) {
            needs.push(need("gateway".to_owned(), &[(gateway, "instances"), (1, "private front end")], 24, false, network.subnets.gateway));
        }
        if settings.kubernetes.api.is_in_network() {
            let (servers, prefix) = (&facts.limits.api_server_addresses, &facts.limits.api_server_subnet_prefix);
            let addresses = servers.min.unwrap_or_default() * u32::try_from(tenancies.len()).unwrap_or(u32::MAX);
            let longest = prefix.max.and_then(|prefix| u8::try_from(prefix).ok()).unwrap_or(28);
            needs.push(need("api".to_owned(), &[(addresses, "API servers")], longest, false, network.subnets.api));
        }
        let endpoints = network.private_endpoints.addresses(self.regions(), settings.kubernetes.backup.is_some());
        if endpoints > 0 {
            needs.push(need("endpoints".to_owned(), &[(endpoints, "private endpoints")], 27, false, network.subnets.endpoints));
        }
        if settings.has_private_link() {
            let services = u32::try_from(tenancies.len()).unwrap_or(u32::MAX);
            needs.push(need("link".to_owned(), &[(services, "private link services")], 28, false, network.subnets.link));
        }
        if settings.kubernetes.cni == Cni::PodSubnet {
            let of_pods = |tenancy: &Tenancy| [(pods(&tenancy.settings.kubernetes, facts), "pods")];
            needs.extend(tenancies.iter().map(|tenancy| need(tenancy.part(PODS), &of_pods(tenancy), 24, true, network.subnets.pods)));
        }
        let groups = facts.limits.container_groups.default.unwrap_or_default();
        for tenancy in tenancies.iter().filter(|tenancy| tenancy.settings.kubernetes.virtual_nodes) {
            needs.push(need(tenancy.part(VIRTUAL), &[(groups, "pods on virtual nodes")], 24, false, network.subnets.virtual_nodes));
        }
        let taken = network.on_premises.iter().flat_map(|there| there.ranges.clone()).collect();
        Ask { key, space: network.address_space, taken, written: network.range, needs }
    }

    /// How many regions anything stands in.
    fn regions(&self) -> usize {
        let blueprint = &self.written.blueprint;
        let regions: BTreeSet<&Region> = blueprint.regions.iter().chain(blueprint.platforms.values().flat_map(|platform| &platform.regions)).collect();
        regions.len()
    }

    /// The network of a site, and the subnets of its clusters.
    pub(super) fn network(&mut self, written: &settings::Network, ground: &Ground, ask: &Ask, placed: Option<&Placed>) -> Option<(Network, Vec<OfCluster>)> {
        let Ground { stem, path, base, groups, .. } = *ground;
        let existing: Vec<(&'static str, SubnetId)> = written.existing_subnets.written().map(|(what, id)| (what, id.clone())).collect();
        let (whole, ranges) = self.place(ask, placed, &format!("{base}.network.addressSpace"))?;
        let (name, resource_group, subscription) = match &written.existing {
            None => (self.register.give("virtual_network", format!("vnet-{stem}"), path, &groups.network), groups.network.clone(), None),
            Some(id) => {
                let ResourceId { subscription, resource_group, name } = ResourceId::of(id)?;
                (name, resource_group, Some(subscription))
            }
        };
        // Others have subnets of their own in one that is brought.
        let (of, space) = if subscription.is_some() { (format!("{stem}-"), None) } else { (String::new(), Some(ask.space)) };
        let mut subnets = Vec::new();
        for (need, range) in ask.needs.iter().zip(ranges) {
            let what = &need.what;
            let (demand, parts) = (need.demand(), need.parts.clone());
            if let Some((_, id)) = existing.iter().find(|(existing, _)| *existing == purpose(what)) {
                let name = id.rsplit('/').next().unwrap_or_default().to_owned();
                subnets.push(Subnet { what: what.clone(), name, range, security_group: None, demand, parts });
                continue;
            }
            let group = |what: &str| format!("nsg-{stem}-{what}");
            let security_group = match [PODS, VIRTUAL].iter().find_map(|of_pods| what.strip_prefix(of_pods)) {
                // Pods stand under the rules of their nodes, which let both to both.
                Some(key) => group(&format!("nodes{key}")),
                None => self.register.give("network_security_group", group(what), path, &groups.network),
            };
            let subnet_name = self.register.give("subnet", format!("snet-{of}{what}"), path, &name);
            let security_group = Some(security_group);
            subnets.push(Subnet { what: what.clone(), name: subnet_name, range, security_group, demand, parts });
        }
        let mut take = |what: &str| subnets.iter().position(|subnet| subnet.what == what).map(|at| subnets.remove(at));
        let (link, endpoints, api, gateway, ingress) = (take("link"), take("endpoints"), take("api"), take("gateway"), take("ingress")?);
        let (nodes, mut beside): (Vec<Subnet>, Vec<Subnet>) = subnets.into_iter().partition(|subnet| subnet.purpose() == "nodes");
        let mut take = |purpose: &str, nodes: &Subnet| {
            let what = nodes.what.replacen("nodes", purpose, 1);
            beside.iter().position(|subnet| subnet.what == what).map(|at| beside.remove(at))
        };
        let of_clusters = nodes.into_iter().map(|nodes| OfCluster { pods: take(PODS, &nodes), virtual_nodes: take(VIRTUAL, &nodes), nodes }).collect();
        Some((Network { name, resource_group, subscription, space, range: whole, ingress, gateway, api, endpoints, link, existing }, of_clusters))
    }

    /// The range of a network and those of its subnets; a finding at the address space where there is no room.
    pub(super) fn place(&mut self, ask: &Ask, placed: Option<&Placed>, at: &str) -> Option<(Ipv4Net, Vec<Ipv4Net>)> {
        let Some(placed) = placed else {
            let total: u64 = ask.needs.iter().map(|need| 1u64 << (32 - prefix(need))).sum();
            let finding = Finding::new(&codes::TOO_SMALL, format!("{} has no room for the network of {}", ask.space, ask.key)).help(format!(
                "its subnets take {total} addresses, a /{}: widen `addressSpace`, write a `range` for this network, or release what is no longer used",
                prefix_of(total)
            ));
            self.finding(finding, at, "all of it is taken by other networks");
            return None;
        };
        let mut ranges = Vec::new();
        for (need, range) in ask.needs.iter().zip(&placed.subnets) {
            let Some(range) = *range else {
                let finding = Finding::new(&codes::TOO_SMALL, format!("{} has no room for the {} subnet", placed.range, need.what)).help(format!(
                    "it needs a /{} ({} addresses): widen `addressSpace`, or write the subnets down",
                    prefix(need),
                    need.demand()
                ));
                self.finding(finding, at, "all of it is taken by the other subnets");
                return None;
            };
            ranges.push(range);
        }
        Some((placed.range, ranges))
    }

    /// The front end of the ingress of a cluster: as written, as it was given, or the lowest free address of the subnet.
    pub(super) fn ingress_address(&mut self, written: Option<Ipv4Addr>, site: &str, tenancy: &Tenancy, subnet: Ipv4Net) -> Option<Ipv4Addr> {
        let key = format!("address/{site}/{}", tenancy.part("ingress"));
        if written.is_some() {
            self.allocations.written(&key);
            return written;
        }
        self.free_address(&key, subnet)
    }

    /// The address of this key in a subnet: as it was given, or the lowest free one.
    pub(super) fn free_address(&mut self, key: &str, subnet: Ipv4Net) -> Option<Ipv4Addr> {
        let facts = &self.facts.ranges.subnets;
        let last = u32::from(subnet.broadcast()) - u32::from(subnet.network());
        let kept = (0..facts.reserved_first).chain(last.saturating_sub(facts.reserved_last.saturating_sub(1))..=last);
        let kept: Vec<Ipv4Net> = kept.map(|place| Ipv4Net::from(nth(subnet, place))).collect();
        self.allocations.range(key, subnet, 32, &kept).map(|range| range.addr())
    }
}

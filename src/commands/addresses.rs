//! `addresses`: the address plan, as people and programs read it.

use std::fmt::Write as _;

use aksgen::model::addresses::Part;
use aksgen::model::{Front, Hub, Model, Site};
use anyhow::Result;
use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Outcome, answer};
use crate::cli::Format;

/// What `aksgen addresses --format json` prints. Fields may be added.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "aksgen addresses")]
pub struct Plan<'a> {
    /// Of this shape.
    #[schemars(extend("const" = answer::VERSION))]
    version: u32,
    /// Of platforms in their regions, then of hubs.
    networks: Vec<Network<'a>>,
    /// What was given and is no longer used; `--release` gives it up.
    reserved: Vec<Reserved<'a>>,
}

/// A network, or the part of one that is ours.
#[derive(Serialize, JsonSchema)]
struct Network<'a> {
    range: String,
    /// Such as `live-westeurope`, or `hub of westeurope`.
    of: String,
    /// The address space out of which it was given; `null` where the network is brought.
    space: Option<String>,
    /// The name of the virtual network.
    network: &'a str,
    /// How many addresses it has.
    size: u64,
    /// How many of them are in no subnet.
    free: u64,
    subnets: Vec<Subnet<'a>>,
    /// Ranges inside of its clusters, to which no route of the network leads.
    inside: Vec<Inside<'a>>,
    /// The fixed address of the ingress of each cluster.
    ingresses: Vec<Address<'a>>,
}

/// A subnet, and what it must hold.
#[derive(Serialize, JsonSchema)]
struct Subnet<'a> {
    range: String,
    /// What it is for, or its name where Azure gives that.
    what: &'a str,
    /// How many addresses it has.
    size: u64,
    /// How many of them it must hold.
    demand: u32,
    /// Of what that is the sum.
    parts: Vec<Share>,
}

/// So many addresses, and what for.
#[derive(Serialize, JsonSchema)]
struct Share {
    count: u32,
    what: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Inside<'a> {
    range: String,
    /// `pods` or `services`.
    what: &'static str,
    cluster: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Address<'a> {
    address: String,
    cluster: &'a str,
    /// Whether the ingress is public, and this is kept for it.
    public: bool,
}

#[derive(Serialize, JsonSchema)]
struct Reserved<'a> {
    /// By which it is released.
    name: &'a str,
    /// What it was given.
    given: String,
}

/// Prints every network with its subnets and what each must hold, then what is reserved.
///
/// # Errors
/// Standard output that cannot be written.
pub fn print(model: &Model, format: Format) -> Result<Outcome> {
    let reserved = model.allocations.iter().filter(|(_, _, used)| !used);
    let plan = Plan {
        version: answer::VERSION,
        networks: model.sites.iter().map(network).chain(model.hubs.iter().map(hub)).collect(),
        reserved: reserved.map(|(name, given, _)| Reserved { name, given: given.to_string() }).collect(),
    };
    answer::print(&plan, format, text)
}

fn network(site: &Site) -> Network<'_> {
    let mut subnets = site.subnets();
    subnets.sort_by_key(|subnet| subnet.range);
    let inside = site.clusters.iter().flat_map(|cluster| {
        let of = move |range: Ipv4Net, what| Inside { range: range.to_string(), what, cluster: &cluster.name };
        let pods = cluster.is_overlay().then(|| of(cluster.pod_range, "pods"));
        pods.into_iter().chain([of(cluster.service_range, "services")])
    });
    let public = matches!(site.edge.front, Front::LoadBalancer);
    Network {
        range: site.network.range.to_string(),
        of: site.key.to_string(),
        space: site.network.space.map(|space| space.to_string()),
        network: &site.network.name,
        size: size(site.network.range),
        free: free(site.network.range, subnets.iter().map(|subnet| subnet.range)),
        subnets: subnets.iter().map(|subnet| of(&subnet.what, subnet.range, subnet.demand, &subnet.parts)).collect(),
        inside: inside.collect(),
        ingresses: site.clusters.iter().map(|cluster| Address { address: cluster.ingress_address.to_string(), cluster: &cluster.name, public }).collect(),
    }
}

fn hub(hub: &Hub) -> Network<'_> {
    Network {
        range: hub.range.to_string(),
        of: format!("hub of {}", hub.region.name),
        space: Some(hub.space.to_string()),
        network: &hub.network,
        size: size(hub.range),
        free: free(hub.range, hub.subnets.iter().map(|subnet| subnet.range)),
        subnets: hub.subnets.iter().map(|subnet| of(&subnet.name, subnet.range, subnet.demand, &subnet.parts)).collect(),
        inside: Vec::new(),
        ingresses: Vec::new(),
    }
}

fn of<'a>(what: &'a str, range: Ipv4Net, demand: u32, parts: &[Part]) -> Subnet<'a> {
    let parts = parts.iter().map(|part| Share { count: part.count, what: part.what }).collect();
    Subnet { range: range.to_string(), what, size: size(range), demand, parts }
}

fn size(range: Ipv4Net) -> u64 {
    1 << (32 - u32::from(range.prefix_len()))
}

fn free(range: Ipv4Net, subnets: impl Iterator<Item = Ipv4Net>) -> u64 {
    size(range).saturating_sub(subnets.map(size).sum())
}

fn text(plan: &Plan) -> String {
    let mut text = String::new();
    for network in &plan.networks {
        let Network { range, of, space, size, free, .. } = network;
        let around = space.as_ref().map_or_else(|| format!("in {}", network.network), |space| format!("of {space}"));
        let _ = writeln!(text, "{range:18}  {of}  {around}, {free} of {size} addresses free");
        let nouns = network.subnets.iter().map(|subnet| subnet.what).chain(network.inside.iter().map(|inside| inside.what));
        let width = nouns.map(str::len).max().unwrap_or_default();
        for Subnet { range, what, size, demand, parts } in &network.subnets {
            // `26 of 256: 15 nodes + 6 more while they are upgraded + 5 kept by Azure`
            let parts: Vec<String> = parts.iter().map(|part| format!("{} {}", part.count, part.what)).collect();
            let _ = writeln!(text, "  {range:18}  {what:width$}  {demand} of {size}: {}", parts.join(" + "));
        }
        for Inside { range, what, cluster } in &network.inside {
            let _ = writeln!(text, "  {range:18}  {what:width$}  inside of {cluster}, no route leads to it");
        }
        for Address { address, cluster, public } in &network.ingresses {
            let kept = if *public { ", kept for it while it is public" } else { "" };
            let _ = writeln!(text, "  {address:18}  {:width$}  front end of the ingress of {cluster}{kept}", "");
        }
    }
    if !plan.reserved.is_empty() {
        text.push_str("\nreserved, and no longer used (give it up with --release NAME):\n");
    }
    for Reserved { name, given } in &plan.reserved {
        let _ = writeln!(text, "  {name}  {given}");
    }
    text
}

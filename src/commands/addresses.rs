//! `addresses`: the address plan for people, and releasing what is no longer used.

use std::fmt::Write as _;
use std::path::Path;

use aksgen::allocations::Allocations;
use aksgen::model::addresses::Part;
use aksgen::model::{Front, Hub, Model, Site};
use aksgen::output::{Companion, LocalDisk};
use anyhow::{Result, bail};

use super::{Outcome, read, say};

/// Prints every network with its subnets and what each must hold, then what is reserved.
///
/// # Errors
/// Standard output that cannot be written.
pub fn print(model: &Model) -> Result<Outcome> {
    let mut text = String::new();
    for site in &model.sites {
        network(&mut text, site);
    }
    for center in &model.hubs {
        hub(&mut text, center);
    }
    let reserved: Vec<_> = model.allocations.iter().filter(|(_, _, used)| !used).collect();
    if !reserved.is_empty() {
        text.push_str("\nreserved, and no longer used (give it up with --release NAME):\n");
    }
    for (key, given, _) in reserved {
        let _ = writeln!(text, "  {key}  {given}");
    }
    say::print(&text)
}

fn network(text: &mut String, site: &Site) {
    let network = &site.network;
    let mut subnets = site.subnets();
    subnets.sort_by_key(|subnet| subnet.range);
    let taken: u64 = subnets.iter().map(|subnet| size(subnet.range)).sum();
    let width = subnets.iter().map(|subnet| subnet.what.len()).max().unwrap_or_default().max("services".len());
    let free = size(network.range).saturating_sub(taken);
    let _ = writeln!(text, "{:18}  {}  of {}, {free} of {} addresses free", network.range.to_string(), site.key, network.space, size(network.range));
    for subnet in subnets {
        let _ = writeln!(text, "  {:18}  {:width$}  {}", subnet.range.to_string(), subnet.what, arithmetic(subnet.demand, subnet.range, &subnet.parts));
    }
    for cluster in &site.clusters {
        let pods = cluster.is_overlay().then_some((cluster.pod_range, "pods"));
        for (range, what) in pods.into_iter().chain([(cluster.service_range, "services")]) {
            let _ = writeln!(text, "  {:18}  {what:width$}  inside of {}, no route leads to it", range.to_string(), cluster.name);
        }
        let kept = if matches!(site.edge.front, Front::LoadBalancer) { ", kept for it while it is public" } else { "" };
        let _ = writeln!(text, "  {:18}  {:width$}  front end of the ingress of {}{kept}", cluster.ingress_address.to_string(), "", cluster.name);
    }
}

fn hub(text: &mut String, hub: &Hub) {
    let taken: u64 = hub.subnets.iter().map(|subnet| size(subnet.range)).sum();
    let width = hub.subnets.iter().map(|subnet| subnet.name.len()).max().unwrap_or_default();
    let free = size(hub.range).saturating_sub(taken);
    let _ = writeln!(text, "{:18}  hub of {}  of {}, {free} of {} addresses free", hub.range.to_string(), hub.region.name, hub.space, size(hub.range));
    for subnet in &hub.subnets {
        let _ = writeln!(text, "  {:18}  {:width$}  {}", subnet.range.to_string(), subnet.name, arithmetic(subnet.demand, subnet.range, &subnet.parts));
    }
}

/// `26 of 256: 15 nodes + 6 more while they are upgraded + 5 kept by Azure`.
fn arithmetic(demand: u32, range: ipnet::Ipv4Net, parts: &[Part]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("{} {}", part.count, part.what)).collect();
    format!("{} of {}: {}", demand, size(range), parts.join(" + "))
}

fn size(range: ipnet::Ipv4Net) -> u64 {
    1 << (32 - u32::from(range.prefix_len()))
}

/// Gives up what names were given, and writes the allocations, of which the text that was read is told, too, anew. `in_use` is what the blueprint makes of them.
///
/// # Errors
/// A name that was given nothing, or of which something is in use; disk errors.
pub fn release(blueprint: &Path, (given, mut allocations): (Option<&str>, Allocations), in_use: &Allocations, names: &[String]) -> Result<Outcome> {
    let mut released = Vec::new();
    for name in names {
        let mut used = in_use.iter().filter(|(_, _, used)| *used);
        if let Some((key, has, _)) = used.find(|(key, _, _)| key == name || key.starts_with(&format!("{name}/"))) {
            bail!(
                "{key}, {has}, is in use: what stands there would move. Only what `aksgen addresses` lists as no longer used is given up; to let it move all the same, take its line out by hand"
            );
        }
        let found = allocations.release(name);
        if found.is_empty() {
            let part = name.split('/').next_back().unwrap_or_default();
            let near: Vec<_> = allocations.iter().map(|(key, _, _)| key).filter(|key| !part.is_empty() && key.split('/').any(|step| step == part)).collect();
            let help = if near.is_empty() { "`aksgen addresses` lists what was".to_owned() } else { format!("{} were", near.join(", ")) };
            bail!("`{name}` was given nothing; {help}");
        }
        released.extend(found);
    }
    let path = read::allocations(blueprint);
    let text = allocations.print();
    Companion::compare(&path, given, &text)?.write(&LocalDisk)?;
    for (key, given) in released {
        anstream::eprintln!("released {key}, {given}");
    }
    Ok(Outcome::Done)
}

//! The address plan: networks carved from the address spaces, subnets from the networks. What stands never moves.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use crate::allocations::Allocations;

/// So many addresses for one purpose.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Part {
    pub count: u32,
    pub what: &'static str,
}

/// What a subnet must hold, and where it goes if that is written.
#[derive(Debug)]
pub struct Need {
    /// What it is for: the key of the subnet in the blueprint, with the key of its cluster where there are several.
    pub what: String,
    /// What needs an address there, and how many: those that Azure keeps to itself included.
    pub parts: Vec<Part>,
    /// The longest prefix that is sensible for its purpose.
    pub prefix: u8,
    /// Whether it grows with the pools: then it is given twice its demand, so that it need not move.
    pub grows: bool,
    pub written: Option<Ipv4Net>,
}

impl Need {
    /// All addresses that it must hold.
    pub fn demand(&self) -> u32 {
        self.parts.iter().map(|part| part.count).sum()
    }
}

/// A network that is to lie somewhere.
#[derive(Debug)]
pub struct Ask {
    /// `<platform>/<region>`.
    pub key: String,
    /// What it is carved from.
    pub space: Ipv4Net,
    /// What lies elsewhere: it is not carved from there, though the space hold it.
    pub taken: Vec<Ipv4Net>,
    pub written: Option<Ipv4Net>,
    pub needs: Vec<Need>,
}

/// Where a network and its subnets lie; a subnet for which there is no room lies nowhere.
#[derive(Debug)]
pub struct Placed {
    pub range: Ipv4Net,
    /// In the order of the needs.
    pub subnets: Vec<Option<Ipv4Net>>,
}

/// Places networks and subnets: what is written and what stands stays; all else is given the lowest free place, in the order of the asks. New networks get
/// as much more than they need as leaves room for all of them.
///
/// `None` for a network for which its address space has no room.
pub fn plan(asks: &[Ask], allocations: &mut Allocations) -> Vec<Option<Placed>> {
    let (mut trial, mut placed) = (allocations.clone(), Vec::new());
    for narrower in 0..SPARE {
        trial = allocations.clone();
        placed = plan_with(asks, narrower, &mut trial);
        if placed.iter().all(Option::is_some) {
            break;
        }
    }
    *allocations = trial;
    placed
}

/// The plan in which new networks are so many sizes narrower than they would like.
fn plan_with(asks: &[Ask], narrower: usize, allocations: &mut Allocations) -> Vec<Option<Placed>> {
    let mut fixed: Vec<Option<Ipv4Net>> = asks.iter().map(|ask| fixed(ask, allocations)).collect();
    let mut placed = Vec::new();
    for (at, ask) in asks.iter().enumerate() {
        if fixed[at].is_none() {
            let taken: Vec<Ipv4Net> = fixed.iter().flatten().chain(&ask.taken).copied().collect();
            fixed[at] = sizes(&ask.needs).skip(narrower).find_map(|prefix| {
                let prefix = prefix.max(ask.space.prefix_len());
                allocations.range(&network_key(ask), ask.space, prefix, &taken)
            });
        }
        placed.push(fixed[at].map(|range| Placed { range, subnets: subnets(ask, range, allocations) }));
    }
    placed
}

fn network_key(ask: &Ask) -> String {
    format!("network/{}", ask.key)
}

/// Where a network lies that is not free to lie anywhere: it is written, or stands, or must hold subnets that are written.
fn fixed(ask: &Ask, allocations: &mut Allocations) -> Option<Ipv4Net> {
    let key = network_key(ask);
    if let Some(range) = ask.written {
        allocations.written(&key);
        return Some(range);
    }
    if allocations.standing(&key).is_some() {
        return allocations.range(&key, ask.space, ask.space.prefix_len(), &[]);
    }
    let written: Vec<Ipv4Net> = ask.needs.iter().filter_map(|need| need.written).collect();
    // What lies outside of the space is a fault; a network that held it would be no answer.
    let hull = hull(&written).filter(|hull| ask.space.contains(hull))?;
    let roomiest = sizes(&ask.needs).next().unwrap_or_default().max(ask.space.prefix_len());
    let range = (ask.space.prefix_len()..=hull.prefix_len().min(roomiest)).rev().find_map(|prefix| {
        let range = Ipv4Net::new(hull.network(), prefix).ok()?.trunc();
        // Nothing has been given in this network yet, so a trial among no allocations finds what the real one will.
        let is_roomy = prefix == ask.space.prefix_len() || subnets(ask, range, &mut Allocations::default()).iter().all(Option::is_some);
        is_roomy.then_some(range)
    })?;
    allocations.give(&key, range);
    Some(range)
}

/// The smallest range that holds all of these.
fn hull(ranges: &[Ipv4Net]) -> Option<Ipv4Net> {
    let first = ranges.first()?;
    (0..=first.prefix_len())
        .rev()
        .filter_map(|prefix| Ipv4Net::new(first.network(), prefix).ok().map(|range| range.trunc()))
        .find(|hull| ranges.iter().all(|range| hull.contains(range)))
}

/// In how many sizes a network may be made: twice, and twice again, what its subnets take.
const SPARE: usize = 3;

/// Prefix lengths for a network, the roomiest first: four times what its subnets take, so that more can come, down to what they take.
fn sizes(needs: &[Need]) -> impl Iterator<Item = u8> {
    let total: u64 = needs.iter().map(|need| 1u64 << (32 - prefix(need))).sum();
    let least = prefix_of(total);
    (0..SPARE).rev().filter_map(move |spare| least.checked_sub(u8::try_from(spare).ok()?))
}

fn subnets(ask: &Ask, range: Ipv4Net, allocations: &mut Allocations) -> Vec<Option<Ipv4Net>> {
    let key = |need: &Need| format!("subnet/{}/{}", ask.key, need.what);
    let mut placed: Vec<Option<Ipv4Net>> = ask.needs.iter().map(|need| need.written.or_else(|| allocations.standing(&key(need)))).collect();
    for need in ask.needs.iter().filter(|need| need.written.is_some()) {
        allocations.written(&key(need));
    }
    let mut order: Vec<usize> = (0..ask.needs.len()).filter(|&at| ask.needs[at].written.is_none()).collect();
    order.sort_by_key(|&at| prefix(&ask.needs[at]));
    for at in order {
        let taken: Vec<Ipv4Net> = placed.iter().flatten().copied().collect();
        placed[at] = allocations.range(&key(&ask.needs[at]), range, prefix(&ask.needs[at]), &taken);
    }
    placed
}

/// The prefix length that holds the demand.
pub fn prefix(need: &Need) -> u8 {
    let addresses = u64::from(need.demand().max(1)) * if need.grows { 2 } else { 1 };
    need.prefix.min(prefix_of(addresses))
}

/// The longest prefix of a range that holds so many addresses.
pub fn prefix_of(addresses: u64) -> u8 {
    let bits = addresses.max(1).next_power_of_two().trailing_zeros();
    u8::try_from(32 - bits.min(31)).unwrap_or(1)
}

/// The lowest free range of a prefix length in a space.
pub fn free(space: Ipv4Net, prefix: u8, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
    let size = 1u64 << (32 - u32::from(prefix));
    let end = u64::from(u32::from(space.broadcast())) + 1;
    let mut at = u64::from(u32::from(space.network()));
    while at + size <= end {
        let candidate = Ipv4Net::new(Ipv4Addr::from(u32::try_from(at).ok()?), prefix).ok()?;
        match taken.iter().filter(|range| overlaps(**range, candidate)).map(|range| u64::from(u32::from(range.broadcast())) + 1).max() {
            None => return Some(candidate),
            Some(after) => at = after.div_ceil(size) * size,
        }
    }
    None
}

pub fn overlaps(left: Ipv4Net, right: Ipv4Net) -> bool {
    left.contains(&right) || right.contains(&left)
}

/// The address so many places into a range.
pub fn nth(range: Ipv4Net, place: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(range.network()).saturating_add(place))
}

#[cfg(test)]
mod tests;

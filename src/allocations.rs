//! What was given to whom, so that it stays: addresses, priorities and what else nobody can change later, kept in `allocations.yaml` beside the blueprint.
//!
//! Keys say what was given: `network/<platform>/<region>`, `subnet/<platform>/<region>/<subnet>`,
//! `address/<platform>/<region>/<front end>`, `priority/<platform>/<region>/<listener>`, `window/<platform>/<region>`,
//! `window/<platform>/<region>/<cluster>`, `place/common`, `tier/registry`.
//! One line each and sorted, so that two branches merge; what is no longer used stays reserved until it is released by name.

mod read;

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use crate::model::addresses::{free, overlaps};
use crate::source::Origin;

/// The head of the file.
const HEAD: &str = "\
# Addresses, priorities and the like that aksgen has given: what stands never moves. Commit this file; after a merge keep the lines of both sides.
# What is no longer used stays reserved until it is released by name: aksgen addresses BLUEPRINT --release NAME
";

/// What something was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A single address is a range of one.
    Range(Ipv4Net),
    Number(u32),
    /// Of a place, a tier or a day.
    Name(String),
}

impl Given {
    fn clashes(&self, other: &Given) -> bool {
        match (self, other) {
            (Given::Range(one), Given::Range(other)) => overlaps(*one, *other),
            (Given::Name(_), _) => false,
            (one, other) => one == other,
        }
    }
}

impl std::fmt::Display for Given {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Given::Range(range) if range.prefix_len() == 32 => write!(formatter, "{}", range.addr()),
            Given::Range(range) => write!(formatter, "{range}"),
            Given::Number(number) => write!(formatter, "{number}"),
            Given::Name(name) => formatter.write_str(name),
        }
    }
}

#[derive(Debug, Clone)]
struct Entry {
    given: Given,
    /// Where it is written, if it stood before this run.
    origin: Option<Origin>,
    /// Whether something of this blueprint has it.
    used: bool,
}

/// Everything that was given, now or before.
#[derive(Debug, Clone, Default)]
pub struct Allocations {
    entries: BTreeMap<String, Entry>,
}

impl Allocations {
    /// The range that a key has, or the lowest free one of the length for it: apart from every other range below the same parent
    /// (`subnet/live/westeurope/nodes` from all `subnet/live/westeurope/…`) and from what is taken otherwise.
    ///
    /// `None` where the space has no room.
    pub fn range(&mut self, key: &str, space: Ipv4Net, prefix: u8, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
        if let Some(entry) = self.entries.get_mut(key)
            && let Given::Range(range) = entry.given
        {
            entry.used = true;
            return Some(range);
        }
        let taken: Vec<Ipv4Net> = taken.iter().copied().chain(self.ranges(parent(key)).map(|(_, range)| range)).collect();
        let range = free(space, prefix, &taken)?;
        self.entries.insert(key.to_owned(), Entry { given: Given::Range(range), origin: None, used: true });
        Some(range)
    }

    /// The number that a key has, or for a new one the first of those offered, of which there is no end, that no key of the same parent has.
    pub fn number(&mut self, key: &str, mut offered: impl Iterator<Item = u32>) -> u32 {
        if let Some(entry) = self.entries.get_mut(key)
            && let Given::Number(number) = entry.given
        {
            entry.used = true;
            return number;
        }
        let below = self.below(parent(key));
        let taken: Vec<u32> = below.filter_map(|(_, entry)| if let Given::Number(number) = entry.given { Some(number) } else { None }).collect();
        let number = offered.find(|number| !taken.contains(number)).unwrap_or_default();
        self.entries.insert(key.to_owned(), Entry { given: Given::Number(number), origin: None, used: true });
        number
    }

    /// The name that a key has, or the wanted one, which it then keeps. What it keeps though another is wanted is used no longer.
    pub fn name(&mut self, key: &str, wanted: &str) -> String {
        let entry = self.entries.entry(key.to_owned()).or_insert_with(|| Entry { given: Given::Name(wanted.to_owned()), origin: None, used: true });
        let given = entry.given.to_string();
        entry.used = given == wanted;
        given
    }

    /// The name that a key was given before.
    pub fn named(&self, key: &str) -> Option<String> {
        self.entries.get(key).map(|entry| entry.given.to_string())
    }

    /// Whether a key was given something before this run.
    pub fn stood(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|entry| entry.origin.is_some())
    }

    /// The names below a parent.
    pub fn names<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = String> + 'a {
        self.below(parent).map(|(_, entry)| entry.given.to_string())
    }

    /// Gives a key a range that follows from what is written.
    pub fn give(&mut self, key: &str, range: Ipv4Net) {
        self.entries.insert(key.to_owned(), Entry { given: Given::Range(range), origin: None, used: true });
    }

    /// The range that a key has.
    pub fn standing(&self, key: &str) -> Option<Ipv4Net> {
        self.entries.get(key).and_then(|entry| if let Given::Range(range) = entry.given { Some(range) } else { None })
    }

    /// Forgets what a key was given: the blueprint itself says it now.
    pub fn written(&mut self, key: &str) {
        self.entries.remove(key);
    }

    /// Takes back what a name, or everything below it, was given. Returns what there was.
    pub fn release(&mut self, name: &str) -> Vec<(String, Given)> {
        let released: Vec<String> = self.entries.keys().filter(|key| *key == name || is_below(key, name)).cloned().collect();
        released.into_iter().filter_map(|key| self.entries.remove(&key).map(|entry| (key, entry.given))).collect()
    }

    /// The ranges below a parent, by key.
    pub fn ranges<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = (&'a str, Ipv4Net)> {
        self.below(parent).filter_map(|(key, entry)| if let Given::Range(range) = entry.given { Some((key, range)) } else { None })
    }

    /// Every entry: its key, what was given, and whether this blueprint uses it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Given, bool)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), entry.given.clone(), entry.used))
    }

    /// Where an entry is written, if it stood before this run.
    pub fn origin(&self, key: &str) -> Option<Origin> {
        self.entries.get(key).and_then(|entry| entry.origin)
    }

    /// The file.
    pub fn print(&self) -> String {
        let lines: String = self.entries.iter().map(|(key, entry)| format!("{key}: {}\n", entry.given)).collect();
        format!("{HEAD}{lines}")
    }

    fn below<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = (&'a str, &'a Entry)> {
        self.entries.iter().filter(move |(key, _)| is_below(key, parent)).map(|(key, entry)| (key.as_str(), entry))
    }

    /// Pairs of keys that were given what only one can have: two branches gave it, and were merged.
    pub fn clashes(&self) -> Vec<(&str, &str)> {
        let entries: Vec<(&str, &Given)> = self.entries.iter().map(|(key, entry)| (key.as_str(), &entry.given)).collect();
        let mut clashes = Vec::new();
        for siblings in entries.chunk_by(|(left, _), (right, _)| parent(left) == parent(right)) {
            for (at, (left, one)) in siblings.iter().enumerate() {
                clashes.extend(siblings[at + 1..].iter().filter(|(_, other)| one.clashes(other)).map(|(right, _)| (*left, *right)));
            }
        }
        clashes
    }
}

/// Within what an entry must be alone: all networks, the subnets of one network, the priorities of one gateway.
fn parent(key: &str) -> &str {
    match key.strip_prefix("network/") {
        Some(_) => "network",
        None => key.rsplit_once('/').map_or("", |(parent, _)| parent),
    }
}

fn is_below(key: &str, parent: &str) -> bool {
    key.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests;

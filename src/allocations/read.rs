//! Reading `allocations.yaml`: every fault of the file itself, at its place.

use super::{Allocations, Entry, Given};
use crate::diagnostics::{Finding, Report, codes};
use crate::source::{Node, Origin, SourceId, Sources, Value, yaml};

impl Allocations {
    /// What stood before this run; nothing where there is no file yet.
    ///
    /// # Errors
    /// A file that a merge has left open, what is no allocation, and two keys that were given the same.
    pub fn read(sources: &Sources) -> Result<Self, Report> {
        let Some(id) = sources.allocations() else { return Ok(Self::default()) };
        let mut report = Report::default();
        let mut allocations = Self::default();
        match tree(id, &sources.file(id).text) {
            Ok(tree) => {
                for entry in tree.iter().flat_map(Node::entries) {
                    match given(&entry.key, &entry.node) {
                        Some(given) => {
                            let entry_of = Entry { given, origin: Some(entry.node.origin), used: false };
                            allocations.entries.insert(entry.key.clone(), entry_of);
                        }
                        None => report.push(
                            Finding::new(&codes::ALLOCATION, format!("`{}` is no allocation", entry.key))
                                .at(
                                    entry.node.origin,
                                    "networks and subnets have a range, front ends an address, priorities a number, places, tiers and days a name",
                                )
                                .help("aksgen writes this file: take the line back from git, or take it out to have it given anew"),
                        ),
                    }
                }
            }
            Err(faults) => report.extend(faults),
        }
        for (left, right) in allocations.clashes() {
            let (Some(one), Some(other)) = (allocations.origin(left), allocations.origin(right)) else { continue };
            let given = |key: &str| allocations.entries.get(key).map(|entry| entry.given.to_string()).unwrap_or_default();
            report.push(
                Finding::new(&codes::ALLOCATION, format!("`{left}` and `{right}` were given the same: {} and {}", given(left), given(right)))
                    .at(other, format!("given to `{right}`"))
                    .related(one, format!("given to `{left}`"))
                    .help("two branches gave it: take out the line of what is not deployed yet, and render to have it given anew"),
            );
        }
        if report.is_empty() { Ok(allocations) } else { Err(report) }
    }
}

/// The tree of the file; nothing where it holds comments alone.
fn tree(id: SourceId, text: &str) -> Result<Option<Node>, Report> {
    if let Some(start) = marker(text) {
        let place = Origin { source: id, start, end: start + 7 };
        let finding = Finding::new(&codes::ALLOCATION, "a merge has left its marks in the allocations")
            .at(place, "both sides start here")
            .help("keep the lines of both sides and take out the marks; render says if two of them clash");
        return Err(Report { findings: vec![finding] });
    }
    let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_blank) { Ok(None) } else { yaml::parse(id, text).map(Some) }
}

/// Where the first mark of a merge stands.
fn marker(text: &str) -> Option<usize> {
    let is_mark = |line: &str| ["<<<<<<< ", "=======", ">>>>>>> "].iter().any(|mark| line.starts_with(mark));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_mark(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn given(key: &str, node: &Node) -> Option<Given> {
    match (key.split_once('/')?.0, &node.value) {
        ("network" | "subnet", Value::Text(text)) => text.parse().ok().filter(|range: &ipnet::Ipv4Net| range.trunc() == *range).map(Given::Range),
        ("address", Value::Text(text)) => text.parse().ok().map(|address: std::net::Ipv4Addr| Given::Range(address.into())),
        ("priority", Value::Integer(number)) => u32::try_from(*number).ok().map(Given::Number),
        ("place" | "tier" | "window", Value::Text(name)) if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) => {
            Some(Given::Name(name.clone()))
        }
        _ => None,
    }
}

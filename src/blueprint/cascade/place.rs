//! Where in a tree a path leads: to what is written there, or to the nearest thing above it that is.

use crate::source::{Node, Origin, Value};

/// Where a value stands, and whether it is itself written or only something above it is.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub origin: Origin,
    pub exact: bool,
}

/// A place, and how many steps of the path lead to it.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) depth: usize,
}

pub(super) fn locate(tree: &Node, path: &str) -> Option<Found> {
    let mut node = tree;
    let mut nearest = node.origin.is_written().then_some((node.origin, 0));
    let mut exact = path.is_empty();
    let steps: Vec<&str> = path.split(['.', '[']).map(|step| step.trim_end_matches(']')).filter(|step| !step.is_empty()).collect();
    for (at, step) in steps.iter().enumerate() {
        let next = match &node.value {
            Value::List(items) => step.parse::<usize>().ok().and_then(|at| items.get(at)).map(|item| (item.origin, item)),
            _ => node.entry(step).map(|entry| (entry.key_origin, &entry.node)),
        };
        let Some((key, below)) = next else { break };
        node = below;
        let scalar = !matches!(node.value, Value::Map(_));
        let place = if scalar { node.origin } else { key };
        if place.is_written() {
            nearest = Some((place, at + 1));
        }
        exact = at + 1 == steps.len() && place.is_written();
    }
    nearest.map(|(origin, depth)| Found { place: Place { origin, exact }, depth })
}

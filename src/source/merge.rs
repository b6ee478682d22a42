//! How trees are laid over each other: files beside files, settings over settings.

use super::node::{self, Entry, Node, Origin, SourceId, Value};
use crate::diagnostics::{Finding, Report, codes};

/// Joins files that stand beside each other: none may write what another has written.
pub fn join(trees: Vec<Node>, report: &mut Report) -> Node {
    let nothing = Origin { source: SourceId::DEFAULTS, start: 0, end: 0 };
    let mut trees = trees.into_iter();
    let first = trees.next().unwrap_or_else(|| Node::map(nothing, Vec::new()));
    trees.fold(first, |joined, tree| beside(joined, tree, "", report))
}

fn beside(left: Node, right: Node, path: &str, report: &mut Report) -> Node {
    match (left.value, right.value) {
        (Value::Map(mut entries), Value::Map(more)) => {
            for entry in more {
                let path = node::join(path, &entry.key);
                match entries.iter().position(|other| other.key == entry.key) {
                    Some(at) => {
                        let other = entries.remove(at);
                        let node = beside(other.node, entry.node, &path, report);
                        entries.insert(at, Entry { node, ..other });
                    }
                    None => entries.push(entry),
                }
            }
            Node { origin: left.origin, value: Value::Map(entries) }
        }
        (value, _) => {
            report.push(
                Finding::new(&codes::DUPLICATE_KEY, format!("`{path}` is written in two files"))
                    .at(right.origin, "the second time")
                    .related(left.origin, "the first time")
                    .help("keep one of the two; only maps may be cut across files"),
            );
            Node { origin: left.origin, value }
        }
    }
}

/// Lays one level of settings over another: maps merge, lists and scalars replace, `null` takes away.
///
/// `choice` says whether the map at a path holds one of several alternatives: there the same variant merges and
/// another replaces.
pub fn over(below: &Node, above: &Node, path: &str, choice: &dyn Fn(&str) -> bool) -> Node {
    match (&below.value, &above.value) {
        (Value::Map(lower), Value::Map(upper)) => {
            if choice(path) && lower.iter().map(|entry| &entry.key).ne(upper.iter().map(|entry| &entry.key)) {
                return above.clone();
            }
            let mut entries = lower.clone();
            for entry in upper {
                let path = node::join(path, &entry.key);
                match entries.iter_mut().find(|other| other.key == entry.key) {
                    Some(other) => {
                        other.node = over(&other.node, &entry.node, &path, choice);
                        other.key_origin = entry.key_origin;
                    }
                    None => entries.push(entry.clone()),
                }
            }
            // An empty map says nothing of its own: it stands where the one below does, unless only the defaults have that.
            let origin = if upper.is_empty() && below.origin.is_written() { below.origin } else { above.origin };
            Node::map(origin, entries)
        }
        _ => above.clone(),
    }
}

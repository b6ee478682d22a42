//! How many there may be in a list or a map, and that nothing stands in a list twice.

use serde_json::{Map, Value as Json};

use super::words::{phrase, quoted, says};
use super::{Walk, printable, resolve};
use crate::diagnostics::{Finding, codes};
use crate::source::{Node, Value};

impl Walk<'_> {
    /// A list or a map with fewer or more entries than its schema takes.
    pub(super) fn amount(&mut self, object: &Map<String, Json>, node: &Node, path: &str) {
        let (count, kind, [least, most]) = match &node.value {
            Value::List(items) => (items.len() as u64, "list", ["minItems", "maxItems"]),
            Value::Map(entries) => (entries.iter().filter(|entry| !entry.node.is_null()).count() as u64, "map", ["minProperties", "maxProperties"]),
            _ => return,
        };
        let bound = |key: &str| object.get(key).and_then(Json::as_u64);
        let (least, most) = (bound(least), bound(most));
        if least.is_none_or(|least| count >= least) && most.is_none_or(|most| count <= most) {
            return;
        }
        let wanted = match (least, most) {
            (Some(least), Some(most)) if least == most => format!("exactly {least}"),
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(1), None) => "one at least".to_owned(),
            (Some(least), None) => format!("{least} at least"),
            (None, most) => format!("{} at most", most.unwrap_or_default()),
        };
        let each = object.get("items").map(|items| {
            let items = resolve(self.root, items);
            let names = items.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect::<Vec<_>>();
            if names.is_empty() { says(items) } else { format!("one of {}", quoted(&names)) }
        });
        let help = match (object.get("x-below").and_then(Json::as_str), each) {
            (Some(why), _) => format!("write {wanted}: {why}"),
            (None, Some(each)) => format!("write {wanted}, each {}", phrase(&each)),
            (None, None) => format!("write {wanted}"),
        };
        let finding = if count == 0 {
            Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` is empty")).at(node.origin, format!("this {kind} has no entry"))
        } else {
            let few = least.is_some_and(|least| count < least);
            let entries = if count == 1 { "entry" } else { "entries" };
            Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` cannot have {count} {entries}")).at(node.origin, if few { "too few" } else { "too many" })
        };
        self.report.push(finding.path(path).help(help));
    }

    /// A list in which nothing may stand twice.
    pub(super) fn unique(&mut self, items: &[Node], path: &str) {
        for (at, item) in items.iter().enumerate() {
            let Some(first) = item.text().and_then(|text| items[..at].iter().find(|other| other.text() == Some(text))) else { continue };
            let finding = Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` names `{}` twice", printable(item.text().unwrap_or_default())))
                .at(item.origin, "the second time")
                .related(first.origin, "the first time");
            self.report.push(finding.path(format!("{path}[{at}]")).help("keep one of the two"));
        }
    }
}

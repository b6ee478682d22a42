//! Where a key belongs that stands in another place.

use std::collections::{BTreeSet, VecDeque};

use serde_json::Value as Json;

use crate::source::join;

/// The most steps of a place that is named: what stands deeper was hardly meant.
const DEEPEST: usize = 3;

/// The place nearest to the top at which a blueprint has a key of this name; `<name>` stands for a name of the user's own.
pub fn place(root: &Json, key: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([(root, String::new())]);
    while let Some((schema, path)) = queue.pop_front() {
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            if seen.insert(reference) {
                queue.push_back((super::resolve(root, schema), path));
            }
            continue;
        }
        if !path.is_empty() && path.split('.').count() >= DEEPEST {
            continue;
        }
        let properties = schema.get("properties").and_then(Json::as_object);
        if properties.is_some_and(|properties| properties.contains_key(key)) {
            return Some(join(&path, key));
        }
        queue.extend(properties.into_iter().flatten().map(|(name, below)| (below, join(&path, name))));
        let named = schema.get("patternProperties").and_then(Json::as_object).into_iter().flat_map(|patterns| patterns.values());
        queue.extend(named.map(|below| (below, join(&path, "<name>"))));
        let shapes = ["anyOf", "oneOf"].into_iter().filter_map(|kind| schema.get(kind)?.as_array()).flatten();
        queue.extend(shapes.map(|shape| (shape, path.clone())));
        queue.extend(schema.get("items").map(|items| (items, format!("{path}[]"))));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::blueprint::schema::WRITTEN;

    #[test]
    fn a_key_is_found_where_it_belongs() {
        let place = |key| super::place(&WRITTEN, key);
        for (key, wanted) in [
            ("gateway", "edge.gateway"),
            ("subscription", "azure.subscription"),
            ("approvers", "environments.<name>.approvers"),
            ("secrets", "apps.<name>.secrets"),
            ("waf", "environments.<name>.waf"),
        ] {
            assert_eq!(place(key).as_deref(), Some(wanted));
        }
        assert_eq!(place("location"), None);
    }
}

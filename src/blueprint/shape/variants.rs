//! Of several shapes, the one that was meant: its own faults are reported, or that it cannot be told.

use serde_json::{Map, Value as Json};

use super::kinds::fits;
use super::words::{choices, constants, phrase, quoted, says, types};
use super::{Walk, refused, resolve};
use crate::diagnostics::{Finding, codes};
use crate::source::{Entry, Node, Value};

impl Walk<'_> {
    /// One of several shapes: the one whose type fits decides.
    pub(super) fn variants(&mut self, object: &Map<String, Json>, variants: &[Json], node: &Node, path: &str) {
        // One shape that may also be `null` is no choice: what is wrong is said of the shape.
        let mut shapes = variants.iter().filter(|variant| resolve(self.root, variant).get("type").and_then(Json::as_str) != Some("null"));
        if let (Some(only), None, false) = (shapes.next(), shapes.next(), node.is_null()) {
            return self.node(only, node, path);
        }
        if let Some(finding) = refused::find(object, node, path) {
            return self.report.push(finding);
        }
        if let (Value::Map(entries), true) = (&node.value, object.contains_key("x-choice")) {
            return self.chosen(object, variants, (node, entries), path);
        }
        let fitting = variants.iter().find(|variant| {
            let schema = resolve(self.root, variant);
            let bare = schema.as_object().is_some_and(|object| types(object).any(|name| fits(name, node)));
            let choice = schema.get("properties").and_then(Json::as_object);
            match (choice, node.entries()) {
                (Some(properties), [entry]) if properties.len() == 1 => properties.contains_key(&entry.key),
                _ if schema.get("anyOf").or_else(|| schema.get("oneOf")).is_some() => !node.is_null(),
                _ => bare,
            }
        });
        if let Some(variant) = fitting {
            return self.node(variant, node, path);
        }
        let help = if let Some(names) = constants(object) {
            choices(&names)
        } else if object.contains_key("x-choice") {
            choices(&self.names(variants))
        } else {
            let each = variants.iter().map(|variant| resolve(self.root, variant)).map(|variant| match variant.get("properties").and_then(Json::as_object) {
                Some(properties) => format!("a map with {}", quoted(&properties.keys().collect::<Vec<_>>())),
                None => phrase(&says(variant)),
            });
            format!("write {}", each.collect::<Vec<_>>().join(", or "))
        };
        self.report.push(
            Finding::new(&codes::WRONG_TYPE, format!("`{path}` cannot be {}", node.kind()))
                .at(node.origin, "this is none of the choices")
                .path(path)
                .help(help),
        );
    }

    /// A choice that is written as a map: of one name, with what belongs to it.
    fn chosen(&mut self, object: &Map<String, Json>, variants: &[Json], (node, entries): (&Node, &[Entry]), path: &str) {
        let named =
            |entry: &Entry| variants.iter().find(|variant| resolve(self.root, variant).get("properties").is_some_and(|names| names.get(&entry.key).is_some()));
        let known: Vec<_> = entries.iter().filter_map(|entry| Some((entry, named(entry)?))).collect();
        match known[..] {
            [(_, variant)] => self.node(variant, node, path),
            [(first, _), (second, _), ..] => self.report.push(
                Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` cannot be both `{}` and `{}`", first.key, second.key))
                    .at(second.key_origin, "one is chosen already")
                    .related(first.key_origin, "here")
                    .path(path)
                    .help("keep one of the two: a choice is one name, with what belongs to it"),
            ),
            [] if entries.is_empty() => self.report.push(
                Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` is empty"))
                    .at(node.origin, "nothing is chosen")
                    .path(path)
                    .help(choices(&self.names(variants))),
            ),
            [] => {
                let mut names = object.clone();
                names.insert("properties".to_owned(), self.names(variants).into_iter().map(|name| (name, Json::Null)).collect());
                for entry in entries {
                    self.unknown_key(&names, entry, node, path);
                }
            }
        }
    }

    /// The names of a choice, each of which has a shape of its own.
    fn names(&self, variants: &[Json]) -> Vec<String> {
        variants.iter().filter_map(|variant| resolve(self.root, variant).get("properties")?.as_object()?.keys().next().cloned()).collect()
    }
}

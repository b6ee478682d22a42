//! Whether a tree has the shape of the schema: every unknown key, wrong type, missing key and illegal value, each at its place.

mod amounts;
mod elsewhere;
mod grammar;
mod ids;
mod kinds;
mod places;
mod refused;
mod repairs;
mod schedules;
mod units;
mod variants;
mod words;

use serde_json::{Map, Value as Json};

use super::text::GRAMMARS;
use crate::diagnostics::{Finding, Report, codes};
use crate::source::hidden::is_hidden;
use crate::source::{Node, Origin, Value, join, secret, yaml};
use grammar::{fault_of, matches};
pub use words::printable;
use words::{choices, constants, phrase, quoted, says, sentence};

/// Checks a tree against a schema and collects all faults. `at` is the path of the tree in the blueprint.
pub fn check(schema: &Json, root: &Json, tree: &Node, at: &str, report: &mut Report) {
    Walk { root, report }.node(schema, tree, at);
}

struct Walk<'a> {
    root: &'a Json,
    report: &'a mut Report,
}

impl Walk<'_> {
    fn node(&mut self, schema: &Json, node: &Node, path: &str) {
        let schema = resolve(self.root, schema);
        let Some(object) = schema.as_object() else { return };
        if let (Some(names), Value::Text(text)) = (constants(object), &node.value) {
            return self.choice(&names, text, node, path);
        }
        if let Some(variants) = object.get("anyOf").or_else(|| object.get("oneOf")).and_then(Json::as_array) {
            return self.variants(object, variants, node, path);
        }
        if !self.has_type(object, node, path) {
            return;
        }
        self.amount(object, node, path);
        match &node.value {
            Value::Map(_) => self.map(object, node, path),
            Value::List(items) => {
                if let Some(schema) = object.get("items") {
                    for (at, item) in items.iter().enumerate() {
                        self.node(schema, item, &format!("{path}[{at}]"));
                    }
                }
                if object.get("uniqueItems") == Some(&Json::Bool(true)) {
                    self.unique(items, path);
                }
            }
            Value::Text(text) => self.text(object, text, node, path),
            Value::Integer(number) => self.number(object, *number, node, path),
            _ => {}
        }
    }

    /// A text that is one of some names.
    fn choice(&mut self, names: &[&str], text: &str, node: &Node, path: &str) {
        if names.contains(&text) {
            return;
        }
        let near = names.iter().find(|name| name.eq_ignore_ascii_case(text));
        let finding = Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` cannot be `{}`", printable(text)))
            .at(node.origin, "not one of the choices")
            .path(path)
            .help(choices(names));
        self.report.push(if let Some(name) = near { finding.patch(node.origin, *name) } else { finding });
    }

    fn map(&mut self, object: &Map<String, Json>, node: &Node, path: &str) {
        let properties = object.get("properties").and_then(Json::as_object);
        let others = object.get("additionalProperties");
        let mut meant_by_others = Vec::new();
        for entry in node.entries() {
            let below = join(path, &entry.key);
            if let Some(schema) = properties.and_then(|properties| properties.get(&entry.key)) {
                self.node(schema, &entry.node, &below);
            } else if let Some(patterns) = object.get("patternProperties").and_then(Json::as_object) {
                self.pattern_property(patterns, entry, &below);
            } else if others == Some(&Json::Bool(false)) {
                meant_by_others.extend(self.unknown_key(object, entry, node, path));
            } else if let Some(schema) = others {
                self.node(schema, &entry.node, &below);
            }
        }
        let required = object.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        for key in required {
            if node.get(key).is_none_or(Node::is_null) && !meant_by_others.iter().any(|meant| meant == key) {
                let schema = properties.and_then(|properties| properties.get(key)).unwrap_or(&Json::Null);
                let spoken = super::cascade::spoken(path);
                let place = if spoken.is_empty() { "the blueprint".to_owned() } else { format!("`{spoken}`") };
                self.report.push(
                    Finding::new(&codes::MISSING_KEY, format!("{place} lacks `{key}`"))
                        .at(node.origin, format!("`{key}` is missing here"))
                        .path(join(path, key))
                        .help(format!("write `{key}: …` ({})", phrase(&says(meant(self.root, schema))))),
                );
            }
        }
    }

    /// A map whose keys have a grammar, as the schema generator writes it.
    fn pattern_property(&mut self, patterns: &Map<String, Json>, entry: &crate::source::Entry, path: &str) {
        let Some((pattern, schema)) = patterns.iter().next() else { return };
        if matches(pattern, &entry.key) {
            return self.node(schema, &entry.node, path);
        }
        let finding = Finding::new(&codes::ILLEGAL_VALUE, format!("`{}` cannot be a key here", printable(&entry.key))).path(path);
        let grammar = GRAMMARS.iter().find(|(known, _)| known == pattern).map_or_else(|| format!("what matches {pattern}"), |(_, says)| (*says).to_owned());
        let repair = repairs::find("", pattern, usize::MAX, &entry.key);
        self.report.push(repaired(finding, entry.key_origin, repair, &entry.key, "this key does not keep to the grammar of its kind", sentence(&grammar)));
    }

    /// Says that a key is unknown, and which keys are meant by it: those are not said to be missing.
    fn unknown_key(&mut self, object: &Map<String, Json>, entry: &crate::source::Entry, node: &Node, path: &str) -> Vec<String> {
        let known: Vec<&str> =
            object.get("properties").and_then(Json::as_object).into_iter().flat_map(|properties| properties.keys()).map(String::as_str).collect();
        // What stands there already was not misspelt.
        let free = known.iter().filter(|key| node.get(key).is_none());
        let near = free.map(|key| (strsim::damerau_levenshtein(&entry.key.to_lowercase(), &key.to_lowercase()), *key)).min();
        let place = if path.is_empty() { "a blueprint".to_owned() } else { format!("`{path}`") };
        let finding = Finding::new(&codes::UNKNOWN_KEY, format!("{place} knows no `{}`", printable(&entry.key)))
            .at(entry.key_origin, "unknown key")
            .path(join(path, &entry.key));
        let instead = refused::instead(object, &entry.key);
        let near = near.filter(|(distance, _)| *distance <= 1 + entry.key.len() / 4).map(|(_, key)| key);
        let (finding, meant) = match (instead, near) {
            (Some(instead), _) => (finding.help(instead), known),
            (None, Some(key)) => (finding.help(format!("did you mean `{key}`?")).patch(entry.key_origin, key), vec![key]),
            (None, None) if known.is_empty() => (finding.help("nothing belongs to it"), Vec::new()),
            (None, None) => {
                let help = match elsewhere::place(self.root, &entry.key) {
                    Some(place) => format!("there is `{place}`; here stand {}", quoted(&known)),
                    None => format!("it knows {}", quoted(&known)),
                };
                (finding.help(help), Vec::new())
            }
        };
        self.report.push(finding);
        meant.into_iter().map(str::to_owned).collect()
    }

    fn text(&mut self, object: &Map<String, Json>, text: &str, node: &Node, path: &str) {
        if let Some(char) = text.chars().find(|char| is_hidden(*char)) {
            self.report.push(
                Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` holds a character that a reader cannot see"))
                    .at(node.origin, format!("U+{:04X} stands in it", u32::from(char)))
                    .path(path)
                    .help("take it out; control characters and marks of writing direction are refused everywhere"),
            );
            return;
        }
        if let Some(values) = object.get("enum").and_then(Json::as_array) {
            let names: Vec<&str> = values.iter().filter_map(Json::as_str).collect();
            return self.choice(&names, text, node, path);
        }
        let longest = object.get("maxLength").and_then(Json::as_u64);
        let length = text.chars().count();
        let illegal = || object.get("pattern").and_then(Json::as_str).filter(|pattern| !matches(pattern, text));
        let kind = ["x-kind", "format"].into_iter().find_map(|key| object.get(key)?.as_str()).unwrap_or_default();
        let repair;
        let fault = match longest {
            // Nothing else is looked for in a text that may be as long as a file.
            Some(most) if length as u64 > most => {
                repair = illegal().and_then(|pattern| repairs::find(kind, pattern, most as usize, text));
                format!("{length} characters, of {most} at most")
            }
            _ => match (illegal(), fault_of(kind, text)) {
                (Some(pattern), _) => {
                    repair = repairs::find(kind, pattern, longest.map_or(usize::MAX, |most| most as usize), text);
                    let is_value = kind == "SecretName" && secret::find(text).is_some();
                    if is_value {
                        "a secret itself stands here: whoever has this file has it".to_owned()
                    } else {
                        ids::fault(pattern, text).unwrap_or_else(|| "this does not keep to its grammar".to_owned())
                    }
                }
                (None, Some(fault)) => {
                    repair = repairs::near(kind, text);
                    fault
                }
                (None, None) => return,
            },
        };
        let finding = Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` cannot be `{}`", printable(text))).path(path);
        self.report.push(repaired(finding, node.origin, repair, text, &fault, sentence(&says(&Json::Object(object.clone())))));
    }

    fn number(&mut self, object: &Map<String, Json>, number: i64, node: &Node, path: &str) {
        if object.get("enum").and_then(Json::as_array).is_some_and(|values| !values.contains(&Json::from(number))) {
            self.report.push(
                Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` cannot be {number}"))
                    .at(node.origin, "none of the numbers that it may be")
                    .path(path)
                    .help(format!("write {}", says(&Json::Object(object.clone())).trim_end_matches('.'))),
            );
            return;
        }
        let bound = |key: &str| object.get(key).and_then(Json::as_f64);
        let low = bound("minimum").is_some_and(|least| (number as f64) < least);
        let high = bound("maximum").is_some_and(|most| number as f64 > most);
        if low || high {
            let range = match (bound("minimum"), bound("maximum")) {
                (Some(least), Some(most)) => format!("from {least} to {most}"),
                (Some(least), None) => format!("{least} or more"),
                (_, most) => format!("{} at most", most.unwrap_or_default()),
            };
            self.report.push(
                Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` cannot be {number}"))
                    .at(node.origin, if low { "too small" } else { "too large" })
                    .path(path)
                    .help(match object.get("x-below").and_then(Json::as_str).filter(|_| low) {
                        Some(why) => format!("write a whole number {range}: {why}"),
                        None => format!("write a whole number {range}"),
                    }),
            );
        }
    }
}

/// A finding with what is wrong and what to write instead, as near as that is known. What holds a secret is not written out again.
fn repaired(finding: Finding, at: Origin, repair: Option<repairs::Repair>, text: &str, fault: &str, grammar: String) -> Finding {
    let Some(repair) = repair.filter(|_| secret::find(text).is_none()) else { return finding.at(at, fault).help(grammar) };
    let finding = finding.at(at, repair.fault);
    match (repair.help, repair.instead) {
        (Some(help), _) => finding.help(help),
        (None, Some(instead)) => {
            finding.help(format!("write `{}`: {}", printable(&instead), grammar.trim_start_matches("write "))).patch(at, yaml::scalar(&instead))
        }
        (None, None) => finding.help(grammar),
    }
}

/// Follows references inside the schema.
pub fn resolve<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    match schema.get("$ref").and_then(Json::as_str) {
        Some(reference) => {
            let definition = reference.strip_prefix("#/$defs/").and_then(|name| root.get("$defs")?.get(name));
            definition.map_or(schema, |schema| resolve(root, schema))
        }
        None => schema,
    }
}

/// What says of a value what it is, which may also be `null`: its kind, or else the key that it stands at.
fn meant<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    let kind = match schema.get("anyOf").and_then(Json::as_array).map(Vec::as_slice) {
        Some([only, null]) if schema.get("description").is_none() && null.get("type").and_then(Json::as_str) == Some("null") => resolve(root, only),
        _ => resolve(root, schema),
    };
    if kind.get("description").is_none() && schema.get("description").is_some() { schema } else { kind }
}

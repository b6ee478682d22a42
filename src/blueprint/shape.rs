//! Whether a tree has the shape of the schema: every unknown key, wrong type, missing key and illegal value, each at its place.

mod grammar;
mod refused;
mod repairs;
mod words;

use serde_json::{Map, Value as Json};

use super::text::GRAMMARS;
use crate::diagnostics::{Finding, Report, codes};
use crate::source::hidden::is_hidden;
use crate::source::{Node, Origin, Value, secret};
use grammar::{address_fault, matches};
use words::{article, choices, constants, keys, quoted, says, sentence, types};
pub use words::{join, printable};

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

    /// One of several shapes: the one whose type fits decides, so that its own faults are reported.
    fn variants(&mut self, object: &Map<String, Json>, variants: &[Json], node: &Node, path: &str) {
        // One shape that may also be `null` is no choice: what is wrong is said of the shape.
        let mut shapes = variants.iter().filter(|variant| resolve(self.root, variant).get("type").and_then(Json::as_str) != Some("null"));
        if let (Some(only), None, false) = (shapes.next(), shapes.next(), node.is_null()) {
            return self.node(only, node, path);
        }
        if let Some(finding) = refused::find(object, node, path) {
            return self.report.push(finding);
        }
        let fitting = variants.iter().find(|variant| {
            let schema = resolve(self.root, variant);
            let bare = schema.as_object().is_some_and(|object| types(object).any(|name| fits(name, node)));
            let choice = schema.get("properties").and_then(Json::as_object);
            match (choice, node.entries()) {
                (Some(properties), [entry]) if variants.len() > 1 && properties.len() == 1 => properties.contains_key(&entry.key),
                _ if schema.get("anyOf").or_else(|| schema.get("oneOf")).is_some() => !node.is_null(),
                _ => bare,
            }
        });
        if let Some(variant) = fitting {
            return self.node(variant, node, path);
        }
        let names: Vec<String> =
            variants.iter().filter_map(|variant| resolve(self.root, variant).get("properties")?.as_object()?.keys().next().cloned()).collect();
        let help = if let Some(names) = constants(object) {
            choices(&names)
        } else if object.contains_key("x-choice") {
            choices(&names)
        } else {
            variants.iter().map(|variant| says(resolve(self.root, variant))).collect::<Vec<_>>().join(", or ")
        };
        self.report.push(
            Finding::new(&codes::WRONG_TYPE, format!("`{path}` cannot be {}", node.kind()))
                .at(node.origin, "this is none of the choices")
                .path(path)
                .help(help),
        );
    }

    fn has_type(&mut self, object: &Map<String, Json>, node: &Node, path: &str) -> bool {
        let mut names = types(object).peekable();
        if names.peek().is_none() || names.any(|name| fits(name, node)) {
            return true;
        }
        let wanted: Vec<&str> = types(object).filter(|name| *name != "null").collect();
        let mut finding =
            Finding::new(&codes::WRONG_TYPE, format!("`{path}` must be {}", article(&wanted))).at(node.origin, format!("this is {}", node.kind())).path(path);
        finding = match (&node.value, wanted.as_slice()) {
            (Value::Integer(_) | Value::Float(_) | Value::Bool(_), ["string"]) => finding.help("put it in quotes, exactly as it is meant"),
            (Value::Text(text), ["integer"]) if text.parse::<i64>().is_ok() => finding.help(format!("without quotes: {text}")).patch(node.origin, text.clone()),
            (Value::Text(text), ["array"]) => finding.help("write a list, even of one").patch(node.origin, format!("[{text}]")),
            (_, ["object"]) => finding.help(keys(object)),
            _ => finding.help(sentence(&says(&Json::Object(object.clone())))),
        };
        self.report.push(finding);
        false
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

    /// A list in which nothing may stand twice.
    fn unique(&mut self, items: &[Node], path: &str) {
        for (at, item) in items.iter().enumerate() {
            let Some(first) = item.text().and_then(|text| items[..at].iter().find(|other| other.text() == Some(text))) else { continue };
            let finding = Finding::new(&codes::ILLEGAL_VALUE, format!("`{path}` names `{}` twice", printable(item.text().unwrap_or_default())))
                .at(item.origin, "the second time")
                .related(first.origin, "the first time");
            self.report.push(finding.path(format!("{path}[{at}]")).help("keep one of the two"));
        }
    }

    fn map(&mut self, object: &Map<String, Json>, node: &Node, path: &str) {
        let properties = object.get("properties").and_then(Json::as_object);
        let others = object.get("additionalProperties");
        for entry in node.entries() {
            let below = join(path, &entry.key);
            if let Some(schema) = properties.and_then(|properties| properties.get(&entry.key)) {
                self.node(schema, &entry.node, &below);
            } else if let Some(patterns) = object.get("patternProperties").and_then(Json::as_object) {
                self.pattern_property(patterns, entry, &below);
            } else if others == Some(&Json::Bool(false)) {
                self.unknown_key(properties, entry, path);
            } else if let Some(schema) = others {
                self.node(schema, &entry.node, &below);
            }
        }
        let required = object.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        for key in required {
            if node.get(key).is_none_or(Node::is_null) {
                let schema = properties.and_then(|properties| properties.get(key)).unwrap_or(&Json::Null);
                let spoken = super::cascade::spoken(path);
                let place = if spoken.is_empty() { "the blueprint".to_owned() } else { format!("`{spoken}`") };
                self.report.push(
                    Finding::new(&codes::MISSING_KEY, format!("{place} lacks `{key}`"))
                        .at(node.origin, format!("`{key}` is missing here"))
                        .path(join(path, key))
                        .help(format!("write `{key}: …` ({})", says(resolve(self.root, schema)).trim_end_matches('.'))),
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

    fn unknown_key(&mut self, properties: Option<&Map<String, Json>>, entry: &crate::source::Entry, path: &str) {
        let known: Vec<&str> = properties.into_iter().flat_map(|properties| properties.keys()).map(String::as_str).collect();
        let near = known.iter().map(|key| (strsim::damerau_levenshtein(&entry.key.to_lowercase(), &key.to_lowercase()), *key)).min();
        let place = if path.is_empty() { "a blueprint".to_owned() } else { format!("`{path}`") };
        let finding = Finding::new(&codes::UNKNOWN_KEY, format!("{place} knows no `{}`", printable(&entry.key)))
            .at(entry.key_origin, "unknown key")
            .path(join(path, &entry.key));
        self.report.push(match near {
            Some((distance, key)) if distance <= 1 + entry.key.len() / 4 => finding.help(format!("did you mean `{key}`?")).patch(entry.key_origin, key),
            _ => finding.help(format!("it knows {}", quoted(&known))),
        });
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
        let address = || object.get("format").and_then(Json::as_str).and_then(|format| address_fault(format, text));
        let mut repair = None;
        let fault = match longest {
            // Nothing else is looked for in a text that may be as long as a file.
            Some(most) if length as u64 > most => format!("{length} characters, of {most} at most"),
            _ => match (illegal(), address()) {
                (Some(pattern), _) => {
                    let kind = ["x-kind", "format"].into_iter().find_map(|key| object.get(key)?.as_str()).unwrap_or_default();
                    repair = repairs::find(kind, pattern, longest.map_or(usize::MAX, |most| most as usize), text);
                    "this does not keep to its grammar".to_owned()
                }
                (None, Some(fault)) => fault,
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
        (None, Some(instead)) => finding.help(format!("write `{}`: {}", printable(&instead), grammar.trim_start_matches("write "))).patch(at, instead),
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

fn fits(name: &str, node: &Node) -> bool {
    match name {
        "null" => node.is_null(),
        "boolean" => matches!(node.value, Value::Bool(_)),
        "integer" => matches!(node.value, Value::Integer(_)),
        "number" => matches!(node.value, Value::Integer(_) | Value::Float(_)),
        "string" => matches!(node.value, Value::Text(_)),
        "array" => matches!(node.value, Value::List(_)),
        "object" => matches!(node.value, Value::Map(_)),
        _ => false,
    }
}

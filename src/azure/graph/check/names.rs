//! Names of parameters, variables, resources and types: legal in Bicep, and each once.

use std::collections::BTreeMap;

use crate::azure::expression::functions;
use crate::azure::graph::{Fault, Template};

/// Words that Bicep reads as something else where a symbol may stand.
const WORDS: &[&str] = &[
    "any",
    "array",
    "as",
    "assert",
    "az",
    "bool",
    "existing",
    "extension",
    "for",
    "from",
    "func",
    "import",
    "in",
    "int",
    "metadata",
    "module",
    "nameof",
    "object",
    "output",
    "param",
    "provider",
    "resource",
    "secureObject",
    "secureString",
    "string",
    "sys",
    "targetScope",
    "test",
    "this",
    "type",
    "using",
    "var",
    "with",
];

pub fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// May a symbol of a template, or a variable of a loop, be called so?
pub fn is_free(name: &str) -> bool {
    is_identifier(name) && !WORDS.contains(&name) && functions::canonical(name) != Some(name)
}

pub fn faults(template: &Template) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    let symbols = (template.definitions.iter().map(|d| ("definitions", d.name.as_str())))
        .chain(template.parameters.iter().map(|p| ("parameters", p.name.as_str())))
        .chain(template.variables.iter().map(|v| ("variables", v.name.as_str())))
        .chain(template.resources.iter().map(|r| ("resources", r.symbol.as_str())));
    for (section, name) in symbols {
        let mut fault = |what: String| faults.push(Fault::new(what).at(name).at(section));
        if !is_free(name) {
            fault("cannot be the name of a symbol in Bicep".to_owned());
        }
        if let Some(other) = taken.insert(name, section) {
            fault(format!("this name is also in {other}; Bicep has one namespace for both"));
        }
    }
    for output in template.outputs.iter().filter(|o| !is_identifier(&o.name)) {
        faults.push(Fault::new("cannot be the name of an output").at(&output.name).at("outputs"));
    }
    faults
}

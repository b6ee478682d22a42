//! What is used is there, and what is there is used.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::azure::expression::Expression;
use crate::azure::graph::identity::is_runtime;
use crate::azure::graph::{Fault, Template};

pub fn faults(template: &Template) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut parameters, mut variables, mut symbols) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    template.expressions(&mut |path, expression| {
        expression.visit(&mut |e| {
            if let Err(fault) = one(template, path, e, &mut parameters, &mut variables) {
                faults.push(fault.at(path));
            }
        });
        template.symbols_in(expression, &mut symbols);
    });
    for resource in &template.resources {
        symbols.extend(template.references(resource).into_iter().map(str::to_owned));
        for symbol in &resource.depends_on {
            if template.resource(symbol).is_none_or(|r| r.existing) {
                let what = format!("there is no resource `{symbol}` that is made here");
                faults.push(Fault::new(what).at("dependsOn").at(&resource.symbol).at("resources"));
            }
        }
    }
    let unused = (template.parameters.iter().map(|p| &p.name))
        .filter(|name| !parameters.contains(name.as_str()))
        .map(|name| (name, "parameters"))
        .chain((template.variables.iter().map(|v| &v.name)).filter(|name| !variables.contains(name.as_str())).map(|name| (name, "variables")))
        .chain((template.resources.iter().filter(|r| r.existing).map(|r| &r.symbol)).filter(|name| !symbols.contains(name)).map(|name| (name, "resources")));
    for (name, section) in unused {
        faults.push(Fault::new("is never used").at(name).at(section));
    }
    faults.extend(types(template));
    faults
}

fn one<'a>(template: &Template, path: &str, e: &'a Expression, parameters: &mut BTreeSet<&'a str>, variables: &mut BTreeSet<&'a str>) -> Result<(), Fault> {
    let Expression::Call { function, arguments } = e else {
        return Ok(());
    };
    let fault = |what: String| Err(Fault::new(what));
    match (function.as_str(), arguments.as_slice()) {
        ("parameters", [Expression::Text(name)]) => {
            parameters.insert(name);
            if template.parameter(name).is_none() {
                return fault(format!("there is no parameter `{name}`"));
            }
        }
        ("variables", [Expression::Text(name)]) => {
            variables.insert(name);
            if template.variable(name).is_none() {
                return fault(format!("there is no variable `{name}`"));
            }
        }
        ("parameters" | "variables", _) => return fault(format!("{function}() takes one literal name")),
        ("reference" | "resourceInfo", [first, ..]) => {
            let target = Template::named(first).ok_or_else(|| Fault::new(format!("{function}() takes the symbolic name of a resource")))?;
            template.known(&target)?;
        }
        _ => {}
    }
    if is_runtime(e) && (path.starts_with("variables.") || path.starts_with("parameters.")) {
        return fault("only resources and outputs can ask Azure at run time".to_owned());
    }
    Ok(())
}

/// The `$ref` of every type, and types that nothing refers to.
fn types(template: &Template) -> Vec<Fault> {
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    let schemas = (template.definitions.iter().map(|d| ("definitions", &d.name, &d.schema)))
        .chain(template.parameters.iter().map(|p| ("parameters", &p.name, &p.schema)))
        .chain(template.outputs.iter().map(|o| ("outputs", &o.name, &o.schema)));
    for (section, name, schema) in schemas {
        let mut refs = Vec::new();
        schema.iter().for_each(|(key, value)| collect(key, value, &mut refs));
        for to in refs {
            let target = to.strip_prefix("#/definitions/").unwrap_or(to);
            if template.definitions.iter().any(|d| d.name == target) {
                used.insert(target);
            } else {
                faults.push(Fault::new(format!("there is no type `{to}`")).at(name).at(section));
            }
        }
    }
    for definition in template.definitions.iter().filter(|d| !used.contains(d.name.as_str())) {
        faults.push(Fault::new("is never used").at(&definition.name).at("definitions"));
    }
    faults
}

fn collect<'a>(key: &str, value: &'a Json, refs: &mut Vec<&'a str>) {
    match value {
        Json::String(to) if key == "$ref" => refs.push(to),
        Json::Object(object) => object.iter().for_each(|(key, value)| collect(key, value, refs)),
        Json::Array(items) => items.iter().for_each(|value| collect("", value, refs)),
        _ => {}
    }
}

//! Calls of modules: the template, its parameters, its scope, and the outputs that are read.

use crate::azure::expression::Expression;
use crate::azure::graph::{Fault, Key, Resource, Scope, Template, Templates};

pub fn faults(templates: &Templates, template: &Template) -> Vec<Fault> {
    let mut faults = Vec::new();
    for resource in &template.resources {
        let mut said = Vec::new();
        call(templates, template, resource, &mut said);
        faults.extend(said.into_iter().map(|f| f.at(&resource.symbol).at("resources")));
    }
    template.expressions(&mut |path, expression| {
        expression.visit(&mut |e| {
            if let Err(fault) = output(templates, template, e) {
                faults.push(fault.at(path));
            }
        });
    });
    faults
}

fn call(templates: &Templates, template: &Template, resource: &Resource, faults: &mut Vec<Fault>) {
    let Some(module) = &resource.module else {
        return;
    };
    let called = match templates.template(&module.template) {
        Ok(called) => called,
        Err(fault) => return faults.push(fault.at("properties")),
    };
    let mut fault = |key: &str, what: &str| faults.push(Fault::new(what).at(key).at("properties.parameters"));
    for member in &module.parameters.members {
        match &member.key {
            Key::Text(name) if called.parameter(name).is_some() => {}
            key => fault(&key.to_string(), &format!("{} has no such parameter", called.name)),
        }
    }
    for parameter in called.parameters.iter().filter(|p| p.is_required()) {
        if module.parameters.get(&parameter.name).is_none() {
            fault(&parameter.name, &format!("{} needs this parameter", called.name));
        }
    }
    let group = resource.resource_group.is_some();
    let fits = match (template.scope, called.scope) {
        (Scope::Subscription, Scope::ResourceGroup) => group,
        (Scope::ResourceGroup, Scope::Subscription) => !group && resource.subscription.is_some(),
        (Scope::Subscription, Scope::Subscription) => !group,
        (Scope::ResourceGroup, Scope::ResourceGroup) => group || resource.subscription.is_none(),
    };
    if !fits {
        let what = format!("{} is deployed to a {:?}, and this names another place", called.name, called.scope);
        faults.push(Fault::new(what).at("resourceGroup"));
    }
}

/// `reference('module')` is read as `.outputs.x.value`, and the module has an output x.
fn output(templates: &Templates, template: &Template, e: &Expression) -> Result<(), Fault> {
    let (base, keys) = e.chain();
    let (base, keys) = match base.arguments_of("tryGet") {
        Some([of, path @ ..]) if keys.is_empty() => (of, path.iter().collect()),
        _ => (base, keys),
    };
    let module = base
        .arguments_of("reference")
        .and_then(|arguments| Template::named(arguments.first()?))
        .and_then(|target| template.resource(&target.symbol)?.module.as_ref());
    let (Some(module), [outputs, Expression::Text(name), ..]) = (module, keys.as_slice()) else {
        return Ok(());
    };
    let called = templates.template(&module.template)?;
    if **outputs == Expression::text("outputs") && called.output(name).is_none() {
        return Err(Fault::new(format!("{} has no output `{name}`", called.name)));
    }
    Ok(())
}

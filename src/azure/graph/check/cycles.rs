//! Resources and variables that wait for each other.

use crate::azure::graph::{Fault, Template};

pub fn faults(template: &Template) -> Vec<Fault> {
    let resources = circle(template.resources.iter().map(|r| r.symbol.as_str()).collect(), &|symbol| {
        let resource = template.resource(symbol);
        resource.map_or(Vec::new(), |r| {
            let mut next = template.references(r);
            next.extend(r.depends_on.iter().map(String::as_str));
            next
        })
    });
    resources
        .map(|names| {
            let what = format!("waits for itself: {}", names.join(" → "));
            Fault::new(what).at(names[0]).at("resources")
        })
        .into_iter()
        .collect()
}

/// The variables that stand for each other in a circle; looked for before anything follows variables.
pub fn of_variables(template: &Template) -> Option<Fault> {
    let names = circle(template.variables.iter().map(|v| v.name.as_str()).collect(), &|name| {
        let mut next = Vec::new();
        if let Some(variable) = template.variable(name) {
            variable.value.expressions("", &mut |_, expression| {
                expression.visit(&mut |e| next.extend(e.name_in("variables")));
            });
        }
        next
    })?;
    let what = format!("stands for itself: {}", names.join(" → "));
    Some(Fault::new(what).at(names[0]).at("variables"))
}

/// The first circle that a walk along `next` finds, its first node again at the end.
fn circle<'a>(nodes: Vec<&'a str>, next: &dyn Fn(&'a str) -> Vec<&'a str>) -> Option<Vec<&'a str>> {
    let mut done = Vec::new();
    nodes.into_iter().find_map(|node| walk(node, next, &mut Vec::new(), &mut done))
}

fn walk<'a>(node: &'a str, next: &dyn Fn(&'a str) -> Vec<&'a str>, path: &mut Vec<&'a str>, done: &mut Vec<&'a str>) -> Option<Vec<&'a str>> {
    if let Some(at) = path.iter().position(|seen| *seen == node) {
        return Some(path[at..].iter().copied().chain([node]).collect());
    }
    if done.contains(&node) {
        return None;
    }
    path.push(node);
    let found = next(node).into_iter().find_map(|to| walk(to, next, path, done));
    path.pop();
    done.push(node);
    found
}

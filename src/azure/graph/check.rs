//! Finds what is wrong in templates that could be read: names, uses, cycles, calls of modules.

mod calls;
mod cycles;
pub mod names;
mod uses;

use super::{Fault, Template, Templates};

impl Templates {
    /// Every fault of every template.
    pub(super) fn faults(&self) -> Vec<Fault> {
        self.iter()
            .flat_map(|template| {
                let mut faults = names::faults(template);
                faults.extend(cycles::of_variables(template));
                if faults.is_empty() {
                    faults.extend(uses::faults(template));
                }
                if faults.is_empty() {
                    faults.extend(cycles::faults(template));
                    faults.extend(resources(template));
                    faults.extend(calls::faults(self, template));
                }
                // An expression inside of another is seen with both.
                faults.dedup();
                faults.into_iter().map(|fault| fault.within(&template.name))
            })
            .collect()
    }
}

/// What Bicep could not say of a resource.
fn resources(template: &Template) -> Vec<Fault> {
    let mut faults = Vec::new();
    for resource in &template.resources {
        let mut fault = |key: &str, what: &str| {
            faults.push(Fault::new(what).at(key).at(&resource.symbol).at("resources"));
        };
        if resource.name.len() > 1 && template.parent_of(resource).is_none() {
            fault("name", "its parent is not a resource of this template: write it, as existing if need be");
        }
        if let Some(scope) = &resource.scope
            && template.target_of_id(scope).is_none()
            && resource.name.len() == 1
        {
            fault("scope", "is not the id of a resource of this template: write it, as existing if need be");
        }
        let elsewhere = resource.resource_group.is_some() || resource.subscription.is_some();
        if elsewhere && !resource.existing && resource.module.is_none() {
            fault("resourceGroup", "a resource in another place is made by a module");
        }
        if resource.existing && !resource.depends_on.is_empty() {
            fault("dependsOn", "an existing resource waits for nothing");
        }
    }
    faults
}

//! Walks over every expression of a template, with the path of its place.

use super::{Resource, Template};
use crate::azure::expression::Expression;

impl Template {
    pub fn expressions<'a>(&'a self, see: &mut dyn FnMut(&str, &'a Expression)) {
        for parameter in &self.parameters {
            if let Some(default) = &parameter.default {
                default.expressions(&format!("parameters.{}.defaultValue", parameter.name), see);
            }
        }
        for variable in &self.variables {
            variable.value.expressions(&format!("variables.{}", variable.name), see);
        }
        for resource in &self.resources {
            resource.expressions(&format!("resources.{}", resource.symbol), see);
        }
        for output in &self.outputs {
            output.value.expressions(&format!("outputs.{}.value", output.name), see);
        }
    }
}

impl Resource {
    pub fn expressions<'a>(&'a self, path: &str, see: &mut dyn FnMut(&str, &'a Expression)) {
        let single = [("condition", &self.condition), ("scope", &self.scope), ("subscriptionId", &self.subscription), ("resourceGroup", &self.resource_group)];
        for (key, expression) in single {
            if let Some(expression) = expression {
                see(&format!("{path}.{key}"), expression);
            }
        }
        if let Some(copy) = &self.copy {
            see(&format!("{path}.copy.count"), &copy.count);
        }
        for segment in &self.name {
            see(&format!("{path}.name"), segment);
        }
        self.body.expressions(path, see);
        if let Some(module) = &self.module {
            module.parameters.expressions(&format!("{path}.properties.parameters"), see);
        }
    }
}

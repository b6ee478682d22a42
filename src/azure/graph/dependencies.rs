//! What a resource needs before it: what its references imply, and what `dependsOn` adds.

use super::{Resource, Template};
use crate::azure::expression::Expression;

/// The resources and modules that a deployment makes before this one; existing ones are looked through.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Dependencies {
    /// By a reference, an id, a parent, a scope or a resource group, in the order of the template.
    pub implied: Vec<String>,
    /// Said by `dependsOn` and implied by nothing.
    pub explicit: Vec<String>,
}

impl Template {
    pub fn dependencies(&self, resource: &Resource) -> Dependencies {
        let mut reached = Vec::new();
        self.reach(resource, &mut reached);
        let created = |symbol: &&str| self.resource(symbol).is_some_and(|r| !r.existing);
        let implied: Vec<String> =
            self.resources.iter().map(|r| r.symbol.as_str()).filter(|symbol| reached.contains(symbol)).filter(created).map(str::to_owned).collect();
        let explicit = resource.depends_on.iter().filter(|symbol| !implied.contains(symbol)).cloned().collect();
        Dependencies { implied, explicit }
    }

    /// The symbols that a resource uses, those of existing resources among them.
    pub fn references<'a>(&'a self, resource: &'a Resource) -> Vec<&'a str> {
        let mut symbols: Vec<String> = [self.parent_of(resource), self.group_of(resource)].into_iter().flatten().map(|target| target.symbol).collect();
        resource.expressions("", &mut |_, expression| self.symbols_in(expression, &mut symbols));
        self.resources.iter().map(|r| r.symbol.as_str()).filter(|symbol| symbols.iter().any(|s| s == symbol)).collect()
    }

    fn reach<'a>(&'a self, resource: &'a Resource, reached: &mut Vec<&'a str>) {
        for symbol in self.references(resource) {
            if reached.contains(&symbol) {
                continue;
            }
            reached.push(symbol);
            if let Some(existing) = self.resource(symbol).filter(|r| r.existing) {
                self.reach(existing, reached);
            }
        }
    }

    /// Adds the symbols that an expression uses, by way of variables too.
    pub fn symbols_in(&self, expression: &Expression, symbols: &mut Vec<String>) {
        expression.visit(&mut |e| {
            if let Some(name) = e.name_in("variables")
                && let Some(variable) = self.variable(name)
            {
                variable.value.expressions("", &mut |_, inner| self.symbols_in(inner, symbols));
            }
            let target = match e {
                Expression::Call { function, arguments } if matches!(function.as_str(), "reference" | "resourceInfo") => {
                    arguments.first().and_then(Self::named)
                }
                other => self.target_of_id(other),
            };
            symbols.extend(target.map(|t| t.symbol));
        });
    }
}

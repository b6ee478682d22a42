//! Azure templates as a graph: what the authored ARM says, before it is printed as ARM or Bicep.
//!
//! # How templates are written
//! A template is ARM in symbolic-name form, as JSON with comments and trailing commas. Its keys are `targetScope`
//! (`"subscription"` or `"resourceGroup"`), `metadata.description`, `definitions`, `parameters`, `variables`, `resources` and
//! `outputs`. `$schema`, `contentVersion`, `languageVersion` and every `apiVersion` are added by the printers.
//!
//! - `resourceId('T', name)` with the name expression of a resource of the template, or shorter `resourceInfo('sym').id` and
//!   `resourceInfo('sym').name`; `reference('sym').x`; `reference('sym', '', 'full').x`; of one copy
//!   `reference(format('sym[{0}]', copyIndex()))`. A reference or an id implies the dependency.
//! - A module is a `Microsoft.Resources/deployments` whose `properties.templateLink.relativePath` names another template;
//!   its deployment is named by the printers. Its outputs are `reference('sym').outputs.x.value`.
//! - A child resource has the full type and the name `format('{0}/x', …)`; its parent is a resource of the template.
//! - A comment for the reader of the output is data: `$comment` (a string, or a list of lines) speaks of the object that it
//!   stands in; `$comments` (`{"property": "text"}`) of single properties or declarations. Bicep prints both as `//`, ARM drops them.
//! - A rule of Bicep's linter that is wrong about a resource is turned off there, with the reason: `"$disable": {"rule": "why"}`.
//!
//! What cannot be said well in Bicep is a [`Fault`] with its template and place, never a fallback.

pub mod check;
mod dependencies;
mod fault;
pub mod identity;
mod places;
mod read;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

pub use dependencies::Dependencies;
pub use fault::Fault;
pub use identity::Target;
pub use value::{Key, Loop, Member, Object, Value};

use super::expression::Expression;

/// The type of a module's call, and of the deployment that ARM makes of it.
pub const DEPLOYMENT: &str = "Microsoft.Resources/deployments";

/// The type of a resource group.
pub const RESOURCE_GROUP: &str = "Microsoft.Resources/resourceGroups";

/// The provider of the machines that AKS makes by itself: no template holds one.
const BEHIND_CLUSTERS: [&str; 1] = ["Microsoft.Compute"];

/// A set of templates that call each other, checked.
#[derive(Debug)]
pub struct Templates {
    templates: BTreeMap<String, Template>,
    /// The API version of [`DEPLOYMENT`].
    deployments: String,
}

/// What a template is deployed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Subscription,
    ResourceGroup,
}

/// One template.
#[derive(Debug)]
pub struct Template {
    /// Its path without extension: `main`, `modules/network`.
    pub name: String,
    pub scope: Scope,
    pub description: Option<String>,
    pub comment: Vec<String>,
    pub definitions: Vec<Definition>,
    pub parameters: Vec<Parameter>,
    pub variables: Vec<Variable>,
    pub resources: Vec<Resource>,
    pub outputs: Vec<Output>,
}

/// A user-defined type.
#[derive(Debug)]
pub struct Definition {
    pub name: String,
    pub comment: Vec<String>,
    /// As ARM has it: `type`, `properties`, `items`, `$ref` …
    pub schema: Map<String, Json>,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    pub comment: Vec<String>,
    /// As ARM has it, without `defaultValue`.
    pub schema: Map<String, Json>,
    pub default: Option<Value>,
}

impl Parameter {
    /// Must a caller give it a value?
    pub fn is_required(&self) -> bool {
        self.default.is_none() && self.schema.get("nullable") != Some(&Json::Bool(true))
    }
}

#[derive(Debug)]
pub struct Variable {
    pub name: String,
    pub comment: Vec<String>,
    pub value: Value,
}

#[derive(Debug)]
pub struct Output {
    pub name: String,
    pub comment: Vec<String>,
    /// As ARM has it, without `value` and `copy`.
    pub schema: Map<String, Json>,
    pub value: Value,
}

/// A resource that is made, one that exists, or the call of a module.
#[derive(Debug)]
pub struct Resource {
    /// What other parts of the template call it.
    pub symbol: String,
    pub comment: Vec<String>,
    /// Rules of Bicep's linter that do not hold here; why is in the comment.
    pub disabled: Vec<String>,
    /// `Microsoft.Network/virtualNetworks/subnets`.
    pub kind: String,
    /// Empty for a module.
    pub api_version: String,
    pub existing: bool,
    pub condition: Option<Expression>,
    pub copy: Option<Copy>,
    /// What an extension resource extends: an id.
    pub scope: Option<Expression>,
    pub subscription: Option<Expression>,
    pub resource_group: Option<Expression>,
    /// One segment for each segment of the type after the provider; empty for a module.
    pub name: Vec<Expression>,
    /// What ARM calls the rest: location, tags, properties …
    pub body: Object,
    pub depends_on: Vec<String>,
    pub module: Option<Module>,
}

/// The loop of a resource or a module.
#[derive(Debug)]
pub struct Copy {
    pub name: String,
    pub count: Expression,
    /// How many at a time; all where nothing is said.
    pub batch: Option<i64>,
}

/// What a module's call says beyond a resource.
#[derive(Debug)]
pub struct Module {
    /// The name of its template.
    pub template: String,
    /// Parameter and value.
    pub parameters: Object,
}

impl Templates {
    /// Reads templates that were given by name (`main`, `modules/network`) as JSONC text, and checks them.
    ///
    /// `api` answers the API version to use for a resource type.
    ///
    /// # Errors
    /// Every fault found in any template, one a line, each with template, path and what is wrong.
    pub fn read<'v>(files: &BTreeMap<String, String>, api: &dyn Fn(&str) -> Option<&'v str>) -> anyhow::Result<Self> {
        let mut faults = Vec::new();
        let mut templates = BTreeMap::new();
        for (name, text) in files {
            match read::template(name, text, api) {
                Ok(template) => {
                    templates.insert(name.clone(), template);
                }
                Err(fault) => faults.push(fault.within(name)),
            }
        }
        let deployments = api(DEPLOYMENT).map(str::to_owned).unwrap_or_default();
        let read = Self { templates, deployments };
        if faults.is_empty() {
            faults = read.faults();
        }
        if faults.is_empty() {
            return Ok(read);
        }
        let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
        anyhow::bail!("{}", lines.join("\n"))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Template> {
        self.templates.values()
    }

    /// The namespaces of the resource providers that must be registered for all that is made.
    pub fn providers(&self) -> BTreeSet<&str> {
        let kinds = self.iter().flat_map(|template| &template.resources).filter_map(|resource| resource.kind.split('/').next());
        kinds.chain(BEHIND_CLUSTERS).collect()
    }

    /// # Errors
    /// There is no template of this name.
    pub fn template(&self, name: &str) -> Result<&Template, Fault> {
        self.templates.get(name).ok_or_else(|| Fault::new(format!("there is no template `{name}`")))
    }

    /// The API version of the deployments that modules become.
    pub fn deployments_version(&self) -> &str {
        &self.deployments
    }
}

impl Template {
    pub fn resource(&self, symbol: &str) -> Option<&Resource> {
        self.resources.iter().find(|r| r.symbol == symbol)
    }

    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|p| p.name == name)
    }

    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|v| v.name == name)
    }

    pub fn output(&self, name: &str) -> Option<&Output> {
        self.outputs.iter().find(|o| o.name == name)
    }
}

#[cfg(test)]
mod tests;

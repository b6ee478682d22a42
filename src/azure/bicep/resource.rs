//! Resources and modules.

use super::layout::Doc;
use super::{Section, Writer, comment, text};
use crate::azure::expression::{Expression, Part};
use crate::azure::graph::identity::this_subscription;
use crate::azure::graph::{Fault, Key, Module, Resource, Scope};

/// What a resource says first, in this order; all else follows as it was written.
const FIRST: &[&str] = &["location", "extendedLocation", "zones", "sku", "kind", "plan", "identity", "tags"];

impl Writer<'_> {
    pub fn resources(&mut self) -> Result<Section, Fault> {
        let mut section = Section::new();
        for resource in &self.template.resources {
            let printed = self.resource(resource);
            section.push(printed.map_err(|f| f.at(&resource.symbol).at("resources"))?);
        }
        Ok(section)
    }

    fn resource(&mut self, resource: &Resource) -> Result<Doc, Fault> {
        let mut printed = comment(resource.comment.iter().map(String::as_str));
        if let Some(batch) = resource.copy.as_ref().and_then(|copy| copy.batch) {
            printed.extend([Doc::text(format!("@batchSize({batch})")), Doc::Hard]);
        }
        printed.extend(resource.disabled.iter().flat_map(|rule| [Doc::text(format!("#disable-next-line {rule}")), Doc::Hard]));
        let symbol = &resource.symbol;
        printed.push(Doc::text(match &resource.module {
            Some(module) => format!("module {symbol} {} = ", text::literal(&self.path(module))),
            None => {
                let existing = if resource.existing { " existing" } else { "" };
                format!("resource {symbol} '{}@{}'{existing} = ", resource.kind, resource.api_version)
            }
        }));
        printed.push(match &resource.copy {
            None => self.conditional(resource)?,
            Some(copy) => self.looped(Some(&copy.name), true, &copy.count, |w| w.conditional(resource))?,
        });
        Ok(Doc::Glue(printed))
    }

    /// The file of a module, seen from the folder of this template.
    fn path(&self, module: &Module) -> String {
        let folder = self.template.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let below = module.template.strip_prefix(folder).unwrap_or(&module.template);
        format!("{}.bicep", below.trim_start_matches('/'))
    }

    fn conditional(&mut self, resource: &Resource) -> Result<Doc, Fault> {
        let body = self.body(resource)?;
        let Some(condition) = &resource.condition else {
            return Ok(body);
        };
        let condition = self.expression(condition).map_err(|f| f.at("condition"))?;
        Ok(Doc::Glue(vec![Doc::text("if ("), condition, Doc::text(") "), body]))
    }

    fn body(&mut self, resource: &Resource) -> Result<Doc, Fault> {
        let mut members = Vec::new();
        let mut say = |key: &str, value: Doc| members.push(Doc::Glue(vec![Doc::text(format!("{key}: ")), value]));
        if let Some(parent) = self.template.parent_of(resource) {
            say("parent", self.symbol(&parent, false)?);
        } else if let Some(scope) = self.scope(resource)? {
            say("scope", scope);
        }
        if let Some(module) = &resource.module {
            if !module.parameters.members.is_empty() {
                let parameters = self.object(&module.parameters);
                say("params", parameters.map_err(|f| f.at("parameters").at("properties"))?);
            }
        } else if let Some(last) = resource.name.last() {
            let name = match self.template.parent_of(resource) {
                Some(_) => last.clone(),
                None => slashed(&resource.name),
            };
            say("name", self.expression(&name).map_err(|f| f.at("name"))?);
        }
        let position = |key: &Key| match key {
            Key::Text(name) => FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()),
            Key::Expression(_) => FIRST.len(),
        };
        let mut body: Vec<_> = resource.body.members.iter().collect();
        body.sort_by_key(|member| position(&member.key));
        for member in body {
            members.push(self.member(member)?);
        }
        let explicit = self.template.dependencies(resource).explicit;
        if !explicit.is_empty() {
            let symbols = explicit.into_iter().map(Doc::Text).collect();
            members.push(Doc::Glue(vec![Doc::text("dependsOn: "), Doc::block("[", symbols, "]")]));
        }
        Ok(if members.is_empty() { Doc::text("{}") } else { Doc::block("{", members, "}") })
    }

    /// Where the resource lies, if not where the template is deployed.
    fn scope(&mut self, resource: &Resource) -> Result<Option<Doc>, Fault> {
        if let Some(scope) = &resource.scope {
            let target = self.template.target_of_id(scope);
            let target = target.ok_or_else(|| Fault::new("is not the id of a resource of this template").at("scope"))?;
            return self.symbol(&target, false).map(Some);
        }
        if let Some(group) = self.template.group_of(resource) {
            return self.symbol(&group, false).map(Some);
        }
        let subscription = resource.subscription.as_ref();
        let elsewhere = subscription.filter(|s| **s != this_subscription());
        let place = match (&resource.resource_group, subscription) {
            (Some(group), _) => {
                let arguments = elsewhere.into_iter().chain([group]).cloned().collect();
                Expression::call("resourceGroup", arguments)
            }
            (None, Some(_)) if elsewhere.is_none() && self.template.scope == Scope::Subscription => return Ok(None),
            (None, Some(_)) => Expression::call("subscription", elsewhere.into_iter().cloned().collect()),
            (None, None) => return Ok(None),
        };
        self.expression(&place).map(Some).map_err(|f| f.at("resourceGroup"))
    }
}

fn slashed(segments: &[Expression]) -> Expression {
    if let [one] = segments {
        return one.clone();
    }
    Expression::interpolation(segments.iter().enumerate().flat_map(|(at, segment)| {
        let slash = Part::Text(if at > 0 { "/" } else { "" }.to_owned());
        [slash, Part::Value(segment.clone())]
    }))
}

//! A whole template as ARM JSON: its sections, its resources, its modules.

use serde_json::{Map, Value as Json, json};

use super::value::schema;
use crate::azure::expression::{Expression, Part};
use crate::azure::graph::{Fault, Module, Resource, Scope, Template, Templates, Value};

/// What a resource says first, in this order; `properties` and all else follow.
const FIRST: &[&str] = &["location", "extendedLocation", "zones", "sku", "kind", "plan", "identity", "tags"];

impl Templates {
    pub(super) fn arm_template(&self, template: &Template) -> Result<Json, Fault> {
        self.sections(template).map_err(|fault| fault.within(&template.name))
    }

    fn sections(&self, template: &Template) -> Result<Json, Fault> {
        let kind = match template.scope {
            Scope::Subscription => "2018-05-01/subscriptionDeploymentTemplate",
            Scope::ResourceGroup => "2019-04-01/deploymentTemplate",
        };
        let mut printed = Map::new();
        let mut put = |key: &str, value: Json| printed.insert(key.to_owned(), value);
        put("$schema", Json::from(format!("https://schema.management.azure.com/schemas/{kind}.json#")));
        put("languageVersion", Json::from("2.0"));
        put("contentVersion", Json::from("1.0.0.0"));
        if let Some(description) = &template.description {
            put("metadata", schema(&json!({ "description": description })));
        }
        let definitions: Map<_, _> = template.definitions.iter().map(|d| (d.name.clone(), schema(&Json::Object(d.schema.clone())))).collect();
        if !definitions.is_empty() {
            put("definitions", Json::Object(definitions));
        }
        let parameters = each(template.parameters.iter().map(|p| (p.name.as_str(), p)), "parameters", |p| {
            let mut printed = Map::new();
            for (key, value) in &p.schema {
                printed.insert(key.clone(), schema(value));
            }
            if let Some(default) = &p.default {
                let default = self.arm_value(template, default).map_err(|f| f.at("defaultValue"))?;
                // A default stands after the type and before the bounds and the description.
                printed.shift_insert(1.min(printed.len()), "defaultValue".to_owned(), default);
            }
            Ok(Json::Object(printed))
        })?;
        if !parameters.is_empty() {
            put("parameters", Json::Object(parameters));
        }
        let variables = self.variables(template)?;
        if !variables.is_empty() {
            put("variables", Json::Object(variables));
        }
        let resources = each(template.resources.iter().map(|r| (r.symbol.as_str(), r)), "resources", |r| self.resource(template, r))?;
        put("resources", Json::Object(resources));
        let outputs = each(template.outputs.iter().map(|o| (o.name.as_str(), o)), "outputs", |o| {
            let mut printed = Map::new();
            for (key, value) in &o.schema {
                printed.insert(key.clone(), schema(value));
            }
            match &o.value {
                Value::Loop(each) => printed.insert("copy".to_owned(), self.arm_loop(template, each)?),
                value => printed.insert("value".to_owned(), self.arm_value(template, value).map_err(|f| f.at("value"))?),
            };
            Ok(Json::Object(printed))
        })?;
        if !outputs.is_empty() {
            put("outputs", Json::Object(outputs));
        }
        Ok(Json::Object(printed))
    }

    /// Loops first, under `copy`, as ARM has them.
    fn variables(&self, template: &Template) -> Result<Map<String, Json>, Fault> {
        let mut printed = Map::new();
        let mut loops = Vec::new();
        for variable in &template.variables {
            let at = |fault: Fault| fault.at(&variable.name).at("variables");
            match &variable.value {
                Value::Loop(each) => loops.push(self.arm_loop(template, each).map_err(at)?),
                value => {
                    printed.insert(variable.name.clone(), self.arm_value(template, value).map_err(at)?);
                }
            }
        }
        if !loops.is_empty() {
            printed.shift_insert(0, "copy".to_owned(), Json::Array(loops));
        }
        Ok(printed)
    }

    fn resource(&self, template: &Template, resource: &Resource) -> Result<Json, Fault> {
        let mut printed = Map::new();
        let say = |key: &str, expression: &Expression| self.arm_text(template, expression).map_err(|f| f.at(key));
        if resource.existing {
            printed.insert("existing".to_owned(), Json::Bool(true));
        }
        if let Some(condition) = &resource.condition {
            printed.insert("condition".to_owned(), say("condition", condition)?);
        }
        if let Some(copy) = &resource.copy {
            let mut each = Map::new();
            each.insert("name".to_owned(), Json::from(copy.name.as_str()));
            each.insert("count".to_owned(), say("copy", &copy.count)?);
            if let Some(batch) = copy.batch {
                each.insert("mode".to_owned(), Json::from("serial"));
                each.insert("batchSize".to_owned(), Json::from(batch));
            }
            printed.insert("copy".to_owned(), Json::Object(each));
        }
        let version = if resource.module.is_some() { self.deployments_version() } else { &resource.api_version };
        printed.insert("type".to_owned(), Json::from(resource.kind.as_str()));
        printed.insert("apiVersion".to_owned(), Json::from(version));
        let place = [("scope", &resource.scope), ("subscriptionId", &resource.subscription), ("resourceGroup", &resource.resource_group)];
        for (key, expression) in place {
            if let Some(expression) = expression {
                printed.insert(key.to_owned(), say(key, expression)?);
            }
        }
        let name = resource.module.as_ref().map_or_else(|| joined(&resource.name), |_| deployment_name(resource));
        printed.insert("name".to_owned(), say("name", &name)?);
        let body = self.arm_object(template, &resource.body)?;
        if let Some(module) = &resource.module {
            self.module(template, resource, module, &mut printed)?;
        }
        for key in FIRST {
            if let Some(value) = body.get(*key) {
                printed.insert((*key).to_owned(), value.clone());
            }
        }
        for (key, value) in body {
            printed.entry(key).or_insert(value);
        }
        let dependencies = template.dependencies(resource);
        let symbols = [dependencies.implied, dependencies.explicit].concat();
        if !resource.existing && !symbols.is_empty() {
            printed.insert("dependsOn".to_owned(), Json::from(symbols));
        }
        Ok(Json::Object(printed))
    }

    fn module(&self, template: &Template, resource: &Resource, module: &Module, printed: &mut Map<String, Json>) -> Result<(), Fault> {
        let called = self.template(&module.template)?;
        if called.scope == Scope::Subscription {
            let location = Expression::call("deployment", Vec::new()).access(Expression::text("location"));
            let location = match template.scope {
                Scope::Subscription => location,
                Scope::ResourceGroup => Expression::call("resourceGroup", Vec::new()).access(Expression::text("location")),
            };
            printed.insert("location".to_owned(), self.arm_text(template, &location)?);
        }
        let mut parameters = Map::new();
        for member in &module.parameters.members {
            let name = member.key.to_string();
            let at = |fault: Fault| fault.at(&name).at("parameters").at("properties").at(&resource.symbol);
            let value = match &member.value {
                Value::Expression(secret) if secret.arguments_of("getSecret").is_some() => self.arm_secret(template, secret).map_err(at)?,
                Value::Loop(each) => json!({ "copy": [self.arm_loop(template, each).map_err(at)?] }),
                value => json!({ "value": self.arm_value(template, value).map_err(at)? }),
            };
            parameters.insert(name, value);
        }
        let mut properties = Map::new();
        properties.insert("expressionEvaluationOptions".to_owned(), json!({ "scope": "inner" }));
        properties.insert("mode".to_owned(), Json::from("Incremental"));
        if !parameters.is_empty() {
            properties.insert("parameters".to_owned(), Json::Object(parameters));
        }
        properties.insert("template".to_owned(), self.arm_template(called)?);
        printed.insert("properties".to_owned(), Json::Object(properties));
        Ok(())
    }
}

impl Templates {
    /// A secret of a vault, which Azure itself reads when it deploys: `getSecret(<id of a vault here>, name)`.
    fn arm_secret(&self, template: &Template, secret: &Expression) -> Result<Json, Fault> {
        match secret.arguments_of("getSecret") {
            Some([vault, name]) => {
                let (vault, name) = (self.arm_text(template, vault)?, self.arm_text(template, name)?);
                Ok(json!({ "reference": {"keyVault": {"id": vault}, "secretName": name} }))
            }
            _ => Err(Fault::new("is written getSecret(<id of a vault here>, name)")),
        }
    }
}

fn each<'a, T: 'a>(
    items: impl Iterator<Item = (&'a str, &'a T)>,
    section: &str,
    print: impl Fn(&T) -> Result<Json, Fault>,
) -> Result<Map<String, Json>, Fault> {
    items.map(|(name, item)| Ok((name.to_owned(), print(item).map_err(|f| f.at(name).at(section))?))).collect()
}

/// The segments of a name with slashes between them.
fn joined(segments: &[Expression]) -> Expression {
    let mut parts = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        if at > 0 {
            parts.push(Part::Text("/".to_owned()));
        }
        parts.push(Part::Value(segment.clone()));
    }
    match Expression::interpolation(parts) {
        Expression::Interpolation(parts) => match parts.as_slice() {
            [Part::Value(value)] => value.clone(),
            _ => Expression::Interpolation(parts),
        },
        other => other,
    }
}

/// The name that Bicep gives the deployment of a module without one.
fn deployment_name(resource: &Resource) -> Expression {
    let deployment = Expression::call("deployment", Vec::new()).access(Expression::text("name"));
    let unique = Expression::call("uniqueString", vec![Expression::text(&resource.symbol), deployment]);
    let mut parts = vec![Part::Text(format!("{}-", resource.symbol))];
    if resource.copy.is_some() {
        parts.push(Part::Value(Expression::call("copyIndex", Vec::new())));
        parts.push(Part::Text("-".to_owned()));
    }
    parts.push(Part::Value(unique));
    Expression::interpolation(parts)
}

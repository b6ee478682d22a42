//! Reads one template from its text.

mod declarations;
mod resource;

use jsonc_parser::{CollectOptions, ParseOptions, ast, parse_to_ast};

use super::{Fault, Object, Scope, Template, Value};

/// Only what the conventions promise: JSON, comments, trailing commas.
const JSONC: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_loose_object_property_names: false,
    allow_trailing_commas: true,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

pub fn template<'v>(name: &str, text: &str, api: &dyn Fn(&str) -> Option<&'v str>) -> Result<Template, Fault> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &JSONC).map_err(|e| Fault::new(e.to_string()))?;
    let Some(ast::Value::Object(document)) = parsed.value else {
        return Err(Fault::new("a template is an object"));
    };
    let mut document = Object::read(&document)?;
    let scope = match document.take("targetScope") {
        Some(Value::Text(scope)) if scope == "subscription" => Scope::Subscription,
        Some(Value::Text(scope)) if scope == "resourceGroup" => Scope::ResourceGroup,
        _ => return Err(Fault::new("must be \"subscription\" or \"resourceGroup\"").at("targetScope")),
    };
    let description = match document.take("metadata") {
        None => None,
        Some(Value::Object(mut metadata)) => match (metadata.take("description"), metadata.members.as_slice()) {
            (Some(Value::Text(description)), []) => Some(description),
            _ => return Err(Fault::new("has a description and nothing else").at("metadata")),
        },
        Some(_) => return Err(Fault::new("must be an object").at("metadata")),
    };
    let read = Template {
        name: name.to_owned(),
        scope,
        description,
        comment: std::mem::take(&mut document.comment),
        definitions: each(&mut document, "definitions", &declarations::definition)?,
        parameters: each(&mut document, "parameters", &declarations::parameter)?,
        variables: each(&mut document, "variables", &declarations::variable)?,
        resources: each(&mut document, "resources", &|member| resource::resource(name, member, api))?,
        outputs: each(&mut document, "outputs", &declarations::output)?,
    };
    match document.members.first() {
        Some(unknown) => Err(Fault::new("a template has no such key").at(&unknown.key.to_string())),
        None => Ok(read),
    }
}

/// A member of a section: its name, its comment, its value.
struct Declared {
    name: String,
    comment: Vec<String>,
    value: Value,
}

impl Declared {
    /// Its value as an object; the comment inside is one on the declaration.
    fn into_object(self) -> Result<(String, Vec<String>, Object), Fault> {
        let Value::Object(mut object) = self.value else {
            return Err(Fault::new("must be an object"));
        };
        let mut comment = self.comment;
        comment.append(&mut object.comment);
        Ok((self.name, comment, object))
    }
}

fn each<T>(document: &mut Object, section: &str, read: &dyn Fn(Declared) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    let members = match document.take(section) {
        None => return Ok(Vec::new()),
        Some(Value::Object(object)) => object.members,
        Some(_) => return Err(Fault::new("must be an object").at(section)),
    };
    members
        .into_iter()
        .map(|member| {
            let name = member.key.to_string();
            read(Declared { name: name.clone(), comment: member.comment, value: member.value }).map_err(|fault| fault.at(&name).at(section))
        })
        .collect()
}

//! Parameter files.

use serde_json::{Map, Value as Json};

use super::layout::Doc;
use super::{comment, text};
use crate::azure::graph::{Fault, Templates};

/// The file `parameters/….bicepparam` with the values for a template one folder up.
pub fn parameters(template: &str, header: &[&str], values: &Map<String, Json>) -> String {
    let mut printed = comment(header.iter().copied());
    if !printed.is_empty() {
        printed.push(Doc::Hard);
    }
    printed.extend([Doc::text(format!("using {}", text::literal(&format!("../{template}.bicep")))), Doc::Hard]);
    for (at, (name, value)) in values.iter().enumerate() {
        if at == 0 {
            printed.push(Doc::Hard);
        }
        printed.extend([Doc::text(format!("param {name} = ")), plain(value), Doc::Hard]);
    }
    Doc::Glue(printed).print()
}

fn plain(value: &Json) -> Doc {
    match value {
        Json::String(text) => Doc::text(text::literal_or_lines(text)),
        Json::Number(number) if number.is_f64() => Doc::text(format!("json('{number}')")),
        Json::Null | Json::Bool(_) | Json::Number(_) => Doc::text(value.to_string()),
        Json::Array(items) if items.is_empty() => Doc::text("[]"),
        Json::Array(items) => Doc::block("[", items.iter().map(plain).collect(), "]"),
        Json::Object(object) if object.is_empty() => Doc::text("{}"),
        Json::Object(object) => {
            let members = object.iter().map(|(name, value)| Doc::Glue(vec![Doc::text(format!("{}: ", text::key(name))), plain(value)]));
            Doc::block("{", members.collect(), "}")
        }
    }
}

impl Templates {
    /// Does this template take exactly these parameters?
    ///
    /// # Errors
    /// There is no such template; it has no parameter of a name; it needs one that is not there.
    pub fn accepts(&self, template: &str, values: &Map<String, Json>) -> Result<(), Fault> {
        let called = self.template(template)?;
        if let Some(unknown) = values.keys().find(|name| called.parameter(name).is_none()) {
            return Err(Fault::new(format!("{template} has no parameter `{unknown}`")));
        }
        let missing = called.parameters.iter().find(|parameter| parameter.is_required() && !values.contains_key(&parameter.name));
        match missing {
            Some(parameter) => Err(Fault::new(format!("{template} needs the parameter `{}`", parameter.name))),
            None => Ok(()),
        }
    }
}

//! Types, parameters, variables, outputs.

use serde_json::{Map, Value as Json};

use super::layout::Doc;
use super::{Section, Writer, comment, types};
use crate::azure::graph::Fault;

impl Writer<'_> {
    pub fn types(&mut self) -> Result<Section, Fault> {
        let definitions = &self.template.definitions;
        definitions
            .iter()
            .map(|definition| {
                let name = &definition.name;
                opening(&definition.comment, &definition.schema)
                    .and_then(|mut printed| {
                        printed.push(Doc::text(format!("type {name} = ")));
                        printed.push(types::of(&definition.schema)?);
                        Ok(Doc::Glue(printed))
                    })
                    .map_err(|f| f.at(name).at("definitions"))
            })
            .collect()
    }

    pub fn parameters(&mut self) -> Result<Section, Fault> {
        let mut section = Section::new();
        for parameter in &self.template.parameters {
            let at = |fault: Fault| fault.at(&parameter.name).at("parameters");
            let mut printed = opening(&parameter.comment, &parameter.schema).map_err(at)?;
            printed.push(Doc::text(format!("param {} ", parameter.name)));
            printed.push(types::of(&parameter.schema).map_err(at)?);
            if let Some(default) = &parameter.default {
                printed.push(Doc::text(" = "));
                printed.push(self.value(default).map_err(|f| at(f.at("defaultValue")))?);
            }
            section.push(Doc::Glue(printed));
        }
        Ok(section)
    }

    pub fn variables(&mut self) -> Result<Section, Fault> {
        let mut section = Section::new();
        for variable in &self.template.variables {
            let mut printed = comment(variable.comment.iter().map(String::as_str));
            printed.push(Doc::text(format!("var {} = ", variable.name)));
            let value = self.value(&variable.value);
            printed.push(value.map_err(|f| f.at(&variable.name).at("variables"))?);
            section.push(Doc::Glue(printed));
        }
        Ok(section)
    }

    pub fn outputs(&mut self) -> Result<Section, Fault> {
        let mut section = Section::new();
        for output in &self.template.outputs {
            let at = |fault: Fault| fault.at(&output.name).at("outputs");
            let mut printed = opening(&output.comment, &output.schema).map_err(at)?;
            printed.push(Doc::text(format!("output {} ", output.name)));
            printed.push(types::of(&output.schema).map_err(at)?);
            printed.push(Doc::text(" = "));
            printed.push(self.value(&output.value).map_err(|f| at(f.at("value")))?);
            section.push(Doc::Glue(printed));
        }
        Ok(section)
    }
}

/// Comment and decorators, each with the end of its line.
fn opening(lines: &[String], schema: &Map<String, Json>) -> Result<Vec<Doc>, Fault> {
    let mut printed = comment(lines.iter().map(String::as_str));
    for decorator in types::decorators(schema)? {
        printed.extend([decorator, Doc::Hard]);
    }
    Ok(printed)
}

//! Prints templates as Bicep that Microsoft's formatter and linter leave as it is.

mod declare;
mod expression;
mod kind;
mod layout;
mod loops;
mod object;
mod operator;
mod parameters;
mod resource;
mod text;
mod types;

use anyhow::Result;

use super::graph::{Fault, Scope, Template, Templates};
use layout::Doc;

pub use parameters::parameters;

impl Templates {
    /// The Bicep file of this template, under the lines of `header` as comments.
    ///
    /// # Errors
    /// There is no such template, or a [`Fault`] in it: an expression that Bicep cannot say well among them.
    pub fn bicep(&self, name: &str, header: &[&str]) -> Result<String> {
        let template = self.template(name)?;
        let writer = Writer { template, loops: Vec::new() };
        Ok(writer.document(header).map_err(|fault| fault.within(name))?)
    }
}

/// Prints one template.
struct Writer<'a> {
    template: &'a Template,
    /// The loops around what is printed, outermost first.
    loops: Vec<loops::Around>,
}

/// The statements of a section, and whether each stands apart from its neighbours.
type Section = Vec<Doc>;

impl Writer<'_> {
    fn document(mut self, header: &[&str]) -> Result<String, Fault> {
        let mut opening = comment(header.iter().copied());
        opening.extend(comment(self.template.comment.iter().map(String::as_str)));
        let mut sections: Vec<Section> = Vec::new();
        if let Some(description) = &self.template.description {
            sections.push(vec![Doc::text(format!("metadata description = {}", text::literal_or_lines(description)))]);
        }
        if self.template.scope == Scope::Subscription {
            sections.push(vec![Doc::text("targetScope = 'subscription'")]);
        }
        sections.push(self.types()?);
        sections.push(self.parameters()?);
        sections.push(self.variables()?);
        sections.push(self.resources()?);
        sections.push(self.outputs()?);
        let mut printed = Doc::Glue(opening).print();
        for section in sections {
            let mut before: Option<String> = None;
            for statement in section.iter().map(Doc::print) {
                let apart = before.as_ref().is_none_or(|before| before.contains('\n') || statement.contains('\n'));
                if apart && !printed.is_empty() {
                    printed.push('\n');
                }
                printed.push_str(&statement);
                printed.push('\n');
                before = Some(statement);
            }
        }
        Ok(printed)
    }
}

/// Lines of comment, each with the end of its line.
fn comment<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Doc> {
    lines.flat_map(|line| [Doc::text(format!("// {line}").trim_end()), Doc::Hard]).collect()
}

#[cfg(test)]
mod tests;

//! Which template becomes which file, and with what in it.

use serde::Serialize;

use crate::facts::Facts;
use crate::model::Model;
use crate::render::Filling;
use crate::{azure, devops, helm, kubernetes, readme, scripts};

/// One file of the output, before it is rendered.
#[derive(Debug)]
pub struct Planned {
    pub path: String,
    pub content: Content,
}

#[derive(Debug)]
pub enum Content {
    /// A template by its path below `templates/`, and what it is filled with.
    Template { name: &'static str, filling: Filling },
    /// Text that a printer has made.
    Text(String),
}

/// All files of the output.
#[derive(Debug, Default)]
pub struct Plan {
    pub files: Vec<Planned>,
}

impl Plan {
    /// Plans a file from a template.
    ///
    /// # Panics
    /// See [`Filling::of`].
    pub fn template(&mut self, name: &'static str, path: impl Into<String>, context: impl Serialize) {
        self.filled(name, path, &Filling::of(&context));
    }

    /// Plans a file from a template, with a filling that other files have too.
    pub fn filled(&mut self, name: &'static str, path: impl Into<String>, filling: &Filling) {
        self.files.push(Planned { path: path.into(), content: Content::Template { name, filling: filling.clone() } });
    }

    /// Plans what another plan does, after what this one does.
    pub fn append(&mut self, mut other: Plan) {
        self.files.append(&mut other.files);
    }

    /// Plans a file whose text is made already.
    pub fn text(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.push(Planned { path: path.into(), content: Content::Text(text.into()) });
    }
}

/// Plans everything that a model calls for.
///
/// # Errors
/// A template of ours that does not hold together: a bug, named by template and place.
pub fn plan(model: &Model, facts: &Facts) -> anyhow::Result<Plan> {
    let mut plan = Plan::default();
    let templates = azure::plan(model, facts, &mut plan)?;
    let mut providers = templates.providers();
    // AKS makes container groups there, and no template does.
    providers.extend(model.features().virtual_nodes.then_some("Microsoft.ContainerInstance"));
    let given = templates.roles(facts);
    scripts::plan(model, facts, &providers, &given, &mut plan);
    helm::plan(model, facts, &mut plan)?;
    kubernetes::plan(model, facts, &mut plan);
    devops::plan(model, facts, &given, &mut plan);
    readme::plan(model, facts, &given, &mut plan);
    Ok(plan)
}

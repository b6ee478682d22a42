//! Images of branches: what the pipelines that build them have in common.

use std::collections::BTreeMap;

use serde::Serialize;

use super::identifier;
use crate::model::{App, Build, Model};

/// A repository beside that of the output, as a resource of a pipeline.
#[derive(Debug, Serialize)]
pub struct Source {
    alias: String,
    name: String,
    #[serde(rename = "ref")]
    reference: String,
}

/// A pattern of branches that have environments beside one.
#[derive(Debug, Serialize)]
pub struct Pattern<'a> {
    environment: &'a str,
    from: &'a str,
}

/// How each image is built that branches have, too.
pub fn built(model: &Model) -> impl Iterator<Item = &Build> {
    model.built().filter(|(app, _)| !model.branches_built(app).is_empty()).map(|(_, build)| build)
}

/// The repositories that they are built of, each once, by the name of an app that is.
pub fn sources(model: &Model) -> Vec<Source> {
    let foreign = built(model).filter_map(|build| Some((build.repository.as_ref()?, build)));
    let mut each = BTreeMap::new();
    for (repository, build) in foreign {
        each.entry(repository).or_insert_with(|| identifier(&build.app));
    }
    let source = |(repository, alias): (&crate::model::builds::Repository, String)| Source {
        alias,
        name: format!("{}/{}", repository.project, repository.name),
        reference: format!("refs/heads/{}", model.devops.branch.as_str()),
    };
    each.into_iter().map(source).collect()
}

/// The branches of an app whose images are built.
pub fn patterns<'a>(model: &'a Model, app: &App) -> Vec<Pattern<'a>> {
    model.branches_built(app).into_iter().map(|(environment, from)| Pattern { environment: &environment.name, from }).collect()
}

/// What the pipeline of branches is called.
pub fn pipeline(model: &Model) -> String {
    format!("{}-branches", model.name)
}

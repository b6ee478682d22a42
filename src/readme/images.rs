//! Images of our registry: those that pipelines build, and those that somebody pushes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::capacity;
use crate::devops::app_pipeline;
use crate::model::{Build, Model};

#[derive(Debug, Serialize)]
pub struct Images<'a> {
    /// Built elsewhere, without the registry.
    pushed: BTreeSet<&'a str>,
    built: Vec<Built<'a>>,
    /// The service connection by which pipelines push.
    connection: String,
    /// Of repositories beside the one of the output, each once.
    repositories: BTreeSet<String>,
    /// Apps whose pipeline must be told a tag: it is neither built nor in the blueprint.
    asked: bool,
}

/// An image that a pipeline builds.
#[derive(Debug, Serialize)]
struct Built<'a> {
    image: &'a str,
    pipeline: String,
    folder: Option<&'a str>,
    repository: Option<String>,
    dockerfile: &'a str,
    /// Of vulnerabilities that keep it from being pushed; and whether those do that nobody has mended.
    severities: String,
    unfixed: bool,
}

impl<'a> Images<'a> {
    pub fn new(model: &'a Model) -> Self {
        let mut pushed = capacity::images(model);
        pushed.retain(|image| model.built().all(|(_, build)| build.image != *image));
        let unbuilt = model.apps.iter().filter(|app| model.build_of(app).is_none());
        Self {
            pushed,
            built: model.built().map(|(app, build)| Built::new(app_pipeline(model, app), build)).collect(),
            connection: model.pushing_connection(),
            repositories: model.built().filter_map(|(_, build)| repository(build)).collect(),
            asked: unbuilt.flat_map(|app| &app.placements).any(|placement| placement.tag.is_none()),
        }
    }
}

impl<'a> Built<'a> {
    fn new(pipeline: String, build: &'a Build) -> Self {
        Self {
            image: &build.image,
            pipeline,
            folder: build.path.as_deref(),
            repository: repository(build),
            dockerfile: &build.dockerfile,
            severities: build.severities.to_lowercase().replace(',', ", "),
            unfixed: build.unfixed,
        }
    }
}

fn repository(build: &Build) -> Option<String> {
    build.repository.as_ref().map(|repository| format!("{}/{}", repository.project, repository.name))
}

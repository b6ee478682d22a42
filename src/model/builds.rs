//! Images that the pipelines of apps build: of which source, and what keeps one from being pushed.

use serde::Serialize;

use super::{App, Model};
use crate::blueprint::builds::Severity;
use crate::blueprint::text::{Label, RepositoryUrl};
use crate::blueprint::{Blueprint, builds};

/// An image, and where its source is.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Build {
    pub app: Label,
    /// In our registry, without a tag.
    pub image: String,
    /// None where the source stands beside the output.
    pub repository: Option<Repository>,
    /// As it is written.
    #[serde(skip)]
    pub url: Option<String>,
    /// None where the whole repository is the source.
    pub path: Option<String>,
    pub dockerfile: String,
    /// As Trivy writes them, from the mildest on.
    pub severities: String,
    pub unfixed: bool,
}

/// A repository of Azure Repos.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Repository {
    pub project: String,
    pub name: String,
}

impl Repository {
    /// The one of this URL, if it is one of Azure Repos: `https://dev.azure.com/ORGANIZATION/PROJECT/_git/NAME`, or as it was written before,
    /// `https://ORGANIZATION.visualstudio.com/PROJECT/_git/NAME`. The first of a project may leave the project out.
    pub fn of(url: &RepositoryUrl) -> Option<Self> {
        let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
        let path = if host == "dev.azure.com" { path.split_once('/')?.1 } else { host.ends_with(".visualstudio.com").then_some(path)? };
        let path = path.strip_prefix("DefaultCollection/").unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let (project, name) = match parts[..] {
            ["_git", name] => (name, name),
            [project, "_git", name] => (project, name),
            _ => return None,
        };
        Some(Self { project: decoded(project)?, name: decoded(name)? })
    }
}

/// A part of a URL as Azure DevOps shows it; nothing where it has what `setup.sh` takes in no name.
fn decoded(part: &str) -> Option<String> {
    let text = part.replace("%20", " ");
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, ' ' | '.' | '_' | '-');
    text.chars().all(plain).then_some(text)
}

/// What the apps write that are built; nothing of a repository that is none of Azure Repos, which a rule refuses.
pub(super) fn builds(blueprint: &Blueprint) -> Vec<Build> {
    let built = blueprint.apps.iter().filter_map(|(name, app)| Some((name, app, app.build.as_ref()?)));
    let of = |(name, app, build): (&Label, &crate::blueprint::App, &builds::Build)| {
        let repository = match &build.repository {
            Some(url) => Some(Repository::of(url)?),
            None => None,
        };
        Some(Build {
            app: name.clone(),
            image: app.image.to_string(),
            repository,
            url: build.repository.as_ref().map(ToString::to_string),
            path: build.path.as_ref().map(ToString::to_string),
            dockerfile: build.dockerfile.as_ref().map_or_else(|| "Dockerfile".to_owned(), ToString::to_string),
            severities: severities(build.scan.severities.as_deref().unwrap_or(&[Severity::High, Severity::Critical])),
            unfixed: build.scan.unfixed,
        })
    };
    built.filter_map(of).collect()
}

fn severities(written: &[Severity]) -> String {
    let mut sorted = written.to_vec();
    sorted.sort_unstable();
    let name = |severity: &Severity| match severity {
        Severity::Low => "LOW",
        Severity::Medium => "MEDIUM",
        Severity::High => "HIGH",
        Severity::Critical => "CRITICAL",
    };
    sorted.iter().map(name).collect::<Vec<_>>().join(",")
}

impl Model {
    /// How the image of an app is built, if its pipeline does.
    pub fn build_of(&self, app: &App) -> Option<&Build> {
        self.builds.iter().find(|build| build.app == app.name)
    }

    /// Those of apps that run somewhere, and so have a pipeline.
    pub fn built(&self) -> impl Iterator<Item = (&App, &Build)> {
        self.apps.iter().filter(|app| !app.placements.is_empty()).filter_map(|app| Some((app, self.build_of(app)?)))
    }

    /// The service connection by which images are pushed. No platform is called so: none has a dot in its name.
    pub fn pushing_connection(&self) -> String {
        format!("{}.images", self.devops.service_connection.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Repository;
    use crate::blueprint::text::RepositoryUrl;

    fn of(url: &str) -> Option<(String, String)> {
        let url: RepositoryUrl = serde_json::from_value(url.into()).unwrap();
        Repository::of(&url).map(|repository| (repository.project, repository.name))
    }

    #[test]
    fn repositories_are_found_by_their_urls() {
        let found = |project: &str, name: &str| Some((project.to_owned(), name.to_owned()));
        assert_eq!(of("https://dev.azure.com/shop/platform/_git/front%20end"), found("platform", "front end"));
        assert_eq!(of("https://dev.azure.com/shop/_git/front"), found("front", "front"));
        assert_eq!(of("https://shop.visualstudio.com/DefaultCollection/web/_git/front"), found("web", "front"));
        for other in ["https://github.com/shop/_git/front", "https://dev.azure.com/shop/web/_git/front%27s", "https://dev.azure.com/shop/web/front"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}

//! Images of branches: which apps have theirs built, and whose branches those are.

use super::{App, Build, Environment, Model};

/// What git calls the repository in which the output stands.
pub const ORIGIN: &str = "origin";

/// What the tag of each begins with. That of a released one is a commit, and no person may name one that begins so.
pub const PREFIX: &str = "branch--";

impl Build {
    /// The repository that its source is in, as git is told it.
    pub fn remote(&self) -> &str {
        self.url.as_deref().unwrap_or(ORIGIN)
    }
}

impl Model {
    /// Apps of which the images of branches beside an environment are built.
    pub fn built_beside<'a>(&'a self, environment: &'a str) -> impl Iterator<Item = (&'a App, &'a Build)> {
        let runs = move |app: &App| app.placements.iter().any(|placement| placement.environment.as_str() == environment && placement.in_branch().is_some());
        self.built().filter(move |(app, _)| runs(app))
    }

    /// Environments beside which the images of an app's branches are built, and which branches those are.
    pub fn branches_built(&self, app: &App) -> Vec<(&Environment, &str)> {
        let beside = |environment: &'_ Environment| self.built_beside(&environment.name).any(|(built, _)| built.name == app.name);
        self.environments
            .iter()
            .filter(|environment| beside(environment))
            .filter_map(|environment| Some((environment, environment.branches.as_ref()?.from.as_str())))
            .collect()
    }

    /// The repositories whose branches have environments beside one: those that are written, and the sources of what is built. None where it is the one
    /// of the output alone.
    pub fn branch_repositories<'a>(&'a self, environment: &'a Environment) -> Vec<&'a str> {
        let Some(branches) = &environment.branches else { return Vec::new() };
        let mut found: Vec<&str> = branches.repositories.iter().map(|url| url.as_str()).collect();
        let mut sources: Vec<&str> = self.built_beside(&environment.name).map(|(_, build)| build.remote()).collect();
        if found.is_empty() {
            sources.insert(0, ORIGIN);
        }
        for source in sources {
            if !found.contains(&source) {
                found.push(source);
            }
        }
        if found == [ORIGIN] { Vec::new() } else { found }
    }
}

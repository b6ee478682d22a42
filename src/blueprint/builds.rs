//! Where the image of an app is built from, and what keeps one from being pushed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{FolderPath, RepositoryUrl};

/// The source of an app's image. Its pipeline builds it whenever the source changes, looks for vulnerabilities, pushes it, and deploys what it pushed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Build {
    /// The repository of Azure Repos that it stands in; the one in which the output stands, where none is written.
    pub repository: Option<RepositoryUrl>,
    /// The folder of it from which the image is built; all of another repository, where none is written.
    pub path: Option<FolderPath>,
    /// The Dockerfile, by its path in that folder; `Dockerfile` where none is written.
    pub dockerfile: Option<FolderPath>,
    /// What keeps an image from being pushed.
    #[serde(default)]
    pub scan: Scan,
}

/// Which known vulnerabilities an image must not have. What a team accepts all the same it writes into `.trivyignore` beside the source.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Scan {
    /// How severe; high and critical where none are written.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub severities: Option<Vec<Severity>>,
    /// Whether those count, too, that nobody has mended yet.
    #[serde(default)]
    pub unfixed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

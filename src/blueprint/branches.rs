//! Environments of branches: what a branch of the sources is given beside the environment itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::organisation::Quota;
use super::text::{BranchPattern, Days, RepositoryUrl};

/// Branches that may have an environment of their own: a namespace of the team, a part of its quota, and a host for each app.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["from"]))]
pub struct Branches {
    /// Which branches may have one, such as `feature/*`; `*` stands for anything.
    pub from: BranchPattern,
    /// How long one stays to which nothing is deployed any more.
    pub expire: Days,
    /// How many of them each team may have at a time.
    #[schemars(range(min = 1, max = 1000))]
    pub live: u32,
    /// What each of them takes of the team's quota. Storage that is not written it has none of, where the team's is limited.
    pub quota: Quota,
    /// The repositories whose branches these are; the one in which the output stands, where none are written.
    #[schemars(extend("uniqueItems" = true))]
    pub repositories: Vec<RepositoryUrl>,
}

impl Days {
    /// As a number.
    pub fn count(&self) -> u32 {
        self.trim_end_matches('d').parse().unwrap_or_default()
    }
}

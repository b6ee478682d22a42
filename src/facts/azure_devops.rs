//! What Azure DevOps calls what has no name in a pipeline's YAML.

use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AzureDevOps {
    pub audiences: Audiences,
    pub api: Interfaces,
    pub checks: Checks,
    pub branch_control: TaskReference,
    /// The kind of branch policy.
    pub build_validation: String,
    /// The kind that asks for reviewers.
    pub reviewers: String,
    /// The kind that asks for certain ones.
    pub required_reviewers: String,
    /// The scope in which roles on environments are given.
    pub environment_roles: String,
    pub builds: BuildsScope,
    /// Of hosted agents, where none is named.
    pub image: String,
    /// What asking what would change needs; and of that, what it does not.
    pub what_if: Vec<String>,
    pub what_if_not: Vec<String>,
}

/// For whom tokens are made out.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Audiences {
    pub azure_devops: String,
    /// Of the tokens that service connections hand to Entra.
    pub federation: String,
}

/// Versions of the parts of its REST interface.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Interfaces {
    pub environments: String,
    pub checks: String,
    pub connections: String,
    pub pipelines: String,
    pub policies: String,
    pub repositories: String,
    pub projects: String,
    pub identities: String,
    /// Agent pools, as projects see them.
    pub queues: String,
    pub roles: String,
    /// Rights of its security namespaces.
    pub access: String,
}

/// The security namespace of pipelines, and in it the right to start one.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BuildsScope {
    pub namespace: String,
    pub queue: u32,
}

/// Kinds of checks.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    pub approval: Reference,
    pub lock: Reference,
    pub task: Reference,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TaskReference {
    pub id: String,
    pub name: String,
    pub version: String,
}

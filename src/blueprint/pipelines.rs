//! Pipelines: where they run and as whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{AgentImage, Branch, ConnectionName, FolderPath, ScriptText};

/// Pipelines that deploy what is generated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pipelines {
    pub azure_dev_ops: AzureDevOps,
}

/// Azure DevOps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AzureDevOps {
    /// The service connection to Azure (workload identity federation) that deploys.
    pub service_connection: ConnectionName,
    /// The image of the hosted agents.
    pub agents: AgentImage,
    /// The branch from which is deployed.
    pub branch: Branch,
    /// Where the blueprint stands in the repository.
    pub blueprint: FolderPath,
    /// Where the output stands in the repository.
    pub output: FolderPath,
    /// Lines of bash that put `aksgen` on the PATH, in the place of installing the version that the output's lock names.
    pub install: Option<ScriptText>,
}

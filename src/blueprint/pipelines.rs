//! Pipelines: where they run and as whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{AgentImage, AgentPool, Branch, ConnectionName, FolderPath, ScriptText};

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
    /// A service connection by which pull requests ask what would change, in the place of the one that deploys: its identity needs to read, and
    /// no more. A platform that is deployed by a connection of its own has one of its own: `<that>-<platform>`.
    pub pull_request_connection: Option<ConnectionName>,
    /// Where the pipelines run: on hosted agents with this image, or on those of a pool of one's own, `{pool: NAME}`.
    pub agents: Agents,
    /// Where pull requests run, whose pipeline is what their branch says, and where images of branches are built: `agents` where those are hosted, and hosted agents where those are one's own.
    pub pull_request_agents: Option<Agents>,
    /// The branch from which is deployed.
    pub branch: Branch,
    /// Where the blueprint stands in the repository.
    pub blueprint: FolderPath,
    /// Where the output stands in the repository.
    pub output: FolderPath,
    /// Lines of bash that put `aksgen` on the PATH, in the place of installing the version that the output's lock names.
    pub install: Option<ScriptText>,
}

/// The machines on which pipelines run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Agents {
    /// Microsoft's own, with this image. They stand in no network of ours.
    Hosted(AgentImage),
    Own(OwnAgents),
}

/// Agents that stand where their owner puts them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OwnAgents {
    /// The name of the pool in Azure DevOps.
    pub pool: AgentPool,
}

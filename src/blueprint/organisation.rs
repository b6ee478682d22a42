//! Platforms, environments, teams and the registry: who owns what, and where it stands.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::branches::Branches;
use super::quantity;
use super::settings::EnvironmentWaf;
use super::text::{Approver, CertificateName, ConnectionName, Cpu, Guid, HostName, Label, Memory, ObjectId, Region, RegistryId, RegistryName};
use super::zone::Zone;
use super::{WrittenCluster, WrittenSettings};

/// What is provisioned and paid for, in each of its regions.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Platform {
    /// The regions of this platform; all of the blueprint where none are written.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub regions: Vec<Region>,
    /// The subscription in which it stands, of the same tenant, where that is another than `azure.subscription`.
    pub subscription: Option<Guid>,
    /// The service connection by which pipelines deploy it, where that is another than `pipelines.azureDevOps.serviceConnection`. A
    /// subscription of its own has one of its own: `<that>-<platform>`.
    pub service_connection: Option<ConnectionName>,
    /// Settings for one region of this platform.
    #[serde(default)]
    pub per_region: BTreeMap<Region, WrittenSettings>,
    /// Settings for one of the clusters that stand side by side, by the team or the environment that it is named after: in each region.
    #[serde(default)]
    pub per_cluster: BTreeMap<Label, WrittenCluster>,
    #[serde(flatten)]
    pub settings: WrittenSettings,
}

/// Where apps run.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Environment {
    /// The platform that it runs on; the one of its own name where none is written.
    pub platform: Option<Label>,
    /// The domain under which its apps are reached.
    pub domain: Option<HostName>,
    /// Who hosts this domain.
    pub zone: Option<Zone>,
    /// The certificate of `*.<domain>`, by its name in the vault. Without one the gateway answers plain HTTP.
    pub certificate: Option<CertificateName>,
    /// What the firewall of an application gateway does otherwise for its requests.
    pub waf: Option<EnvironmentWaf>,
    /// Branches that have an environment of their own beside this one.
    pub branches: Option<Branches>,
    /// Any of whom must agree before pipelines change it, the platform that it runs on, or what platforms share: groups of the project in
    /// Azure DevOps, by name, or people, by their e-mail address. Where there are some, people of the teams look at what runs in it, and
    /// change nothing by hand.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub approvers: Vec<Approver>,
}

/// A team and what it may use.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["group"]))]
pub struct Team {
    /// Object id of the team's Entra group.
    /// Its people look at the namespaces of the team, and run and restart what is in them where nobody approves.
    pub group: ObjectId,
    /// What the team may use in each environment of each cluster.
    pub quota: Quota,
}

/// What a namespace may request.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Quota {
    pub cpu: Cpu,
    pub memory: Memory,
    /// What its disks and shares may ask for together; any amount where it is not written.
    pub storage: Option<Memory>,
    /// How many disks and shares it may have; any number where it is not written.
    #[schemars(range(min = 0, max = 10000))]
    pub volumes: Option<u32>,
}

impl Quota {
    /// What is left of it when others have taken so much, each. What is limited in all is limited in the rest.
    pub fn without(&self, each: &Self, times: u32) -> Self {
        let rest = |all: Option<u64>, part: Option<u64>| all.unwrap_or_default().saturating_sub(part.unwrap_or_default().saturating_mul(u64::from(times)));
        Self {
            cpu: Cpu::of(rest(quantity::millicpu(&self.cpu), quantity::millicpu(&each.cpu))),
            memory: Memory::of(rest(quantity::kibibytes(&self.memory), quantity::kibibytes(&each.memory))),
            storage: self.storage.as_ref().map(|all| Memory::of(rest(quantity::kibibytes(all), each.storage.as_deref().and_then(quantity::kibibytes)))),
            volumes: self.volumes.map(|all| all.saturating_sub(each.volumes.unwrap_or_default().saturating_mul(times))),
        }
    }

    /// A part of this one: it has none of what this one limits and the part does not name.
    pub fn part(&self, part: &Self) -> Self {
        Self {
            storage: part.storage.clone().or_else(|| self.storage.as_ref().map(|_| Memory::of(0))),
            volumes: part.volumes.or(self.volumes.map(|_| 0)),
            ..part.clone()
        }
    }
}

/// The container registry, shared by all platforms.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Registry {
    /// One that exists, in any subscription of the tenant: nodes may pull from it. Nothing else is written then.
    pub existing: Option<RegistryId>,
    /// Its name, unique in all of Azure; made from the blueprint's name and domain where it is not written.
    pub name: Option<RegistryName>,
    /// Premium where platforms stand in several regions, to all of which it is then replicated; standard where they do not.
    pub sku: Option<RegistrySku>,
    /// Object ids of Entra groups that may push images.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub push: Vec<ObjectId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RegistrySku {
    Basic,
    Standard,
    Premium,
}

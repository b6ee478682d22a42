//! What a user writes: the types of a blueprint, which are its schema.
//!
//! What cascades ([`Settings`]) is typed only after the levels have been merged, so its types have no options where
//! the defaults of this release always give a value.

pub mod apps;
pub mod branches;
pub mod builds;
pub mod cascade;
mod forms;
pub mod global;
pub mod jobs;
pub mod organisation;
pub mod pipelines;
pub mod quantity;
pub mod schema;
pub mod settings;
pub mod shape;
pub mod storage;
pub mod text;
pub mod zone;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use apps::{App, Probes, Reach, Scale};
pub use organisation::{Environment, Platform, Registry, Team};
pub use pipelines::Pipelines;
pub use settings::Settings;
use text::{Guid, HostName, Label, ObjectId, Region, TagName, TagValue};
use zone::Zone;

/// One blueprint: everything a company needs around Azure Kubernetes Service.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-required" = ["name", "admins", "regions", "environments", "teams"]))]
pub struct Blueprint {
    /// Prefix of every name that is made, such as the name of the company or product.
    /// Under another one all is made anew beside what stands.
    pub name: Label,
    /// DNS domain of the environments that name none: each gets `<environment>.<domain>`, the last one promoted to the domain itself.
    /// Names of vaults and of the registry are made from it: under another one they are made anew, and empty.
    pub domain: Option<HostName>,
    /// Who hosts the domains of the environments that do not say it themselves.
    pub zone: Zone,
    /// Object id of the Entra group that administers the clusters.
    pub admins: ObjectId,
    /// Tags on every resource and resource group that takes tags.
    #[serde(default)]
    pub tags: BTreeMap<TagName, TagValue>,
    /// Where to deploy, if it is the same for everything. What is not written is read from the signed-in account.
    #[serde(default)]
    pub azure: Azure,
    /// Azure regions, home first.
    #[schemars(length(min = 1), extend("uniqueItems" = true, "x-below" = "the Azure region to deploy to, such as `regions: [westeurope]`"))]
    pub regions: Vec<Region>,
    /// What is provisioned and paid for: network, gateway, cluster, vault. Without any, each environment is a platform of its own.
    #[serde(default)]
    pub platforms: BTreeMap<Label, Platform>,
    /// Where apps run.
    #[schemars(extend("minProperties" = 1, "x-below" = "apps run in an environment, such as `environments: {production: {}}`"))]
    pub environments: BTreeMap<Label, Environment>,
    /// The order in which a version of an app moves through the environments; with one environment it need not be written.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub promotion: Vec<Label>,
    /// Who owns apps. Each team has a namespace in each environment.
    pub teams: BTreeMap<Label, Team>,
    /// What runs.
    #[serde(default)]
    pub apps: BTreeMap<Label, App>,
    /// The container registry that all clusters pull from.
    pub registry: Registry,
    /// Pipelines that deploy what is generated.
    pub pipelines: Pipelines,
    /// Whether vaults, the registry and DNS zones are locked, so that nobody deletes them by mistake. Locking takes a role that may do so.
    pub locks: bool,
    /// Findings that are known and accepted.
    #[serde(default)]
    pub allow: Vec<Allowance>,
    #[serde(flatten)]
    pub settings: WrittenSettings,
}

/// The tenant and subscription to deploy to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Azure {
    /// Entra tenant id.
    pub tenant: Option<Guid>,
    /// Azure subscription id.
    pub subscription: Option<Guid>,
}

/// A finding that is known and accepted, at one place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["code", "path", "reason"]))]
pub struct Allowance {
    /// The code of the finding, such as `AKS0303`.
    pub code: text::CodeId,
    /// The path that the finding names, or one above it.
    pub path: String,
    /// Why this is right here.
    pub reason: String,
    /// The day after which the finding is reported again, `YYYY-MM-DD`.
    pub until: Option<text::Day>,
}

/// Settings as they stand at one level of the cascade: any part may be missing. They are read from the merged tree.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WrittenSettings {}

impl JsonSchema for WrittenSettings {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WrittenSettings".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Settings::json_schema(generator)
    }
}

/// Settings of one cluster, as they are written: what clusters beside it need not have alike.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WrittenCluster {
    /// Settings of it in one region.
    #[serde(default)]
    pub per_region: BTreeMap<text::Region, WrittenClusterSettings>,
    #[serde(flatten)]
    pub settings: WrittenClusterSettings,
}

/// Settings of a cluster at one level of the cascade.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WrittenClusterSettings {}

/// What all clusters of a platform in a region have alike: they share the network, the vault of their backups, the hours in which they run, and the gateway.
const ALIKE: [&str; 5] = ["api", "backup", "cni", "gateway", "hours"];

impl JsonSchema for WrittenClusterSettings {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WrittenClusterSettings".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let kubernetes = generator.subschema_for::<OwnKubernetes>();
        let identities = generator.subschema_for::<OwnIdentities>();
        let releases = generator.subschema_for::<settings::Releases>();
        schemars::json_schema!({"type": "object", "properties": {"kubernetes": kubernetes, "releases": releases, "identities": identities}})
    }
}

/// What a cluster may have of its own in these.
struct OwnKubernetes;
struct OwnIdentities;

impl JsonSchema for OwnKubernetes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OwnKubernetes".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        own(settings::Kubernetes::json_schema(generator))
    }
}

impl JsonSchema for OwnIdentities {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OwnIdentities".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        own(settings::Identities::json_schema(generator))
    }
}

fn own(mut schema: schemars::Schema) -> schemars::Schema {
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        properties.retain(|key, _| !ALIKE.contains(&key.as_str()));
    }
    schema
}

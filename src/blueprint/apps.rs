//! Apps: what a team writes to have something run.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::builds::Build;
use super::jobs::{BeforeRollout, Job, JobSettings, Test};
use super::schema;
use super::storage::{Storage, StorageSettings};
use super::text::{
    ChartFile, ChartFolder, CommandWord, Cpu, HostPart, Image, ImageTag, Label, Memory, PoolName, Region, RoutePath, SecretFile, SecretName, UrlPath,
    VariableName, VariableValue,
};

const REQUESTS: &str = "write what it is given, as `resources: {cpu: 250m, memory: 256Mi}`: both are requested, and memory is its own limit";

/// Why an app cannot listen on the ports of old.
const BELOW_1024: &str =
    "a port below 1024 takes a privilege that pods do not have here; requests from outside come by 443 or 80 whatever the port of the app is";

/// Keys that charts and manifests have, and what says the same here.
fn elsewhere() -> serde_json::Value {
    serde_json::json!({
        "autoscaling": "write `scale: {min: 2, max: 10, cpu: 70}`",
        "cpu": "write `resources: {cpu: 100m, memory: 128Mi}`",
        "domain": "the domain is that of the environment; write `expose: {host: …}`, the label before it",
        "env": "write `config: {NAME: value}`, and `secrets` for what nobody may read",
        "envFrom": "write `config: {NAME: value}`, and `secrets` for what nobody may read",
        "healthcheck": "write `probes: {live: /healthz, ready: /readyz}`",
        "healthCheck": "write `probes: {live: /healthz, ready: /readyz}`",
        "host": "write `expose: {host: …}`",
        "ingress": "write `expose: {host: …}`",
        "limits": "write `resources: {cpu: 100m, memory: 128Mi}`: memory is its limit, too",
        "livenessProbe": "write `probes: {live: /healthz}`",
        "memory": "write `resources: {cpu: 100m, memory: 128Mi}`",
        "ports": "write `port`: an app listens on one, and on another for its metrics at most",
        "readinessProbe": "write `probes: {ready: /readyz}`",
        "replicas": "write `scale: {min: 2, max: 2}`",
        "schedule": "write `jobs: {NAME: {schedule: …, command: […]}}`",
        "volumes": "write `storage: {NAME: {path: /data, size: 10Gi}}`",
        "environment": "write `config: {NAME: value}`, and `secrets` for what nobody may read",
        "variables": "write `config: {NAME: value}`, and `secrets` for what nobody may read",
        "hostname": "write `expose: {host: …}`",
        "volumeMounts": "write `storage: {NAME: {path: /data, size: 10Gi}}`",
        "persistence": "write `storage: {NAME: {path: /data, size: 10Gi}}`",
        "cron": "write `jobs: {NAME: {schedule: …, command: […]}}`",
        "cronJobs": "write `jobs: {NAME: {schedule: …, command: […]}}`",
        "job": "write `jobs: {NAME: {schedule: …, command: […]}}`",
        "namespace": "it is made of the team and the environment: `<team>-<environment>`",
    })
}

/// An app. Each environment may write any part of it anew under `environments`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["team", "image"], "x-refused" = elsewhere()))]
pub struct App {
    /// The team that owns it.
    pub team: Label,
    /// Its image, without a tag.
    pub image: Image,
    /// Its source, where the pipeline of the app builds it; else it is built elsewhere, and pushed by whoever may.
    pub build: Option<Build>,
    /// The tag that runs until a pipeline deploys another.
    pub tag: Option<ImageTag>,
    /// The program that it runs, with its words, in the place of what its image starts (its entry point).
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub command: Vec<CommandWord>,
    /// Words for that, or for what its image starts, in the place of those that the image has (its CMD).
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub args: Vec<CommandWord>,
    /// The port on which it listens; none where it listens on nothing, takes no requests and has no probes.
    #[schemars(range(min = 1024, max = 65535), extend("x-below" = BELOW_1024))]
    pub port: Option<u16>,
    /// Paths that tell whether it lives and is ready.
    #[serde(default)]
    pub probes: Probes,
    /// Where it tells its metrics to what reads them in its clusters.
    pub metrics: Option<Metrics>,
    /// Whether it tells Application Insights of requests, failures and traces: by a library of its own, which the environment variable
    /// `APPLICATIONINSIGHTS_CONNECTION_STRING` says where to. Those of an environment are kept together.
    #[serde(default, rename = "applicationInsights")]
    pub application_insights: bool,
    /// What one replica is given.
    pub resources: Resources,
    /// Replicas.
    pub scale: Scale,
    /// The node pool that it runs on, in every cluster that it runs in; any pool that takes apps where it is not written.
    pub pool: Option<PoolName>,
    /// Whether it runs on virtual nodes, in Azure Container Instances; its cluster must have such (`kubernetes.virtualNodes`).
    #[serde(default, rename = "virtualNodes")]
    pub virtual_nodes: bool,
    /// A secret of Kubernetes in its namespace by which its image is pulled; nodes pull images of the registry without one.
    #[serde(rename = "pullSecret")]
    pub pull_secret: Option<Label>,
    /// The host under which it is reached; not at all from outside where it is not written.
    pub expose: Option<Expose>,
    /// Environment variables.
    #[serde(default)]
    pub config: BTreeMap<VariableName, VariableValue>,
    /// Secrets: the name of the file in the pod, and the name of the secret in Key Vault.
    #[serde(default)]
    pub secrets: BTreeMap<SecretFile, SecretName>,
    /// What outlives its pods, by a name of one's own.
    #[serde(default)]
    pub storage: BTreeMap<Label, Storage>,
    /// What it does at set times, by a name of one's own.
    #[serde(default)]
    pub jobs: BTreeMap<Label, Job>,
    /// Whether it is nothing but its jobs: no pod of it runs all the time, and none takes requests.
    #[serde(default, rename = "onlyJobs")]
    pub only_jobs: bool,
    /// What it does before each rollout.
    #[serde(rename = "beforeRollout")]
    pub before_rollout: Option<BeforeRollout>,
    /// How it is tried after each rollout.
    pub test: Option<Test>,
    /// Where it connects to outside the cluster. All else is denied.
    #[serde(default)]
    pub reaches: Vec<Reach>,
    /// Apps that it calls, in the same environment: no other lets it in. Where each is, the environment variable `<APP>_URL` says.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub calls: Vec<Label>,
    /// Whether it sends traces, metrics or logs by OTLP to the collector of its cluster (`releases.monitoring`): the environment variables of OpenTelemetry say where.
    #[serde(default)]
    pub telemetry: bool,
    /// Files of one's own in its chart.
    pub chart: Option<OwnChart>,
    /// Further values for its chart, which templates of one's own read (`chart`).
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
    /// The environments that it runs in, each with what differs there; all of them where none are written.
    #[serde(default)]
    pub environments: BTreeMap<Label, AppSettings>,
}

/// Files of one's own in the chart of an app.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OwnChart {
    /// The folder in which they stand: each comes into the chart at its path in the folder, in the place of a generated one that has this path.
    pub files: ChartFolder,
    /// Generated files that the chart goes without.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub without: Vec<ChartFile>,
}

/// What of an app is alike in all environments.
const FIXED: [&str; 5] = ["team", "build", "onlyJobs", "chart", "environments"];

/// What of it may differ between regions.
const OF_REGIONS: [&str; 9] = ["tag", "resources", "scale", "pool", "virtualNodes", "config", "secrets", "reaches", "values"];

/// Maps of an app that `null` takes away, with all that stands in them, where a level is laid over it.
const EMPTIED: [&str; 5] = ["config", "jobs", "probes", "secrets", "storage"];

/// Has `null` mean that nothing is left, at maps that may be empty.
fn empty(schema: &mut schemars::Schema) {
    let Some(serde_json::Value::Object(properties)) = schema.get_mut("properties") else { return };
    for key in EMPTIED {
        if let Some(property) = properties.get_mut(key).and_then(serde_json::Value::as_object_mut) {
            property.insert("x-emptied".into(), true.into());
        }
    }
}

/// Says of keys that an app has, and that this part of it has not, where they are written.
fn refuse(schema: &mut schemars::Schema, keys: &[impl AsRef<str>], why: &str) {
    if let Some(serde_json::Value::Object(refused)) = schema.get_mut("x-refused") {
        refused.extend(keys.iter().map(|key| (key.as_ref().to_owned(), why.into())));
    }
}

/// Any part of an app, for one environment.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AppSettings {}

impl JsonSchema for AppSettings {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AppSettings".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = schema::any_part(App::json_schema(generator));
        if let Some(serde_json::Value::Object(properties)) = schema.get_mut("properties") {
            for fixed in FIXED {
                properties.remove(fixed);
            }
            let mut storage = generator.subschema_for::<BTreeMap<Label, StorageSettings>>();
            storage.insert("x-removable".into(), true.into());
            storage.insert("description".into(), "What outlives its pods; `null` takes one away, or all.".into());
            properties.insert("storage".into(), storage.into());
            let mut jobs = generator.subschema_for::<BTreeMap<Label, JobSettings>>();
            jobs.insert("x-removable".into(), true.into());
            jobs.insert("description".into(), "What it does at set times; `null` takes one away, or all.".into());
            properties.insert("jobs".into(), jobs.into());
            let mut regions = generator.subschema_for::<BTreeMap<Region, AppRegion>>();
            regions.insert("description".into(), "What differs in one region of the environment's platform.".into());
            properties.insert("perRegion".into(), regions.into());
        }
        empty(&mut schema);
        refuse(&mut schema, &FIXED, "it is alike in all environments: write it for the app itself");
        schema
    }
}

/// What of an app may differ in a region: how it runs there and what it is told, not what it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AppRegion {}

impl JsonSchema for AppRegion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AppRegion".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = schema::any_part(App::json_schema(generator));
        let mut alike = Vec::new();
        if let Some(serde_json::Value::Object(properties)) = schema.get_mut("properties") {
            alike.extend(properties.keys().filter(|key| !OF_REGIONS.contains(&key.as_str())).cloned());
            properties.retain(|key, _| OF_REGIONS.contains(&key.as_str()));
        }
        empty(&mut schema);
        refuse(&mut schema, &alike, "it is alike in all regions: write it for the environment, or the app itself");
        schema
    }
}

/// Paths of the probes; where none is written, the port is opened, if there is one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Probes {
    /// Such as "/healthz": where it fails, the replica is restarted.
    pub live: Option<UrlPath>,
    /// Such as "/readyz": where it fails, the replica gets no requests.
    pub ready: Option<UrlPath>,
}

/// Where an app tells its metrics, in the text format of Prometheus.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["path"]))]
pub struct Metrics {
    /// Such as "/metrics".
    pub path: UrlPath,
    /// The port on which it does, where it is not that of its requests.
    #[schemars(range(min = 1024, max = 65535), extend("x-below" = BELOW_1024))]
    pub port: Option<u16>,
}

/// What one replica is given.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-refused" = {"requests": REQUESTS, "limits": REQUESTS}))]
pub struct Resources {
    /// Requested processor.
    pub cpu: Cpu,
    /// Requested memory, which is its limit too.
    pub memory: Memory,
}

/// How many replicas run, and what more are started for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Scale {
    /// How many run at least, in each region.
    #[schemars(range(min = 1, max = 1000))]
    pub min: u32,
    /// How many run at most, in each region.
    #[schemars(range(min = 1, max = 1000))]
    pub max: u32,
    /// Use of the requested processor, in percent, above which replicas are added.
    #[schemars(range(min = 1, max = 100))]
    pub cpu: u32,
}

/// How an app is reached from outside the cluster.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["host"]))]
pub struct Expose {
    /// The label before the domain of the environment.
    pub host: HostPart,
    /// What of the host is its own, with all below: several apps may share a host, each at its path. The app is asked with the path as it is. All of the host where it is not written.
    pub path: Option<RoutePath>,
}

/// Something outside the cluster that an app connects to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["range", "port"], "x-refused" = {"host": "write its addresses, such as `range: 10.20.0.4/32` of its private endpoint; where they change, `range: 0.0.0.0/0` opens its port to everywhere. A host is let out by its name for all apps, at a firewall: `network.egress.firewall.hosts`"}))]
pub struct Reach {
    /// Its range of IPv4 addresses, such as 10.20.0.0/24.
    pub range: Ipv4Net,
    /// The port, of TCP.
    #[schemars(range(min = 1, max = 65535))]
    pub port: u16,
}

//! Apps and where each of them runs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::azure_values::Handover;
use super::branches::InBranches;
use super::calls;
use super::ingress::Controller;
use super::resolve::{Resolver, unknown};
use super::shared_hosts::{Share, share_hosts};
use super::{BeforeRollout, Call, Caller, Collector, Common, Environment, Job, Site, Storage, Taint};
use crate::blueprint::apps::{Metrics, Probes, Reach, Resources, Scale};
use crate::blueprint::text::{Label, PoolName, SecretFile, SecretName, VariableName, VariableValue};
use crate::facts::Scraper;
use crate::source::ChartFiles;

/// An app: one chart, a values file for each environment.
#[derive(Debug, Serialize)]
pub struct App {
    pub name: Label,
    pub team: Label,
    /// Whether replicas have storage of their own at some place: then it is a StatefulSet everywhere, so that places differ in nothing but their values.
    pub stateful: bool,
    /// Whether it is nothing but its jobs: then it has no replicas anywhere.
    pub only_jobs: bool,
    /// What its chart has of its owner's own.
    #[serde(skip)]
    pub chart: Option<OwnFiles>,
    /// In the order of promotion.
    pub placements: Vec<Placement>,
}

impl App {
    /// Whether a generated file of its chart is replaced or left out.
    pub fn is_taken_over(&self, file: &str) -> bool {
        self.chart.as_ref().is_some_and(|own| own.files.texts.contains_key(file) || own.without.iter().any(|gone| gone == file))
    }
}

/// Files of the owner's own in the chart of an app.
#[derive(Debug)]
pub struct OwnFiles {
    /// The folder in which they stand, beside the blueprint.
    pub folder: String,
    pub files: ChartFiles,
    /// Generated files that the chart goes without.
    pub without: Vec<String>,
}

/// An app in one of its environments, in one region.
#[derive(Debug, Serialize)]
pub struct Placement {
    /// The path of its settings, below which each of them stands as it is after merging.
    #[serde(skip)]
    pub base: String,
    pub environment: Label,
    pub site: String,
    /// What its values are called: the environment, with the region where it has several.
    pub values: String,
    pub cluster: String,
    pub namespace: String,
    /// The Helm release.
    pub release: String,
    pub repository: String,
    pub tag: Option<String>,
    /// What it starts, and words for it, each in the place of what its image says where there are any.
    pub command: Vec<String>,
    pub args: Vec<String>,
    /// None where it listens on nothing.
    pub port: Option<u16>,
    pub probes: Probes,
    /// Where it tells its metrics, and what reads them in its cluster.
    pub metrics: Option<Metrics>,
    pub scrapers: Vec<Scraper>,
    /// Whether it sends to Application Insights.
    pub application_insights: bool,
    pub resources: Resources,
    pub scale: Scale,
    /// The node pool that it names.
    pub pool: Option<PoolName>,
    /// What keeps pods off the nodes of that pool, and not those of this app.
    pub tolerates: Vec<Taint>,
    /// Whether it runs on virtual nodes, and the secret by which its image is pulled.
    pub virtual_nodes: bool,
    pub pull_secret: Option<Label>,
    pub host: Option<String>,
    /// What of the host is its own, with all below.
    pub path: String,
    pub share: Share,
    /// Whether requests come by an application gateway, at which TLS ends; else whether it ends at the ingress.
    pub gateway: bool,
    pub tls: bool,
    /// What takes its requests into the cluster.
    pub controller: Controller,
    /// How long its route waits for an answer, in seconds, where nothing before or at the ingress says so.
    pub timeout: Option<u32>,
    pub config: BTreeMap<VariableName, VariableValue>,
    pub secrets: BTreeMap<SecretFile, SecretName>,
    pub vault: String,
    /// By name.
    pub storage: Vec<Storage>,
    /// By name.
    pub jobs: Vec<Job>,
    pub before_rollout: Option<BeforeRollout>,
    /// The command that tries it after a rollout; none where it is empty.
    pub test: Vec<String>,
    /// Further values for its chart.
    #[serde(skip)]
    pub further: serde_json::Map<String, serde_json::Value>,
    pub reaches: Vec<Reach>,
    /// Apps that it calls, and apps of its cluster that call it.
    pub calls: Vec<Call>,
    pub callers: Vec<Caller>,
    /// Whether it sends what it tells of itself, and to what: nothing where its cluster has none.
    pub telemetry: bool,
    pub collector: Option<Collector>,
    /// What only Azure knows and the chart needs.
    pub handovers: Vec<Handover>,
    /// None where branches have no environment beside it.
    pub branches: Option<InBranches>,
}

impl Placement {
    /// Whether anything sends it requests: the ingress, or apps of its cluster.
    pub fn is_served(&self) -> bool {
        self.host.is_some() || !self.callers.is_empty()
    }

    /// Its environment variables: those that are written, and where the apps are that it calls, and the collector.
    pub fn variables(&self) -> BTreeMap<String, String> {
        let written = self.config.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        let told = self.calls.iter().filter_map(|call| Some((call.variable(), call.url()?)));
        told.chain(self.collector.iter().flat_map(|collector| collector.variables(&self.release))).chain(written).collect()
    }

    /// What it connects to outside the cluster: what is written, and the ingresses by which it calls apps of other clusters.
    pub fn egress(&self) -> Vec<Reach> {
        let mut egress = self.reaches.clone();
        for reach in self.calls.iter().filter_map(Call::reach) {
            if !egress.contains(&reach) {
                egress.push(reach);
            }
        }
        egress
    }
}

/// The identity of what reads the vault, and the service account that may take it on.
#[derive(Debug, Clone, Serialize)]
pub struct Workload {
    /// The user-assigned identity.
    pub identity: String,
    pub namespace: String,
    pub service_account: String,
    /// Another one that may, of a job before rollouts.
    pub account_before: Option<String>,
}

/// The scope of hosts in the register of names; the path follows.
pub const HOSTS: &str = "hosts";

impl Resolver<'_> {
    pub(super) fn apps(&mut self, environments: &[Environment], sites: &mut [Site], common: &Common) -> Vec<App> {
        let blueprint = &self.written.blueprint;
        let mut apps = Vec::new();
        for (name, app) in &blueprint.apps {
            if !blueprint.teams.contains_key(&app.team) {
                let finding = unknown("team", &app.team, blueprint.teams.keys().map(Label::as_str));
                self.finding(finding, &format!("apps.{name}.team"), "no team has this name");
                continue;
            }
            for environment in app.environments.keys() {
                if !blueprint.environments.contains_key(environment) {
                    let finding = unknown("environment", environment, blueprint.environments.keys().map(Label::as_str));
                    self.finding(finding, &format!("apps.{name}.environments.{environment}"), "no environment has this name");
                }
            }
            let here = environments.iter().filter(|environment| app.environments.is_empty() || app.environments.contains_key(&environment.name));
            let mut placements = Vec::new();
            for environment in here {
                let mut regions: Vec<&mut Site> = sites.iter_mut().filter(|site| site.platform == environment.platform).collect();
                let several = regions.len() > 1;
                let first = regions.iter().position(|site| !site.is_out()).unwrap_or_default();
                self.check_app_regions(name, environment, &regions);
                for (at, site) in regions.iter_mut().enumerate() {
                    let (settings, base) = match self.written.app(name, &environment.name, &site.region.name) {
                        Ok(found) => found,
                        Err(report) => {
                            self.report.extend(report);
                            break;
                        }
                    };
                    for (at, callee) in settings.calls.iter().enumerate().filter(|(_, callee)| !blueprint.apps.contains_key(*callee)) {
                        let finding = unknown("app", callee, blueprint.apps.keys().map(Label::as_str));
                        self.finding(finding, &format!("{base}.calls[{at}]"), "no app has this name");
                    }
                    let values = if several { format!("{}-{}", environment.name, site.region.name) } else { environment.name.to_string() };
                    let mut placement = self.placement(name, (settings, base), environment, site, values, common);
                    let host = placement.as_ref().and_then(|placement| placement.host.as_ref());
                    for listener in site.edge.listeners.iter_mut().filter(|listener| Some(&listener.domain) == host) {
                        listener.apex = true;
                    }
                    for job in placement.iter_mut().flat_map(|placement| &mut placement.jobs) {
                        job.waits = at != first && !job.every_region;
                    }
                    placements.extend(placement);
                }
                if let Some((host, path)) = placements.last().and_then(|placement: &Placement| Some((placement.host.clone()?, placement.path.clone()))) {
                    self.register.give("kubernetes_subdomain", host, &format!("apps.{name}.expose.host"), &format!("{HOSTS}{path}"));
                }
            }
            let stateful = placements.iter().any(Placement::has_storage_of_replicas);
            let chart = app.chart.as_ref().map(|chart| OwnFiles {
                folder: chart.files.to_string(),
                files: self.written.charts.get(chart.files.as_str()).cloned().unwrap_or_default(),
                without: chart.without.iter().map(ToString::to_string).collect(),
            });
            apps.push(App { name: name.clone(), team: app.team.clone(), stateful, only_jobs: app.only_jobs, chart, placements });
        }
        calls::connect(&mut apps, sites);
        share_hosts(&mut apps);
        apps
    }

    /// Regions for which something is written, and in which the platform does not stand.
    fn check_app_regions(&mut self, name: &Label, environment: &Environment, sites: &[&mut Site]) {
        let path = format!("apps.{name}.environments.{}.perRegion", environment.name);
        for region in self.written.app_regions(name, &environment.name) {
            if !sites.iter().any(|site| site.region.name == region) {
                let finding = unknown("region", &region, sites.iter().map(|site| site.region.name.as_str()));
                self.finding(finding, &format!("{path}.{region}"), "the platform of this environment does not stand there");
            }
        }
    }
}

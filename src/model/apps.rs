//! Apps and where each of them runs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::azure_values::Handover;
use super::branches::InBranches;
use super::calls;
use super::ingress::Controller;
use super::resolve::{Resolver, unknown};
use super::shared_hosts::{Share, share_hosts};
use super::{BeforeRollout, Call, Caller, Cluster, Collector, Common, Environment, Job, Mounts, Namespace, Site, Stack, Storage, Taint};
use crate::blueprint::apps::{Metrics, Probes, Reach, Resources, Scale};
use crate::blueprint::text::{Label, PoolName, SecretFile, SecretName, VariableName, VariableValue};
use crate::facts::Scraper;

/// An app: one chart, a values file for each environment.
#[derive(Debug, Serialize)]
pub struct App {
    pub name: Label,
    pub team: Label,
    /// Whether replicas have storage of their own at some place: then it is a StatefulSet everywhere, so that places differ in nothing but their values.
    pub stateful: bool,
    /// Whether it is nothing but its jobs: then it has no replicas anywhere.
    pub only_jobs: bool,
    /// In the order of promotion.
    pub placements: Vec<Placement>,
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
            apps.push(App { name: name.clone(), team: app.team.clone(), stateful, only_jobs: app.only_jobs, placements });
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

    pub(super) fn placement(
        &mut self,
        name: &Label,
        (app, base): (crate::blueprint::App, String),
        environment: &Environment,
        site: &mut Site,
        values: String,
        common: &Common,
    ) -> Option<Placement> {
        let is_home = |namespace: &&Namespace| namespace.team == app.team && namespace.environment == environment.name;
        let cluster = site.clusters.iter_mut().find(|cluster| cluster.namespaces.iter().any(|namespace| is_home(&namespace)))?;
        let home = cluster.namespaces.iter().find(is_home)?.clone();
        let namespace = home.name.clone();
        let path = format!("apps.{name}");
        let mut handovers = Vec::new();
        let mut reader = None;
        let before_rollout = app.before_rollout.as_ref().map(BeforeRollout::of);
        if !app.secrets.is_empty() {
            let stem = format!("{}-{}-{}-app-{name}", self.written.blueprint.name, environment.name, site.region.code);
            let identity = self.register.give("user_assigned_identity", format!("id-{stem}"), &path, &site.groups.aks);
            // One identity may be taken on in several clusters: its credentials are named after them.
            self.register.give("federated_credential", cluster.name.clone(), &path, &identity);
            handovers.push(Handover::client_id(&identity, &site.groups.aks));
            if self.written.blueprint.azure.tenant.is_none() {
                handovers.push(Handover::tenant());
            }
            reader = Some(identity.clone());
            let account_before = before_rollout.as_ref().map(|_| BeforeRollout::name(name));
            if account_before.is_some() {
                self.credential_before(&cluster.name, &path, &identity);
            }
            cluster.workloads.push(Workload { identity, namespace: namespace.clone(), service_account: name.to_string(), account_before });
        }
        if app.application_insights {
            handovers.push(self.told_to_send(environment, &site.region, &site.groups.data, &mut site.components));
        }
        let storage: Vec<Storage> = app.storage.iter().map(|(name, written)| Storage::of(name, written, &site.region, self.facts)).collect();
        if !storage.is_empty() {
            cluster.shares |= storage.iter().any(|storage| storage.is_share(self.facts));
            cluster.mounts.push(Mounts { namespace: namespace.clone(), app: name.clone(), storage: storage.clone() });
        }
        let scope = format!("{} {namespace}", cluster.name);
        let jobs = self.jobs(name, &app.jobs, &scope);
        let tolerates = app.pool.as_ref().map(|pool| self.tolerated(pool, cluster, &format!("{base}.pool"))).unwrap_or_default();
        let gateway = site.edge.gateway().is_some();
        let external = app.image.split_once('/').is_some_and(|(host, _)| host.contains(['.', ':']));
        let domain = app.expose.as_ref().map(|_| cluster.tenancy.domain(environment));
        let host = app.expose.as_ref().zip(domain.as_ref()).map(|(expose, domain)| expose.host.below(domain));
        let branches =
            self.in_branches(name, &home, &cluster.name, domain, (storage.iter().any(Storage::is_brought), reader.as_deref(), before_rollout.is_some()));
        Some(Placement {
            base,
            environment: environment.name.clone(),
            site: site.key.clone(),
            values,
            cluster: cluster.name.clone(),
            release: self.register.give("helm_release", name.to_string(), &path, &scope),
            namespace,
            repository: if external { app.image.to_string() } else { format!("{}/{}", common.registry.login_server, app.image) },
            tag: app.tag.map(|tag| tag.to_string()),
            port: app.port,
            probes: app.probes,
            scrapers: app.metrics.iter().flat_map(|_| cluster.scrapers.clone()).collect(),
            metrics: app.metrics,
            application_insights: app.application_insights,
            resources: app.resources,
            scale: if app.only_jobs { Scale { min: 0, max: 0, ..app.scale } } else { app.scale },
            pool: app.pool,
            tolerates,
            virtual_nodes: app.virtual_nodes,
            pull_secret: app.pull_secret,
            host,
            path: app.expose.and_then(|expose| expose.path).map_or_else(|| "/".to_owned(), |path| path.to_string()),
            share: Share::Alone,
            gateway,
            tls: !gateway && (site.edge.issued || environment.certificate.is_some()),
            controller: Controller::of(&cluster.releases.ingress).0,
            timeout: cluster.route_timeout(&site.edge),
            config: app.config,
            secrets: app.secrets,
            storage,
            jobs,
            before_rollout,
            test: app.test.iter().flat_map(|test| &test.command).map(ToString::to_string).collect(),
            vault: site.vault.name.clone(),
            reaches: app.reaches,
            calls: app.calls.into_iter().map(Call::to).collect(),
            callers: Vec::new(),
            telemetry: app.telemetry,
            collector: cluster.stack.as_ref().filter(|_| app.telemetry).map(Stack::collector),
            handovers,
            branches,
        })
    }

    /// What keeps pods off a pool; a finding where the cluster has none of the name, or where it is kept free of apps.
    fn tolerated(&mut self, pool: &PoolName, cluster: &Cluster, path: &str) -> Vec<Taint> {
        match cluster.pools.iter().find(|known| known.name == pool.as_str()) {
            Some(found) => found.taints.clone(),
            None => {
                let finding = unknown("pool", pool, cluster.pools.iter().map(|pool| pool.name.as_str()));
                self.finding(finding, path, &format!("the cluster {} has no pool of this name", cluster.name));
                Vec::new()
            }
        }
    }
}

//! An app settles in one of its environments, in one region: what it is given there.

use super::apps::Placement;
use super::azure_values::Handover;
use super::ingress::Controller;
use super::resolve::{Resolver, unknown};
use super::shared_hosts::Share;
use super::{BeforeRollout, Call, Cluster, Common, Environment, Mounts, Namespace, Site, Stack, Storage, Taint, Workload};
use crate::blueprint::apps::Scale;
use crate::blueprint::text::{Label, PoolName};

impl Resolver<'_> {
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
            command: app.command.iter().map(ToString::to_string).collect(),
            args: app.args.iter().map(ToString::to_string).collect(),
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
            further: app.values,
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

//! From what was written to what is meant.

use std::collections::BTreeMap;

use super::names::{Register, digest};
use super::network::{self, Network, Subnet};
use super::*;
use crate::blueprint::cascade::Written;
use crate::blueprint::settings::{self, Settings};
use crate::blueprint::text::Label;
use crate::diagnostics::{Finding, Report, codes};
use crate::facts::Facts;

/// Resolves a blueprint.
///
/// # Errors
/// What stands in the way of a model at all: references to nothing, an address space without room, what is not planned yet.
/// What is wrong with a model is for the rules to say.
pub fn resolve(written: &Written, facts: &Facts) -> Result<Model, Report> {
    Resolver { written, facts, register: Register::default(), report: Report::default() }.model()
}

struct Resolver<'a> {
    written: &'a Written,
    facts: &'a Facts,
    register: Register,
    report: Report,
}

impl Resolver<'_> {
    fn model(mut self) -> Result<Model, Report> {
        let blueprint = &self.written.blueprint;
        let environments = self.environments();
        self.check_promotion();
        let platforms = self.platforms(&environments);
        if self.report.has_errors() {
            return Err(self.report);
        }
        let own = blueprint.domain.as_deref().or(environments.first().map(|environment| environment.domain.as_str())).unwrap_or_default();
        let common = self.common(own);
        let mut sites = Vec::new();
        for (platform, region) in platforms {
            match self.written.settings(&platform, &region) {
                Ok(settings) => {
                    let here: Vec<Environment> = environments.iter().filter(|environment| environment.platform == platform).cloned().collect();
                    if let Some(site) = self.site(&platform, &region, settings, &here, own) {
                        sites.push(site);
                    }
                }
                Err(report) => self.report.extend(report),
            }
        }
        let apps = self.apps(&environments, &mut sites, &common);
        if self.report.has_errors() {
            return Err(self.report);
        }
        let teams = blueprint.teams.iter().map(|(name, team)| Team { name: name.clone(), group: team.group.to_string(), quota: team.quota.clone() }).collect();
        Ok(Model {
            name: blueprint.name.clone(),
            tags: blueprint.tags.clone(),
            tenant: blueprint.azure.tenant.clone(),
            subscription: blueprint.azure.subscription.clone(),
            common,
            sites,
            environments,
            teams,
            apps,
            devops: blueprint.pipelines.azure_dev_ops.clone(),
            names: self.register.names,
        })
    }

    fn finding(&mut self, finding: Finding, path: &str, label: &str) {
        let place = self.written.locate(path);
        self.report.push(finding.path(path).at(place.origin, label));
    }

    /// Environments in the order of promotion; those that it does not name come first, by name.
    fn environments(&mut self) -> Vec<Environment> {
        let blueprint = &self.written.blueprint;
        let order = &blueprint.promotion;
        let mut names: Vec<&Label> = blueprint.environments.keys().collect();
        names.sort_by_key(|name| order.iter().position(|promoted| promoted == *name).map_or(0, |at| at + 1));
        let last = names.last().copied().cloned();
        let mut environments = Vec::new();
        for name in names {
            let Some(environment) = blueprint.environments.get(name) else { continue };
            let top = blueprint.domain.as_ref().map(|domain| if last.as_ref() == Some(name) { domain.to_string() } else { format!("{name}.{domain}") });
            let Some(domain) = environment.domain.as_ref().map(ToString::to_string).or(top) else {
                let path = format!("environments.{name}");
                let finding = Finding::new(&codes::MISSING_KEY, format!("the environment `{name}` has no domain"))
                    .help("write `domain: …` here, or one for all at the top of the blueprint");
                self.finding(finding, &path, "neither this nor the blueprint names a domain");
                continue;
            };
            environments.push(Environment {
                name: name.clone(),
                platform: environment.platform.clone().unwrap_or_else(|| name.clone()),
                domain,
                certificate: environment.certificate.as_ref().map(ToString::to_string),
            });
        }
        environments
    }

    fn check_promotion(&mut self) {
        let blueprint = &self.written.blueprint;
        for (at, name) in blueprint.promotion.iter().enumerate() {
            if !blueprint.environments.contains_key(name) {
                let finding = unknown("environment", name, blueprint.environments.keys());
                self.finding(finding, &format!("promotion[{at}]"), "no environment has this name");
            }
        }
        // Which environment is production decides domains and the order of deployment: it is said, never guessed.
        let written = self.written.tree.get("environments").map(crate::source::Node::entries).unwrap_or_default();
        let missing: Vec<String> =
            written.iter().map(|entry| entry.key.clone()).filter(|name| blueprint.promotion.iter().all(|promoted| promoted.as_str() != name)).collect();
        if blueprint.environments.len() > 1 && !missing.is_empty() {
            let order: Vec<String> = blueprint.promotion.iter().map(ToString::to_string).chain(missing.iter().cloned()).collect();
            let finding = Finding::new(&codes::MISSING_KEY, format!("`promotion` does not name `{}`", missing.join("`, `"))).help(format!(
                "write the environments in the order in which a version moves through them, production last, such as `promotion: [{}]`",
                order.join(", ")
            ));
            let path = if blueprint.promotion.is_empty() { "environments" } else { "promotion" };
            self.finding(finding, path, "with several environments their order must be written");
        }
    }

    /// The platforms with their regions, and whether every environment stands on one of them.
    fn platforms(&mut self, environments: &[Environment]) -> Vec<(Label, String)> {
        let blueprint = &self.written.blueprint;
        let mut platforms: BTreeMap<&Label, &[crate::blueprint::text::Region]> = BTreeMap::new();
        if blueprint.platforms.is_empty() {
            platforms.extend(blueprint.environments.keys().map(|name| (name, blueprint.regions.as_slice())));
        } else {
            for (name, platform) in &blueprint.platforms {
                platforms.insert(name, if platform.regions.is_empty() { &blueprint.regions } else { &platform.regions });
            }
        }
        for environment in environments {
            if !platforms.contains_key(&environment.platform) {
                let finding = unknown("platform", &environment.platform, platforms.keys().copied());
                self.finding(finding, &format!("environments.{}.platform", environment.name), "no platform has this name");
            }
        }
        let sites: Vec<(Label, String)> =
            platforms.iter().flat_map(|(name, regions)| regions.iter().map(|region| ((*name).clone(), region.to_string()))).collect();
        if sites.is_empty() {
            let finding =
                Finding::new(&codes::MISSING_KEY, "the blueprint names no region").help("write the Azure region to deploy to, such as `regions: [westeurope]`");
            self.finding(finding, "regions", "this list is empty");
        }
        if sites.len() > 1 {
            let many = if platforms.len() > 1 { "platforms" } else { "regions" };
            let path = if blueprint.platforms.len() > 1 {
                "platforms"
            } else if platforms.len() > 1 {
                "environments"
            } else {
                "regions"
            };
            let finding = Finding::new(&codes::NOT_PLANNED, format!("this release plans one platform in one region, not several {many}"))
                .help("let the environments share a platform (`platforms: {live: {}}`, `environments: {…: {platform: live}}`), or render a blueprint for each");
            self.finding(finding, path, "more than one is written here");
        }
        self.check_regions("regions", &blueprint.regions);
        for (name, platform) in &blueprint.platforms {
            self.check_regions(&format!("platforms.{name}.regions"), &platform.regions);
        }
        sites
    }

    fn check_regions(&mut self, path: &str, regions: &[crate::blueprint::text::Region]) {
        for (at, region) in regions.iter().enumerate() {
            if self.facts.regions.get(region).is_none() {
                let known = self.facts.regions.iter().map(|(name, _)| name);
                let meant = self.facts.regions.meant_by(region).map(str::to_owned).or_else(|| nearest(region, known));
                let finding = Finding::new(&codes::UNKNOWN_REFERENCE, format!("`{region}` is no Azure region that this release knows"))
                    .help(meant.map_or_else(|| "see `az account list-locations`".to_owned(), |name| format!("did you mean `{name}`?")));
                self.finding(finding, &format!("{path}[{at}]"), &format!("not among the regions of {}", self.facts.regions.checked));
            }
        }
    }

    fn common(&mut self, own: &str) -> Common {
        let blueprint = &self.written.blueprint;
        let name = &blueprint.name;
        let registry = match &blueprint.registry.name {
            Some(name) => self.register.give("container_registry", name.to_string(), "registry.name", "azure"),
            None => self.register.give_global("container_registry", &format!("cr-{name}"), own, self.facts.naming.container_registry.max, false, "name"),
        };
        Common {
            location: blueprint.regions.first().map(ToString::to_string).unwrap_or_default(),
            resource_group: self.register.give("resource_group", format!("rg-{name}-common"), "name", "subscription"),
            registry: Registry {
                login_server: format!("{registry}.azurecr.io"),
                name: registry,
                sku: match blueprint.registry.sku {
                    crate::blueprint::organisation::RegistrySku::Basic => "Basic",
                    crate::blueprint::organisation::RegistrySku::Standard => "Standard",
                    crate::blueprint::organisation::RegistrySku::Premium => "Premium",
                },
                push: blueprint.registry.push.iter().map(ToString::to_string).collect(),
            },
        }
    }

    fn site(&mut self, platform: &Label, region: &str, settings: Settings, environments: &[Environment], own: &str) -> Option<Site> {
        let facts = self.facts;
        let region = facts.regions.get(region).map(|known| Region {
            name: region.to_owned(),
            display: known.display.clone(),
            code: known.code.clone(),
            zones: if known.zones { ["1", "2", "3"].map(str::to_owned).to_vec() } else { Vec::new() },
        })?;
        let stem = format!("{}-{platform}-{}", self.written.blueprint.name, region.code);
        let path = if self.written.blueprint.platforms.is_empty() { "name".to_owned() } else { format!("platforms.{platform}") };
        let base = format!("platforms.{platform}.perRegion.{}", region.name);
        let mut give = |kind, name: String, scope: &str| self.register.give(kind, name, &path, scope);
        let groups = ResourceGroups {
            network: give("resource_group", format!("rg-{stem}-network"), "subscription"),
            data: give("resource_group", format!("rg-{stem}-data"), "subscription"),
            aks: give("resource_group", format!("rg-{stem}-aks"), "subscription"),
            vault: give("resource_group", format!("rg-{stem}-vault"), "subscription"),
        };
        let mut identity = |what: &str, group: &str| give("user_assigned_identity", format!("id-{stem}-{what}"), group);
        let identities =
            Identities { cluster: identity("cluster", &groups.aks), kubelet: identity("kubelet", &groups.aks), gateway: identity("gateway", &groups.network) };
        let workspace_name = give("workspace", format!("log-{stem}"), &groups.data);
        let settings::Monitoring::Azure(monitoring) = &settings.monitoring;
        let workspace = Workspace { name: workspace_name, retention_days: monitoring.retention_days };
        let vault_name = self.register.give_global("key_vault", &format!("kv-{stem}"), own, facts.naming.key_vault.max, true, &path);
        let vault = Vault { name: vault_name };
        let ground = Ground { stem: &stem, domain: own, path: &path, base: &base, region: &region, groups: &groups, environments };
        let network = self.network(&settings, &ground)?;
        let gateway = self.gateway(&settings, &ground);
        let cluster = self.cluster(settings, &ground);
        Some(Site {
            key: format!("{platform}-{}", region.name),
            platform: platform.clone(),
            region,
            groups,
            network,
            workspace,
            vault,
            identities,
            clusters: vec![cluster],
            gateway,
            workloads: Vec::new(),
        })
    }

    fn network(&mut self, settings: &Settings, ground: &Ground) -> Option<Network> {
        let Ground { stem, path, base, groups, .. } = *ground;
        let network = &settings.network;
        let nodes = network::nodes(&settings.kubernetes.pools, self.facts);
        let needs = network::needs(network, nodes, self.facts);
        let placed = network::place(network.address_space, &needs);
        let name = self.register.give("virtual_network", format!("vnet-{stem}"), path, &groups.network);
        let mut subnets = Vec::new();
        for ((what, need), range) in ["nodes", "ingress", "gateway"].iter().zip(&needs).zip(placed) {
            let Some(range) = range else {
                let finding = Finding::new(&codes::TOO_SMALL, format!("{} has no room for the {what} subnet", network.address_space)).help(format!(
                    "it needs a /{} ({} addresses): widen `addressSpace`, or write the subnets down",
                    network::prefix(need),
                    need.demand
                ));
                self.finding(finding, &format!("{base}.network.addressSpace"), "all of it is taken by the other subnets");
                return None;
            };
            let security_group = self.register.give("network_security_group", format!("nsg-{stem}-{what}"), path, &groups.network);
            subnets.push(Subnet { name: format!("snet-{what}"), range, security_group, demand: need.demand });
        }
        let [nodes, ingress, gateway] = <[Subnet; 3]>::try_from(subnets).ok()?;
        let first = self.facts.ranges.subnets.reserved_first;
        let ingress_address = network.ingress_address.unwrap_or_else(|| network::nth(ingress.range, first));
        Some(Network { name, range: network.address_space, nodes, ingress, gateway, ingress_address })
    }

    fn gateway(&mut self, settings: &Settings, ground: &Ground) -> Gateway {
        let Ground { stem, domain, path, region, groups, environments, .. } = *ground;
        let settings::Gateway::ApplicationGateway(gateway) = &settings.edge.gateway;
        let listeners = environments
            .iter()
            .zip(1u32..)
            .map(|(environment, at)| Listener {
                name: environment.name.to_string(),
                domain: environment.domain.clone(),
                host: format!("*.{}", environment.domain),
                certificate: environment.certificate.clone(),
                priority: 100 * at,
                redirect_priority: 100 * at + 10,
            })
            .collect();
        let home = environments.last().map(|environment| environment.domain.as_str()).unwrap_or(domain);
        let label = format!("{stem}-{}", digest(&format!("{stem}\n{domain}"), 5));
        Gateway {
            name: self.register.give("application_gateway", format!("agw-{stem}"), path, &groups.network),
            waf_policy: self.register.give("waf_policy", format!("waf-{stem}"), path, &groups.network),
            public_address: self.register.give("public_ip_address", format!("pip-{stem}-gateway"), path, &groups.network),
            dns_label: self.register.give("public_ip_dns_label", label, path, &region.name),
            capacity_min: gateway.capacity.min,
            capacity_max: gateway.capacity.max,
            waf_mode: match gateway.waf.mode {
                settings::WafMode::Detection => "Detection",
                settings::WafMode::Prevention => "Prevention",
            },
            request_timeout: gateway.request_timeout,
            listeners,
            probe: gateway::Probe { host: format!("health.{home}"), path: "/nginx-health" },
        }
    }

    fn cluster(&mut self, settings: Settings, ground: &Ground) -> Cluster {
        let Ground { stem, path, region, groups, environments, .. } = *ground;
        let kubernetes = settings.kubernetes;
        let name = self.register.give("managed_cluster", format!("aks-{stem}"), path, &groups.aks);
        self.register.give("cluster_dns_prefix", name.clone(), path, &region.name);
        let mut pools: Vec<Pool> = kubernetes
            .pools
            .iter()
            .map(|(pool_name, pool)| Pool {
                name: pool_name.to_string(),
                system: pool.mode(pool_name) == settings::PoolMode::System,
                size: pool.size.to_string(),
                min: pool.nodes.min,
                max: pool.nodes.max,
                max_pods: pool.max_pods.unwrap_or(110),
                max_surge: format!("{}%", network::surge_percent(self.facts)),
                ephemeral: self.facts.vm_sizes.get(&pool.size).is_some_and(|size| size.ephemeral_os_disk.is_some()),
                zones: region.zones.clone(),
            })
            .collect();
        // The first pool of a cluster is one that can hold what the cluster itself needs.
        pools.sort_by_key(|pool| !pool.system);
        let mut namespaces = Vec::new();
        for environment in environments {
            for (team_name, team) in &self.written.blueprint.teams {
                namespaces.push(Namespace {
                    name: self.register.give("kubernetes_label", format!("{team_name}-{}", environment.name), &format!("teams.{team_name}"), &name),
                    team: team_name.clone(),
                    environment: environment.name.clone(),
                    group: team.group.to_string(),
                    quota: team.quota.clone(),
                });
            }
        }
        Cluster {
            node_resource_group: self.register.give("node_resource_group", format!("{}-nodes", groups.aks), path, "subscription"),
            collection_rule: self.register.give("data_collection_rule", format!("MSCI-{}-{name}", region.name), path, &groups.aks),
            name,
            version: kubernetes.version.to_string(),
            tier: kubernetes.tier,
            admins: self.written.blueprint.admins.to_string(),
            pools,
            pod_range: settings.network.pod_range,
            service_range: settings.network.service_range,
            dns_address: settings.network.dns_address.unwrap_or_else(|| network::nth(settings.network.service_range, 10)),
            upgrades: kubernetes.upgrades,
            releases: settings.releases,
            namespaces,
        }
    }

    fn apps(&mut self, environments: &[Environment], sites: &mut [Site], common: &Common) -> Vec<App> {
        let blueprint = &self.written.blueprint;
        let mut apps = Vec::new();
        for (name, app) in &blueprint.apps {
            if !blueprint.teams.contains_key(&app.team) {
                let finding = unknown("team", &app.team, blueprint.teams.keys());
                self.finding(finding, &format!("apps.{name}.team"), "no team has this name");
                continue;
            }
            for environment in app.environments.keys() {
                if !blueprint.environments.contains_key(environment) {
                    let finding = unknown("environment", environment, blueprint.environments.keys());
                    self.finding(finding, &format!("apps.{name}.environments.{environment}"), "no environment has this name");
                }
            }
            let here = environments.iter().filter(|environment| app.environments.is_empty() || app.environments.contains_key(&environment.name));
            let mut placements = Vec::new();
            for environment in here {
                match self.written.app(name, &environment.name) {
                    Ok(settings) => placements.extend(self.placement(name, settings, environment, sites, common)),
                    Err(report) => self.report.extend(report),
                }
            }
            apps.push(App { name: name.clone(), team: app.team.clone(), placements });
        }
        apps
    }

    fn placement(&mut self, name: &Label, app: crate::blueprint::App, environment: &Environment, sites: &mut [Site], common: &Common) -> Option<Placement> {
        let site = sites.iter_mut().find(|site| site.platform == environment.platform)?;
        let cluster = site.clusters.first()?;
        let namespace = cluster.namespaces.iter().find(|namespace| namespace.team == app.team && namespace.environment == environment.name)?.name.clone();
        let path = format!("apps.{name}");
        let mut handovers = Vec::new();
        if !app.secrets.is_empty() {
            let stem = format!("{}-{}-{}-app-{name}", self.written.blueprint.name, environment.name, site.region.code);
            let identity = self.register.give("user_assigned_identity", format!("id-{stem}"), &path, &site.groups.aks);
            // One identity may be taken on in several clusters: its credentials are named after them.
            self.register.give("federated_credential", cluster.name.clone(), &path, &identity);
            handovers.push(Handover::client_id(&identity, &site.groups.aks));
            if self.written.blueprint.azure.tenant.is_none() {
                handovers.push(Handover::tenant());
            }
            site.workloads.push(Workload {
                app: name.clone(),
                environment: environment.name.clone(),
                identity,
                namespace: namespace.clone(),
                service_account: name.to_string(),
                cluster: cluster.name.clone(),
            });
        }
        let external = app.image.split_once('/').is_some_and(|(host, _)| host.contains(['.', ':']));
        let host = app.expose.map(|expose| format!("{}.{}", expose.host, environment.domain));
        if let Some(host) = &host {
            self.register.give("kubernetes_subdomain", host.clone(), &format!("{path}.expose.host"), "hosts");
        }
        Some(Placement {
            environment: environment.name.clone(),
            site: site.key.clone(),
            cluster: cluster.name.clone(),
            release: self.register.give("helm_release", name.to_string(), &path, &format!("{} {namespace}", cluster.name)),
            namespace,
            repository: if external { app.image.to_string() } else { format!("{}/{}", common.registry.login_server, app.image) },
            tag: app.tag.map(|tag| tag.to_string()),
            port: app.port,
            probes: app.probes,
            resources: app.resources,
            scale: app.scale,
            host,
            config: app.config,
            secrets: app.secrets,
            vault: site.vault.name.clone(),
            reaches: app.reaches,
            handovers,
        })
    }
}

/// What everything of a site is named after and stands in.
#[derive(Clone, Copy)]
struct Ground<'a> {
    /// `<name>-<platform>-<region code>`: what every name is built on.
    stem: &'a str,
    /// The user's own domain, which makes names unique in all of Azure.
    domain: &'a str,
    /// The path of the blueprint that shapes the names.
    path: &'a str,
    /// The path of the settings of the site.
    base: &'a str,
    region: &'a Region,
    groups: &'a ResourceGroups,
    environments: &'a [Environment],
}

/// A reference to something that does not exist, with the nearest thing that does.
fn unknown<'a>(noun: &str, name: &str, known: impl Iterator<Item = &'a Label> + Clone) -> Finding {
    let help = match nearest(name, known.clone().map(Label::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Finding::new(&codes::UNKNOWN_REFERENCE, format!("`{name}` is no {noun} of this blueprint")).help(help)
}

fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= 1 + name.len() / 4)
        .map(|(_, known)| known.to_owned())
}

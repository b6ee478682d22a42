//! Platforms and their regions, and what a platform in a region is made of.

use std::collections::{BTreeMap, BTreeSet};

use super::resolve::{Ground, Resolver, Setting, nearest, unknown};
use super::*;
use crate::blueprint::organisation::RegistrySku;
use crate::blueprint::settings::{self, Settings};
use crate::diagnostics::{Finding, codes};

impl Resolver<'_> {
    /// The platforms with their regions, and whether every environment stands on one of them.
    pub(super) fn platforms(&mut self, environments: &[Environment]) -> Vec<(Label, String)> {
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
                let mut finding = unknown("platform", &environment.platform, platforms.keys().map(|name| name.as_str()));
                if blueprint.platforms.is_empty() {
                    let meant: BTreeSet<String> = environments.iter().map(|environment| format!("{}: {{}}", environment.platform)).collect();
                    finding = finding.help(format!("write `platforms: {{{}}}`", meant.into_iter().collect::<Vec<_>>().join(", ")));
                }
                self.finding(finding, &format!("environments.{}.platform", environment.name), "no platform has this name");
            }
        }
        self.check_regions("regions", &blueprint.regions);
        for (name, platform) in &blueprint.platforms {
            self.check_regions(&format!("platforms.{name}.regions"), &platform.regions);
        }
        platforms.iter().flat_map(|(name, regions)| regions.iter().map(|region| ((*name).clone(), region.to_string()))).collect()
    }

    pub(super) fn check_regions(&mut self, path: &str, regions: &[crate::blueprint::text::Region]) {
        for (at, region) in regions.iter().enumerate() {
            if self.facts.regions.get(region).is_none() {
                let known = self.facts.regions.iter().map(|(name, _)| name);
                let meant = self.facts.regions.meant_by(region).map(str::to_owned).or_else(|| nearest(region, known));
                let (finding, label) = if let Some(cloud) = self.facts.clouds.of(region) {
                    let finding = Finding::new(&codes::UNKNOWN_REFERENCE, format!("`{region}` is no region of Azure's public cloud"));
                    (
                        finding.help("write a region of the public cloud, such as `westeurope`: names, roles and hosts of other clouds are not planned"),
                        format!("it is one of {cloud}"),
                    )
                } else {
                    let finding = Finding::new(&codes::UNKNOWN_REFERENCE, format!("`{region}` is no Azure region that this release knows"));
                    let help = meant.map_or_else(
                        || "write one that `az account list-locations` has and this release knows, such as `westeurope`".to_owned(),
                        |name| format!("did you mean `{name}`?"),
                    );
                    (finding.help(help), format!("not among the regions of {}", self.facts.regions.checked))
                };
                self.finding(finding, &format!("{path}[{at}]"), &label);
            }
        }
    }

    pub(super) fn common(&mut self, own: &str, sites: &[(Label, String)]) -> Common {
        let blueprint = &self.written.blueprint;
        let wanted = blueprint.regions.first().map(ToString::to_string).unwrap_or_default();
        // No resource group and no registry ever leaves its region.
        let home = self.allocations.name("place/common", &wanted);
        let resource_group = self.register.give("resource_group", format!("rg-{}-common", blueprint.name), "name", "subscription");
        let brought = blueprint.registry.existing.as_ref().and_then(|id| Registry::brought(id));
        let registry = brought.unwrap_or_else(|| self.registry(own, &home, sites, &resource_group));
        Common { location: home, resource_group, registry }
    }

    /// The registry that is made.
    fn registry(&mut self, own: &str, home: &str, sites: &[(Label, String)], resource_group: &str) -> Registry {
        let blueprint = &self.written.blueprint;
        let name = match &blueprint.registry.name {
            Some(name) => self.register.give("container_registry", name.to_string(), "registry.name", "azure"),
            None => {
                let longest = self.facts.naming.container_registry.max;
                self.register.give_global("container_registry", &format!("cr-{}", blueprint.name), own, longest, false, "name")
            }
        };
        let others: BTreeSet<&String> = sites.iter().map(|(_, region)| region).filter(|region| *region != home).collect();
        let sku = blueprint.registry.sku.unwrap_or_else(|| self.registry_tier(!others.is_empty()));
        Registry {
            login_server: format!("{name}.azurecr.io"),
            name,
            resource_group: resource_group.to_owned(),
            subscription: None,
            sku: match sku {
                RegistrySku::Basic => "Basic",
                RegistrySku::Standard => "Standard",
                RegistrySku::Premium => "Premium",
            },
            replicated: sku == RegistrySku::Premium && (!others.is_empty() || self.allocations.named("tier/registry").is_some()),
            replicas: if sku == RegistrySku::Premium { others.into_iter().cloned().collect() } else { Vec::new() },
            push: blueprint.registry.push.iter().map(ToString::to_string).collect(),
        }
    }

    /// With replicas it is Premium, and stays so: Azure takes no tier from a registry that still has some, and templates delete none.
    fn registry_tier(&mut self, replicated: bool) -> RegistrySku {
        const KEY: &str = "tier/registry";
        if replicated {
            self.allocations.name(KEY, "premium");
        } else if self.allocations.named(KEY).is_none() {
            return RegistrySku::Standard;
        }
        RegistrySku::Premium
    }

    /// What the facts say of a region.
    pub(super) fn region(&self, name: &str) -> Option<Region> {
        self.facts.regions.get(name).map(|known| Region {
            name: name.to_owned(),
            display: known.display.clone(),
            code: known.code.clone(),
            zones: if known.zones { ["1", "2", "3"].map(str::to_owned).to_vec() } else { Vec::new() },
        })
    }

    fn workspace(&mut self, settings: &settings::AzureMonitor, ground: &Ground) -> Option<Workspace> {
        let Ground { stem, path, groups, region, .. } = *ground;
        let retention_days = settings.retention_days;
        let Some(brought) = &settings.workspace else {
            let name = self.register.give("workspace", format!("log-{stem}"), path, &groups.data);
            return Some(Workspace { name, resource_group: groups.data.clone(), subscription: None, region: region.name.clone(), retention_days });
        };
        let ResourceId { subscription, resource_group, name } = ResourceId::of(&brought.existing)?;
        let region = brought.region.as_ref().map_or_else(|| region.name.clone(), ToString::to_string);
        Some(Workspace { name, resource_group, subscription: Some(subscription), region, retention_days })
    }

    fn vault(&mut self, settings: &settings::Vault, ground: &Ground) -> Option<Vault> {
        let Ground { stem, path, groups, domain, .. } = *ground;
        let Some(id) = &settings.existing else {
            let name = self.register.give_global("key_vault", &format!("kv-{stem}"), domain, self.facts.naming.key_vault.max, true, path);
            return Some(Vault { name, resource_group: groups.vault.clone(), subscription: None });
        };
        let ResourceId { subscription, resource_group, name } = ResourceId::of(id)?;
        Some(Vault { name, resource_group, subscription: Some(subscription) })
    }

    pub(super) fn site(&mut self, settings: Settings, setting: &Setting) -> Option<Site> {
        let Setting { platform, region, environments, own, common, tenancies, ask, placed, hubs } = *setting;
        let region = self.region(region)?;
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
        let settings::Monitoring::Azure(monitoring) = &settings.monitoring;
        let apart = self.apart(platform);
        let shared = apart.as_ref().map(|apart| &apart.shared);
        let ground = Ground { stem: &stem, domain: own, path: &path, base: &base, region: &region, groups: &groups, environments, shared };
        let workspace = self.workspace(monitoring, &ground)?;
        let vault = self.vault(&settings.vault, &ground)?;
        let (network, subnets) = self.network(&settings.network, &ground, ask, placed)?;
        let mut clusters = Vec::new();
        for (tenancy, subnets) in tenancies.iter().zip(subnets) {
            let address = self.ingress_address(settings.network.ingress_address, &ask.key, tenancy, network.ingress.range)?;
            clusters.push(self.cluster(&ground, tenancy, subnets, address, &workspace));
        }
        let edge = self.edge(&settings, &ground, &ask.key, &clusters);
        self.ingress_certificates(&ground, &edge, &vault, &mut clusters);
        let prometheus = self.prometheus(monitoring, &ground);
        let api = self.api(&settings.kubernetes.api, &ground, common);
        let backup = self.backup(&settings, &ground, &clusters);
        let endpoints = self.endpoints(&settings.network.private_endpoints, &ground, &vault, common, backup.as_ref());
        let nat_gateway = self.nat_gateway(&settings.network, &ground, &clusters);
        let route_table = self.route_table(&settings.network, &ground, hubs);
        let hub = self.attachment(&settings.network, &ground, &network.name, hubs);
        // Of another subscription nothing is told here.
        let told = hub
            .as_ref()
            .filter(|hub| hub.made && hub.subscription.is_none())
            .and_then(|hub| hubs.iter().find(|each| each.resource_group == hub.resource_group));
        let action_group = monitoring.alerts.as_ref().map(|alerts| self.action_group(alerts, &ground, platform, &vault, told));
        let firewall = if let settings::Egress::Firewall(firewall) = &settings.network.egress { Some(firewall) } else { None };
        let written_hosts = firewall.iter().flat_map(|firewall| &firewall.hosts).map(ToString::to_string).collect();
        let leaves_by_firewall = firewall.is_some();
        Some(Site {
            key: format!("{platform}-{}", region.name),
            platform: platform.clone(),
            connection: self.connection(platform, apart.as_ref()),
            apart,
            region,
            groups,
            network,
            nat_gateway,
            route_table,
            hub,
            mirror: matches!(settings.network.egress, settings::Egress::None(_)).then(|| common.registry.login_server.clone()),
            leaves_by_firewall,
            on_premises: settings.network.on_premises.as_ref().map(|there| there.ranges.clone()).unwrap_or_default(),
            connection_written: settings.network.on_premises.as_ref().is_some_and(|there| there.connection.is_some()),
            dns_written: settings.network.on_premises.as_ref().and_then(|there| there.dns.clone()),
            zones_of_hub: Vec::new(),
            written_hosts,
            api,
            endpoints,
            workspace,
            prometheus,
            components: Vec::new(),
            grafana: monitoring.grafana.is_some(),
            action_group,
            backup,
            vault,
            clusters,
            edge,
            global: settings.edge.global,
        })
    }
}

//! What a model uses at all: templates leave out what nothing in it needs.

mod apps;
mod insights;
mod routing;
mod stores;
mod waf;
mod writers;

use std::collections::BTreeSet;

use apps::Apps;
use insights::Insights;
use routing::Routing;
use serde::Serialize;
use waf::Waf;
use writers::Writers;

use super::{Model, Reached, RouteTable, Site};
use crate::blueprint::settings::Cni;

impl Model {
    /// What this blueprint uses at all: templates leave out what nothing here needs.
    pub fn features(&self) -> Features {
        let gated = || self.sites.iter().filter(|site| site.edge.gateway().is_some());
        let mut listeners = gated().flat_map(|site| &site.edge.listeners);
        let mut backends = self.sites.iter().flat_map(|site| site.edge.backends.iter().map(|backend| (&site.edge, backend)));
        let ungated = self.sites.iter().any(|site| site.edge.gateway().is_none());
        let brought_gateway_identities = gated().filter_map(|site| site.edge.gateway()).any(|gateway| !gateway.identity.is_made());
        let brought_subnets = self.sites.iter().flat_map(Site::subnets).any(|subnet| !subnet.is_made());
        Features {
            gateway: gated().next().is_some(),
            ungated,
            brought_identities: self.clusters().any(|(_, cluster)| !cluster.identity.is_made() || !cluster.kubelet_identity.is_made()),
            brought_gateway_identities,
            listed_identities: ungated || brought_gateway_identities,
            public_ingress: backends.clone().any(|(_, backend)| backend.public_address.is_some()),
            ingress_certificates: backends.any(|(edge, backend)| edge.ingress_certificate(&backend.name).is_some()),
            certificates: listeners.clone().any(|listener| listener.certificate.is_some()),
            plain_http: listeners.any(|listener| listener.certificate.is_none()),
            waf: Waf::of(self),
            routing: Routing::of(self),
            writers: Writers::of(self),
            workloads: self.clusters().any(|(_, cluster)| !cluster.workloads.is_empty() || cluster.zone_writers().next().is_some()),
            apps: Apps::of(self),
            branches: self.clusters().any(|(_, cluster)| cluster.namespaces.iter().any(|namespace| namespace.branches.is_some())),
            storage: self.clusters().any(|(_, cluster)| !cluster.mounts.is_empty() || cluster.stack.is_some()),
            app_storage: self.clusters().any(|(_, cluster)| !cluster.mounts.is_empty()),
            stacks: self.clusters().any(|(_, cluster)| cluster.stack.is_some()),
            shares: self.clusters().any(|(_, cluster)| cluster.shares),
            nat_gateway: self.sites.iter().any(|site| site.nat_gateway.is_some()),
            hubs: !self.hubs.is_empty(),
            networks: self.sites.iter().any(|site| site.network.is_made()),
            brought_networks: self.sites.iter().any(|site| !site.network.is_made()),
            brought_subnets,
            openings: ungated || brought_subnets,
            peerings: self.sites.iter().any(|site| site.peering().is_some()),
            foreign_hubs: self.sites.iter().any(|site| site.hub.as_ref().is_some_and(|hub| hub.subscription.is_some())),
            premium_firewalls: self.hubs.iter().filter_map(|hub| hub.firewall.as_ref()).any(|firewall| firewall.tier == "Premium"),
            firewalls: self.hubs.iter().any(|hub| hub.firewall.is_some()),
            hub_vaults: self.hubs.iter().any(|hub| hub.vault.is_some()),
            express_routes: self.hubs.iter().any(|hub| hub.express_route.is_some()),
            made_circuits: self.hubs.iter().any(|hub| hub.express_route.as_ref().is_some_and(|express| express.made().is_some())),
            brought_circuits: self.hubs.iter().any(|hub| hub.express_route.as_ref().is_some_and(|express| express.authorization().is_some())),
            resolvers: self.hubs.iter().any(|hub| hub.resolver.is_some()),
            rulesets: self.hubs.iter().filter_map(|hub| hub.resolver.as_ref()).any(|resolver| resolver.forwarding.is_some()),
            resolver_zones: self.hubs.iter().filter_map(|hub| hub.resolver.as_ref()).any(|resolver| !resolver.zones.is_empty()),
            hub_zones: self.sites.iter().any(|site| !site.zones_of_hub.is_empty()),
            vpns: self.hubs.iter().any(|hub| hub.vpn.is_some()),
            insights: Insights::of(self),
            route_tables: self.sites.iter().filter_map(|site| site.route_table.as_ref()).any(RouteTable::is_made),
            brought_routes: self.sites.iter().filter_map(|site| site.route_table.as_ref()).any(|table| !table.is_made()),
            routed: self.sites.iter().any(|site| site.route_table.is_some()),
            api_ranges: self.sites.iter().any(|site| !site.api.ranges().is_empty()),
            own_addresses: self.sites.iter().any(Site::adds_own_addresses),
            api_subnets: self.sites.iter().any(|site| site.api.is_in_network()),
            private_api: self.sites.iter().any(|site| site.api.is_private()),
            api_zones: self.sites.iter().any(|site| site.api.zone().is_some()),
            private_zones: !self.private_zones().is_empty(),
            made_private_zones: !self.made_private_zones().is_empty(),
            own_zones: self.sites.iter().any(|site| !site.own_zones().is_empty()),
            foreign_private_zones: self.private_zones().into_iter().any(|zone| zone.subscription.is_some())
                || self.sites.iter().any(|site| !site.zones_of_hub.is_empty() && site.shared_subscription().is_some()),
            endpoints: self.sites.iter().any(|site| !site.endpoints.is_empty()),
            vault_endpoints: self.sites.iter().any(|site| site.endpoint(Reached::Vault).is_some()),
            registry_endpoints: self.sites.iter().any(|site| site.endpoint(Reached::Registry).is_some()),
            backup_endpoints: self.sites.iter().any(|site| site.endpoint(Reached::Backup).is_some()),
            hours: self.resting().next().is_some(),
            backups: self.backups().next().is_some(),
            backup_copies: self.backups().any(|(_, backup)| backup.vault_days.is_some()),
            vaults: self.sites.iter().any(|site| site.vault.is_made()),
            vault_references: self.sites.iter().any(|site| !site.vault.is_made()) && self.reads_vaults(),
            brought_vaults: self.sites.iter().any(|site| !site.vault.is_made()),
            data_groups: self.sites.iter().any(Site::has_data_group),
            workspaces: self.sites.iter().any(|site| site.workspace.is_made()),
            brought_workspaces: self.sites.iter().any(|site| !site.workspace.is_made()),
            prometheus: self.sites.iter().any(|site| site.prometheus.is_some()),
            private_links: self.sites.iter().any(|site| site.network.link.is_some()),
            alerts: self.sites.iter().any(|site| site.action_group.is_some()),
            overlay: self.clusters().any(|(_, cluster)| cluster.is_overlay()),
            node_subnets: self.clusters().any(|(_, cluster)| cluster.cni == Cni::NodeSubnet),
            pod_subnets: self.clusters().any(|(_, cluster)| cluster.pods.is_some()),
            virtual_nodes: self.clusters().any(|(_, cluster)| cluster.virtual_nodes.is_some()),
            several_cnis: self.clusters().map(|(_, cluster)| cluster.cni).collect::<BTreeSet<_>>().len() > 1,
            pods_in_subnets: self.clusters().any(|(_, cluster)| !cluster.is_overlay()),
            spot_pools: self.pools().any(|pool| pool.spot),
            pool_labels: self.pools().any(|pool| !pool.labels.is_empty()),
            autoscalers: self.clusters().any(|(_, cluster)| cluster.autoscaler.is_some()),
            policy: self.clusters().any(|(_, cluster)| cluster.policy),
            disk_encryption: self.clusters().any(|(_, cluster)| cluster.disk_encryption.is_some()),
            locks: self.locks && self.has_dear(),
            registry: self.common.registry.is_made(),
            foreign_registry: !self.common.registry.is_made() || self.shared_subscription().is_some(),
            push_groups: !self.common.registry.push.is_empty(),
            registry_replicas: self.common.registry.replicated,
            zones: self.dns.made().next().is_some(),
            brought_zones: self.dns.zones.iter().any(|zone| !zone.made),
            foreign_zones: self.dns.zones.iter().any(|zone| !zone.made || self.shared_subscription().is_some()),
            subscriptions: self.shared_subscription().is_some(),
            approvals: self.environments.iter().any(|environment| !environment.approvers.is_empty()),
            connections: self.sites.iter().any(|site| site.connection != self.devops.service_connection.as_str()),
            delegations: !self.dns.delegations.is_empty(),
            edge_records: gated().any(|site| self.edge_records(site).next().is_some()),
            ingress_records: self.sites.iter().any(|site| site.edge.gateway().is_none() && self.edge_records(site).next().is_some()),
            profiles: !self.profiles.is_empty(),
            profile_records: self.profile_records().next().is_some(),
            front_doors: !self.front_doors.is_empty(),
            budgets: !self.budgets.is_empty(),
            front_door_records: self.front_door_records().next().is_some(),
            front_door_rules: self.front_doors.iter().any(|door| !door.rules.is_empty()),
            cached: self.front_doors.iter().any(|door| door.cache),
            application_insights: self.sites.iter().any(|site| !site.components.is_empty()),
            grafana: self.grafana.is_some(),
            global: !self.profiles.is_empty() || !self.front_doors.is_empty() || self.grafana.is_some(),
            geographic: self.profiles.iter().any(|profile| profile.endpoints.iter().any(|endpoint| !endpoint.areas.is_empty())),
        }
    }
}

/// See [`Model::features`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Features {
    /// Sites with an application gateway, and sites without.
    pub gateway: bool,
    pub ungated: bool,
    /// Identities that are brought: of clusters or their nodes; of gateways. Gateways whose identities are not all made.
    pub brought_identities: bool,
    pub brought_gateway_identities: bool,
    pub listed_identities: bool,
    /// Sites whose ingress itself is public.
    pub public_ingress: bool,
    /// Where TLS ends at the ingress.
    pub ingress_certificates: bool,
    #[serde(flatten)]
    pub writers: Writers,
    #[serde(flatten)]
    pub routing: Routing,
    /// Of what the gateways serve.
    pub certificates: bool,
    pub plain_http: bool,
    #[serde(flatten)]
    pub waf: Waf,
    pub workloads: bool,
    /// Branches that have environments of their own.
    pub branches: bool,
    /// Storage of apps or of what watches; of apps; file shares among it.
    pub storage: bool,
    pub app_storage: bool,
    pub shares: bool,
    #[serde(flatten)]
    pub apps: Apps,
    pub nat_gateway: bool,
    /// Networks of sites that are made, and those that are brought.
    pub networks: bool,
    pub brought_networks: bool,
    /// Networks in which some subnets are brought, too.
    pub brought_subnets: bool,
    /// Where what there is of a network differs from site to site, so that who reaches the ingress is said of each.
    pub openings: bool,
    /// Hubs that are made; networks that hang on one; hubs in another subscription than the network.
    pub hubs: bool,
    pub peerings: bool,
    pub foreign_hubs: bool,
    /// Firewalls that are made, and routes that lead nodes to one, made or brought.
    pub firewalls: bool,
    pub premium_firewalls: bool,
    pub route_tables: bool,
    /// Route tables that are brought, with the subnets of nodes; routes to a firewall by either.
    pub brought_routes: bool,
    pub routed: bool,
    #[serde(flatten)]
    pub insights: Insights,
    /// VPN gateways.
    pub vpns: bool,
    /// DNS resolvers; those that ask servers on premises; zones for several networks to which hubs are linked, and those beside a network.
    pub resolvers: bool,
    pub rulesets: bool,
    pub resolver_zones: bool,
    pub hub_zones: bool,
    /// Hubs with a vault; ExpressRoute gateways; circuits that are ordered; circuits of somebody else.
    pub hub_vaults: bool,
    pub express_routes: bool,
    pub made_circuits: bool,
    pub brought_circuits: bool,
    /// API servers that only some ranges reach; nodes whose own addresses must be among them.
    pub api_ranges: bool,
    pub own_addresses: bool,
    /// API servers that stand in the network; those that do nowhere else; those whose zone is not of AKS.
    pub api_subnets: bool,
    pub private_api: bool,
    pub api_zones: bool,
    /// Private DNS zones: any; those that are made for all; those that are made for one network each; those in another subscription than the network.
    pub private_zones: bool,
    pub made_private_zones: bool,
    pub own_zones: bool,
    pub foreign_private_zones: bool,
    /// Private endpoints: any; of vaults; of the registry; of what backups keep.
    pub endpoints: bool,
    pub vault_endpoints: bool,
    pub registry_endpoints: bool,
    pub backup_endpoints: bool,
    /// Clusters that do not run always.
    pub hours: bool,
    /// Clusters that are backed up; backups that are copied into a vault.
    pub backups: bool,
    pub backup_copies: bool,
    /// Vaults of sites that are made, and those that are brought; workspaces that are made, and those that are brought.
    pub vaults: bool,
    pub brought_vaults: bool,
    /// Vaults that are brought among those that a deployment makes or gives roles on.
    pub vault_references: bool,
    pub workspaces: bool,
    /// Resource groups of what watches: workspaces that are made, metrics, and whom to wake.
    pub data_groups: bool,
    pub brought_workspaces: bool,
    /// Sites whose metrics are kept; sites whose apps send to Application Insights; dashboards.
    pub prometheus: bool,
    pub application_insights: bool,
    pub grafana: bool,
    /// Front Doors that reach an ingress by private link.
    pub private_links: bool,
    /// Sites that wake somebody.
    pub alerts: bool,
    /// Clusters whose pods have a range of their own; those whose pods take addresses of the nodes' subnet, of their own subnet, of either.
    pub overlay: bool,
    pub node_subnets: bool,
    pub pod_subnets: bool,
    /// Clusters with virtual nodes.
    pub virtual_nodes: bool,
    /// Clusters side by side of which some differ in this.
    pub several_cnis: bool,
    pub pods_in_subnets: bool,
    /// Pools of spot nodes; pools whose nodes have labels; clusters that say how they grow.
    pub spot_pools: bool,
    pub pool_labels: bool,
    pub autoscalers: bool,
    /// Clusters that Azure Policy watches.
    pub policy: bool,
    /// Clusters whose disks are encrypted under a key of the user's own.
    pub disk_encryption: bool,
    /// Locks on vaults, the registry and DNS zones.
    pub locks: bool,
    /// Whether the registry is made, and not brought.
    pub registry: bool,
    /// Whether it may stand in another subscription than its clusters.
    pub foreign_registry: bool,
    pub push_groups: bool,
    pub registry_replicas: bool,
    /// Zones that are made; zones that are brought; records that delegate from one to another.
    pub zones: bool,
    pub brought_zones: bool,
    /// Zones in another subscription than some deployment that writes into them.
    pub foreign_zones: bool,
    /// Environments before whose change somebody must agree.
    pub approvals: bool,
    /// Platforms in a subscription of their own; platforms that are deployed by a service connection of their own.
    pub subscriptions: bool,
    pub connections: bool,
    pub delegations: bool,
    /// Records that lead to the address of a gateway, to that of an ingress, and to a profile.
    pub edge_records: bool,
    pub ingress_records: bool,
    pub profile_records: bool,
    pub profiles: bool,
    pub geographic: bool,
    /// Front Doors; records that lead to one; rules of their firewalls; those that keep answers.
    pub front_doors: bool,
    pub budgets: bool,
    pub front_door_records: bool,
    pub front_door_rules: bool,
    pub cached: bool,
    /// What lies over all sites.
    pub global: bool,
    /// Clusters that are watched from inside.
    pub stacks: bool,
}

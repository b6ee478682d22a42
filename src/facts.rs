//! What Azure, Kubernetes and the charts say: dated data with sources, handed to `compile` as an argument.

mod alerts;
mod api_versions;
mod application_routing;
mod areas;
mod azure_devops;
mod backup;
mod clouds;
mod cluster_monitoring;
mod date;
mod kubernetes;
mod limits;
mod log_alerts;
mod managed_grafana;
mod naming;
mod node_labels;
mod node_reserves;
mod outgoing;
mod own_roles;
mod private_zones;
mod prometheus_rules;
mod ranges;
mod record;
mod regions;
mod releases;
mod retirements;
mod roles;
mod scanner;
mod scrapers;
#[cfg(test)]
mod shared;
mod storage_classes;
mod tools;
mod vm_sizes;
mod waf_rule_sets;

use std::ops::Deref;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use alerts::{ActivityAlert, Alert, Alerts};
pub use api_versions::ApiVersions;
pub use application_routing::{ApplicationRouting, ControlPlane, Ready};
pub use areas::{Areas, WORLD};
pub use azure_devops::{Audiences, AzureDevOps, BuildsScope, Checks, Interfaces, TaskReference};
pub use backup::Backup;
pub use clouds::Clouds;
pub use cluster_monitoring::{ClusterMonitoring, Dashboard, Measures, Panel, Rule, Variable};
pub use date::{Date, DateFault};
pub use kubernetes::{Kubernetes, Lifetime, Minor, MinorFault, Support};
pub use limits::{Limit, Limits};
pub use log_alerts::{LogAlert, LogAlerts};
pub use managed_grafana::ManagedGrafana;
pub use naming::{Character, NameFault, Naming, NamingRules, Scope};
pub use node_labels::{Mark, NodeLabels};
pub use node_reserves::NodeReserves;
pub use outgoing::{CacheRule, Outgoing};
pub use own_roles::{OwnRole, OwnRoles};
pub use private_zones::{PrivateZone, PrivateZones};
pub use prometheus_rules::{MetricsAlert, PrometheusRules, Recording};
pub use ranges::{ForbiddenRange, PrivateRange, RangeUse, Ranges, SubnetFacts};
pub use regions::{Region, Regions};
pub use releases::{ChartReference, PodSecurity, Release, Releases};
pub use retirements::{Retirement, Retirements};
pub use roles::{Role, Roles};
pub use scanner::Scanner;
pub use scrapers::{Scraper, Scrapers};
pub use storage_classes::{StorageClass, StorageClasses};
pub use tools::{Tool, Tools};
pub use vm_sizes::{Architecture, Confidence, Named, VmSize, VmSizes};
pub use waf_rule_sets::{RuleSet, WafRuleSets};

/// All tables. Each is read from the embedded JSON when it is first asked for, and once.
#[derive(Debug)]
pub struct Facts {
    pub alerts: LazyLock<Dated<Alerts>>,
    pub api_versions: LazyLock<Dated<ApiVersions>>,
    pub application_routing: LazyLock<Dated<ApplicationRouting>>,
    pub areas: LazyLock<Dated<Areas>>,
    pub azure_devops: LazyLock<Dated<AzureDevOps>>,
    pub backup: LazyLock<Dated<Backup>>,
    pub clouds: LazyLock<Dated<Clouds>>,
    pub cluster_monitoring: LazyLock<Dated<ClusterMonitoring>>,
    pub kubernetes: LazyLock<Dated<Kubernetes>>,
    pub limits: LazyLock<Dated<Limits>>,
    pub log_alerts: LazyLock<Dated<LogAlerts>>,
    pub managed_grafana: LazyLock<Dated<ManagedGrafana>>,
    pub naming: LazyLock<Dated<NamingRules>>,
    pub node_labels: LazyLock<Dated<NodeLabels>>,
    pub node_reserves: LazyLock<Dated<NodeReserves>>,
    pub outgoing: LazyLock<Dated<Outgoing>>,
    pub own_roles: LazyLock<Dated<OwnRoles>>,
    pub private_zones: LazyLock<Dated<PrivateZones>>,
    pub prometheus_rules: LazyLock<Dated<PrometheusRules>>,
    pub ranges: LazyLock<Dated<Ranges>>,
    pub regions: LazyLock<Dated<Regions>>,
    pub releases: LazyLock<Releases>,
    pub retirements: LazyLock<Dated<Retirements>>,
    pub roles: LazyLock<Dated<Roles>>,
    pub scanner: LazyLock<Dated<Scanner>>,
    /// It is pinned as the scanner is.
    pub pusher: LazyLock<Dated<Scanner>>,
    pub scrapers: LazyLock<Dated<Scrapers>>,
    pub storage_classes: LazyLock<Dated<StorageClasses>>,
    pub tools: LazyLock<Dated<Tools>>,
    pub vm_sizes: LazyLock<Dated<VmSizes>>,
    pub waf_rule_sets: LazyLock<Dated<WafRuleSets>>,
}

/// A table with its provenance; it reads as the table itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated<T> {
    /// Where the facts were read, unless an entry names a source of its own.
    pub source: String,
    /// The date of the copy that was read (of an undated copy: the day of reading); what changed later is not in the table.
    pub checked: Date,
    entries: T,
}

impl<T> Deref for Dated<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entries
    }
}

macro_rules! embedded {
    ($table:literal) => {
        LazyLock::new(|| parse($table, include_str!(concat!(env!("OUT_DIR"), "/facts/", $table, ".json"))))
    };
}

static EMBEDDED: Facts = Facts {
    alerts: embedded!("alerts"),
    api_versions: embedded!("api_versions"),
    application_routing: embedded!("application_routing"),
    areas: embedded!("areas"),
    azure_devops: embedded!("azure_devops"),
    backup: embedded!("backup"),
    clouds: embedded!("clouds"),
    cluster_monitoring: embedded!("cluster_monitoring"),
    kubernetes: embedded!("kubernetes"),
    limits: embedded!("limits"),
    log_alerts: embedded!("log_alerts"),
    managed_grafana: embedded!("managed_grafana"),
    naming: embedded!("naming"),
    node_labels: embedded!("node_labels"),
    node_reserves: embedded!("node_reserves"),
    outgoing: embedded!("outgoing"),
    own_roles: embedded!("own_roles"),
    private_zones: embedded!("private_zones"),
    prometheus_rules: embedded!("prometheus_rules"),
    ranges: embedded!("reserved_ranges"),
    regions: embedded!("regions"),
    releases: embedded!("releases"),
    retirements: embedded!("retirements"),
    roles: embedded!("roles"),
    scanner: embedded!("scanner"),
    pusher: embedded!("pusher"),
    scrapers: embedded!("scrapers"),
    storage_classes: embedded!("storage_classes"),
    tools: embedded!("tools"),
    vm_sizes: embedded!("vm_sizes"),
    waf_rule_sets: embedded!("waf_rule_sets"),
};

impl Facts {
    /// The facts of this release.
    pub fn embedded() -> &'static Facts {
        &EMBEDDED
    }
}

/// Panics on a table that does not have its type: it was embedded when the crate was built, and a test reads each.
fn parse<T: DeserializeOwned>(table: &str, json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("the embedded facts `{table}` do not read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::Facts;

    #[test]
    fn every_table_reads() {
        let facts = Facts::embedded();
        let dates = [
            facts.alerts.checked,
            facts.api_versions.checked,
            facts.areas.checked,
            facts.azure_devops.checked,
            facts.backup.checked,
            facts.clouds.checked,
            facts.kubernetes.checked,
            facts.limits.checked,
            facts.managed_grafana.checked,
            facts.naming.checked,
            facts.outgoing.checked,
            facts.private_zones.checked,
            facts.ranges.checked,
            facts.regions.checked,
            facts.retirements.checked,
            facts.roles.checked,
            facts.scanner.checked,
            facts.pusher.checked,
            facts.storage_classes.checked,
            facts.tools.checked,
            facts.vm_sizes.checked,
            facts.waf_rule_sets.checked,
        ];
        assert!(dates.iter().all(|date| date.year() >= 2026), "a table older than this project: {dates:?}");
        assert!(facts.releases.names().count() >= 2);
    }
}

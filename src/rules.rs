//! What is wrong with a model, or worth knowing about it: one rule a file, one table of all.

use crate::blueprint::cascade::{Written, spoken};
use crate::blueprint::quantity;
use crate::diagnostics::{Finding, Report, Severity};
use crate::facts::{Date, Facts};
use crate::model::{Model, Site};
use crate::source::Origin;

mod agents;
mod allowances;
mod api_server;
mod app_pools;
mod app_ports;
mod app_size;
mod areas;
mod asymmetric_way;
mod backups;
mod branch_room;
mod branch_tags;
mod branches;
mod brought_identities;
mod brought_networks;
mod brought_registry;
mod brought_subnets;
mod build_images;
mod build_processors;
mod build_sources;
mod build_tags;
mod calls;
mod certificates;
mod cluster_room;
mod connected;
mod disk_encryption;
mod dns_resolvers;
mod dns_zones;
mod express_routes;
mod forbidden_ranges;
mod foreign_processors;
mod foreign_registries;
mod front_doors;
mod gateway_scale;
mod given_variables;
mod grafana;
mod hours;
mod hubs;
mod ingress_address;
mod ingress_certificate;
mod isolation;
mod issuers;
mod job_schedules;
mod kubernetes_version;
mod kured;
mod maintenance;
mod monitoring;
mod moving_tags;
mod name_clashes;
mod names;
mod networks;
mod node_pools;
mod node_sizes;
mod one_region;
mod one_subscription;
mod only_jobs;
mod outgoing_ports;
mod overlaps;
mod own_charts;
mod owners;
mod placeholders;
mod pool_marks;
mod private_endpoints;
mod promotion;
mod pull_request_agents;
mod pull_request_install;
mod pull_requests;
mod quotas;
mod reaches;
mod record_writers;
mod region_loss;
mod registry_replicas;
mod replicas;
mod reserved_namespaces;
mod retired_ingress;
mod room;
mod routed_listeners;
mod scale;
mod secrets;
mod service_range;
mod severe_receivers;
mod shared_connections;
mod shared_secrets;
mod state;
mod stopped;
mod storage;
mod subnet_sizes;
mod subscriptions;
mod system_pool;
mod tags;
mod tests_of_apps;
mod traffic_manager;
mod unkept_logs;
mod unreached;
mod unread_metrics;
mod unused_platforms;
mod unwatched;
mod virtual_nodes;
mod virtual_nodes_apps;
mod waf;
mod webhook_hosts;
mod zonal_egress;

/// What a rule looks at.
pub struct Subject<'a> {
    pub written: &'a Written,
    pub model: &'a Model,
    pub facts: &'a Facts,
    pub today: Date,
}

/// Puts findings at their places.
pub struct Findings<'a> {
    written: &'a Written,
    report: Report,
}

impl Findings<'_> {
    /// Adds a finding about a path of the blueprint; `why` says why exactly there.
    ///
    /// A finding on a default points at the nearest thing that is written, and says so.
    pub fn add(&mut self, finding: Finding, path: &str, why: impl Into<String>) {
        let place = self.written.locate(path);
        let why = why.into();
        let label = if place.exact { why } else { format!("{why} (`{}` is not written: this is its default)", spoken(path)) };
        self.add_at(finding, path, place.origin, label);
    }

    /// Adds a finding whose place is known.
    pub fn add_at(&mut self, finding: Finding, path: &str, place: Origin, why: impl Into<String>) {
        self.report.push(finding.path(path).at(place, why));
    }

    /// Where another party of a finding stands, if it is written: a default stands in no file of the user's.
    pub fn place(&self, path: &str) -> Option<Origin> {
        let place = self.written.locate(path);
        place.exact.then_some(place.origin)
    }

    /// A finding with the replacement that mends it, where there is one and the value at the path is itself written.
    pub fn mend(&self, finding: Finding, path: &str, replacement: Option<impl ToString>) -> Finding {
        match (self.place(path), replacement) {
            (Some(origin), Some(replacement)) => finding.patch(origin, replacement.to_string()),
            _ => finding,
        }
    }

    /// Whether a path was itself written.
    pub fn is_written(&self, path: &str) -> bool {
        self.written.locate(path).exact
    }
}

/// The path of a site's settings, below which each of them stands as it is after merging.
pub fn settings_path(site: &Site) -> String {
    format!("platforms.{}.perRegion.{}", site.platform, site.region.name)
}

type Rule = fn(&Subject, &mut Findings);

/// Rules that look at one thing at a time: what they find is found as well where other things are not known.
static PARTS: &[Rule] = &[
    app_ports::check,
    names::check,
    name_clashes::check,
    reserved_namespaces::check,
    tags::check,
    networks::check,
    overlaps::check,
    service_range::check,
    ingress_address::check,
    forbidden_ranges::check,
    subnet_sizes::check,
    kubernetes_version::check,
    node_pools::check,
    pool_marks::check,
    node_sizes::check,
    placeholders::check,
    api_server::check,
    disk_encryption::check,
    secrets::check,
    kured::check,
    scale::check,
    app_pools::check,
    storage::check,
    job_schedules::check,
    build_images::check,
    build_sources::check,
    build_tags::check,
    subscriptions::check,
    waf::check,
];

/// Rules that look at all there is, and would take what is not known for what is not there.
static WHOLE: &[Rule] = &[
    outgoing_ports::check,
    zonal_egress::check,
    hubs::check,
    private_endpoints::check,
    brought_registry::check,
    brought_identities::check,
    brought_networks::check,
    brought_subnets::check,
    express_routes::check,
    dns_resolvers::check,
    foreign_registries::check,
    system_pool::check,
    foreign_processors::check,
    maintenance::check,
    hours::check,
    stopped::check,
    unused_platforms::check,
    virtual_nodes::check,
    virtual_nodes_apps::check,
    retired_ingress::check,
    issuers::check,
    record_writers::check,
    unread_metrics::check,
    unkept_logs::check,
    grafana::check,
    routed_listeners::check,
    monitoring::check,
    shared_connections::check,
    replicas::check,
    quotas::check,
    reaches::check,
    state::check,
    shared_secrets::check,
    moving_tags::check,
    cluster_room::check,
    app_size::check,
    region_loss::check,
    only_jobs::check,
    own_charts::check,
    tests_of_apps::check,
    build_processors::check,
    promotion::check,
    owners::check,
    registry_replicas::check,
    calls::check,
    given_variables::check,
    branches::check,
    branch_tags::check,
    agents::check,
    pull_requests::check,
    webhook_hosts::check,
    severe_receivers::check,
    pull_request_agents::check,
    pull_request_install::check,
    certificates::check,
    gateway_scale::check,
    dns_zones::check,
    traffic_manager::check,
    areas::check,
    ingress_certificate::check,
    isolation::check,
    one_subscription::check,
    backups::check,
    unreached::check,
    asymmetric_way::check,
    front_doors::check,
    one_region::check,
    unwatched::check,
];

/// Runs every rule and applies what the blueprint allows.
pub fn check(written: &Written, model: &Model, facts: &Facts, today: Date) -> Report {
    let subject = Subject { written, model, facts, today };
    // What is allowed for one environment is still said of another, though both have it from one line.
    let mut report = allowances::apply(&subject, run(&subject, PARTS.iter().chain(WHOLE)));
    report.once();
    report
}

/// What is wrong with the parts of a model that lacks others: errors, for advice can wait until the rest is known.
pub fn check_parts(written: &Written, model: &Model, facts: &Facts, today: Date) -> Report {
    let subject = Subject { written, model, facts, today };
    let mut report = allowances::silence(&subject, run(&subject, PARTS.iter()));
    report.once();
    report.findings.retain(|finding| finding.severity == Severity::Error);
    report
}

fn run<'a>(subject: &Subject, rules: impl Iterator<Item = &'a Rule>) -> Report {
    let mut findings = Findings { written: subject.written, report: Report::default() };
    rules.for_each(|rule| rule(subject, &mut findings));
    findings.report
}

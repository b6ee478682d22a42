//! How requests find their way in: zones, records, and Traffic Manager.

use serde::Serialize;

use super::places::public_name;
use crate::facts::Facts;
use crate::model::{self, Health, Model, Target};

#[derive(Debug, Serialize)]
pub struct Dns<'a> {
    /// Zones that are made, and those of them that a person has delegated.
    zones: Vec<&'a str>,
    undelegated: Vec<&'a str>,
    /// Records that are made, those that clusters write for each host of an app below, and those that a person makes.
    made: Vec<Record<'a>>,
    written: Vec<Record<'a>>,
    by_hand: Vec<Record<'a>>,
    /// The namespace of what writes them.
    writer_namespace: &'a str,
}

#[derive(Debug, Serialize)]
pub struct Record<'a> {
    host: &'a str,
    zone: Option<&'a str>,
    kind: &'static str,
    value: String,
}

impl<'a> Dns<'a> {
    pub fn new(model: &'a Model, facts: &'a Facts) -> Self {
        let (ours, by_hand) = model.records.iter().partition::<Vec<_>, _>(|record| record.zone.is_some());
        let (written, made) = ours.into_iter().partition::<Vec<_>, _>(|record| matches!(record.target, Target::Written { .. }));
        let rows = |records: Vec<&'a model::Record>| records.into_iter().map(|each| record(model, each)).collect();
        Self {
            zones: model.dns.made().map(|zone| zone.name.as_str()).collect(),
            undelegated: model.dns.undelegated().map(|zone| zone.name.as_str()).collect(),
            made: rows(made),
            written: rows(written),
            by_hand: rows(by_hand),
            writer_namespace: facts.releases.get("external-dns").map_or("", |chart| &chart.namespace),
        }
    }
}

fn record<'a>(model: &Model, record: &'a model::Record) -> Record<'a> {
    let zone = record.zone.as_ref().map(|zone| zone.name.as_str());
    let value = match &record.target {
        Target::Profile(name) => model.profiles.iter().find(|profile| profile.name == *name).map(model::Profile::host),
        Target::Address { site, name } => model.site(site).and_then(|site| {
            let address = site.edge.public_addresses().find(|address| address.name == *name)?;
            Some(public_name(site, address))
        }),
        Target::Internal(address) => Some(address.to_string()),
        Target::Written { cluster } => Some(cluster.clone()),
        // The rest of its name is Azure's to give: the README says how to ask for it.
        Target::FrontDoor { endpoint, .. } => Some(format!("{endpoint}-….azurefd.net")),
    };
    // A CNAME may not stand at the top of a zone; every host of domains has something in its place, under a name of its own.
    let kind = match &record.target {
        Target::Internal(_) | Target::Written { .. } => "A",
        _ if record.host.starts_with("*.") => "CNAME",
        _ => "ALIAS or ANAME",
    };
    Record { host: &record.host, zone, kind, value: value.unwrap_or_default() }
}

/// What a platform may cost.
#[derive(Debug, Serialize)]
pub struct Budget<'a> {
    platform: &'a str,
    name: &'a str,
    amount: u32,
    /// The first day that counts.
    from: &'a str,
    told: String,
}

pub fn budgets(model: &Model) -> Vec<Budget<'_>> {
    let budgets = model.budgets.iter().map(|budget| Budget {
        platform: &budget.platform,
        name: &budget.name,
        amount: budget.amount,
        from: budget.start.split('T').next().unwrap_or_default(),
        told: budget.emails.join(", "),
    });
    budgets.collect()
}

/// A Traffic Manager profile.
#[derive(Debug, Serialize)]
pub struct Profile<'a> {
    name: &'a str,
    environment: &'a str,
    host: String,
    routing: &'static str,
    ttl: u32,
    /// What it asks of each region: a URL.
    health: String,
    regions: String,
}

pub fn profiles(model: &Model) -> Vec<Profile<'_>> {
    let profiles = model.profiles.iter().map(|profile| Profile {
        name: &profile.name,
        environment: &profile.environment,
        host: profile.host(),
        routing: profile.routing,
        ttl: profile.ttl,
        health: url(&profile.health),
        regions: profile.endpoints.iter().map(|endpoint| share(profile.routing, endpoint)).collect::<Vec<_>>().join(", "),
    });
    profiles.collect()
}

fn url(health: &Health) -> String {
    format!("{}://{}{}", health.protocol.to_lowercase(), health.host, health.path)
}

/// A region, with what it gets of the requests.
fn share(routing: &str, endpoint: &model::Endpoint) -> String {
    let location = &endpoint.location;
    match routing {
        "Weighted" => format!("{location} {}", endpoint.weight),
        "Geographic" => format!("{location} {}", endpoint.areas.iter().map(|area| area.as_str()).collect::<Vec<_>>().join(" ")),
        _ => location.clone(),
    }
}

/// How long it takes until a region that failed is out: the arithmetic of Traffic Manager.
#[derive(Debug, Serialize)]
pub struct Failover {
    interval: u32,
    timeout: u32,
    /// Probes that fail before the region is out.
    probes: u32,
    seconds: u32,
}

impl Failover {
    pub fn new(facts: &Facts) -> Self {
        let limits = &facts.limits;
        let [interval, timeout, failures] =
            [&limits.traffic_probe_interval, &limits.traffic_probe_timeout, &limits.traffic_probe_failures].map(|limit| limit.default.unwrap_or_default());
        let probes = failures + 1;
        Self { interval, timeout, probes, seconds: probes * interval + timeout }
    }
}

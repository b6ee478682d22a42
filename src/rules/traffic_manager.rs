//! AKS0705: Traffic Manager that is not told the same in all regions, or whose weights or areas do not fit them.

use std::collections::BTreeMap;

use super::{Findings, Subject, settings_path};
use crate::blueprint::global::{Global, Routing};
use crate::blueprint::text::{Area, Label, Region};
use crate::diagnostics::{Code, Finding, codes};
use crate::facts::WORLD;
use crate::model::Site;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let mut platforms: BTreeMap<&Label, Vec<&Site>> = BTreeMap::new();
    for site in &subject.model.sites {
        platforms.entry(&site.platform).or_default().push(site);
    }
    for (platform, sites) in platforms {
        let Some(first) = sites.first() else { continue };
        for site in sites.iter().filter(|site| site.global != first.global) {
            let path = format!("{}.edge.global", settings_path(site));
            let finding = Finding::new(&codes::TRAFFIC, format!("the regions of `{platform}` do not agree on what spreads requests over them"))
                .beside(findings.place(&format!("{}.edge.global", settings_path(first))), format!("this is said for {}", first.region.name))
                .help(format!("write `edge.global` for the platform, not for one of its regions: `platforms: {{{platform}: {{edge: {{global: …}}}}}}`"));
            findings.add(finding, &path, format!("this is said for {}", site.region.name));
        }
        if let Global::TrafficManager(traffic) = &first.global {
            addresses(subject, findings, platform, &sites);
            let off = format!("{}.edge.global.trafficManager.disabled", settings_path(first));
            disabled(findings, &codes::TRAFFIC, &sites, &traffic.disabled, &off);
            let path = format!("{}.edge.global.trafficManager.routing", settings_path(first));
            match &traffic.routing {
                Routing::Performance(_) | Routing::Priority(_) => {}
                Routing::Weighted(weights) => known(findings, &sites, weights.keys(), &format!("{path}.weighted")),
                Routing::Geographic(areas) => {
                    known(findings, &sites, areas.keys(), &format!("{path}.geographic"));
                    geographic(findings, &sites, areas, &format!("{path}.geographic"));
                }
            }
        }
    }
}

/// A region without a public address.
fn addresses(subject: &Subject, findings: &mut Findings, platform: &Label, sites: &[&Site]) {
    for site in sites {
        let path = format!("{}.edge.gateway", settings_path(site));
        for environment in subject.model.environments.iter().filter(|environment| environment.platform == *platform) {
            let mut here = site.edge.listeners.iter().filter(|listener| listener.environment == environment.name);
            if here.any(|listener| site.edge.address_of(listener).is_none()) {
                let finding = Finding::new(&codes::TRAFFIC, format!("Traffic Manager cannot lead to `{}` in {}", environment.name, site.region.name))
                    .help("let a gateway or a load balancer make it public, or write `edge: {global: none}`");
                findings.add(finding, &path, "there is no public address");
            }
        }
    }
}

/// Regions to which nothing is sent: some of the platform's, and not all.
pub(super) fn disabled(findings: &mut Findings, code: &'static Code, sites: &[&Site], disabled: &[Region], path: &str) {
    let regions: Vec<&str> = sites.iter().map(|site| site.region.name.as_str()).collect();
    for (at, region) in disabled.iter().enumerate().filter(|(_, region)| !regions.contains(&region.as_str())) {
        let finding = Finding::new(code, format!("`{region}` is no region of this platform")).help(format!("it stands in {}", regions.join(", ")));
        findings.add(finding, &format!("{path}[{at}]"), "no request is sent there anyway");
    }
    if regions.iter().all(|region| disabled.iter().any(|disabled| disabled.as_str() == *region)) {
        let finding = Finding::new(code, "no region is left to which requests could be sent").help("leave out the region that is to answer them");
        findings.add(finding, path, "these are all regions of the platform");
    }
}

/// Regions that are named, and in which the platform does not stand.
fn known<'a>(findings: &mut Findings, sites: &[&Site], named: impl Iterator<Item = &'a Region>, path: &str) {
    let regions: Vec<&str> = sites.iter().map(|site| site.region.name.as_str()).collect();
    for region in named.filter(|region| !regions.contains(&region.as_str())) {
        let finding = Finding::new(&codes::TRAFFIC, format!("`{region}` is no region of this platform")).help(format!("it stands in {}", regions.join(", ")));
        findings.add(finding, &format!("{path}.{region}"), "requests cannot be sent there");
    }
}

fn geographic(findings: &mut Findings, sites: &[&Site], areas: &BTreeMap<Region, Vec<Area>>, path: &str) {
    for site in sites {
        let region = &site.region.name;
        if areas.get(region.as_str()).is_none_or(Vec::is_empty) {
            let finding =
                Finding::new(&codes::TRAFFIC, format!("no client is sent to `{region}`")).help(format!("write what it serves, such as `{region}: [GEO-EU]`"));
            findings.add(finding, path, "every region of the platform has areas of its own");
        }
    }
    let mut served: BTreeMap<&Area, &Region> = BTreeMap::new();
    for (region, areas) in areas {
        for (at, area) in areas.iter().enumerate() {
            if let Some(first) = served.insert(area, region) {
                let finding = Finding::new(&codes::TRAFFIC, format!("two regions serve `{area}`"))
                    .beside(findings.place(&format!("{path}.{first}")), "the first of them")
                    .help("keep it at one of the two");
                findings.add(finding, &format!("{path}.{region}[{at}]"), "the second time");
            }
        }
    }
    if !served.keys().any(|area| area.as_str() == WORLD) {
        let finding = Finding::new(&codes::TRAFFIC, "clients from elsewhere get no answer")
            .help(format!("give one region all the rest, such as `{}: [{WORLD}]`", sites.first().map_or("westeurope", |site| site.region.name.as_str())));
        findings.add(finding, path, format!("no region serves `{WORLD}`"));
    }
}

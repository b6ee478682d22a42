//! AKS0317: regions of one platform that are maintained in the same hours, and reboots while AKS upgrades.

use super::{Findings, Subject};
use crate::blueprint::settings::Weekday;
use crate::diagnostics::{Finding, codes};
use crate::model::clock::{self, Span};
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let sites = &subject.model.sites;
    for (at, site) in sites.iter().enumerate() {
        let own = windows(site);
        for cluster in &site.clusters {
            within(findings, cluster);
        }
        if let Some(other) = sites[..at].iter().find(|other| other.platform == site.platform && !apart(&windows(other), &own).is_empty()) {
            between(findings, other, site, &own);
        }
    }
}

/// Hours in which nodes of a cluster are taken away, and the setting that says so.
struct Maintained<'a> {
    span: Span,
    cluster: &'a Cluster,
    setting: &'static str,
    what: &'static str,
}

impl Maintained<'_> {
    fn path(&self) -> String {
        format!("{}.{}", self.cluster.tenancy.path, self.setting)
    }
}

const UPGRADES: &str = "kubernetes.upgrades.window";
const REBOOTS: &str = "releases.kured.window";

fn windows(site: &Site) -> Vec<Maintained<'_>> {
    site.clusters.iter().flat_map(of_cluster).collect()
}

fn of_cluster(cluster: &Cluster) -> Vec<Maintained<'_>> {
    let upgrades = clock::upgrades(&cluster.upgrades.window).map(|span| Maintained { span, cluster, setting: UPGRADES, what: "upgraded" });
    let kured = cluster.releases.kured.iter().flat_map(|kured| clock::reboots(&kured.days, &kured.window));
    upgrades.into_iter().chain(kured.map(|span| Maintained { span, cluster, setting: REBOOTS, what: "rebooted" })).collect()
}

/// The pairs of hours that two sites share.
fn apart<'a>(one: &'a [Maintained<'a>], other: &'a [Maintained<'a>]) -> Vec<(&'a Maintained<'a>, &'a Maintained<'a>)> {
    one.iter().flat_map(|one| other.iter().map(move |other| (one, other))).filter(|(one, other)| one.span.overlaps(other.span)).collect()
}

fn between(findings: &mut Findings, other: &Site, site: &Site, own: &[Maintained]) {
    let others = windows(other);
    let Some((theirs, ours)) = apart(&others, own).first().copied() else { return };
    let finding = Finding::new(&codes::MAINTENANCE, format!("{} and {} are maintained in the same hours", other.key, site.key))
        .beside(findings.place(&theirs.path()), format!("{}: {} on {}", other.key, theirs.what, theirs.span))
        .help(mended(site, other, ours.setting));
    findings.add(finding, &ours.path(), format!("{}: {} on {}", site.key, ours.what, ours.span));
}

/// Where no day is written, each region has one of its own; else another one may be.
fn mended(site: &Site, other: &Site, setting: &str) -> String {
    let (platform, region) = (&site.platform, &site.region.name);
    let taken = [site, other].map(|site| site.clusters.first().and_then(|cluster| cluster.upgrades.window.day));
    let free = [Weekday::Tuesday, Weekday::Thursday, Weekday::Sunday].into_iter().find(|day| !taken.contains(&Some(*day))).unwrap_or(Weekday::Tuesday);
    if setting == REBOOTS {
        return "leave out `days` and `window` of kured: each region then has the day of its upgrades, outside of their hours".to_owned();
    }
    let day = free.name();
    format!(
        "leave out `day`, and each region has one of its own; or write `platforms: {{{platform}: {{perRegion: {{{region}: {{kubernetes: {{upgrades: {{window: {{day: {day}}}}}}}}}}}}}}}"
    )
}

/// kured drains a node while AKS drains another one.
fn within(findings: &mut Findings, cluster: &Cluster) {
    let own = of_cluster(cluster);
    let of = |setting: &'static str| own.iter().filter(move |window| window.setting == setting);
    let pairs = of(UPGRADES).flat_map(|upgrades| of(REBOOTS).map(move |reboots| (upgrades, reboots)));
    let Some((upgrades, reboots)) = pairs.into_iter().find(|(upgrades, reboots)| upgrades.span.overlaps(reboots.span)) else { return };
    let finding = Finding::new(&codes::MAINTENANCE, format!("nodes of {} are rebooted while AKS upgrades them", cluster.name))
        .beside(findings.place(&upgrades.path()), format!("upgraded on {}", upgrades.span))
        .help("leave out `days` and `window` of kured, or write hours that end before the upgrades begin, in summer and in winter");
    findings.add(finding, &reboots.path(), format!("rebooted on {}", reboots.span));
}

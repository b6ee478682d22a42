//! AKS0317: regions of one platform that are maintained in the same hours, reboots while AKS upgrades, and time zones that do not exist.

use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::Weekday;
use crate::diagnostics::{Finding, codes};
use crate::model::Site;
use crate::model::clock::{self, Span};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let sites = &subject.model.sites;
    for (at, site) in sites.iter().enumerate() {
        let own = windows(site);
        zone(findings, site);
        within(findings, site, &own);
        if let Some(other) = sites[..at].iter().find(|other| other.platform == site.platform && !apart(&windows(other), &own).is_empty()) {
            between(findings, other, site, &own);
        }
    }
}

/// Hours in which nodes of a site are taken away, and the setting that says so.
struct Maintained {
    span: Span,
    setting: &'static str,
    what: &'static str,
}

const UPGRADES: &str = "kubernetes.upgrades.window";
const REBOOTS: &str = "releases.kured.window";

fn windows(site: &Site) -> Vec<Maintained> {
    // All clusters of a site have the same settings.
    let Some(cluster) = site.clusters.first() else { return Vec::new() };
    let upgrades = clock::upgrades(&cluster.upgrades.window).map(|span| Maintained { span, setting: UPGRADES, what: "upgraded" });
    let kured = cluster.releases.kured.iter().flat_map(|kured| clock::reboots(&kured.days, &kured.window));
    upgrades.into_iter().chain(kured.map(|span| Maintained { span, setting: REBOOTS, what: "rebooted" })).collect()
}

/// The pairs of hours that two sites share.
fn apart<'a>(one: &'a [Maintained], other: &'a [Maintained]) -> Vec<(&'a Maintained, &'a Maintained)> {
    one.iter().flat_map(|one| other.iter().map(move |other| (one, other))).filter(|(one, other)| one.span.overlaps(other.span)).collect()
}

fn between(findings: &mut Findings, other: &Site, site: &Site, own: &[Maintained]) {
    let others = windows(other);
    let Some((theirs, ours)) = apart(&others, own).first().copied() else { return };
    let path = format!("{}.{}", settings_path(site), ours.setting);
    let finding = Finding::new(&codes::MAINTENANCE, format!("{} and {} are maintained in the same hours", other.key, site.key))
        .beside(findings.place(&format!("{}.{}", settings_path(other), theirs.setting)), format!("{}: {} on {}", other.key, theirs.what, theirs.span))
        .help(mended(site, other, ours.setting));
    findings.add(finding, &path, format!("{}: {} on {}", site.key, ours.what, ours.span));
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
fn within(findings: &mut Findings, site: &Site, own: &[Maintained]) {
    let of = |setting: &'static str| own.iter().filter(move |window| window.setting == setting);
    let pairs = of(UPGRADES).flat_map(|upgrades| of(REBOOTS).map(move |reboots| (upgrades, reboots)));
    let Some((upgrades, reboots)) = pairs.into_iter().find(|(upgrades, reboots)| upgrades.span.overlaps(reboots.span)) else { return };
    let base = settings_path(site);
    let finding = Finding::new(&codes::MAINTENANCE, format!("nodes of {} are rebooted while AKS upgrades them", site.key))
        .beside(findings.place(&format!("{base}.{UPGRADES}")), format!("upgraded on {}", upgrades.span))
        .help("leave out `days` and `window` of kured, or write hours that end before the upgrades begin, in summer and in winter");
    findings.add(finding, &format!("{base}.{REBOOTS}"), format!("rebooted on {}", reboots.span));
}

fn zone(findings: &mut Findings, site: &Site) {
    let Some(kured) = site.clusters.first().and_then(|cluster| cluster.releases.kured.as_ref()) else { return };
    if clock::offsets(&kured.window.timezone).is_empty() {
        let finding = Finding::new(&codes::MAINTENANCE, format!("there is no time zone `{}`", kured.window.timezone))
            .help("write one of the IANA database, such as Europe/Amsterdam or UTC");
        findings.add(finding, &format!("{}.{REBOOTS}.timezone", settings_path(site)), "kured does not start with it");
    }
}

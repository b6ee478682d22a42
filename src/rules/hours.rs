//! AKS0318 and AKS0319: clusters that are stopped when something is to happen in them, or whose stop wakes somebody.

use super::{Findings, Subject, settings_path};
use crate::blueprint::global::Global;
use crate::blueprint::settings::{Hours, ShortDay, Weekday};
use crate::diagnostics::{Finding, codes};
use crate::model::clock::{self, Span};
use crate::model::{Backup, Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for (site, hours) in subject.model.resting() {
        let stopped = Stopped { site, hours, path: format!("{}.kubernetes.hours", settings_path(site)) };
        if !stopped.sound(findings) {
            continue;
        }
        stopped.production(subject, findings);
        for cluster in &site.clusters {
            stopped.windows(findings, cluster);
        }
        if let Some(backup) = &site.backup {
            stopped.backups(findings, backup);
        }
        stopped.alerts(findings);
    }
    clean_up(subject, findings);
}

struct Stopped<'a> {
    site: &'a Site,
    hours: &'a Hours,
    path: String,
}

impl Stopped<'_> {
    /// Whether the hours are hours at all.
    fn sound(&self, findings: &mut Findings) -> bool {
        let Hours { start, stop, .. } = self.hours;
        if clock::minutes(stop) <= clock::minutes(start) {
            let finding = Finding::new(&codes::HOURS, format!("the clusters of {} would be stopped before they are started", self.site.key))
                .beside(findings.place(&format!("{}.start", self.path)), "the start")
                .help("write a `stop` after the start: clusters run on each day from one to the other, and never over midnight");
            findings.add(finding, &format!("{}.stop", self.path), format!("{stop} is not after {start} of the same day"));
            return false;
        }
        true
    }

    fn production(&self, subject: &Subject, findings: &mut Findings) {
        let Some(last) = subject.model.environments.last().filter(|last| last.platform == self.site.platform) else { return };
        let finding = Finding::new(&codes::HOURS, format!("`{}` would be away outside of {}", last.name, self.hours))
            .help("write `hours` for platforms of development alone, under `platforms.<platform>.kubernetes`");
        findings.add(
            finding,
            &self.path,
            format!("the platform `{}` is that of the last environment, and a region may have no machines left for a start", last.platform),
        );
    }

    /// Upgrades and reboots, which a stopped cluster never gets.
    fn windows(&self, findings: &mut Findings, cluster: &Cluster) {
        let base = &cluster.tenancy.path;
        let upgrades = clock::upgrades(&cluster.upgrades.window).filter(|span| !self.hours.hold(*span));
        let reboots = cluster.releases.kured.as_ref().and_then(|kured| self.hours.missed_reboots(&kured.days, &kured.window));
        let missed = upgrades.map(|span| (span, UPGRADES, "upgraded")).or(reboots.map(|span| (span, REBOOTS, "rebooted")));
        if let Some((span, setting, what)) = missed {
            let finding = Finding::new(&codes::HOURS, format!("the clusters of {} would be stopped while they are to be {what}", self.site.key))
                .beside(findings.place(&self.path), self.running())
                .help(if setting == UPGRADES { self.for_upgrades(cluster) } else { self.for_reboots(cluster) });
            findings.add(finding, &format!("{base}.{setting}"), format!("{what} on {span}"));
        }
    }

    /// When they run, by the clock of UTC, in which windows are compared.
    fn running(&self) -> String {
        let each = clock::offsets(&self.hours.timezone).into_iter().filter_map(|offset| self.hours.spans(offset).first().copied());
        let spans: Vec<String> = each.map(|span| span.to_string()).collect();
        format!("they run on {}: the first day is {}", self.hours, spans.join(", or "))
    }

    /// A window for upgrades that lies in the hours in summer and in winter.
    fn for_upgrades(&self, cluster: &Cluster) -> String {
        let window = &cluster.upgrades.window;
        let Some(fitting) = self.hours.upgrades(window) else {
            let needed = clock::clock(self.hours.needed(window));
            return format!("let them run for longer: {} hours of upgrades need {needed} from start to stop, in summer and in winter", window.hours);
        };
        let days = self.hours.days_of(&fitting, &ALL);
        let day = window.day.filter(|day| days.contains(day)).or(days.first().copied()).map_or("monday", Weekday::name);
        format!("write a window within the hours, such as `window: {{day: {day}, start: \"{}\", utcOffset: \"{}\"}}`", fitting.start, fitting.utc_offset)
    }

    /// The same for reboots, which must not meet upgrades either.
    fn for_reboots(&self, cluster: &Cluster) -> String {
        let window = &cluster.upgrades.window;
        let upgrades = clock::upgrades(window);
        let of_upgrades = window.day.map(ShortDay::of).filter(|day| self.hours.days.contains(day));
        let days = of_upgrades.into_iter().chain(self.hours.days.iter().copied());
        let Some((day, fitting)) = days.filter_map(|day| Some((day, self.hours.reboots(&[day], upgrades)?))).next() else {
            return "let them run for longer: an hour after their start, nodes are rebooted for an hour at least, and not while they are upgraded".to_owned();
        };
        format!(
            "write days and a window within the hours, such as `kured: {{days: [{}], window: {{start: \"{}\", end: \"{}\", timezone: {}}}}}`",
            day.name(),
            fitting.start,
            fitting.end,
            fitting.timezone
        )
    }

    fn backups(&self, findings: &mut Findings, backup: &Backup) {
        const LASTING: i32 = 60;
        let begins = clock::minutes(&backup.begins);
        let every = 60 * i32::try_from(backup.every_hours).unwrap_or(24);
        let mut runs = (0..clock::WEEK / every).map(|run| Span::new(0, begins + run * every, LASTING, 0));
        if let Some(missed) = runs.find(|span| !self.hours.hold(*span)) {
            let finding = Finding::new(&codes::HOURS, format!("the clusters of {} would be stopped while they are to be backed up", self.site.key))
                .beside(findings.place(&self.path), self.running())
                .help("take `backup` out for this platform (`backup: null`), or let its clusters run always");
            let path = format!("{}.kubernetes.backup", settings_path(self.site));
            findings.add(finding, &path, format!("every {} hours, one of them on {missed}", backup.every_hours));
        }
    }

    /// Metrics of a stopped cluster come no more, and wake nobody; what stands before it fails its probes.
    fn alerts(&self, findings: &mut Findings) {
        let site = self.site;
        let before = match (site.edge.gateway(), &site.global) {
            (_, Global::FrontDoor(_)) => "Front Door finds no ingress",
            (Some(_), _) => "the application gateway finds no ingress",
            (None, Global::TrafficManager(_)) => "Traffic Manager finds no ingress",
            _ if site.prometheus.is_some() => "managed Prometheus hears of no ingress",
            _ => return,
        };
        if site.action_group.is_some() {
            let finding = Finding::new(&codes::STOPPED_ALERTS, format!("each stop of the clusters of {} wakes somebody", site.key))
                .beside(findings.place(&self.path), "they are stopped outside of these hours")
                .help("take `alerts` out for this platform (`monitoring: {azure: {alerts: null}}`); or allow this, with an alert processing rule of your own for these hours");
            findings.add(finding, &format!("{}.monitoring.azure.alerts", settings_path(site)), format!("{before} then, and says so within minutes"));
        }
    }
}

const UPGRADES: &str = "kubernetes.upgrades.window";
const REBOOTS: &str = "releases.kured.window";

const ALL: [Weekday; 7] = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday, Weekday::Sunday];

/// What has no branch any more is deleted by a pipeline, for all environments at once.
fn clean_up(subject: &Subject, findings: &mut Findings) {
    if subject.model.clean_up().is_some() {
        return;
    }
    let here = |environment: &&crate::model::Environment| subject.model.branch_hours(environment).next().is_some();
    if let Some(environment) = subject.model.environments.iter().find(here) {
        let hours: Vec<String> = subject.model.branch_hours(environment).map(|hours| format!("`{hours}`")).collect();
        let finding = Finding::new(&codes::HOURS, "there is no hour for the clean-up of branches")
            .help("give platforms with branches hours of which the last one is in those of the others, in summer and in winter");
        let path = format!("environments.{}.branches", environment.name);
        findings.add(
            finding,
            &path,
            format!("its clusters run on {}, and never for an hour together with those of the other environments that have branches", hours.join(" and ")),
        );
    }
}

//! AKS0318 and AKS0319: clusters that are stopped when something is to happen in them, or whose stop wakes somebody.

use super::{Findings, Subject, settings_path};
use crate::blueprint::global::Global;
use crate::blueprint::settings::{Hours, ShortDay};
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
        let upgrades = clock::upgrades(&cluster.upgrades.window).map(|span| (span, "kubernetes.upgrades.window", "upgraded"));
        let kured = cluster.releases.kured.iter().flat_map(|kured| clock::reboots(&kured.days, &kured.window));
        for (span, setting, what) in upgrades.into_iter().chain(kured.map(|span| (span, "releases.kured.window", "rebooted"))) {
            if !self.hours.hold(span) {
                let finding = Finding::new(&codes::HOURS, format!("the clusters of {} would be stopped while they are to be {what}", self.site.key))
                    .beside(findings.place(&self.path), self.running())
                    .help(self.fitting(setting, cluster));
                findings.add(finding, &format!("{base}.{setting}"), format!("{what} on {span}"));
                return;
            }
        }
    }

    /// When they run, by the clock of UTC, in which windows are compared.
    fn running(&self) -> String {
        let each = clock::offsets(&self.hours.timezone).into_iter().filter_map(|offset| self.hours.spans(offset).first().copied());
        let spans: Vec<String> = each.map(|span| span.to_string()).collect();
        format!("they run on {}: the first day is {}", self.hours, spans.join(", or "))
    }

    /// A window that lies in the hours in summer and in winter.
    fn fitting(&self, setting: &str, cluster: &Cluster) -> String {
        let offsets = clock::offsets(&self.hours.timezone);
        let (earliest, latest) = (offsets.first().copied().unwrap_or_default(), offsets.last().copied().unwrap_or_default());
        // By the clock of winter it is later in summer: what begins with the day in winter is within it in summer. An hour later all is started.
        let from = clock::minutes(&self.hours.start) + 60;
        let room = clock::minutes(&self.hours.stop) - (latest - earliest) - from;
        let day = cluster.upgrades.window.day.map(ShortDay::of).filter(|day| self.hours.days.contains(day)).or_else(|| self.hours.days.first().copied());
        let day = day.map_or("mo", ShortDay::name);
        let least = if setting.ends_with("upgrades.window") { 60 * i32::try_from(cluster.upgrades.window.hours).unwrap_or(4) } else { 60 };
        if room < least {
            return format!(
                "let them run for longer: {} hours of upgrades need {} from start to stop, in summer and in winter",
                least / 60,
                clock::clock(60 + least + latest - earliest)
            );
        }
        if setting.ends_with("upgrades.window") {
            let offset = crate::model::hours::spelled(earliest);
            let day = ALL.into_iter().find(|(short, _)| *short == day).map_or("monday", |(_, day)| day);
            return format!("write a window within the hours, such as `window: {{day: {day}, start: \"{}\", utcOffset: \"{offset}\"}}`", clock::clock(from));
        }
        format!(
            "write days and a window within the hours, such as `kured: {{days: [{day}], window: {{start: \"{}\", end: \"{}\", timezone: {}}}}}`",
            clock::clock(from),
            self.hours.stop,
            self.hours.timezone
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

const ALL: [(&str, &str); 7] =
    [("mo", "monday"), ("tu", "tuesday"), ("we", "wednesday"), ("th", "thursday"), ("fr", "friday"), ("sa", "saturday"), ("su", "sunday")];

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

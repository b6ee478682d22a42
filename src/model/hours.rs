//! Clusters that run in some hours alone: when they are started and stopped, and what can be done while they run.

use std::collections::BTreeSet;

use super::clock::{self, DAY, Span, WEEK, both_offsets, minutes, offsets};
use super::{Environment, Model, Site};
use crate::blueprint::settings::{Hours, KuredWindow, ShortDay};

/// When the pipeline of branches cleans up: minutes since midnight, UTC.
const CLEAN_UP: i32 = 60;
/// For how long it may take.
const CLEANED: i32 = 60;
/// Until a cluster that is started is at work, and until AKS knows that it may be upgraded (AKS docs, planned-maintenance, 2025-12-19: fifteen minutes before the window).
const STARTED: i32 = 30;

/// A time in a week at which cron starts something: UTC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cron {
    /// Minutes since midnight.
    at: i32,
    /// 0 is Sunday.
    days: BTreeSet<i32>,
}

impl Cron {
    /// Of minutes of a week that begins on Monday.
    fn at(moments: impl Iterator<Item = i32>) -> Option<Self> {
        let moments: Vec<i32> = moments.map(|moment| moment.rem_euclid(WEEK)).collect();
        Some(Self { at: moments.first()? % DAY, days: moments.iter().map(|moment| (moment / DAY + 1) % 7).collect() })
    }

    fn daily(at: i32) -> Self {
        Self { at, days: (0..7).collect() }
    }

    /// The spans of a week, so many minutes each, in which it is at work.
    fn spans(&self, minutes: i32) -> impl Iterator<Item = Span> {
        self.days.iter().map(move |day| Span::new((day + 6) % 7, self.at, minutes, 0))
    }

    pub fn is_daily(&self) -> bool {
        self.days.len() == 7
    }
}

impl std::fmt::Display for Cron {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = if self.is_daily() { "*".to_owned() } else { self.days.iter().map(ToString::to_string).collect::<Vec<_>>().join(",") };
        write!(formatter, "{} {} * * {days}", self.at % 60, self.at / 60)
    }
}

impl Hours {
    /// When clusters run while the clock is so far from UTC.
    pub fn spans(&self, offset: i32) -> Vec<Span> {
        let (start, stop) = (minutes(&self.start), minutes(&self.stop));
        self.days.iter().map(|day| Span::new(*day as i32, start, stop - start, offset)).collect()
    }

    /// Whether clusters are at work through all of these minutes, in summer and in winter.
    pub fn hold(&self, span: Span) -> bool {
        offsets(&self.timezone).into_iter().all(|offset| self.at_work(offset).any(|hours| hours.holds(span)))
    }

    /// Whether clusters are at work in all hours of reboots on these days, in summer and in winter.
    pub fn hold_reboots(&self, days: &[ShortDay], window: &KuredWindow) -> bool {
        self.missed_reboots(days, window).is_none()
    }

    /// Hours of reboots in which clusters are not at work.
    pub fn missed_reboots(&self, days: &[ShortDay], window: &KuredWindow) -> Option<Span> {
        let both = both_offsets(&self.timezone, &window.timezone);
        let mut each = both.into_iter().flat_map(|(own, theirs)| clock::reboots_at(days, window, theirs).map(move |span| (own, span)));
        each.find(|(own, span)| !self.at_work(*own).any(|hours| hours.holds(*span))).map(|(_, span)| span)
    }

    fn at_work(&self, offset: i32) -> impl Iterator<Item = Span> {
        self.spans(offset).into_iter().map(|span| Span { from: span.from + STARTED, ..span })
    }

    /// Whether clusters run at one of these minutes of a week on a clock so far from UTC, by one of the clocks of their own zone.
    pub fn meet(&self, moments: &[i32], offset: i32) -> bool {
        let at = |moment: &i32| Span::new(0, *moment, 1, offset);
        offsets(&self.timezone).into_iter().any(|own| moments.iter().any(|moment| self.at_work(own).any(|hours| hours.overlaps(at(moment)))))
    }

    /// When they are started, or stopped, while the clock is so far from UTC.
    pub fn cron(&self, starts: bool, offset: i32) -> Option<Cron> {
        Cron::at(self.spans(offset).into_iter().map(|span| if starts { span.from } else { span.to }))
    }

    /// The last moment of each day from which clusters run for so long, in summer and in winter.
    fn before_stop(&self, minutes: i32) -> Option<Cron> {
        let ahead = offsets(&self.timezone).into_iter().max()?;
        Cron::at(self.spans(ahead).into_iter().map(|span| span.to - minutes))
    }
}

/// `Monday to Friday` as it is written: `mo, tu, we, th, fr 07:00 to 19:00 Europe/Amsterdam`.
impl std::fmt::Display for Hours {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days: Vec<&str> = self.days.iter().map(|day| day.name()).collect();
        write!(formatter, "{} {} to {} {}", days.join(", "), self.start, self.stop, self.timezone)
    }
}

impl Site {
    /// The hours of its clusters, which have the same settings; none where they run always.
    pub fn hours(&self) -> Option<&Hours> {
        self.clusters.first()?.hours.as_ref()
    }

    /// Its key, where its clusters do not run always.
    pub fn resting(&self) -> Option<&str> {
        self.hours().map(|_| self.key.as_str())
    }
}

impl Model {
    /// The sites whose clusters do not run always.
    pub fn resting(&self) -> impl Iterator<Item = (&Site, &Hours)> {
        self.sites.iter().filter_map(|site| Some((site, site.hours()?)))
    }

    /// The hours of the clusters on which an environment has branches.
    pub fn branch_hours<'a>(&'a self, environment: &'a Environment) -> impl Iterator<Item = &'a Hours> {
        let here = environment.branches.is_some();
        self.resting().filter(move |(site, _)| here && site.platform == environment.platform).map(|(_, hours)| hours)
    }

    /// When environments of branches are cleaned up: at night, or in the last hour of the day where clusters do not run then; none where
    /// there is no hour in which all of them run.
    pub fn clean_up(&self) -> Option<Cron> {
        let hours: Vec<&Hours> = self.environments.iter().flat_map(|environment| self.branch_hours(environment)).collect();
        let fits = |cron: &Cron| cron.spans(CLEANED).all(|span| hours.iter().all(|hours| hours.hold(span)));
        let before = hours.iter().filter_map(|hours| hours.before_stop(CLEANED));
        std::iter::once(Cron::daily(CLEAN_UP)).chain(before).find(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(start: &str, stop: &str, timezone: &str) -> Hours {
        serde_json::from_value(serde_json::json!({"days": ["mo", "fr"], "start": start, "stop": stop, "timezone": timezone})).unwrap()
    }

    #[test]
    fn cron_counts_in_utc() {
        let office = hours("07:00", "19:30", "Europe/Amsterdam");
        assert_eq!(office.cron(true, 60).unwrap().to_string(), "0 6 * * 1,5");
        assert_eq!(office.cron(false, 120).unwrap().to_string(), "30 17 * * 1,5");
        // On the day before, by the clock of UTC.
        assert_eq!(hours("07:00", "19:00", "Asia/Tokyo").cron(true, 540).unwrap().to_string(), "0 22 * * 0,4");
    }

    #[test]
    fn what_runs_in_winter_alone_is_not_held() {
        let office = hours("07:00", "19:00", "Europe/Amsterdam");
        assert!(office.hold(Span::new(0, minutes("08:00"), 240, 60)) && !office.hold(Span::new(0, minutes("15:00"), 240, 60)));
        // In winter they are started at that minute.
        assert!(!office.hold(Span::new(0, minutes("07:00"), 240, 60)));
        assert!(!office.hold(Span::new(1, minutes("08:00"), 240, 60)));
        assert_eq!(office.before_stop(60).unwrap().to_string(), "0 16 * * 1,5");
    }
}

//! What happens each week, on one clock: minutes of a week that begins on Monday at midnight, UTC.

use std::collections::BTreeSet;

use jiff::civil::date;
use jiff::tz::TimeZone as Zone;

use crate::blueprint::settings::{KuredWindow, ShortDay, Window};
use crate::blueprint::text::TimeOfDay;

pub const DAY: i32 = 24 * 60;
pub const WEEK: i32 = 7 * DAY;

/// Hours of each week; the end may lie in the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: i32,
    pub to: i32,
}

impl Span {
    /// So many minutes from a time of day on a day, where the clock is so far from UTC.
    pub fn new(day: i32, start: i32, minutes: i32, offset: i32) -> Self {
        let from = (day * DAY + start - offset).rem_euclid(WEEK);
        Self { from, to: from + minutes }
    }

    /// Its minutes of a day where the clock is so far from UTC; the end may lie in the next one.
    pub fn of_day(self, offset: i32) -> Self {
        let from = (self.from + offset).rem_euclid(DAY);
        Self { from, to: from + self.to - self.from }
    }

    pub fn overlaps(self, other: Self) -> bool {
        let shifted = |by: i32| self.from + by < other.to && other.from < self.to + by;
        [-WEEK, 0, WEEK].into_iter().any(shifted)
    }

    /// Whether all of another one lies in it.
    pub fn holds(self, other: Self) -> bool {
        [-WEEK, 0, WEEK].into_iter().any(|by| self.from + by <= other.from && other.to <= self.to + by)
    }
}

/// `Sunday 01:00 to 05:00 UTC`.
impl std::fmt::Display for Span {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let day = |at: i32| usize::try_from(at.rem_euclid(WEEK) / DAY).ok().and_then(|day| DAYS.get(day)).copied().unwrap_or_default();
        let (from, to) = (clock(self.from), clock(self.to));
        let (first, last) = (day(self.from), day(self.to - 1));
        if first == last { write!(formatter, "{first} {from} to {to} UTC") } else { write!(formatter, "{first} {from} to {last} {to} UTC") }
    }
}

/// `HH:MM`.
pub fn clock(minutes: i32) -> String {
    TimeOfDay::of(minutes.rem_euclid(DAY)).to_string()
}

/// Minutes since midnight.
pub fn minutes(time: &str) -> i32 {
    time.split_once(':').map_or(0, |(hours, minutes)| 60 * hours.parse::<i32>().unwrap_or(0) + minutes.parse::<i32>().unwrap_or(0))
}

/// How far a clock is from UTC, in minutes: `+01:00`.
pub fn offset(text: &str) -> i32 {
    match text.split_at_checked(1) {
        Some(("-", ahead)) => -minutes(ahead),
        Some((_, ahead)) => minutes(ahead),
        None => 0,
    }
}

/// Years over which clocks are looked at: some change them by a calendar of the moon.
const YEARS: std::ops::RangeInclusive<i16> = 2027..=2031;

/// The offsets of a time zone over the years ahead, in minutes; none where there is no such zone.
pub fn offsets(zone: &str) -> BTreeSet<i32> {
    both_offsets(zone, zone).into_iter().map(|(offset, _)| offset).collect()
}

/// The offsets that two time zones have on the same days.
pub fn both_offsets(one: &str, other: &str) -> BTreeSet<(i32, i32)> {
    let (Ok(one), Ok(other)) = (Zone::get(one), Zone::get(other)) else { return BTreeSet::new() };
    let days = YEARS.flat_map(|year| (1..=12).flat_map(move |month| [1, 15].map(|day| date(year, month, day).at(12, 0, 0, 0))));
    let offset = |zone: &Zone, noon| Some(zone.to_zoned_datetime(noon).ok()?.offset().seconds() / 60);
    days.filter_map(|noon| Some((offset(&one, noon)?, offset(&other, noon)?))).collect()
}

/// When AKS may upgrade.
pub fn upgrades(window: &Window) -> Option<Span> {
    let hours = i32::try_from(window.hours).ok()?;
    Some(Span::new(window.day? as i32, minutes(&window.start), 60 * hours, offset(&window.utc_offset)))
}

/// When kured may reboot, in summer and in winter.
pub fn reboots(days: &[ShortDay], window: &KuredWindow) -> Vec<Span> {
    offsets(&window.timezone).into_iter().flat_map(|offset| reboots_at(days, window, offset)).collect()
}

/// When it may while its clock is so far from UTC.
pub fn reboots_at(days: &[ShortDay], window: &KuredWindow, offset: i32) -> impl Iterator<Item = Span> {
    let (start, end) = (minutes(&window.start), minutes(&window.end));
    days.iter().map(move |day| Span::new(*day as i32, start, end - start, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_go_round() {
        let sunday = Span::new(6, minutes("22:00"), 4 * 60, 0);
        assert_eq!(sunday.to_string(), "Sunday 22:00 to Monday 02:00 UTC");
        let monday = Span::new(0, minutes("01:00"), 60, 0);
        assert!(sunday.overlaps(monday) && monday.overlaps(sunday) && sunday.holds(monday) && !monday.holds(sunday));
        assert!(!sunday.overlaps(Span::new(0, minutes("02:00"), 60, 0)));
        assert_eq!(Span::new(0, minutes("00:30"), 60, offset("+01:00")).to_string(), "Sunday 23:30 to Monday 00:30 UTC");
    }

    #[test]
    fn a_zone_has_both_of_its_offsets() {
        assert_eq!(Vec::from_iter(offsets("Europe/Amsterdam")), [60, 120]);
        assert_eq!(Vec::from_iter(offsets("UTC")), [0]);
        assert_eq!(Vec::from_iter(offsets("America/St_Johns")), [-210, -150]);
        assert!(offsets("Europe/Atlantis").is_empty());
    }
}

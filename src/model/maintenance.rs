//! The day on which a region is maintained: each region of a platform has one of its own, and keeps it.

use super::resolve::Resolver;
use crate::blueprint::settings::{Settings, ShortDay, Weekday};
use crate::blueprint::text::Label;

/// The order in which regions are given days: between the first ones lies another day, in which somebody sees what an upgrade has done.
const DAYS: [Weekday; 7] = [Weekday::Sunday, Weekday::Tuesday, Weekday::Thursday, Weekday::Saturday, Weekday::Monday, Weekday::Wednesday, Weekday::Friday];

impl Resolver<'_> {
    /// Gives each region its day, and kured that day where none is written for it.
    pub(super) fn maintenance(&mut self, settled: &mut [(Label, String, Settings)]) {
        let written: Vec<(Label, Weekday)> =
            settled.iter().filter_map(|(platform, _, settings)| Some((platform.clone(), settings.kubernetes.upgrades.window.day?))).collect();
        for (platform, region, settings) in settled {
            let key = format!("window/{platform}/{region}");
            let window = &mut settings.kubernetes.upgrades.window;
            let day = if let Some(day) = window.day {
                self.allocations.written(&key);
                day
            } else {
                let taken = written.iter().filter(|(other, _)| other == platform).map(|(_, day)| *day).collect::<Vec<_>>();
                self.day(&key, &taken)
            };
            window.day = Some(day);
            if let Some(kured) = settings.releases.kured.as_mut().filter(|kured| kured.days.is_empty()) {
                kured.days.push(ShortDay::of(day));
            }
        }
    }

    /// The day that a region has, or for a new one the first that no other region of its platform has; the first of all where each is taken.
    fn day(&mut self, key: &str, taken: &[Weekday]) -> Weekday {
        let standing = self.allocations.named(key);
        let name = |day: &Weekday| day.name();
        if let Some(day) = DAYS.iter().find(|day| standing.as_deref() == Some(name(day))) {
            self.allocations.name(key, name(day));
            return *day;
        }
        let parent = key.rsplit_once('/').map_or("", |(parent, _)| parent);
        let given: Vec<String> = self.allocations.names(parent).collect();
        let free = DAYS.iter().find(|day| !taken.contains(day) && !given.iter().any(|given| given == name(day))).unwrap_or(&DAYS[0]);
        self.allocations.written(key);
        self.allocations.name(key, name(free));
        *free
    }
}

//! The day on which a region is maintained: each region of a platform has one of its own, and keeps it.

use super::Environment;
use super::fitting::awake;
use super::resolve::Resolver;
use crate::blueprint::settings::{Settings, ShortDay, Weekday};
use crate::blueprint::text::Label;

/// The order in which regions of the platform that users see are given days: between the first ones lies another day, in which somebody sees what an
/// upgrade has done.
pub(super) const LAST: [Weekday; 7] =
    [Weekday::Sunday, Weekday::Tuesday, Weekday::Thursday, Weekday::Saturday, Weekday::Monday, Weekday::Wednesday, Weekday::Friday];
/// And those of platforms on which changes are tried before: some days ahead of it, when people are there.
const BEFORE: [Weekday; 7] = [Weekday::Thursday, Weekday::Wednesday, Weekday::Friday, Weekday::Monday, Weekday::Tuesday, Weekday::Saturday, Weekday::Sunday];

/// In which order regions and clusters of a platform are given days.
pub(super) fn order(platform: &Label, environments: &[Environment]) -> &'static [Weekday; 7] {
    if environments.last().is_some_and(|environment| environment.platform == *platform) { &LAST } else { &BEFORE }
}

impl Resolver<'_> {
    /// Gives each region its day, and kured that day where none is written for it; all within the hours of clusters that rest, where there is room.
    pub(super) fn maintenance(&mut self, settled: &mut [(Label, String, Settings)], environments: &[Environment]) {
        for (platform, region, settings) in settled.iter_mut() {
            self.fit_upgrades(settings, &format!("platforms.{platform}.perRegion.{region}"));
        }
        let last = environments.last().map(|environment| &environment.platform);
        let written: Vec<(Label, Weekday)> =
            settled.iter().filter_map(|(platform, _, settings)| Some((platform.clone(), settings.kubernetes.upgrades.window.day?))).collect();
        let (seen, tried): (Vec<_>, Vec<_>) = settled.iter_mut().partition(|(platform, ..)| Some(platform) == last);
        for (order, (platform, region, settings)) in seen.into_iter().map(|site| (&LAST, site)).chain(tried.into_iter().map(|site| (&BEFORE, site))) {
            let key = format!("window/{platform}/{region}");
            let day = if let Some(day) = settings.kubernetes.upgrades.window.day {
                self.allocations.written(&key);
                day
            } else {
                self.day(&key, &awake(order, settings), platform, &written)
            };
            settings.kubernetes.upgrades.window.day = Some(day);
            if let Some(kured) = settings.releases.kured.as_mut().filter(|kured| kured.days.is_empty()) {
                kured.days.push(ShortDay::of(day));
            }
            self.fit_reboots(settings, &format!("platforms.{platform}.perRegion.{region}"));
        }
    }

    /// The day that a region has, or for a new one the first that nothing else has; the first that no other region of its platform has where there is none; the
    /// first of all where each is taken.
    fn day(&mut self, key: &str, order: &[Weekday], platform: &Label, written: &[(Label, Weekday)]) -> Weekday {
        let standing = self.allocations.named(key);
        let name = |day: &Weekday| day.name();
        if let Some(day) = order.iter().find(|day| standing.as_deref() == Some(name(day))) {
            self.allocations.name(key, name(day));
            return *day;
        }
        let given: Vec<String> = self.allocations.names("window").collect();
        let given_here: Vec<String> = self.allocations.names(&format!("window/{platform}")).collect();
        let free = |given: &[String], here: bool| {
            let is_written = |day: &Weekday| written.iter().any(|(other, taken)| taken == day && (!here || other == platform));
            order.iter().find(|day| !is_written(day) && !given.iter().any(|given| given == name(day)))
        };
        let day = free(&given, false).or_else(|| free(&given_here, true)).unwrap_or(&order[0]);
        self.allocations.written(key);
        self.allocations.name(key, name(day));
        *day
    }
}

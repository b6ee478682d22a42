//! Windows within the hours of clusters that do not run always.

use super::clock::{self, Span, minutes, offsets};
use super::maintenance::LAST;
use super::resolve::Resolver;
use crate::blueprint::settings::{Hours, KuredWindow, Settings, ShortDay, Weekday, Window};
use crate::blueprint::text::{TimeOfDay, UtcOffset};

/// So long after their start all clusters are at work.
const READY: i32 = 60;
/// For so long nodes may be rebooted at least.
const REBOOTS: i32 = 60;

impl Hours {
    /// Those of some days on which clusters are at work all through a window.
    pub fn days_of(&self, window: &Window, days: &[Weekday]) -> Vec<Weekday> {
        let held = |day: &Weekday| clock::upgrades(&Window { day: Some(*day), ..window.clone() }).is_some_and(|span| self.hold(span));
        days.iter().copied().filter(held).collect()
    }

    /// A window as long as another one, in which clusters are at work in summer and in winter; none where they do not run for so long.
    pub fn upgrades(&self, like: &Window) -> Option<Window> {
        // By the clock of winter it is later in summer: what begins with the day in winter is within it in summer.
        let winter = offsets(&self.timezone).first().copied()?;
        let window = Window { start: TimeOfDay::of(minutes(&self.start) + READY), utc_offset: UtcOffset::of(winter), ..like.clone() };
        (!self.days_of(&window, &LAST).is_empty()).then_some(window)
    }

    /// How long they must run on a day for a window like this one.
    pub fn needed(&self, like: &Window) -> i32 {
        let offsets = offsets(&self.timezone);
        let moved = offsets.last().zip(offsets.first()).map_or(0, |(summer, winter)| summer - winter);
        READY + 60 * i32::try_from(like.hours).unwrap_or_default() + moved
    }

    /// A window for reboots on some days, beside upgrades; none where nothing is left of these days.
    pub fn reboots(&self, days: &[ShortDay], upgrades: Option<Span>) -> Option<KuredWindow> {
        let (from, to) = (minutes(&self.start) + READY, minutes(&self.stop));
        let busy: Vec<Span> = upgrades.into_iter().flat_map(|span| offsets(&self.timezone).into_iter().map(move |offset| span.of_day(offset))).collect();
        let after = busy.iter().map(|span| span.to).max();
        let before = busy.iter().map(|span| span.from).min();
        let free = [Some((from, to)), after.map(|after| (after.max(from), to)), before.map(|before| (from, before.min(to)))];
        let windows = free.into_iter().flatten().filter(|(from, to)| to - from >= REBOOTS).map(|(from, to)| KuredWindow {
            start: TimeOfDay::of(from),
            end: TimeOfDay::of(to),
            timezone: self.timezone.clone(),
        });
        windows.into_iter().find(|window| self.fits(days, window, upgrades))
    }

    /// Whether clusters are at work in all hours of reboots, and not upgraded then.
    fn fits(&self, days: &[ShortDay], window: &KuredWindow, upgrades: Option<Span>) -> bool {
        let clash = |span: Span| upgrades.is_some_and(|upgrades| upgrades.overlaps(span));
        self.hold_reboots(days, window) && !clock::reboots(days, window).into_iter().any(clash)
    }
}

/// Those of some days on which the clusters of a site can be upgraded; all where that is none, for a rule to say.
pub(super) fn awake(days: &[Weekday], settings: &Settings) -> Vec<Weekday> {
    let held = settings.kubernetes.hours.iter().flat_map(|hours| hours.days_of(&settings.kubernetes.upgrades.window, days));
    let held: Vec<Weekday> = held.collect();
    if held.is_empty() { days.to_vec() } else { held }
}

impl Resolver<'_> {
    /// Has upgrades begin within the hours of clusters that rest, where nothing is written of when they do and the default lies outside.
    pub(super) fn fit_upgrades(&self, settings: &mut Settings, base: &str) {
        let Some(hours) = &settings.kubernetes.hours else { return };
        let window = &mut settings.kubernetes.upgrades.window;
        let path = format!("{base}.kubernetes.upgrades.window");
        if self.says(&path, &["start", "utcOffset"]) || !hours.days_of(window, &LAST).is_empty() {
            return;
        }
        if let Some(fitting) = hours.upgrades(window) {
            self.written.follow(base, &format!("{path}.start"), &fitting.start);
            self.written.follow(base, &format!("{path}.utcOffset"), &fitting.utc_offset);
            *window = fitting;
        }
    }

    /// The same of the reboots of kured, beside the upgrades.
    pub(super) fn fit_reboots(&self, settings: &mut Settings, base: &str) {
        let (Some(hours), Some(kured)) = (&settings.kubernetes.hours, &mut settings.releases.kured) else { return };
        let path = format!("{base}.releases.kured.window");
        let upgrades = clock::upgrades(&settings.kubernetes.upgrades.window);
        if self.says(&path, &["start", "end", "timezone"]) || hours.fits(&kured.days, &kured.window, upgrades) {
            return;
        }
        if let Some(fitting) = hours.reboots(&kured.days, upgrades) {
            self.written.follow(base, &format!("{path}.start"), &fitting.start);
            self.written.follow(base, &format!("{path}.end"), &fitting.end);
            self.written.follow(base, &format!("{path}.timezone"), fitting.timezone.as_str());
            kured.window = fitting;
        }
    }

    /// Whether any of some keys is written.
    fn says(&self, path: &str, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.written.locate(&format!("{path}.{key}")).exact)
    }
}

#[cfg(test)]
mod tests;

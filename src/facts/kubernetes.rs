//! The calendar of Kubernetes minors on AKS.

mod minor;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Date;
pub use minor::{Minor, MinorFault};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kubernetes {
    /// The minor of a blueprint that names none.
    pub default: Minor,
    /// How many minors a node pool may be older than its control plane.
    pub node_skew: u32,
    /// Every minor we know, oldest first.
    pub minors: BTreeMap<Minor, Lifetime>,
}

/// One minor on AKS.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    /// The first day on which AKS offers it to everybody.
    pub general_availability: Date,
    /// Whether that day was a plan when it was read.
    #[serde(default)]
    pub planned: bool,
    /// The last day of support.
    pub end_of_life: Date,
    /// Whether Microsoft offers long-term support (tier Premium, support plan `AKSLongTermSupport`).
    pub lts: bool,
    /// The last day of long-term support, where it could be read.
    pub lts_end: Option<Date>,
    /// The newest patch that was read.
    pub newest_patch: Option<String>,
}

/// What a day makes of a minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// No minor that we know: newer or far older than these facts, or no such version.
    Unknown,
    /// AKS does not offer it yet, or only as a preview.
    NotYet { from: Date },
    /// In support up to and including a day.
    Supported { until: Date },
    /// Out of support but for clusters with long-term support; `until` where the day is known.
    LongTermOnly { since: Date, until: Option<Date> },
    /// Out of every support.
    Ended { on: Date },
}

impl Kubernetes {
    /// The state of a minor on a day.
    pub fn support(&self, minor: Minor, today: Date) -> Support {
        let Some(lifetime) = self.minors.get(&minor) else {
            return Support::Unknown;
        };
        let long_term = lifetime.lts && lifetime.lts_end.is_none_or(|end| today <= end);
        if today < lifetime.general_availability {
            Support::NotYet { from: lifetime.general_availability }
        } else if today <= lifetime.end_of_life {
            Support::Supported { until: lifetime.end_of_life }
        } else if long_term {
            Support::LongTermOnly { since: lifetime.end_of_life, until: lifetime.lts_end }
        } else {
            Support::Ended { on: lifetime.lts_end.unwrap_or(lifetime.end_of_life) }
        }
    }

    /// The minors in full support on a day, oldest first: what a diagnostic offers instead.
    pub fn supported(&self, today: Date) -> impl Iterator<Item = Minor> {
        let full = move |minor: &Minor| matches!(self.support(*minor, today), Support::Supported { .. });
        self.minors.keys().copied().filter(full)
    }
}

#[cfg(test)]
mod tests {
    use super::{Minor, Support};
    use crate::facts::{Date, Facts};

    fn on(minor: &str, today: &str) -> Support {
        Facts::embedded().kubernetes.support(minor.parse().unwrap(), today.parse().unwrap())
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_calendar_decides_by_the_day() {
        assert_eq!(on("1.34", "2026-11-30"), Support::Supported { until: day("2026-11-30") });
        assert_eq!(on("1.34.9", "2026-12-01"), Support::LongTermOnly { since: day("2026-11-30"), until: None });
        assert_eq!(on("1.33", "2026-11-24"), Support::LongTermOnly { since: day("2026-07-31"), until: Some(day("2027-07-31")) });
        assert_eq!(on("1.30", "2026-11-24"), Support::Ended { on: day("2026-07-17") });
        assert_eq!(on("1.37", "2026-09-30"), Support::NotYet { from: day("2026-10-01") });
        assert_eq!(on("1.11.5", "2026-11-24"), Support::Unknown);
        let supported: Vec<String> = Facts::embedded().kubernetes.supported(day("2026-11-24")).map(|m| m.to_string()).collect();
        assert_eq!(supported, ["1.34", "1.35", "1.36", "1.37"]);
    }

    #[test]
    fn every_minor_lives_forwards_and_the_default_lives() {
        let kubernetes = &Facts::embedded().kubernetes;
        for (minor, lifetime) in &kubernetes.minors {
            assert!(lifetime.general_availability < lifetime.end_of_life, "{minor}");
            assert!(lifetime.lts_end.is_none_or(|end| lifetime.lts && end > lifetime.end_of_life), "{minor}");
            let patch = lifetime.newest_patch.as_deref().map(str::parse::<Minor>);
            assert!(patch.is_none_or(|patch| patch == Ok(*minor)), "{minor}: {:?}", lifetime.newest_patch);
        }
        let default = kubernetes.support(kubernetes.default, kubernetes.checked);
        assert!(matches!(default, Support::Supported { .. }), "the default is {default:?}");
    }
}

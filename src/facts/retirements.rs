//! What ends, on which day, and what to write instead.

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// What ends, as the subject of a sentence.
    pub what: String,
    /// The last day of support.
    pub date: Date,
    pub effect: Effect,
    /// What to write in its place.
    pub instead: String,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

/// What the day does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Azure rejects it, or it stops working.
    Refused,
    /// It goes on without fixes.
    Unsupported,
}

record! {
    /// The retirements that a blueprint of today can run into.
    pub struct Retirements: Retirement {
        kubenet,
        azure_network_policy_linux,
        azure_network_policy_windows,
        availability_sets,
        ubuntu_2204_nodes,
        azure_linux_2_nodes,
        default_outbound_access,
        ingress_nginx,
        app_routing_nginx,
        kubernetes_dashboard,
        helm_3,
        key_vault_api,
        application_gateway_v1,
        application_gateway_inline_waf,
        basic_load_balancer,
        basic_public_ip,
        registry_content_trust,
        dsv2_series,
    }
}

impl Retirement {
    /// Whether the last day of support lies before a day.
    pub fn is_past(&self, today: Date) -> bool {
        self.date < today
    }

    /// Whether Azure refuses it on a day: what `render` must not write any more.
    pub fn is_refused(&self, today: Date) -> bool {
        self.effect == Effect::Refused && self.is_past(today)
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{Date, Facts};

    #[test]
    fn the_last_day_is_not_past() {
        let kubenet = &Facts::embedded().retirements.kubenet;
        assert!(!kubenet.is_past(kubenet.date) && !kubenet.is_refused(kubenet.date));
        assert!(kubenet.is_refused(Date::new(2028, 4, 1).unwrap()));
        let ingress = &Facts::embedded().retirements.ingress_nginx;
        let today = Date::new(2026, 11, 24).unwrap();
        assert!(ingress.is_past(today) && !ingress.is_refused(today));
    }

    #[test]
    fn every_entry_says_what_and_what_instead() {
        for (key, entry) in Facts::embedded().retirements.entries() {
            assert!(!entry.what.is_empty() && !entry.instead.is_empty(), "{key}");
            assert_eq!(entry.source.is_some(), entry.checked.is_some(), "{key}: a source of its own has a date of its own");
        }
    }
}

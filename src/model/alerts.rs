//! Who is woken when something is wrong at a site.

use serde::Serialize;

use super::resolve::{Ground, Resolver};
use crate::blueprint::settings;

/// The action group of a site.
#[derive(Debug, Serialize)]
pub struct ActionGroup {
    pub name: String,
    /// By which messages name it.
    pub short_name: String,
    pub emails: Vec<String>,
}

impl Resolver<'_> {
    pub(super) fn action_group(&mut self, alerts: &settings::Alerts, ground: &Ground, platform: &str) -> ActionGroup {
        let Ground { stem, path, groups, .. } = *ground;
        let longest = self.facts.naming.action_group_short.max;
        let short: String = platform.chars().take(longest).collect();
        ActionGroup {
            name: self.register.give("action_group", format!("ag-{stem}"), path, &groups.data),
            short_name: short.trim_end_matches('-').to_owned(),
            emails: alerts.emails.iter().map(ToString::to_string).collect(),
        }
    }
}

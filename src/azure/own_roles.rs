//! Roles of one's own that templates give: an owner makes them, by script, since whoever deploys may not write what it is let do.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::facts::{self, Facts};
use crate::model::{Model, Zone};

/// A role in each subscription in which it is given.
#[derive(Debug, Serialize)]
pub struct OwnRole<'a> {
    pub name: String,
    pub description: &'a str,
    pub actions: &'a [String],
    /// `-` is that of all the rest, where none is written.
    pub subscriptions: BTreeSet<&'a str>,
}

impl OwnRole<'_> {
    /// `<subscription or -> <name>`, for each subscription.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.subscriptions.iter().map(|subscription| format!("{subscription} {}", self.name))
    }
}

/// Those that are given, in the order of the facts.
pub fn own_roles<'a>(model: &'a Model, facts: &'a Facts) -> Vec<OwnRole<'a>> {
    let role = |facts::OwnRole { name, description, actions }: &'a facts::OwnRole| {
        let name = facts::OwnRole::named(&model.name, name);
        let writers = model.clusters().flat_map(|(_, cluster)| cluster.zone_writers()).filter(|writer| writer.role == name);
        let subscriptions = writers.flat_map(|writer| writer.zones).map(subscription).collect();
        OwnRole { name, description, actions, subscriptions }
    };
    let known = [&facts.own_roles.proofs, &facts.own_roles.records];
    known.into_iter().map(role).filter(|role| !role.subscriptions.is_empty()).collect()
}

fn subscription(zone: &Zone) -> &str {
    zone.subscription.as_deref().unwrap_or("-")
}

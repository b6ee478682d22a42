//! Roles of one's own, where none of Azure's is as narrow: an owner makes them, by script, since whoever deploys may not write what it is let do.

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
    pub not_actions: &'a [String],
    /// `-` is that of all the rest, where none is written.
    pub subscriptions: BTreeSet<&'a str>,
    /// Whether templates give it; or whoever deploys holds it.
    pub given: bool,
}

impl OwnRole<'_> {
    /// `<subscription or -> <given or held> <name>`, for each subscription.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.subscriptions.iter().map(|subscription| format!("{subscription} {} {}", if self.given { "given" } else { "held" }, self.name))
    }
}

/// What a role is called in Azure, in a subscription.
pub fn title(model: &Model, role: &facts::OwnRole, subscription: &str) -> String {
    format!("{} {subscription}", facts::OwnRole::named(&model.name, &role.name))
}

/// Those that are given or held, in the order of the facts.
pub fn own_roles<'a>(model: &'a Model, facts: &'a Facts) -> Vec<OwnRole<'a>> {
    let own = &facts.own_roles;
    let writers = model.features().writers;
    let home = model.shared_subscription().filter(|_| writers.wired).map(String::as_str);
    let given = [&own.proofs, &own.records].map(|role| of(model, role, true, written_in(model, role)));
    let held = [Some(&own.deployments), Some(&own.wiring), Some(&own.listing).filter(|_| writers.record_writers)];
    let held = held.into_iter().flatten().map(|role| of(model, role, false, home.into_iter().collect()));
    given.into_iter().chain(held).filter(|role| !role.subscriptions.is_empty()).collect()
}

fn of<'a>(model: &Model, role: &'a facts::OwnRole, given: bool, subscriptions: BTreeSet<&'a str>) -> OwnRole<'a> {
    let facts::OwnRole { name, description, actions, not_actions } = role;
    OwnRole { name: facts::OwnRole::named(&model.name, name), description, actions, not_actions, subscriptions, given }
}

/// The subscriptions of the zones into which something writes by a role.
fn written_in<'a>(model: &'a Model, role: &facts::OwnRole) -> BTreeSet<&'a str> {
    let name = facts::OwnRole::named(&model.name, &role.name);
    let subscription = |zone: &'a Zone| zone.subscription.as_deref().unwrap_or("-");
    model
        .clusters()
        .flat_map(|(_, cluster)| cluster.zone_writers())
        .filter(|writer| writer.role == name)
        .flat_map(|writer| writer.zones)
        .map(subscription)
        .collect()
}

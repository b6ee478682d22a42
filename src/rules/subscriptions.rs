//! AKS0227: a platform in a subscription of its own, and nothing says in which one stands what it shares with others.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let blueprint = &subject.written.blueprint;
    if blueprint.azure.subscription.is_some() {
        return;
    }
    for platform in blueprint.platforms.iter().filter(|(_, platform)| platform.subscription.is_some()).map(|(name, _)| name) {
        let finding = Finding::new(&codes::SUBSCRIPTION, format!("where the registry of `{platform}` stands is not said"))
            .help("write `azure: {subscription: …}` at the top: that of the registry, the DNS zones and the hubs, which all platforms share");
        findings.add(finding, &format!("platforms.{platform}.subscription"), "this one stands apart from what all share");
    }
}

//! AKS0233: production beside what is tried first, in one subscription.

use std::collections::BTreeSet;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let model = subject.model;
    let Some(last) = model.environments.last() else { return };
    let Some(seen) = model.sites.iter().find(|site| site.platform == last.platform) else { return };
    let beside = model.sites.iter().filter(|site| site.platform != seen.platform && model.subscription_of(site) == model.subscription_of(seen));
    let beside: BTreeSet<&str> = beside.map(|site| site.platform.as_str()).collect();
    let others: Vec<String> = beside.iter().map(|platform| format!("`{platform}`")).collect();
    if others.is_empty() {
        return;
    }
    let shared = if model.subscription.is_some() { "" } else { ", and `azure: {subscription: …}` for what all share" };
    let finding = Finding::new(&codes::ONE_SUBSCRIPTION, format!("whoever deploys {} may change `{}`, too", others.join(" and "), last.name)).help(format!(
        "give it a subscription of its own, before anything stands: `platforms: {{{}: {{subscription: …}}}}`{shared}; or allow this",
        seen.platform
    ));
    findings.add(finding, &format!("platforms.{}", seen.platform), "it stands in the same subscription, on which the identity of each pipeline has its roles");
}

//! AKS0225: a network that is brought without what is needed to build in it.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in subject.model.sites.iter().filter(|site| !site.network.is_made()) {
        let base = format!("{}.network", settings_path(site));
        let path = format!("{base}.existing");
        if !findings.is_written(&format!("{base}.range")) {
            let help = if site.network.existing.is_empty() {
                "write `range`, a part of its address space in which no subnet is yet"
            } else {
                "write `range`, a part of its address space that holds the subnets that are brought, and no others"
            };
            let finding =
                Finding::new(&codes::BROUGHT_NETWORK, format!("which addresses of {} are free for {} is for who runs it to say", site.network.name, site.key))
                    .help(help);
            findings.add(finding, &path, "a network that exists is in use by others");
        }
        let ours = subject.model.subscription_of(site);
        if ours.is_some() && ours != site.network.subscription.as_deref() {
            let finding = Finding::new(&codes::BROUGHT_NETWORK, format!("{} stands in another subscription than what is to be in it", site.network.name))
                .beside(findings.place("azure.subscription"), "this one is deployed to")
                .help("bring a network of this subscription: a subnet takes security groups and route tables of its own subscription alone");
            findings.add(finding, &path, "its subscription is another one");
        }
    }
}

//! AKS0710: a Front Door that cannot serve a host, or lead to a region.

use super::{Findings, Subject, settings_path, traffic_manager};
use crate::blueprint::global::Global;
use crate::diagnostics::{Finding, codes};
use crate::model::Site;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let behind = || subject.model.sites.iter().filter(|site| site.is_behind_front_door());
    for door in &subject.model.front_doors {
        let sites: Vec<&Site> = subject.model.sites.iter().filter(|site| site.platform == door.platform).collect();
        let Some((first, Global::FrontDoor(settings))) = sites.first().map(|site| (site, &site.global)) else { continue };
        let path = format!("{}.edge.global.frontDoor.disabled", settings_path(first));
        traffic_manager::disabled(findings, &codes::FRONT_DOOR, &sites, &settings.disabled, &path);
    }
    for site in behind() {
        let path = format!("{}.edge.gateway", settings_path(site));
        if site.edge.public_addresses().next().is_none() && site.network.link.is_none() {
            let finding = Finding::new(&codes::FRONT_DOOR, format!("Front Door cannot lead to {}", site.region.name))
                .help("write `global: {frontDoor: {tier: premium}}`, which leads there by private link; or let a gateway or a load balancer make it public");
            findings.add(finding, &path, "there is no public address");
        }
        if site.network.link.is_some() && subject.facts.regions.get(&site.region.name).is_some_and(|known| !known.front_door_link) {
            let finding = Finding::new(&codes::FRONT_DOOR, format!("Front Door has no private link in {}", site.region.display))
                .help("let a gateway or a load balancer make the ingress public there");
            findings.add(finding, &path, "there is no public address");
        }
        timeout(subject, findings, site, &path);
        vault(subject, findings, site);
    }
    for environment in &subject.model.environments {
        if environment.certificate.is_none() && behind().any(|site| site.platform == environment.platform) {
            let finding = Finding::new(&codes::FRONT_DOOR, format!("Front Door cannot serve `{}` without a certificate", environment.name)).help(format!(
                "put a certificate of `*.{}` into the vault and name it here, such as `certificate: wildcard-{}`",
                environment.domain,
                environment.domain.replace('.', "-")
            ));
            findings.add(finding, &format!("environments.{}.certificate", environment.name), "it takes every host by HTTPS, and leads on by HTTPS");
        }
    }
}

/// It takes certificates out of vaults of its own subscription alone.
fn vault(subject: &Subject, findings: &mut Findings, site: &Site) {
    if site.apart.is_some() {
        let finding = Finding::new(&codes::FRONT_DOOR, format!("Front Door takes no certificate out of a vault of {}", site.platform))
            .beside(findings.place("azure.subscription"), "this is where the Front Door stands")
            .help("leave the platform in `azure.subscription`, or lead its requests in by `global: trafficManager`");
        findings.add(finding, &format!("platforms.{}.subscription", site.platform), "it stands in another subscription");
        return;
    }
    let (Some(ours), Some(theirs)) = (subject.model.subscription.as_deref(), &site.vault.subscription) else { return };
    if ours != theirs {
        let finding = Finding::new(&codes::FRONT_DOOR, format!("Front Door takes no certificate out of the vault {}", site.vault.name))
            .beside(findings.place("azure.subscription"), "this is where the Front Door stands")
            .help("bring a vault of this subscription, or let one be made");
        findings.add(finding, &format!("{}.vault.existing", settings_path(site)), "it stands in another subscription");
    }
}

fn timeout(subject: &Subject, findings: &mut Findings, site: &Site, path: &str) {
    let limit = &subject.facts.limits.front_door_timeout;
    if let Some(longest) = limit.max.filter(|longest| site.edge.request_timeout > *longest) {
        let path = format!("{path}.{}.requestTimeout", if site.edge.gateway().is_some() { "applicationGateway" } else { "loadBalancer" });
        let finding =
            Finding::new(&codes::FRONT_DOOR, "Front Door does not wait so long for an answer").help(format!("write `requestTimeout: {longest}` or less"));
        findings.add(findings.mend(finding, &path, Some(longest)), &path, format!("it waits {limit}"));
    }
}

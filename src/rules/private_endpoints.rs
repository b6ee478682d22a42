//! AKS0222: private endpoints that cannot be, or that would close the registry to some.

use std::collections::BTreeMap;

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::{PrivateEndpoint, PrivateZone, Reached, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let sites = &subject.model.sites;
    for site in sites {
        for endpoint in &site.endpoints {
            name(subject, findings, site, endpoint);
        }
    }
    one_name_each(findings, sites);
    let with = sites.iter().find(|site| site.endpoint(Reached::Registry).is_some());
    let Some(with) = with else { return };
    let path = |site: &Site| format!("{}.network.privateEndpoints.registry", settings_path(site));
    if let Some(without) = sites.iter().find(|site| site.endpoint(Reached::Registry).is_none()) {
        let finding = Finding::new(&codes::ENDPOINTS, format!("the nodes of {} could not pull from the registry", without.key))
            .help("write it for all platforms: `network: {privateEndpoints: {registry: shared}}` at the top; or for none");
        findings.add(finding, &path(with), "with an endpoint it is reached by endpoints alone");
    }
    let registry = &subject.model.common.registry;
    if registry.is_made() && registry.sku != "Premium" {
        let finding = Finding::new(&codes::ENDPOINTS, format!("a registry of the tier {} has no private endpoints", registry.sku))
            .beside(findings.place("registry.sku"), "this is its tier")
            .help("write `registry: {sku: premium}`");
        findings.add(finding, &path(with), "only those of the tier Premium have");
    }
}

/// A zone holds one address for the name of a target: of two endpoints that write theirs into it, the last one wins for all networks that ask it.
fn one_name_each(findings: &mut Findings, sites: &[Site]) {
    let mut holders: BTreeMap<(&PrivateZone, &str), &Site> = BTreeMap::new();
    for site in sites {
        for endpoint in &site.endpoints {
            let first = *holders.entry((&endpoint.zone, &endpoint.target)).or_insert(site);
            if first.key == site.key {
                continue;
            }
            let path = |site: &Site| format!("{}.network.privateEndpoints.{}", settings_path(site), endpoint.reached.setting());
            let PrivateEndpoint { target, zone, .. } = endpoint;
            let finding = Finding::new(
                &codes::ENDPOINTS,
                format!("two endpoints of the {} {target} would write its name into one zone, {}", endpoint.reached.noun(), zone.name),
            )
            .beside(findings.place(&path(first)), format!("{} writes it too", first.key))
            .help("write `shared`, which makes a zone for each network, or name another zone for each");
            findings.add(finding, &path(site), format!("the address of {} would take the place of that of {}", site.key, first.key));
        }
    }
}

/// Azure prescribes the name of the zone.
fn name(subject: &Subject, findings: &mut Findings, site: &Site, endpoint: &PrivateEndpoint) {
    let wanted = endpoint.reached.zone(&subject.facts.private_zones).of(&site.region.name);
    if endpoint.zone.name != wanted {
        let finding =
            Finding::new(&codes::ENDPOINTS, format!("the private DNS zone `{}` cannot hold the name of the {}", endpoint.zone.name, endpoint.reached.noun()))
                .help(format!("name the zone `{wanted}`, or write `shared`"));
        let path = format!("{}.network.privateEndpoints.{}.existing", settings_path(site), endpoint.reached.setting());
        findings.add(finding, &path, "clients look for it in the zone that Azure prescribes");
    }
}

//! What the deployment of a gateway is given: its listeners, their certificates, the records that lead to it.

use serde_json::{Map, Value, json};

use super::{global, object, reference};
use crate::azure::waf;
use crate::model::waf::Waf;
use crate::model::{Features, Gateway, Model, Site};

/// The parameters of the gateway of a site.
pub fn parameters(model: &Model, site: &Site, gateway: &Gateway) -> Map<String, Value> {
    let edge = &site.edge;
    let listeners = || edge.listeners.iter().zip(&gateway.priorities);
    let features = model.features();
    let mut parameters = object(json!({
        "location": site.region.name,
        "tags": model.tags,
        "publicAddress": {"name": gateway.public_address.name, "domainNameLabel": gateway.public_address.dns_label},
        "firewall": firewall(&gateway.waf_policy, &gateway.waf, features, site.is_behind_front_door()),
        "gateway": {
            "name": gateway.name,
            "identity": gateway.identity.name,
            "virtualNetwork": site.network.name,
            "subnet": site.network.gateway.as_ref().map(|subnet| &subnet.name),
            "zones": site.region.zones,
            "minCapacity": gateway.capacity_min,
            "maxCapacity": gateway.capacity_max,
            "backends": edge.backends.iter().map(|backend| json!({"name": backend.name, "address": backend.address, "probeHost": backend.probe_host})).collect::<Vec<_>>(),
            "requestTimeout": edge.request_timeout,
            "probePath": edge.probe_path,
        },
    }));
    if features.brought_gateway_identities {
        parameters["gateway"]["identityGroup"] = json!(gateway.identity.resource_group);
    }
    if features.brought_networks {
        parameters["gateway"]["networkResourceGroup"] = json!(site.network.resource_group);
    }
    if features.certificates {
        let sites = listeners().filter_map(|(listener, priorities)| {
            let certificate = listener.certificate.as_ref()?;
            let mut site = object(json!({
                "name": listener.name,
                "hostNames": listener.hosts(),
                "backend": listener.backend,
                "certificate": certificate,
                "priority": priorities.own,
                "redirectPriority": priorities.redirect,
            }));
            site.extend(gateway.policy_of(listener).map(|policy| ("policy".to_owned(), json!(policy))));
            Some(site)
        });
        parameters.insert("secureSites".to_owned(), sites.collect());
        parameters.insert("certificates".to_owned(), json!(edge.certificates()));
    }
    if features.plain_http {
        let sites = listeners().filter(|(listener, _)| listener.certificate.is_none());
        let sites = sites.map(|(listener, priorities)| {
            let mut site = object(json!({"name": listener.name, "hostNames": listener.hosts(), "backend": listener.backend, "priority": priorities.own}));
            site.extend(gateway.policy_of(listener).map(|policy| ("policy".to_owned(), json!(policy))));
            site
        });
        parameters.insert("plainSites".to_owned(), sites.collect());
    }
    if features.waf.site_policies {
        let policies = gateway.site_policies.iter().map(|policy| firewall(&policy.name, &policy.waf, features, site.is_behind_front_door()));
        parameters.insert("sitePolicies".to_owned(), policies.collect());
    }
    if features.certificates {
        parameters.insert("vault".to_owned(), reference(&site.vault.name, &site.vault.resource_group, site.vault.subscription.as_ref()));
    }
    let workspace = &site.workspace;
    parameters.insert("workspace".to_owned(), reference(&workspace.name, &workspace.resource_group, workspace.subscription.as_ref()));
    if features.alerts {
        let groups = site.action_group.iter().map(|group| json!({"name": group.name, "resourceGroup": site.groups.data}));
        parameters.insert("actionGroups".to_owned(), groups.collect());
    }
    if features.front_doors {
        let doors = model.front_doors.iter().filter(|door| door.platform == site.platform);
        let doors = doors.map(|door| json!({"name": door.profile, "resourceGroup": model.common.resource_group}));
        parameters.insert("frontDoors".to_owned(), doors.collect());
    }
    if features.edge_records {
        parameters.insert(
            "records".to_owned(),
            json!(global::records(site.shared_subscription(), model.edge_records(site), |target| if features.ingress_records {
                global::address_of(target)
            } else {
                Vec::new()
            })),
        );
    }
    parameters
}

/// The web application firewall: rules, exclusions and overrides where any firewall has such.
fn firewall(name: &str, waf: &Waf, features: Features, guarded: bool) -> Map<String, Value> {
    let mut firewall = object(json!({"name": name, "mode": waf.mode}));
    let parts = [
        ("customRules", features.waf.waf_rules, waf::custom_rules(waf, guarded)),
        ("exclusions", features.waf.waf_exclusions, waf::exclusions(waf)),
        ("overrides", features.waf.waf_overrides, waf::overrides(waf)),
    ];
    firewall.extend(parts.into_iter().filter(|(_, used, _)| *used).map(|(name, _, values)| (name.to_owned(), values.into())));
    firewall
}

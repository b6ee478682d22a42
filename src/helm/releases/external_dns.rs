//! What writes the records of hosts into DNS zones.

use serde_json::{Value, json};

use super::lay;
use crate::blueprint::settings::DnsRecords;
use crate::model::ingress::Controller;
use crate::model::{Cluster, RecordWriter, Site};

/// The release, and its file of facts.
pub const RELEASE: &str = "external-dns";

/// The values for a cluster that has it.
pub fn values(_: &Site, cluster: &Cluster) -> Option<Value> {
    let records = cluster.record_writer.as_ref()?;
    let DnsRecords::ExternalDns(written) = cluster.releases.dns.as_ref()?;
    let mut values = json!({
        "policy": written.policy.name(),
        "txtOwnerId": cluster.name,
        "domainFilters": records.domains,
        "extraArgs": {"azure-resource-group": records.group()},
    });
    if let Some(subscription) = records.subscription() {
        values["extraArgs"]["azure-subscription-id"] = json!(subscription);
    }
    let above = zones_above(records);
    if !above.is_empty() {
        values["extraArgs"]["zone-name-filter"] = json!(above);
    }
    lay::more(&mut values, &sources(cluster));
    lay::over(&mut values, &written.values);
    Some(values)
}

/// Zones of domains above those of the hosts: it finds none by its domains alone.
fn zones_above(records: &RecordWriter) -> Vec<&str> {
    records.zones.iter().map(|zone| zone.name.as_str()).filter(|zone| !records.domains.iter().any(|domain| domain == zone)).collect()
}

/// Where hosts are said: what our ingress serves, and no other.
fn sources(cluster: &Cluster) -> Value {
    match Controller::of(&cluster.releases.ingress).0 {
        Controller::Nginx | Controller::IngressNginx => json!({"sources": ["ingress"], "extraArgs": {"ingress-class": Controller::CLASS}}),
        Controller::GatewayApi | Controller::ApplicationRouting => json!({
            "sources": ["gateway-httproute"],
            "gatewayNamespace": cluster.record_writer.as_ref().map(|records| &records.ingress_namespace),
            "extraArgs": {"gateway-name": Controller::GATEWAY},
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::source::Sources;

    const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
zone: {existing: /subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-dns/providers/Microsoft.Network/dnszones/example.com}
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
edge: {gateway: loadBalancer}
releases: {ingress: gatewayApi, dns: externalDns}
environments: {production: {}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps: {front: {team: web, image: front, tag: "1", port: 8080, expose: {host: www}}}
"#;

    #[test]
    fn a_name_has_one_writer_which_looks_into_the_zone_above_its_domain() {
        let sources = Sources::single("blueprint.yaml", BLUEPRINT);
        let tree = crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
        let text = |path: &str| String::from_utf8(tree.get(path).unwrap_or_else(|| panic!("no {path}")).bytes.clone()).unwrap();
        let values = text("releases/external-dns/values-aks-shop-production-we.yaml");
        assert!(values.contains("domainFilters:\n  - shop.example.com\n") && values.contains("  zone-name-filter:\n    - example.com\n"), "{values}");
        assert!(values.contains("sources:\n  - gateway-httproute\ngatewayNamespace: ingress\n"), "{values}");
        let parameters = text("infrastructure/bicep/parameters/region-production-westeurope.bicepparam");
        assert!(!parameters.contains("param records ="), "the deployment writes none beside it");
        assert!(text("releases/gateway/chart/templates/health.yaml").contains("controller: none\n"), "the host of no app has no record");
    }
}

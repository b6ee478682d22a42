//! What leaves by a firewall: pods that ask the Kubernetes API do so by its name, wherever the firewall stands between them and it.

use aksgen::facts::Facts;
use aksgen::source::Sources;
use serde_json::Value;

const BLUEPRINT: &str = "
name: shop
domain: shop.example.com
zone: azure
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
edge: {gateway: none}
network: {egress: firewall}
kubernetes: {API, upgrades: {nodeImage: {channel: Unmanaged}}}
releases: {ingress: INGRESS, certificates: {certManager: {email: platform@shop.example.com}}, dns: externalDns, dashboard: headlamp, monitoring: stack, kured: {}}
pipelines: {azureDevOps: {agents: {pool: inside}}}
environments: {production: {}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps: {front: {team: web, image: front, port: 8080, expose: {host: www}}}
";

/// The names of releases, and the values of the one cluster for each.
fn values(api: &str, ingress: &str) -> Vec<(String, Value)> {
    let blueprint = BLUEPRINT.replace("API", api).replace("INGRESS", ingress);
    let compiled = aksgen::compile::compile(&Sources::single("blueprint.yaml", blueprint.as_str()), Facts::embedded(), "2026-10-01".parse().unwrap());
    let compiled = compiled.unwrap().unwrap_or_else(|report| panic!("{:?}", report.findings.iter().map(|finding| &finding.title).collect::<Vec<_>>()));
    let of_release = |path: &str| Some(path.strip_prefix("releases/")?.split_once("/values-aks-")?.0.to_owned());
    let files = compiled.tree.iter().filter_map(|(path, file)| Some((of_release(path.as_str())?, serde_saphyr::from_slice(&file.bytes).unwrap())));
    files.collect()
}

/// How many of the pods of a release that ask do so by the name, and how many there are.
fn asking(release: &str, values: &Value) -> (usize, usize) {
    let facts = Facts::embedded();
    let paths = facts.releases.get(release).map(|chart| chart.asking_pods.as_slice()).unwrap_or_default();
    let is_annotated = |path: &&String| {
        let map = path.split('.').try_fold(values, |values, key| values.get(key));
        map.and_then(|map| map.get(&facts.outgoing.kubernetes_by_name)).and_then(Value::as_str) == Some("true")
    };
    (paths.iter().filter(is_annotated).count(), paths.len())
}

#[test]
fn pods_ask_by_the_name_where_a_firewall_knows_no_address() {
    for ingress in ["nginx", "ingressNginx", "gatewayApi"] {
        let all = values("api: {public: {}}", ingress);
        assert!(all.len() >= 8, "{ingress}: {:?}", all.iter().map(|(release, _)| release).collect::<Vec<_>>());
        for (release, values) in &all {
            let (by_name, asking) = asking(release, values);
            assert_eq!(by_name, asking, "{release}: {values}");
        }
    }
}

#[test]
fn pods_ask_as_ever_where_the_api_server_stands_in_the_network() {
    for (release, values) in values("api: private", "nginx") {
        assert_eq!(asking(&release, &values).0, 0, "{release}");
    }
}

/// Those that ask nothing are named: a chart that comes later must say which it is.
#[test]
fn every_chart_says_which_of_its_pods_ask() {
    let releases = &Facts::embedded().releases;
    let silent: Vec<&str> = releases.names().filter(|name| releases.get(name).is_some_and(|chart| chart.asking_pods.is_empty())).collect();
    assert_eq!(silent, ["loki", "tempo"]);
}

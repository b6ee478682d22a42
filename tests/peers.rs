//! What goes wrong with our peers, as fixtures: each is refused before anything is deployed, or rendered right.

use std::collections::BTreeMap;

use aksgen::facts::Facts;
use aksgen::model::Model;
use aksgen::model::ingress::Controller;
use aksgen::source::Sources;
use aksgen::tree::Tree;
use serde_json::Value;

const BASE: &str = "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope]\n\
    environments: {production: {certificate: wildcard}}\nteams: {web: {group: 22222222-2222-4222-8222-222222222222}}\n";

/// The codes of what is found in a blueprint of these lines and the base.
fn codes(lines: &str) -> Vec<&'static str> {
    let sources = Sources::single("blueprint.yaml", format!("{BASE}{lines}\n"));
    let report = match aksgen::compile::understand(&sources, Facts::embedded(), "2026-11-26".parse().unwrap()) {
        Ok((_, _, report)) | Err(report) => report,
    };
    report.findings.iter().map(|finding| finding.code.id).collect()
}

fn rendered(text: &str) -> (Model, Tree) {
    let sources = Sources::single("blueprint.yaml", text);
    let today = "2026-11-26".parse().unwrap();
    let (_, model, _) = aksgen::compile::understand(&sources, Facts::embedded(), today).unwrap();
    (model, aksgen::compile(&sources, Facts::embedded(), today).unwrap().unwrap().tree)
}

fn json(tree: &Tree, path: &str) -> Value {
    serde_json::from_slice(&tree.get(path).unwrap_or_else(|| panic!("no {path}")).bytes).unwrap()
}

#[test]
fn ranges_that_azure_refuses_late_are_refused_here() {
    let nodes = "kubernetes: {pools: {system: {nodes: {min: 2, max: 2}}, apps: {nodes: {min: 1, max: 1}}}}";
    // Azure/AKS-Construction#701: three nodes, and one more of each pool while it is upgraded, in a range for four.
    assert!(codes(&format!("{nodes}\nnetwork: {{podRange: 10.240.100.0/22}}")).contains(&"AKS0205"));
    assert!(!codes(&format!("{nodes}\nnetwork: {{podRange: 10.240.96.0/21}}")).contains(&"AKS0205"));
    // Azure/AKS-Construction#403: the range of the pods inside the network.
    assert!(codes("network: {podRange: 10.64.0.0/20}").contains(&"AKS0201"));
    // Azure/AKS#1117: services in a range that a subnet of the network has, or anywhere in the network.
    assert!(codes("network: {range: 10.64.0.0/18, serviceRange: 10.64.0.0/20, subnets: {nodes: 10.64.0.0/20}}").contains(&"AKS0202"));
    assert!(codes("network: {range: 10.64.0.0/18, serviceRange: 10.64.32.0/20}").contains(&"AKS0202"));
    assert!(!codes("network: {range: 10.64.0.0/18, serviceRange: 10.65.0.0/20}").contains(&"AKS0202"));
    // Azure/AKS#2119: nodes and their pods in a subnet without room for one node more, which every upgrade takes.
    let pods = "kubernetes: {cni: nodeSubnet, pools: {system: {nodes: {min: 3, max: 3}}, apps: {nodes: {min: 1, max: 4}}}}";
    assert!(codes(&format!("{pods}\nnetwork: {{range: 10.64.0.0/18, subnets: {{nodes: 10.64.0.0/24}}}}")).contains(&"AKS0205"));
    assert!(!codes(&format!("{pods}\nnetwork: {{range: 10.64.0.0/18, subnets: {{nodes: 10.64.0.0/23}}}}")).contains(&"AKS0205"));
    // Its default range of services is public space, which belongs to somebody; and what is no address passed its form.
    assert!(codes("network: {serviceRange: 172.10.0.0/16}").contains(&"AKS0207"));
    assert!(codes("network: {serviceRange: 999.1.1.1/16}").contains(&"AKS0006"));
}

#[test]
fn the_gateway_is_managed_through_its_own_ports() {
    let (_, tree) = rendered(include_str!("../blueprints/minimal.yaml"));
    let text = String::from_utf8_lossy(&tree.get("infrastructure/arm/region.json").unwrap().bytes).into_owned();
    assert!(text.contains("\"destinationPortRange\": \"65200-65535\"") && text.contains("\"sourceAddressPrefix\": \"GatewayManager\""));
}

/// Whether a host is one that some of these names serve, wildcards included.
fn serves(names: &Value, host: &str) -> bool {
    let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.into_iter().any(|name| name == host || name.strip_prefix('*').is_some_and(|end| host.strip_suffix(end).is_some_and(|label| !label.contains('.'))))
}

#[test]
fn what_is_probed_is_what_the_ingress_answers() {
    for text in [include_str!("../blueprints/minimal.yaml"), include_str!("../blueprints/ignitetour.yaml"), include_str!("cases/ingress-nginx.yaml")] {
        let (model, tree) = rendered(text);
        for (site, cluster) in model.clusters().filter(|(site, _)| site.edge.gateway().is_some()) {
            let edge = json(&tree, &format!("infrastructure/arm/parameters/edge-{}.json", site.key));
            let value = |name: &str| edge["parameters"][name]["value"].clone();
            let (gateway, sites) = (value("gateway"), [value("secureSites"), value("plainSites")]);
            let backend = gateway["backends"].as_array().unwrap().iter().find(|backend| backend["name"] == cluster.backend.as_str()).unwrap();
            let controller = Controller::of(&cluster.releases.ingress).0;
            let key = if controller == Controller::Nginx { "healthStatusURI" } else { "healthCheckPath" };
            let values = tree.get(&format!("releases/{}/values-{}.yaml", controller.release(), cluster.name)).unwrap();
            let values = String::from_utf8_lossy(&values.bytes).into_owned();
            // The path at which the ingress says that it is well, and the address at which it stands.
            assert!(values.contains(&format!("{key}: {}", gateway["probePath"])), "{}: {}", cluster.name, gateway["probePath"]);
            assert!(values.contains(backend["address"].as_str().unwrap()), "{}: {}", cluster.name, backend["address"]);
            // A host that a listener leads to this very backend.
            let host = backend["probeHost"].as_str().unwrap();
            let served = |site: &Value| site["backend"] == backend["name"] && serves(&site["hostNames"], host);
            assert!(sites.iter().filter_map(Value::as_array).flatten().any(served), "{}: nothing serves {host}", cluster.name);
        }
    }
}

#[test]
fn traffic_manager_asks_for_a_host_that_every_region_serves() {
    let (model, tree) = rendered(include_str!("../blueprints/ignitetour.yaml"));
    let global = json(&tree, "infrastructure/arm/parameters/global.json");
    let profiles = global["parameters"]["profiles"]["value"].as_array().unwrap();
    assert_eq!(profiles.len(), model.profiles.len());
    for profile in profiles {
        let health = &profile["health"];
        for endpoint in profile["endpoints"].as_array().unwrap() {
            let edge = json(&tree, &format!("infrastructure/arm/parameters/edge-{}.json", endpoint["name"].as_str().unwrap()));
            // By HTTPS, since a redirect counts as ill; at a listener of that region's gateway.
            assert_eq!((&health["protocol"], &health["port"]), (&Value::from("HTTPS"), &Value::from(443)));
            let sites = edge["parameters"]["secureSites"]["value"].as_array().unwrap();
            assert!(sites.iter().any(|site| serves(&site["hostNames"], health["host"].as_str().unwrap())), "{}: {}", endpoint["name"], health["host"]);
            assert_eq!(health["path"], edge["parameters"]["gateway"]["value"]["probePath"]);
        }
    }
}

#[test]
fn a_peering_that_uses_a_gateway_comes_after_it() {
    let (_, tree) = rendered(include_str!("cases/on-premises.yaml"));
    let pipeline = String::from_utf8_lossy(&tree.get("pipelines/infrastructure.yml").unwrap().bytes).into_owned();
    let at = |stage: &str| pipeline.find(&format!("- stage: {stage}\n")).unwrap_or_else(|| panic!("no {stage}"));
    assert!(at("hub_westeurope") < at("region_live_westeurope") && at("region_live_westeurope") < at("connection_westeurope"));
}

#[test]
fn no_identity_has_more_credentials_than_azure_allows() {
    let teams: Vec<String> = (0..30).map(|at| format!("t{at}: {{group: 22222222-2222-4222-8222-2222222222{at:02}}}")).collect();
    let apps: Vec<String> = (0..30).map(|at| format!("a{at}: {{team: t{at}, image: a, port: 8080, secrets: {{Key: key}}}}")).collect();
    let text = format!(
        "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope, northeurope]\nclusters: per-team\n\
         kubernetes: {{pools: {{apps: {{nodes: {{min: 1, max: 2}}}}}}}}\nnetwork: {{addressSpace: 10.0.0.0/9, podRange: 10.128.0.0/11}}\n\
         environments: {{production: {{certificate: wildcard}}}}\nteams: {{{}}}\napps: {{{}}}\n",
        teams.join(", "),
        apps.join(", ")
    );
    let (model, _) = rendered(&text);
    let mut credentials: BTreeMap<&str, u32> = BTreeMap::new();
    for workload in model.clusters().flat_map(|(_, cluster)| &cluster.workloads) {
        *credentials.entry(&workload.identity).or_default() += 1;
    }
    assert_eq!(credentials.values().sum::<u32>(), 60);
    assert!(credentials.values().all(|count| *count <= 20), "{credentials:?}");
}

#[test]
fn a_long_name_of_a_vault_is_cut_to_what_azure_takes() {
    let (model, _) = rendered(&BASE.replace("name: shop", "name: averylongnameofacompany"));
    let vault = &model.sites[0].vault.name;
    assert!(vault.len() <= 24 && vault.starts_with("kv-"), "{vault}");
}

//! Identities of apps: each is trusted by one service account of one cluster, however many there are, so that none comes near what Azure allows of federated
//! credentials; and what stands keeps its identity when regions, clusters and apps come.

use std::collections::{BTreeMap, BTreeSet};

use aksgen::facts::Facts;
use aksgen::source::Sources;

/// An identity, the cluster and the service account that may take it on.
type Credential = (String, String, String);

/// Regions, teams and the way clusters are cut, from few to many.
fn blueprint(regions: &[&str], clusters: &str, teams: usize) -> String {
    let mut text = format!(
        "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [{}]\nclusters: {clusters}\n\
         platforms: {{live: {{}}}}\npromotion: [test, production]\nenvironments: {{test: {{platform: live}}, production: {{platform: live}}}}\n",
        regions.join(", ")
    );
    let each = |line: &dyn Fn(usize) -> String| (0..teams).map(line).collect::<String>();
    text += &format!("teams:\n{}", each(&|at| format!("  t{at}: {{group: 22222222-2222-4222-8222-22222222222{at}}}\n")));
    text + &format!("apps:\n{}", each(&|at| format!("  a{at}: {{team: t{at}, image: a, tag: 1.0.0, port: 8080, secrets: {{Key: key-of-a{at}}}}}\n")))
}

fn credentials(blueprint: &str) -> BTreeSet<Credential> {
    let sources = Sources::single("blueprint.yaml", blueprint);
    let tree = aksgen::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
    let regions = tree.iter().filter(|(path, _)| path.as_str().starts_with("infrastructure/arm/parameters/region-"));
    let mut found = BTreeSet::new();
    for (_, file) in regions {
        let parameters: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
        for cluster in parameters["parameters"]["clusters"]["value"].as_array().unwrap() {
            for workload in cluster["workloads"].as_array().unwrap() {
                let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
                let subject = format!("{}:{}", text(&workload["namespace"]), text(&workload["serviceAccount"]));
                assert!(found.insert((text(&workload["name"]), text(&cluster["name"]), subject)), "twice: {workload}");
            }
        }
    }
    found
}

#[test]
fn an_identity_is_trusted_by_one_service_account() {
    for clusters in ["shared", "per-team", "per-environment"] {
        let found = credentials(&blueprint(&["westeurope", "northeurope", "swedencentral"], clusters, 3));
        assert_eq!(found.len(), 3 * 2 * 3, "{clusters}: each app in each environment and region");
        let mut of_identity = BTreeMap::<&str, usize>::new();
        found.iter().for_each(|(identity, ..)| *of_identity.entry(identity).or_default() += 1);
        assert!(of_identity.values().all(|count| *count == 1), "{clusters}: {of_identity:?}");
    }
}

#[test]
fn what_stands_keeps_its_identity() {
    for clusters in ["shared", "per-team", "per-environment"] {
        let mut stood = BTreeSet::new();
        for (regions, teams) in
            [(&["westeurope"][..], 1), (&["westeurope"], 3), (&["westeurope", "northeurope"], 3), (&["westeurope", "northeurope", "swedencentral"], 5)]
        {
            let now = credentials(&blueprint(regions, clusters, teams));
            assert!(stood.is_subset(&now), "{clusters}: moved: {:?}", stood.difference(&now).collect::<Vec<_>>());
            stood = now;
        }
    }
}

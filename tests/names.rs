//! Names never collide and keep to their grammar: a company of hundreds of networks, and what is cut from long stems.

use std::collections::{BTreeMap, BTreeSet};

use aksgen::facts::Facts;
use aksgen::model::{Model, names::Register};
use aksgen::source::Sources;

/// Labels that are easily mistaken for parts of one another.
const PLATFORMS: [&str; 12] = ["a", "a-b", "a-b-c", "b", "b-c", "c", "dev", "dev-a", "live", "a-dev", "b-dev", "b-dev-a"];
const TEAMS: [&str; 3] = ["b", "b-d", "d"];

/// Of all that Azure has, so many for each platform.
const REGIONS: usize = 20;

fn company() -> String {
    let regions: Vec<&str> = Facts::embedded().regions.iter().map(|(name, _)| name).take(REGIONS).collect();
    let mut text = format!(
        "name: acompany\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [{}]\nclusters: per-team\n\
         network: {{addressSpace: 10.0.0.0/9, podRange: 10.128.0.0/11}}\nkubernetes: {{pools: {{apps: {{nodes: {{min: 1, max: 2}}}}}}}}\npromotion: [{}]\nteams:\n",
        regions.join(", "),
        PLATFORMS.map(|name| format!("{name}-x, {name}-x-b")).join(", ")
    );
    TEAMS.iter().enumerate().for_each(|(at, name)| text += &format!("  {name}: {{group: 22222222-2222-4222-8222-22222222222{at}}}\n"));
    text += "platforms:\n";
    PLATFORMS.iter().for_each(|name| text += &format!("  {name}: {{}}\n"));
    text += "environments:\n";
    for name in PLATFORMS {
        text += &format!("  {name}-x: {{platform: {name}, certificate: wildcard, domain: {name}.example.com}}\n");
        text += &format!("  {name}-x-b: {{platform: {name}, certificate: wildcard, domain: x-b.{name}.example.com}}\n");
    }
    text
}

fn resolved(text: &str) -> Model {
    let sources = Sources::single("blueprint.yaml", text.to_owned());
    match aksgen::compile::understand(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()) {
        Ok((_, model, _)) => model,
        Err(report) => panic!("{}", aksgen::diagnostics::terminal::render(&report, &sources)),
    }
}

#[test]
fn hundreds_of_networks_have_no_name_twice() {
    let model = resolved(&company());
    let mut given = BTreeMap::new();
    for name in &model.names {
        let key = (name.kind, name.scope.to_lowercase(), name.name.to_lowercase());
        if let Some(other) = given.insert(key, name) {
            panic!("{} `{}` is given to {} and to {}", name.kind, name.name, other.path, name.path);
        }
    }
    assert!(given.len() > 10_000, "{} names", given.len());
    // Files are named after these, and none of them has a folder for each site.
    let clusters: Vec<&str> = model.clusters().map(|(_, cluster)| cluster.name.as_str()).collect();
    assert_eq!(clusters.iter().collect::<BTreeSet<_>>().len(), clusters.len());
    for site in &model.sites {
        let listeners: BTreeSet<&str> = site.edge.listeners.iter().map(|listener| listener.name.as_str()).collect();
        let gateway = site.edge.gateway().unwrap();
        let priorities: BTreeSet<u32> = gateway.priorities.iter().flat_map(|rules| [rules.own, rules.redirect]).collect();
        assert_eq!((listeners.len(), priorities.len()), (site.edge.listeners.len(), 2 * site.edge.listeners.len()), "{}", site.key);
    }
}

#[test]
fn long_stems_are_cut_and_stay_apart() {
    let rules = &Facts::embedded().naming;
    let mut register = Register::default();
    let mut given = BTreeSet::new();
    for number in 0..100_000 {
        let stem = format!("kv-averylongnameofacompany-{}-{number}", PLATFORMS[number % PLATFORMS.len()]);
        let name = register.give_global("key_vault", &stem, "shop.example.com", rules.key_vault.max, true, "name");
        assert_eq!(rules.key_vault.check(&name), Ok(()), "{name}");
        assert!(given.insert(name), "{stem} is cut to a name that another has");
    }
}

#[test]
fn what_fits_is_not_cut() {
    let mut register = Register::default();
    let name = register.give_global("key_vault", "kv-shop-live-we", "shop.example.com", 24, true, "name");
    assert!(name.starts_with("kv-shop-live-we-"), "{name}");
}

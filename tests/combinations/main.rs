//! Alternatives in combinations that nobody has written down: whatever a blueprint asks for together is refused with a finding or rendered clean.

mod axes;

use aksgen::facts::Facts;
use aksgen::source::Sources;
use axes::{app_axes, environment_axes, platform_axes, storage};
use serde_json::{Map, Value, json};

/// A generator of numbers from a seed: every failure can be seen again.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn one_of(&mut self, choices: &[Value]) -> Value {
        choices[self.below(choices.len())].clone()
    }
}

/// Lays one map over another.
fn lay(under: &mut Map<String, Value>, over: Value) {
    let Value::Object(over) = over else { return };
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Object(below)), value @ Value::Object(_)) => lay(below, value),
            (_, value) => drop(under.insert(key, value)),
        }
    }
}

fn pick(random: &mut Seeded, axes: &[Vec<Value>]) -> Value {
    let mut chosen = Map::new();
    for axis in axes {
        let choice = random.one_of(axis);
        lay(&mut chosen, choice);
    }
    Value::Object(chosen)
}

/// What cannot be together whatever else is chosen goes more often than not, so that more comes to be rendered than is refused.
fn tame(platform: &mut Value, environments: &mut [&mut Value], random: &mut Seeded) {
    let closed = is_closed(platform);
    let several = platform["regions"].as_array().is_some_and(|regions| regions.len() > 1);
    if random.below(6) == 0 {
        return;
    }
    if closed || platform["clusters"].is_string() {
        platform["edge"].as_object_mut().map(|edge| edge.remove("global"));
    }
    for environment in environments {
        let led = platform["edge"]["global"].is_null();
        if closed || several && led || platform["clusters"] == "per-team" {
            environment.as_object_mut().map(|environment| environment.remove("zone"));
        }
    }
    if platform["kubernetes"]["diskEncryption"].is_object() {
        platform["kubernetes"]["backup"].as_object_mut().map(|backup| backup.remove("vault"));
    }
    if platform["network"]["egress"] == "firewall" || platform["network"]["egress"]["firewall"].is_object() {
        let network = &platform["network"]["hub"]["existing"];
        if network.is_object() && network["firewall"].is_null() {
            platform["network"].as_object_mut().map(|network| network.remove("hub"));
        }
        if platform["edge"]["gateway"] == "loadBalancer" {
            platform["network"].as_object_mut().map(|network| network.remove("egress"));
        }
        platform["kubernetes"].as_object_mut().map(|kubernetes| kubernetes.remove("api"));
    }
}

/// Whether the ingress is reached in the network alone.
fn is_closed(platform: &Value) -> bool {
    platform["edge"]["gateway"] == "none" || platform["edge"]["gateway"]["none"].is_object()
}

fn blueprint(random: &mut Seeded) -> Value {
    let platforms = platform_axes();
    let mut app = json!({"team": "web", "image": "podinfo", "port": 9898});
    let other = json!({"team": "cranes", "image": "ghcr.io/stefanprodan/podinfo", "tag": "6.14.1", "port": 9898, "expose": {"host": "other"}});
    if let Value::Object(app) = &mut app {
        lay(app, pick(random, &app_axes()));
    }
    let environment = |random: &mut Seeded, platform: &str| {
        let mut environment = json!({"platform": platform});
        if let Value::Object(environment) = &mut environment {
            lay(environment, pick(random, &environment_axes()));
        }
        environment
    };
    let (mut lab, mut live) = (pick(random, &platforms), pick(random, &platforms));
    let [mut at_lab, mut staging, mut production] = ["lab", "live", "live"].map(|platform| environment(random, platform));
    tame(&mut lab, &mut [&mut at_lab], random);
    tame(&mut live, &mut [&mut staging, &mut production], random);
    let unforeseen = [&lab, &live].into_iter().any(|platform| platform["clusters"] == "per-team" && !is_closed(platform));
    let mut blueprint = json!({
        "name": "shop",
        "domain": "example.com",
        "admins": "11111111-1111-4111-8111-111111111111",
        "regions": ["westeurope"],
        "network": {"addressSpace": "10.64.0.0/13"},
        "platforms": {"lab": lab, "live": live},
        "promotion": ["lab", "staging", "production"],
        "environments": {"lab": at_lab, "staging": staging, "production": production},
        "teams": {"web": {"group": "22222222-2222-4222-8222-222222222222"}, "cranes": {"group": "44444444-4444-4444-8444-444444444444"}},
        "apps": {"podinfo": app, "other": other},
        "pipelines": {"azureDevOps": {"agents": {"pool": "shop"}}},
    });
    if let Value::Object(blueprint) = &mut blueprint {
        if random.below(3) == 0 {
            lay(blueprint, json!({"tags": {"owner": "platform-team"}}));
        }
        if random.below(2) == 0 {
            lay(blueprint, json!({"pipelines": {"azureDevOps": {"pullRequestConnection": "shop reader"}}}));
        }
        if random.below(3) == 0 {
            lay(blueprint, json!({"azure": {"tenant": "55555555-5555-4555-8555-555555555555", "subscription": "33333333-3333-4333-8333-333333333333"}}));
            let apart = random.one_of(&["lab", "live"].map(Value::from));
            let platform = &mut blueprint["platforms"][apart.as_str().unwrap_or_default()];
            // What is brought into a network stands in its subscription, and so does a Front Door's vault.
            let tied = [&platform["network"]["existing"], &platform["kubernetes"]["diskEncryption"], &platform["edge"]["global"]];
            if tied.into_iter().all(Value::is_null) || random.below(6) == 0 {
                platform["subscription"] = json!("77777777-7777-4777-8777-777777777777");
            }
        }
        if random.below(4) == 0 {
            lay(blueprint, json!({"locks": false}));
        }
        if random.below(4) == 0 {
            lay(blueprint, json!({"registry": {"sku": "premium", "push": ["66666666-6666-4666-8666-666666666666"]}}));
        }
        // No policy can name the ingress of another cluster whose address only Azure knows.
        if random.below(if unforeseen { 12 } else { 2 }) == 0 {
            lay(blueprint, json!({"apps": {"podinfo": {"calls": ["other"]}}}));
        }
        if let Value::Object(app) = &mut blueprint["apps"]["podinfo"] {
            lay(app, random.one_of(&storage()));
        }
    }
    blueprint
}

/// What a person at review would not let through in any file.
fn untidy(path: &str, text: &str) -> Option<String> {
    let markdown = path.ends_with(".md");
    let mut blank = 0;
    for (number, line) in text.lines().enumerate() {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        let wrong = if line.ends_with([' ', '\t']) {
            "a space at its end"
        } else if blank > 1 {
            "a second empty line"
        } else if !markdown && (line.contains("<{") || line.contains("<%")) {
            "a tag of the template"
        } else {
            continue;
        };
        return Some(format!("{path}:{}: {wrong}", number + 1));
    }
    (!text.ends_with('\n') || text.ends_with("\n\n")).then(|| format!("{path}: its last line"))
}

fn each_of(seeds: std::ops::Range<u64>) {
    let (mut rendered, mut refused, mut bad) = (0, 0, Vec::new());
    for seed in seeds.clone() {
        let text = blueprint(&mut Seeded(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))).to_string();
        let sources = Sources::single("blueprint.yaml", text.clone());
        match aksgen::compile::compile(&sources, Facts::embedded(), "2026-11-26".parse().unwrap()) {
            Err(error) => bad.push(format!("seed {seed}: {error:#}\n  {text}")),
            Ok(Err(_)) => refused += 1,
            Ok(Ok(compiled)) => {
                rendered += 1;
                let faults = compiled.tree.iter().filter_map(|(path, file)| {
                    let text = std::str::from_utf8(&file.bytes).ok()?;
                    let broken = path.as_str().ends_with(".json") && serde_json::from_str::<Value>(text).is_err();
                    if broken { Some(format!("{}: no JSON", path.as_str())) } else { untidy(path.as_str(), text) }
                });
                bad.extend(faults.map(|fault| format!("seed {seed}: {fault}\n  {text}")));
            }
        }
    }
    assert!(bad.is_empty(), "{} faults, the first of them:\n{}", bad.len(), bad.iter().take(6).cloned().collect::<Vec<_>>().join("\n"));
    assert!(rendered > 60 && refused > 20, "{rendered} rendered, {refused} refused");
}

/// Two halves, side by side.
#[test]
fn every_combination_is_refused_or_rendered_clean() {
    each_of(1..500);
}

#[test]
fn every_other_combination_is_refused_or_rendered_clean() {
    each_of(500..1000);
}

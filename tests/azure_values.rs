//! What only Azure knows is never made up: each such value of a model has one reader and one consumer in the output.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use aksgen::facts::Facts;
use aksgen::model::AzureValue;
use aksgen::source::{ChartFiles, Sources};

const BLUEPRINTS: [(&str, &str); 3] = [
    ("minimal", include_str!("../blueprints/minimal.yaml")),
    ("ignitetour", include_str!("../blueprints/ignitetour.yaml")),
    ("full", include_str!("hostile/full.yaml")),
];

#[test]
fn every_value_has_a_reader_and_a_consumer() {
    let today = "2026-11-24".parse().unwrap();
    let mut seen = 0;
    for (name, text) in BLUEPRINTS {
        let mut sources = Sources::single(name, text);
        let own = ChartFiles { texts: [("templates/own.yaml".to_owned(), "{{ .Values.own.note }}\n".to_owned())].into(), refused: Vec::new() };
        sources.set_charts([("charts/front".to_owned(), own)].into());
        let (_, model, _) = aksgen::compile::understand(&sources, Facts::embedded(), today).unwrap();
        let tree = aksgen::compile(&sources, Facts::embedded(), today).unwrap().unwrap().tree;
        let file = |path: &str| String::from_utf8(tree.get(path).unwrap_or_else(|| panic!("{name}: no {path}")).bytes.clone()).unwrap();
        let configuration = file("scripts/configuration.sh");
        for app in &model.apps {
            let places = file(&format!("scripts/settings/apps/{}.sh", app.name));
            for placement in &app.placements {
                let line = places.lines().find(|line| line.trim_start().starts_with(&format!("'{} {} ", placement.environment, placement.cluster))).unwrap();
                assert_eq!(placement.handovers.is_empty(), placement.secrets.is_empty(), "{name}: {} reads secrets without an identity", app.name);
                for handover in &placement.handovers {
                    seen += 1;
                    let (reader, arguments) = match &handover.value {
                        AzureValue::ClientId { identity, resource_group } => ("az identity show", format!("client-id:{resource_group}:{identity}")),
                        AzureValue::ConnectionString { component, resource_group } => {
                            ("properties.ConnectionString", format!("connection-string:{resource_group}:{component}"))
                        }
                        AzureValue::Subscription => ("$SUBSCRIPTION_ID", "subscription".to_owned()),
                        AzureValue::Tenant => ("$TENANT_ID", "tenant".to_owned()),
                    };
                    // The reader: one step of the configuration, told what to ask for.
                    assert!(configuration.contains(reader), "{name}: nothing reads {:?}", handover.value);
                    assert!(line.contains(&format!("{}={arguments}", handover.key)), "{name}: {} is not handed {:?}: {line}", app.name, handover.value);
                    // The consumer: a value that the chart's schema demands and the chart uses, and that no file gives.
                    let schema: serde_json::Value = serde_json::from_str(&file(&format!("apps/{}/chart/values.schema.json", app.name))).unwrap();
                    let (group, key) = handover.key.split_once('.').unwrap();
                    assert!(
                        schema["properties"][group]["required"].as_array().unwrap().iter().any(|required| required == key),
                        "{name}: the schema goes without {}",
                        handover.key
                    );
                    let used = tree.iter().any(|(path, artifact)| {
                        path.as_str().starts_with(&format!("apps/{}/chart/templates/", app.name))
                            && String::from_utf8_lossy(&artifact.bytes).contains(&format!(".Values.{}", handover.key))
                    });
                    assert!(used, "{name}: nothing of {} uses {}", app.name, handover.key);
                }
            }
        }
    }
    assert!(seen >= 3, "{seen} values: the blueprints have too few");
}

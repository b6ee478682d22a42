//! What watches a cluster from inside: every rule and every query of a dashboard is what Prometheus reads, says what to do, and asks for what somebody records.

use std::collections::BTreeSet;

use aksgen::facts::Facts;
use aksgen::source::Sources;
use promql_parser::parser;
use serde_json::Value;

fn tree(case: &str) -> Vec<(String, Vec<u8>)> {
    let compiled = aksgen::compile::compile(&Sources::single("case.yaml", case), Facts::embedded(), "2026-10-01".parse().unwrap()).unwrap().unwrap();
    compiled.tree.iter().map(|(path, artifact)| (path.as_str().to_owned(), artifact.bytes.to_vec())).collect()
}

/// The values of kube-prometheus-stack in cases with every kind of ingress, by path.
fn values() -> Vec<(String, Value)> {
    let of = |case: &str| {
        let ours = tree(case).into_iter().filter(|(path, _)| path.starts_with("releases/kube-prometheus-stack/values"));
        ours.map(|(path, bytes)| (path, serde_saphyr::from_slice(&bytes).unwrap())).collect::<Vec<_>>()
    };
    [include_str!("cases/stack.yaml"), include_str!("cases/gateway-api.yaml"), include_str!("cases/application-routing.yaml")]
        .into_iter()
        .flat_map(of)
        .collect()
}

/// Every rule, with where it stands.
fn rules() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (path, values) in values() {
        for (set, groups) in values["additionalPrometheusRulesMap"].as_object().unwrap() {
            let rules = groups["groups"].as_array().unwrap().iter().flat_map(|group| group["rules"].as_array().unwrap());
            found.extend(rules.map(|rule| (format!("{path}, {set}"), rule.clone())));
        }
    }
    found
}

/// The names of a query that no chart brings: those that are recorded here.
fn recorded_names(query: &str) -> BTreeSet<&str> {
    query
        .split(|char: char| !(char.is_ascii_alphanumeric() || "_:".contains(char)))
        .filter(|word| word.starts_with("app:") || word.starts_with("ingress:"))
        .collect()
}

fn dashboards() -> Vec<Value> {
    let all = values();
    let common = &all.iter().find(|(path, _)| path.ends_with("/values.yaml")).unwrap().1;
    let texts = common["extraManifests"].as_array().unwrap().iter().flat_map(|manifest| manifest["data"].as_object().unwrap().values());
    // What Helm makes of it.
    texts.map(|text| serde_json::from_str(&text.as_str().unwrap().replace("{{`{{`}}", "{{")).unwrap()).collect()
}

#[test]
fn every_rule_is_read_by_prometheus_and_says_what_to_do() {
    let rules = rules();
    assert!(rules.len() > 20);
    let recorded: BTreeSet<&str> = rules.iter().filter_map(|(_, rule)| rule["record"].as_str()).collect();
    for (place, rule) in &rules {
        let query = rule["expr"].as_str().unwrap();
        parser::parse(query).unwrap_or_else(|fault| panic!("{place}: {query}: {fault}"));
        assert!(recorded_names(query).iter().all(|name| recorded.contains(name)), "{place}: {query}: nobody records that");
        if let Some(name) = rule["alert"].as_str() {
            let says = |key: &str| rule["annotations"][key].as_str().is_some_and(|text| text.len() > 20);
            assert!(says("summary") && says("action"), "{place}: {name} does not say what happened and what to do");
            assert!(["critical", "warning"].contains(&rule["labels"]["severity"].as_str().unwrap()) && rule["for"].is_string(), "{place}: {name}");
        }
    }
}

/// Every rule of managed Prometheus in a template, wherever it stands.
fn managed_rules(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) if fields.contains_key("expression") => found.push(value.clone()),
        Value::Object(fields) => fields.values().for_each(|each| managed_rules(each, found)),
        Value::Array(items) => items.iter().for_each(|each| managed_rules(each, found)),
        _ => {}
    }
}

#[test]
fn managed_prometheus_reads_every_rule_and_requests_are_measured_as_in_a_cluster() {
    let region = tree(include_str!("cases/metrics.yaml")).into_iter().find(|(path, _)| path == "infrastructure/arm/region.json").unwrap().1;
    let mut found = Vec::new();
    managed_rules(&serde_json::from_slice(&region).unwrap(), &mut found);
    assert!(found.len() > 35);
    let recorded: BTreeSet<&str> = found.iter().filter_map(|rule| rule["record"].as_str()).collect();
    for rule in &found {
        let query = rule["expression"].as_str().unwrap();
        parser::parse(query).unwrap_or_else(|fault| panic!("{query}: {fault}"));
        assert!(recorded_names(query).iter().all(|name| recorded.contains(name)), "{query}: nobody records that");
        // What is recorded goes back to where series of other clusters are.
        if rule["record"].as_str().is_some_and(|name| !recorded_names(name).is_empty()) {
            assert!(query.contains("by (cluster"), "{query} mixes clusters");
        }
    }
    let same = |name: &str| {
        let managed = found.iter().find(|rule| rule["alert"] == name || rule["record"] == name).unwrap();
        rules().iter().any(|(_, rule)| (rule["alert"] == name || rule["record"] == name) && rule["expr"] == managed["expression"])
    };
    assert!(["app:requests:rate5m", "ingress:requests:rate5m", "IngressDown", "RequestsFailing", "AppFailing", "AppSlow"].iter().all(|name| same(name)));
}

#[test]
fn every_query_of_a_dashboard_is_read_and_its_source_is_there() {
    let rules = rules();
    let recorded: BTreeSet<&str> = rules.iter().filter_map(|(_, rule)| rule["record"].as_str()).collect();
    let all = values();
    let grafana = &all.iter().find(|(path, _)| path.ends_with("/values.yaml")).unwrap().1["grafana"];
    // The chart brings the first itself.
    let mut sources: BTreeSet<&str> = BTreeSet::from(["prometheus"]);
    sources.extend(grafana["additionalDataSources"].as_array().unwrap().iter().map(|source| source["uid"].as_str().unwrap()));
    for dashboard in &dashboards() {
        for query in read(dashboard, &recorded, &sources) {
            assert!(!query.contains("cluster"), "{query}: no series has that label");
        }
    }
}

/// The queries of a dashboard, which are read, ask for what is recorded and come from a source that is there.
fn read<'a>(dashboard: &'a Value, recorded: &BTreeSet<&str>, sources: &BTreeSet<&str>) -> Vec<&'a str> {
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    let known: BTreeSet<String> = variables.iter().map(|variable| format!("${}", variable["name"].as_str().unwrap())).collect();
    let asked = variables.iter().filter(|variable| variable["type"] == "query").map(|variable| {
        let query = variable["query"].as_str().unwrap();
        (query.strip_prefix("label_values(").and_then(|query| query.rsplit_once(", ")).unwrap().0, variable)
    });
    let panels = dashboard["panels"].as_array().unwrap();
    assert_eq!(panels.iter().map(|panel| panel["gridPos"].to_string()).collect::<BTreeSet<_>>().len(), panels.len(), "no two stand in one place");
    let all: Vec<(&str, &Value)> = panels.iter().map(|panel| (panel["targets"][0]["expr"].as_str().unwrap(), panel)).chain(asked).collect();
    for (query, of) in &all {
        // A selector of logs is written as one of metrics is.
        parser::parse(query).unwrap_or_else(|fault| panic!("{}: {query}: {fault}", dashboard["title"]));
        assert!(recorded_names(query).iter().all(|name| recorded.contains(name)), "{query}: nobody records that");
        assert!(sources.contains(of["datasource"]["uid"].as_str().unwrap()), "{query}: of a source that is not there");
        let named = query.split('"').filter(|part| part.starts_with('$'));
        assert!(named.into_iter().all(|name| known.contains(name)), "{query}: of a variable that is not there");
    }
    all.into_iter().map(|(query, _)| query).collect()
}

#[test]
fn dashboards_of_managed_grafana_ask_one_cluster_of_those_in_a_workspace() {
    let tree = tree(include_str!("cases/metrics.yaml"));
    let file = |name: &str| std::str::from_utf8(&tree.iter().find(|(path, _)| path == name).unwrap().1).unwrap();
    let mut rules = Vec::new();
    managed_rules(&serde_json::from_str(file("infrastructure/arm/region.json")).unwrap(), &mut rules);
    let recorded: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["record"].as_str()).collect();
    let texts = file("scripts/92-grafana.sh").split("draw <<'JSON'\n").skip(1).map(|rest| rest.split_once("\nJSON").unwrap().0);
    let dashboards: Vec<Value> = texts.map(|text| serde_json::from_str(text).unwrap()).collect();
    assert_eq!(dashboards.len(), 2);
    for dashboard in &dashboards {
        for query in read(dashboard, &recorded, &BTreeSet::from(["${source}"])) {
            assert!(query.contains(r#"cluster="$cluster""#) || query == "kube_pod_info", "{query} mixes clusters");
        }
    }
}

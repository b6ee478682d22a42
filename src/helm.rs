//! Everything that Helm installs: the charts of our apps with their values, and releases of charts of others.

pub mod certificate;
pub mod chart;
pub mod gateway;
pub mod issuer;
pub mod releases;
pub mod schema;
pub mod usage;
pub mod values;

use crate::facts::Facts;
use crate::model::{App, Environment, Model, Placement};
use crate::parallel;
use crate::plan::Plan;
use releases::lay;
use usage::Usage;

/// Plans the releases of every cluster, and a chart with its values for every app.
///
/// # Errors
/// None of its own.
pub fn plan(model: &Model, facts: &Facts, plan: &mut Plan) -> anyhow::Result<()> {
    releases::plan(model, facts, plan);
    certificate::plan(model, facts, plan);
    gateway::plan(model, facts, plan);
    issuer::plan(model, facts, plan);
    for of_app in parallel::each(&model.apps, |app| Ok(plan_app(model, app, facts)))? {
        plan.append(of_app);
    }
    Ok(())
}

fn plan_app(model: &Model, app: &App, facts: &Facts) -> Plan {
    let mut plan = Plan::default();
    let usage = Usage::among(app, facts);
    let mut trees: Vec<values::Values> = app.placements.iter().map(|placement| values::shared(app, placement, &usage, facts)).collect();
    // Where the chart has values of its owner's, each environment says all that is generated.
    let owned = app.is_taken_over(chart::VALUES);
    if !owned {
        for (placement, tree) in app.placements.iter().zip(&mut trees) {
            tree.extend(placement.further.clone());
        }
    }
    let common = if owned { values::Values::new() } else { values::common(&trees) };
    chart::plan(app, &usage, &common, request_timeout(model, app), facts, &mut plan);
    for (placement, tree) in app.placements.iter().zip(&trees) {
        let mut own = values::without(tree, &common);
        own.extend(values::own(placement, &usage, https(model, placement), model.tenant.as_deref()));
        if owned {
            lay::map(&mut own, &placement.further);
        }
        plan.template("apps/app/values-environment.yaml", values_file(app.name.as_str(), placement), values::Document::of(own));
    }
    plan
}

/// The values of an app at one of its places, below the output.
pub fn values_file(app: &str, placement: &Placement) -> String {
    format!("apps/{app}/values-{}.yaml", placement.values)
}

/// The longest that a gateway in front of an app waits for an answer, in seconds.
fn request_timeout(model: &Model, app: &App) -> u32 {
    let sites = app.placements.iter().filter_map(|placement| model.site(&placement.site));
    sites.map(|site| site.edge.request_timeout).max().unwrap_or_default()
}

/// Whether clients of a placement speak HTTPS: its environment has a certificate at the gateway.
fn https(model: &Model, placement: &Placement) -> bool {
    let here = |environment: &&Environment| environment.name == placement.environment;
    model.environments.iter().find(here).is_some_and(|environment| environment.certificate.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// `mixed` uses everything in one of its environments alone, `plain` uses nothing.
    const BLUEPRINT: &str = r#"
name: shop
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [westeurope]
platforms: {live: {}}
promotion: [dev, production]
environments: {dev: {platform: live}, production: {platform: live, certificate: wildcard}}
teams: {web: {group: 22222222-2222-4222-8222-222222222222}}
apps:
  mixed:
    {team: web, image: mixed, port: 8080, environments: {
      dev: {scale: {min: 1, max: 1}},
      production: {expose: {host: mixed}, config: {A: x}, secrets: {B: b}, reaches: [{range: 10.0.0.0/8, port: 443}]}}}
  plain: {team: web, image: plain, tag: "1.10", port: 8080, scale: {min: 1, max: 1}}
"#;

    fn tree() -> crate::tree::Tree {
        let sources = Sources::single("blueprint.yaml", BLUEPRINT);
        let today = "2026-11-24".parse().unwrap();
        crate::compile::compile(&sources, Facts::embedded(), today).unwrap().unwrap().tree
    }

    fn text(tree: &crate::tree::Tree, path: &str) -> String {
        String::from_utf8(tree.get(path).unwrap_or_else(|| panic!("no {path}")).bytes.clone()).unwrap()
    }

    #[test]
    fn a_chart_has_only_the_templates_that_its_app_uses() {
        let tree = tree();
        let templates = |app: &str| {
            let folder = format!("apps/{app}/chart/templates/");
            tree.iter().filter_map(|(path, _)| path.as_str().strip_prefix(&folder).map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(templates("plain"), ["NOTES.txt", "_helpers.tpl", "deployment.yaml", "serviceaccount.yaml"]);
        assert_eq!(templates("mixed").len(), 11);
        assert!(!text(&tree, "apps/plain/chart/templates/deployment.yaml").contains("{{- if"));
    }

    #[test]
    fn what_some_environments_use_stands_under_a_condition() {
        let tree = tree();
        for (file, condition) in [
            ("configmap.yaml", "{{- if .Values.config }}"),
            ("hpa.yaml", "{{- if .Values.scale }}"),
            ("ingress.yaml", "{{- if .Values.ingress }}"),
            ("secretproviderclass.yaml", "{{- if .Values.secrets }}"),
            ("service.yaml", "{{- if .Values.ingress }}"),
        ] {
            let text = text(&tree, &format!("apps/mixed/chart/templates/{file}"));
            assert_eq!(text.lines().nth(1), Some(condition), "{file}");
            assert_eq!(text.lines().last(), Some("{{- end }}"), "{file}");
        }
    }

    #[test]
    fn storage_decides_what_runs_the_pods() {
        let blueprint = format!(
            "{BLUEPRINT}{}",
            r#"  disk: {team: web, image: a, port: 8080, scale: {min: 1, max: 1}, storage: {data: {path: /data, size: 10Gi}}, environments: {dev: {storage: {data: null}}, production: {}}}
  disks: {team: web, image: a, port: 8080, scale: {min: 3, max: 3}, storage: {data: {path: /data, size: 10Gi}, more: {path: /more, size: 1Ti, mode: ReadWriteMany}}, environments: {dev: {scale: {min: 1, max: 1}}, production: {}}}
  share: {team: web, image: a, port: 8080, storage: {data: {path: /data, size: 10Gi, mode: ReadWriteMany}}}
"#
        );
        let sources = Sources::single("blueprint.yaml", blueprint);
        let tree = crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
        let read = |path: &str| text(&tree, path);
        assert!(read("apps/disk/chart/templates/deployment.yaml").contains("{{- if .Values.recreate }}"), "in dev it may roll");
        assert!(read("apps/disk/values-production.yaml").contains("recreate: true\n") && !read("apps/disk/values-dev.yaml").contains("storage"));
        assert!(read("apps/disks/chart/templates/statefulset.yaml").contains("volumeClaimTemplates:"));
        assert!(read("apps/disks/chart/templates/persistentvolumeclaim.yaml").contains("helm.sh/resource-policy: keep\n"));
        assert!(tree.get("apps/disks/chart/templates/deployment.yaml").is_none(), "of one replica, too, it is a StatefulSet");
        let values = read("apps/disks/chart/values.yaml");
        assert!(values.contains("storageOfReplicas:\n  data:\n") && values.contains("storage:\n  more:\n"), "{values}");
        assert!(read("apps/share/chart/templates/deployment.yaml").contains("maxSurge: 25%\n"));
        assert!(read("apps/share/chart/templates/hpa.yaml").contains("kind: Deployment\n"));
    }

    #[test]
    fn what_reads_metrics_is_told_of_the_app_and_let_in() {
        let blueprint = format!(
            "{BLUEPRINT}{}",
            r#"  told: {team: web, image: a, port: 8080, metrics: {path: /metrics}}
  apart: {team: web, image: a, environments: {dev: {port: 8080}, production: {metrics: {path: /m, port: 9090}}}}
monitoring: {azure: {prometheus: {}}}
"#
        );
        let sources = Sources::single("blueprint.yaml", blueprint);
        let tree = crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree;
        let read = |path: &str| text(&tree, path);
        assert!(read("apps/told/chart/templates/podmonitor.yaml").contains("- port: http\n"));
        assert!(read("apps/told/chart/values.yaml").contains("apiVersion: azmonitoring.coreos.com/v1\n"));
        assert!(tree.get("apps/told/chart/templates/service.yaml").is_none(), "nobody else asks it");
        let policy = read("apps/apart/chart/templates/networkpolicy.yaml");
        assert!(policy.contains("{{- if .Values.scrapers }}") && policy.contains("port: {{ $.Values.metrics.port }}"), "{policy}");
        assert!(read("apps/apart/chart/templates/deployment.yaml").contains("{{- if (.Values.metrics).port }}"));
        assert!(tree.get("apps/plain/chart/templates/podmonitor.yaml").is_none());
    }

    #[test]
    fn files_of_its_owner_stand_in_the_place_of_generated_ones() {
        let blueprint =
            BLUEPRINT.replace("  plain: {", "  plain: {chart: {files: charts/plain, without: [templates/serviceaccount.yaml]}, values: {mine: {at: 1}}, ");
        let compiled = |files: &[(&str, &str)]| {
            let mut sources = Sources::single("blueprint.yaml", blueprint.clone());
            let texts = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            sources.set_charts([("charts/plain".to_owned(), crate::source::ChartFiles { texts, refused: Vec::new() })].into());
            crate::compile::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap().unwrap().tree
        };
        let over = compiled(&[("templates/deployment.yaml", "{{ .Values.mine.at }}\n"), ("templates/own.yaml", "x: y\n")]);
        assert_eq!(text(&over, "apps/plain/chart/templates/deployment.yaml"), "{{ .Values.mine.at }}\n");
        assert!(over.get("apps/plain/chart/templates/serviceaccount.yaml").is_none() && over.get("apps/plain/chart/templates/own.yaml").is_some());
        assert!(text(&over, "apps/plain/chart/values.yaml").ends_with("mine:\n  at: 1\n"), "what all environments say is said once");
        let schema: serde_json::Value = serde_json::from_str(&text(&over, "apps/plain/chart/values.schema.json")).unwrap();
        assert_eq!((&schema["properties"]["mine"], &schema["additionalProperties"]), (&serde_json::json!({"type": "object"}), &false.into()));

        let whole = compiled(&[("templates/own.yaml", ""), ("values.yaml", "mine: {at: 0}\n")]);
        assert_eq!(text(&whole, "apps/plain/chart/values.yaml"), "mine: {at: 0}\n");
        assert!(whole.get("apps/plain/chart/values.schema.json").is_none(), "it has its own kind of values");
        let values = text(&whole, "apps/plain/values-dev.yaml");
        assert!(values.contains("/plain\n") && values.contains("port: 8080\n") && values.ends_with("mine:\n  at: 1\n"), "{values}");
    }

    #[test]
    fn the_schema_requires_what_is_handed_over() {
        let tree = tree();
        let schema: serde_json::Value = serde_json::from_str(&text(&tree, "apps/mixed/chart/values.schema.json")).unwrap();
        let properties = &schema["properties"];
        assert_eq!(properties["identity"]["required"], serde_json::json!(["clientId", "tenantId"]));
        assert_eq!(properties["image"]["required"], serde_json::json!(["repository", "tag"]));
        assert_eq!(schema["dependentRequired"], serde_json::json!({"secrets": ["vault", "identity"]}));
        let values = text(&tree, "apps/mixed/values-production.yaml");
        assert!(values.contains("identity: {}\n") && !values.contains("tag:"), "{values}");
        assert!(text(&tree, "apps/mixed/chart/values.yaml").contains("--set-string: image.tag, identity.clientId, identity.tenantId"));
    }

    #[test]
    fn an_environment_says_what_is_its_own() {
        let tree = tree();
        let values = text(&tree, "apps/mixed/values-production.yaml");
        assert!(values.contains("  host: mixed.shop.example.com\n  https: true\n"), "{values}");
        assert!(text(&tree, "apps/mixed/values-dev.yaml").ends_with("replicas: 1\n"));
        assert!(text(&tree, "apps/plain/values-dev.yaml").ends_with("# Nothing differs here from the chart's own values.yaml.\n"));
    }
}

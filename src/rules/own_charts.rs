//! AKS0540 and AKS0541: what apps bring for their charts, and values that nothing of it reads.

use serde_json::Value;

use super::{Findings, Subject};
use crate::diagnostics::{Code, Finding, codes};
use crate::helm::{chart, schema, usage::Usage};
use crate::model::App;
use crate::model::apps::OwnFiles;
use crate::source::secret;
use crate::tree::{Tree, TreePath};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        let usage = Usage::among(app, subject.facts);
        let generated = chart::generated(app, &usage);
        if let Some(own) = &app.chart {
            for (code, title, why) in faults(&app.name, own, &generated) {
                let help = "mend the folder, which stands beside the blueprint; `aksgen explain AKS0540` says what may stand in it";
                findings.add(Finding::new(code, title).help(help), &format!("apps.{}.chart.files", app.name), why);
            }
            without(app, own, &generated, findings);
        }
        values(app, &usage, findings);
    }
}

/// What is wrong with a folder: code, title, and why.
fn faults(app: &str, own: &OwnFiles, generated: &[&str]) -> Vec<(&'static Code, String, String)> {
    let folder = &own.folder;
    let files = &own.files;
    if files.texts.is_empty() && files.refused.is_empty() {
        return vec![(&codes::OWN_CHART, format!("`{folder}` holds no files for the chart of `{app}`"), "no file stands there".to_owned())];
    }
    let mut faults: Vec<_> =
        files.refused.iter().map(|(file, why)| (&codes::OWN_CHART, format!("`{folder}/{file}` {why}"), "a chart cannot have it".to_owned())).collect();
    let kept = generated.iter().filter(|file| !files.texts.contains_key(**file) && !own.without.iter().any(|gone| gone == **file));
    let mut tree = Tree::new();
    for path in kept.copied().chain(files.texts.keys().map(String::as_str)) {
        if let Err(fault) = TreePath::new(path).and_then(|path| tree.insert(path, "")) {
            faults.push((&codes::OWN_CHART, format!("`{folder}/{path}` cannot stand in a chart"), fault.to_string()));
        }
    }
    for (file, text) in &files.texts {
        if let Some(what) = secret::find(text) {
            faults.push((&codes::LIKELY_SECRET, format!("`{folder}/{file}` seems to hold {what}"), "its text would be committed with the output".to_owned()));
        }
    }
    if let Some(fault) = files.texts.get("Chart.yaml").and_then(|text| chart_fault(text, files.texts.keys())) {
        faults.push((&codes::OWN_CHART, format!("`{folder}/Chart.yaml` is no chart that can be deployed"), fault));
    }
    faults
}

/// What is wrong with a `Chart.yaml`: Helm would say so, but only when it is deployed.
fn chart_fault<'a>(text: &str, mut files: impl Iterator<Item = &'a String> + Clone) -> Option<String> {
    let chart: Value = match serde_saphyr::from_str(text) {
        Ok(chart) => chart,
        Err(_) => return Some("it is no YAML".to_owned()),
    };
    if chart["apiVersion"] != "v2" {
        return Some("its `apiVersion` is not v2".to_owned());
    }
    if let Some(key) = ["name", "version"].into_iter().find(|key| chart[*key].as_str().is_none_or(str::is_empty)) {
        return Some(format!("it has no `{key}` that is text"));
    }
    if chart["type"] == "library" {
        return Some("its `type` is library: Helm installs none".to_owned());
    }
    let dependencies = chart["dependencies"].as_array().into_iter().flatten();
    let mut names = dependencies.map(|dependency| dependency["name"].as_str().unwrap_or_default());
    names
        .find(|name| !files.any(|file| *file == format!("charts/{name}/Chart.yaml")))
        .map(|name| format!("it depends on `{name}`, which does not stand in `charts/{name}`"))
}

/// Generated files that a chart is to go without, and cannot.
fn without(app: &App, own: &OwnFiles, generated: &[&str], findings: &mut Findings) {
    let helpers = "templates/_helpers.tpl";
    let reads_helpers = |file: &&&str| file.starts_with("templates/") && file.ends_with(".yaml") && !app.is_taken_over(file);
    for (at, file) in own.without.iter().enumerate() {
        let why = if !generated.contains(&file.as_str()) {
            format!("the chart of `{}` has no generated file of this name", app.name)
        } else if own.files.texts.contains_key(file) {
            "a file of yours stands in its place anyway".to_owned()
        } else if file == "Chart.yaml" {
            "without it there is no chart".to_owned()
        } else if let Some(reader) = generated.iter().find(reads_helpers).filter(|_| file == helpers) {
            format!("{reader} reads it, which is generated")
        } else {
            continue;
        };
        let finding = Finding::new(&codes::OWN_CHART, format!("the chart of `{}` cannot go without `{file}`", app.name))
            .help(format!("take it out; generated are {}", list(generated)));
        findings.add(finding, &format!("apps.{}.chart.without[{at}]", app.name), why);
    }
}

/// Further values that no template of the owner's reads, or that generated ones know already.
fn values(app: &App, usage: &Usage, findings: &mut Findings) {
    let own_templates = app.chart.iter().flat_map(|own| own.files.texts.keys()).any(|file| file.starts_with("templates/") || file.starts_with("charts/"));
    let has_own_values = app.is_taken_over(chart::VALUES);
    for placement in &app.placements {
        for key in placement.further.keys() {
            let why = if !own_templates {
                "no template of yours reads it"
            } else if !has_own_values && schema::knows(app, usage, key) {
                "the blueprint has a key for this, by which all else knows it, too"
            } else {
                continue;
            };
            let help = if own_templates {
                "write that key in the app; or bring a values.yaml of your own, over which all is laid"
            } else {
                "bring templates of your own: `chart: {files: charts/…}`"
            };
            let finding = Finding::new(&codes::FURTHER_VALUES, format!("`{key}` is no further value of `{}`", app.name)).help(help);
            findings.add(finding, &format!("{}.values.{key}", placement.base), why);
        }
    }
}

fn list(files: &[&str]) -> String {
    files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(files: &[(&str, &str)], without: &[&str]) -> OwnFiles {
        let texts = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let files = crate::source::ChartFiles { texts, refused: Vec::new() };
        OwnFiles { folder: "charts/a".into(), files, without: without.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn said(files: &[(&str, &str)], without: &[&str]) -> Vec<String> {
        let generated = ["Chart.yaml", "templates/deployment.yaml", "templates/hpa.yaml"];
        faults("a", &own(files, without), &generated).into_iter().map(|(code, title, why)| format!("{} {title}: {why}", code.id)).collect()
    }

    const CHART: &str = "apiVersion: v2\nname: a\nversion: 1.0.0\n";

    #[test]
    fn a_chart_that_can_be_deployed_is_taken() {
        assert_eq!(said(&[("templates/own.yaml", "a: {{ .Values.b }}\n")], &[]), [""; 0]);
        assert_eq!(said(&[("Chart.yaml", CHART), ("templates/deployment.yaml", ""), ("templates/HPA.yaml", "")], &["templates/hpa.yaml"]), [""; 0]);
        let depends = format!("{CHART}dependencies:\n  - name: redis\n    version: 1.x\n");
        assert_eq!(said(&[("Chart.yaml", &depends), ("charts/redis/Chart.yaml", CHART)], &[]), [""; 0]);
    }

    #[test]
    fn what_helm_or_a_disk_would_refuse_is_refused() {
        for (files, fault) in [
            (vec![], "AKS0540 `charts/a` holds no files for the chart of `a`: no file stands there"),
            (
                vec![("templates/HPA.yaml", "")],
                "AKS0540 `charts/a/templates/HPA.yaml` cannot stand in a chart: templates/HPA.yaml and templates/hpa.yaml cannot stand in one folder tree",
            ),
            (vec![("templates", "")], "AKS0540 `charts/a/templates` cannot stand in a chart: two files are both named templates"),
            (vec![("a\\b", "")], "AKS0540 `charts/a/a\\b` cannot stand in a chart: the path \"a\\\\b\" has a backslash"),
            (vec![("Chart.yaml", "name: [")], "AKS0540 `charts/a/Chart.yaml` is no chart that can be deployed: it is no YAML"),
            (vec![("Chart.yaml", "apiVersion: v1\n")], "AKS0540 `charts/a/Chart.yaml` is no chart that can be deployed: its `apiVersion` is not v2"),
            (
                vec![("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1\n")],
                "AKS0540 `charts/a/Chart.yaml` is no chart that can be deployed: it has no `version` that is text",
            ),
            (
                vec![("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\ntype: library\n")],
                "AKS0540 `charts/a/Chart.yaml` is no chart that can be deployed: its `type` is library: Helm installs none",
            ),
            (
                vec![("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies: [{name: redis}]\n")],
                "AKS0540 `charts/a/Chart.yaml` is no chart that can be deployed: it depends on `redis`, which does not stand in `charts/redis`",
            ),
            (
                vec![("files/key", "-----BEGIN PRIVATE KEY-----")],
                "AKS0402 `charts/a/files/key` seems to hold a private key: its text would be committed with the output",
            ),
        ] {
            assert_eq!(said(&files, &[]), [fault]);
        }
    }
}

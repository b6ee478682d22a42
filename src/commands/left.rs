//! What a change of the blueprint leaves behind: in Azure and in clusters nothing is deleted by itself, and what has another name is made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aksgen::output::{Action, Change, ChangeSet};

use super::say::site;

/// A line for each thing that stands as before, read from what the output said until now; before anything is written.
pub fn lines(changes: &ChangeSet, folder: &Path) -> Vec<String> {
    let deleted = |change: &&Change<'_>| matches!(change.action, Action::Delete);
    let updated = |change: &&Change<'_>| matches!(change.action, Action::Update);
    let old = |change: &Change<'_>| std::fs::read_to_string(folder.join(change.path.as_str())).unwrap_or_default();
    let sites: BTreeSet<&str> = changes.iter().filter(deleted).filter_map(site).collect();
    let mut lines: Vec<String> = sites
        .iter()
        .map(|site| {
            format!("{site} is no longer in the blueprint, and stands as before: `scripts/destroy.sh {site}` of the output before this change takes it away")
        })
        .collect();

    let mut clusters = BTreeSet::new();
    for change in changes.iter().filter(deleted) {
        let Some(cluster) = below(change, "scripts/settings/clusters/", ".sh") else { continue };
        clusters.insert(cluster);
        if setting(&old(change), "CLUSTER_SITE").is_none_or(|site| !sites.contains(site)) {
            lines.push(format!("the cluster {cluster} is no longer in the blueprint, and stands as before, with what runs and is stored in it"));
        }
    }
    for (namespace, place) in places(changes, &clusters, old) {
        let of = join(&place.clusters);
        lines.push(if place.apps.is_empty() {
            format!("the namespace {namespace} of {of} is no longer in the blueprint, and stands as before")
        } else {
            let apps = join(&place.apps);
            format!("no longer in the blueprint, and running as before in the namespace {namespace} of {of}, with what they store: {apps}")
        });
    }
    for change in changes.iter().filter(updated) {
        for (what, name) in [("registry", "REGISTRY"), ("vault", "VAULT")] {
            let new = String::from_utf8_lossy(change.artifact.as_ref().map_or(&[], |artifact| &artifact.bytes));
            if change.path.as_str().starts_with("scripts/settings/")
                && let (Some(old), Some(new)) = (setting(&old(change), name), setting(&new, name))
                && old != new
            {
                lines.push(format!("the {what} {old} is {new} now: what the old one holds stays there, and is to be brought over"));
            }
        }
    }
    if !lines.is_empty() {
        lines.push(
            "README.md of the output says what to do with each (What is left); for what was only renamed, the old name in the blueprint keeps it".to_owned(),
        );
    }
    if changes.iter().filter(updated).any(|change| change.path.as_str() == "pipelines/setup.sh") {
        lines.push("pipelines/setup.sh has changed: run it again before what is new is deployed".to_owned());
    }
    lines
}

/// What has left one namespace.
#[derive(Default)]
struct Left<'a> {
    apps: BTreeSet<&'a str>,
    clusters: BTreeSet<String>,
}

/// The namespaces that something has left, in clusters that stay.
fn places<'a>(changes: &'a ChangeSet, gone: &BTreeSet<&str>, old: impl Fn(&Change<'_>) -> String) -> BTreeMap<String, Left<'a>> {
    let mut places: BTreeMap<String, Left> = BTreeMap::new();
    for change in changes.iter() {
        if let (Action::Delete, Some((cluster, namespace))) = (&change.action, below(change, "namespaces/", ".yaml").and_then(|path| path.split_once('/')))
            && !gone.contains(cluster)
        {
            places.entry(namespace.to_owned()).or_default().clusters.insert(cluster.to_owned());
        }
        let Some(app) = below(change, "scripts/settings/apps/", ".sh").filter(|_| matches!(change.action, Action::Delete | Action::Update)) else { continue };
        let new = change.artifact.as_ref().map(|artifact| String::from_utf8_lossy(&artifact.bytes).into_owned()).unwrap_or_default();
        let new = runs(&new);
        for (cluster, namespace) in runs(&old(change)).difference(&new).filter(|(cluster, _)| !gone.contains(cluster.as_str())) {
            let left = places.entry(namespace.clone()).or_default();
            left.apps.insert(app);
            left.clusters.insert(cluster.clone());
        }
    }
    places
}

/// Where an app runs, by its settings: a cluster and a namespace each.
fn runs(settings: &str) -> BTreeSet<(String, String)> {
    let lines = settings.lines().skip_while(|line| *line != "readonly PLACES=(").skip(1).take_while(|line| *line != ")");
    let words = lines.filter_map(|line| {
        let mut words = line.trim().strip_prefix('\'')?.split(' ').skip(1);
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    });
    words.collect()
}

/// What a path says between its folder and its ending.
fn below<'a>(change: &'a Change<'_>, folder: &str, ending: &str) -> Option<&'a str> {
    change.path.as_str().strip_prefix(folder)?.strip_suffix(ending)
}

/// The value of a setting.
fn setting<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix("readonly ")?.strip_prefix(name)?.strip_prefix('='))
}

fn join(names: &BTreeSet<impl AsRef<str>>) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}

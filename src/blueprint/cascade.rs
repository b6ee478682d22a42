//! From the written tree to typed settings: the levels laid over each other in one documented order.
//!
//! Settings: defaults, top, platform, region of the platform, cluster of the platform, region of the cluster. Apps: defaults, app, its environment, a region of that.

mod follow;
mod place;
mod wider;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::forms::{Taken, blame, fill, prune, spell_out};
use super::shape;
use super::{Blueprint, schema};
use crate::diagnostics::Report;
use crate::source::{Charts, Entry, Node, Sources, Value, join, merge};
pub use place::Place;
use place::{Found, locate};
pub use wider::wider;

/// A blueprint with its tree, and the trees that are merged from it, by path.
pub struct Written {
    pub blueprint: Blueprint,
    /// The whole blueprint over the defaults.
    pub tree: Node,
    defaults: Node,
    /// What stands in the folders that apps name for their charts.
    pub charts: Charts,
    /// Merged trees by the path under which the model speaks of them, for origins.
    merged: RefCell<BTreeMap<String, Node>>,
}

/// Checks the shape of what is written, lays it over the defaults and types what does not cascade.
///
/// # Errors
/// Every fault of shape.
pub fn read(mut tree: Node) -> Result<Written, Report> {
    let mut report = Report::default();
    if let Value::Map(entries) = &mut tree.value {
        entries.retain(|entry| entry.key != "include");
    }
    fill(&mut tree, &schema::STRICT, &schema::STRICT);
    shape::check(&schema::WRITTEN, &schema::WRITTEN, &tree, "", &mut report);
    if report.has_errors() {
        return Err(report);
    }
    spell_out(&mut tree, &schema::STRICT, &schema::STRICT);
    let defaults = Sources::defaults();
    let nothing = Node { origin: tree.origin, value: Value::Null };
    let mut whole = merge::over(defaults.get("blueprint").unwrap_or(&nothing), &tree, "", &is_choice);
    for (list, default) in [("teams", "team"), ("apps", "app")] {
        if let (Some(below), Value::Map(entries)) = (defaults.get(default), &mut whole.value) {
            for entry in entries.iter_mut().filter(|entry| entry.key == list) {
                under_each(&mut entry.node, below);
            }
        }
    }
    if let (Some(below), Value::Map(entries)) = (defaults.get("branches"), &mut whole.value) {
        for environments in entries.iter_mut().filter(|entry| entry.key == "environments") {
            if let Value::Map(environments) = &mut environments.node.value {
                environments.iter_mut().for_each(|environment| under_written((below, ""), &["branches"], &mut environment.node));
            }
        }
    }
    let mut left = whole.clone();
    let taken = prune(&mut left, &schema::STRICT, &schema::STRICT);
    let blueprint = typed(&left).map_err(|report| lacking(left, &taken).unwrap_or(report))?;
    Ok(Written { blueprint, tree: whole, defaults, charts: Charts::default(), merged: RefCell::default() })
}

/// What a blueprint lacks once `null` has taken away what must be there; settings and platforms are looked at when their levels are merged.
fn lacking(mut tree: Node, taken: &[Taken]) -> Option<Report> {
    let cascades = |key: &str| key == "platforms" || SETTING_KEYS.iter().any(|setting| setting == key);
    if let Value::Map(entries) = &mut tree.value {
        entries.retain(|entry| !cascades(&entry.key));
    }
    let properties = schema::STRICT.get("properties").and_then(Json::as_object).into_iter().flatten();
    let properties: serde_json::Map<String, Json> = properties.filter(|(key, _)| !cascades(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    let required = schema::STRICT.get("required").and_then(Json::as_array).into_iter().flatten();
    let required: Vec<&Json> = required.filter(|key| key.as_str().is_some_and(|key| !cascades(key))).collect();
    let schema = serde_json::json!({"type": "object", "properties": properties, "required": required});
    let mut report = Report::default();
    shape::check(&schema, &schema::STRICT, &tree, "", &mut report);
    blame(&mut report, taken);
    report.has_errors().then_some(report)
}

/// Lays a default under what stands at a path, if anything does.
fn under_written((below, path): (&Node, &str), steps: &[&str], tree: &mut Node) {
    match (steps, &mut tree.value) {
        ([], Value::Null) => {}
        ([], _) => *tree = merge::over(below, tree, path, &is_choice),
        ([step, rest @ ..], Value::Map(entries)) => {
            entries.iter_mut().filter(|entry| entry.key == *step).for_each(|entry| under_written((below, path), rest, &mut entry.node));
        }
        _ => {}
    }
}

/// Lays a default under each entry of a map. The entry keeps its own origin.
fn under_each(map: &mut Node, below: &Node) {
    if let Value::Map(entries) = &mut map.value {
        entries.retain(|entry| !entry.node.is_null());
        for entry in entries {
            let origin = entry.node.origin;
            entry.node = merge::over(below, &entry.node, "", &is_choice);
            entry.node.origin = origin;
        }
    }
}

impl Written {
    /// The settings of a platform in a region, merged and typed, or of one of the clusters there that something is written for; and the path under which the model
    /// speaks of them.
    ///
    /// # Errors
    /// What is missing once all levels are merged.
    pub fn settings(&self, platform: &str, region: &str, cluster: Option<&str>) -> Result<(super::Settings, String), Report> {
        let mut tree = settings_of(&self.tree);
        let origin = tree.origin;
        let platform_tree = self.tree.get("platforms").and_then(|platforms| platforms.get(platform));
        let region_tree = platform_tree.and_then(|tree| tree.get("perRegion")).and_then(|regions| regions.get(region));
        let cluster_tree = cluster.and_then(|cluster| platform_tree?.get("perCluster")?.get(cluster));
        let own_tree = cluster_tree.and_then(|tree| tree.get("perRegion")?.get(region));
        for level in [platform_tree, region_tree, cluster_tree, own_tree].into_iter().flatten() {
            tree = merge::over(&tree, &settings_of(level), "", &is_choice);
        }
        tree.origin = origin;
        for entry in self.defaults.get("written").map(Node::entries).unwrap_or_default() {
            let steps: Vec<&str> = entry.key.split('.').collect();
            under_written((&entry.node, &entry.key), &steps, &mut tree);
        }
        let of_cluster = cluster.map(|cluster| format!(".perCluster.{cluster}")).unwrap_or_default();
        let path = format!("platforms.{platform}.perRegion.{region}{of_cluster}");
        Ok((self.typed_at("Settings", &path, tree)?, path))
    }

    /// An app as it is in one of its environments, in one region, and the path under which the model speaks of it.
    ///
    /// # Errors
    /// What is missing once all levels are merged.
    pub fn app(&self, app: &str, environment: &str, region: &str) -> Result<(super::App, String), Report> {
        let Some(entry) = self.tree.get("apps").and_then(|apps| apps.entry(app)) else { return Err(Report::default()) };
        let tree = &entry.node;
        let mut path = format!("apps.{app}.environments.{environment}");
        let mut merged = tree.clone();
        if let Some(level) = tree.get("environments").and_then(|environments| environments.get(environment)) {
            merged = merge::over(&merged, level, "", &is_choice_of_app);
            if let Some(level) = level.get("perRegion").and_then(|regions| regions.get(region)) {
                merged = merge::over(&merged, level, "", &is_choice_of_app);
                path += &format!(".perRegion.{region}");
            }
        }
        let entries = merged.entries().iter().filter(|entry| !["environments", "perRegion"].contains(&entry.key.as_str())).cloned().collect();
        let merged = Node::map(entry.key_origin, entries);
        Ok((self.typed_at("App", &path, merged)?, path))
    }

    /// The regions for which something of an app is written in an environment.
    pub fn app_regions(&self, app: &str, environment: &str) -> Vec<String> {
        let level = ["apps", app, "environments", environment, "perRegion"].into_iter().try_fold(&self.tree, |tree, step| tree.get(step));
        level.map(|level| level.entries().iter().map(|entry| entry.key.clone()).collect()).unwrap_or_default()
    }

    /// Types a merged tree against one definition of the schema, and keeps it for origins.
    fn typed_at<T: DeserializeOwned>(&self, definition: &str, path: &str, mut tree: Node) -> Result<T, Report> {
        let mut report = Report::default();
        let reference = Json::from_iter([("$ref", Json::from(format!("#/$defs/{definition}")))]);
        let schema = if definition == "Settings" { &*SETTINGS_SCHEMA } else { &reference };
        let taken = prune(&mut tree, schema, &schema::STRICT);
        shape::check(schema, &schema::STRICT, &tree, path, &mut report);
        blame(&mut report, &taken);
        if report.has_errors() {
            return Err(report);
        }
        let value = typed(&tree)?;
        self.merged.borrow_mut().entry(path.to_owned()).or_insert(tree);
        Ok(value)
    }

    /// The place of a path of the model: where its value was written, or the nearest thing above it that was.
    pub fn locate(&self, path: &str) -> Place {
        let merged = self.merged.borrow();
        let found = merged.iter().rfind(|(base, _)| path == *base || path.strip_prefix(base.as_str()).is_some_and(|rest| rest.starts_with('.')));
        let (tree, rest) = match found {
            Some((base, tree)) => (tree, path[base.len()..].trim_start_matches('.')),
            None => (&self.tree, path),
        };
        let found = locate(tree, rest);
        // What a cluster has from its site is that of all clusters there, whatever else is written for one of them.
        let of_site = found.filter(|found| !found.place.exact).and_then(|found| self.of_site(path).filter(|site| site.depth >= found.depth));
        let place = of_site.or(found).or_else(|| locate(&self.tree, path)).map(|found| found.place);
        place.unwrap_or(Place { origin: self.tree.origin, exact: false })
    }

    /// The place of the same setting of the site, of a path of one of its clusters.
    fn of_site(&self, path: &str) -> Option<Found> {
        let (site, cluster) = path.split_once(".perCluster.").filter(|(site, _)| site.contains(".perRegion."))?;
        let merged = self.merged.borrow();
        locate(merged.get(site)?, cluster.split_once('.')?.1)
    }

    /// The merged trees by path, and the whole blueprint under the empty one.
    pub fn merged(&self) -> BTreeMap<String, Node> {
        self.merged.borrow().clone()
    }
}

/// A path as a user who has not written platforms knows it: without the levels of the cascade.
pub fn spoken(path: &str) -> &str {
    let mut steps = path.splitn(5, '.');
    match (steps.next(), steps.next(), steps.next(), steps.next(), steps.next()) {
        (Some("platforms"), Some(_), Some("perRegion"), Some(_), Some(rest)) => {
            rest.strip_prefix("perCluster.").and_then(|rest| Some(rest.split_once('.')?.1)).unwrap_or(rest)
        }
        _ => path,
    }
}

/// The schema of settings once all levels are merged.
static SETTINGS_SCHEMA: LazyLock<Json> = LazyLock::new(|| {
    let properties = schema::STRICT.get("properties").cloned().unwrap_or_default();
    let kept: serde_json::Map<String, Json> =
        properties.as_object().into_iter().flatten().filter(|(key, _)| SETTING_KEYS.contains(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    serde_json::json!({"type": "object", "properties": kept, "required": SETTINGS.get("required")})
});

/// The names of what cascades, whether it must be there or not.
static SETTING_KEYS: LazyLock<Vec<String>> =
    LazyLock::new(|| SETTINGS.get("properties").and_then(Json::as_object).into_iter().flatten().map(|(key, _)| key.clone()).collect());

static SETTINGS: LazyLock<Json> = LazyLock::new(|| schemars::SchemaGenerator::default().into_root_schema_for::<super::Settings>().to_value());

fn settings_of(tree: &Node) -> Node {
    let keys = &*SETTING_KEYS;
    let entries: Vec<Entry> = tree.entries().iter().filter(|entry| keys.contains(&entry.key)).cloned().collect();
    Node::map(tree.origin, entries)
}

/// Whether a choice stands at a path, relative to the top or to a level of settings.
fn is_choice(path: &str) -> bool {
    CHOICES.contains(path)
}

/// Whether a choice stands at a path, relative to an app.
fn is_choice_of_app(path: &str) -> bool {
    let same = |known: &String| {
        known.split('.').count() == path.split('.').count() && known.split('.').zip(path.split('.')).all(|(known, step)| known == "*" || known == step)
    };
    APP_CHOICES.iter().any(same)
}

/// The paths at which an app has a choice; `*` stands for any key.
static APP_CHOICES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut paths = BTreeSet::new();
    choices_of(&schema::STRICT["$defs"]["App"], "", &mut paths);
    paths
});

/// The paths at which the schema has a choice.
static CHOICES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut paths = BTreeSet::new();
    choices_of(&schema::STRICT, "", &mut paths);
    paths
});

fn choices_of(schema: &Json, path: &str, paths: &mut BTreeSet<String>) {
    let schema = shape::resolve(&schema::STRICT, schema);
    if schema.get("x-choice").is_some() {
        paths.insert(path.to_owned());
    }
    let variants = ["anyOf", "oneOf"].into_iter().filter_map(|many| schema.get(many)?.as_array()).flatten();
    variants.for_each(|variant| choices_of(variant, path, paths));
    let properties = schema.get("properties").and_then(Json::as_object).into_iter().flatten();
    let any = "*".to_owned();
    let below_any = schema.get("patternProperties").and_then(Json::as_object).into_iter().flat_map(|patterns| patterns.values());
    for (key, below) in properties.chain(below_any.map(|below| (&any, below))) {
        choices_of(below, &join(path, key), paths);
    }
}

fn typed<T: DeserializeOwned>(tree: &Node) -> Result<T, Report> {
    serde_json::from_value(tree.to_json()).map_err(|error| {
        let mut report = Report::default();
        report.push(crate::diagnostics::Finding::new(&crate::diagnostics::codes::WRONG_TYPE, error.to_string()).at(tree.origin, "somewhere in this"));
        report
    })
}

//! The whole generator as one pure function.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::allocations::Allocations;
use crate::blueprint::cascade::{self, Written};
use crate::diagnostics::Report;
use crate::facts::{Date, Facts};
use crate::model::{self, Model};
use crate::source::Sources;
use crate::tree::Tree;
use crate::{plan, render, rules};

/// What a blueprint comes to.
#[derive(Debug)]
pub struct Compiled {
    pub tree: Tree,
    /// The file of allocations, as it is with this blueprint.
    pub allocations: String,
    /// What is worth knowing but stops nothing.
    pub report: Report,
    /// The keys of sites that get requests beside others (`Model::chosen_between`).
    pub chosen_between: BTreeSet<String>,
}

/// Compiles a blueprint into the tree of its output. `today` changes what is said, never a byte that is written.
///
/// # Errors
/// The outer error is a bug of ours (a template that does not hold together); the inner one is the user's blueprint.
pub fn compile(sources: &Sources, facts: &Facts, today: Date) -> Result<Result<Compiled, Report>> {
    let (model, report) = match understand(sources, facts, today) {
        Ok((_, model, report)) => (model, report),
        Err(report) => return Ok(Err(report)),
    };
    let plan = plan::plan(&model, facts)?;
    let tree = render::render(&plan)?;
    Ok(Ok(Compiled { tree, allocations: model.allocations.print(), report, chosen_between: model.chosen_between() }))
}

/// Reads, resolves and checks a blueprint without rendering it.
///
/// # Errors
/// Everything that stands in the way of a sound output, and with it what is worth knowing.
pub fn understand(sources: &Sources, facts: &Facts, today: Date) -> Result<(Written, Model, Report), Report> {
    let sorted = |mut report: Report| {
        report.sort();
        report
    };
    let mut written = cascade::read(sources.tree().map_err(sorted)?).map_err(sorted)?;
    written.charts = sources.charts();
    let mut names = names(&written);
    let gathered = |mut report: Report, names: &[String]| {
        report.gather(names);
        sorted(report)
    };
    let (model, mut stopped) = model::resolve_partly(&written, Allocations::read(sources)?, facts);
    names.extend(model.clusters().map(|(_, cluster)| cluster.name.clone()));
    if stopped.has_errors() {
        stopped.extend(rules::check_parts(&written, &model, facts, today));
        return Err(gathered(stopped, &names));
    }
    let report = gathered(rules::check(&written, &model, facts, today), &names);
    if report.has_errors() { Err(report) } else { Ok((written, model, report)) }
}

/// What of its allocations a blueprint uses, whatever its rules say.
///
/// # Errors
/// What stands in the way of knowing it.
pub fn in_use(sources: &Sources, facts: &Facts) -> Result<Allocations, Report> {
    model::in_use(&cascade::read(sources.tree()?)?, Allocations::read(sources)?, facts)
}

/// By what one fault may be told several times: environments as changes travel, platforms, regions, and platforms in regions.
fn names(written: &Written) -> Vec<String> {
    let blueprint = &written.blueprint;
    let own = blueprint.platforms.values().flat_map(|platform| &platform.regions);
    let regions: BTreeSet<&str> = own.map(|region| region.as_str()).collect();
    let regions: Vec<&str> = blueprint.regions.iter().map(|region| region.as_str()).chain(regions).collect();
    let platforms: Vec<&str> =
        blueprint.promotion.iter().chain(blueprint.environments.keys()).chain(blueprint.platforms.keys()).map(|name| name.as_str()).collect();
    let sites = platforms.iter().flat_map(|platform| regions.iter().map(move |region| format!("{platform}-{region}")));
    sites.chain(platforms.iter().chain(&regions).map(|name| (*name).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every name that a user gives, in the place of which YAML reads true, false or nothing.
    #[test]
    fn names_may_be_words_of_yaml() {
        let blueprint = r#"
name: "on"
domain: shop.example.com
admins: 11111111-1111-4111-8111-111111111111
regions: [norwayeast]
platforms: {"n": {}, "no": {clusters: per-team}}
promotion: ["off", "null", "true"]
environments:
  "off": {platform: "n", certificate: "no", branches: {from: "*", live: 1}}
  "null": {platform: "no", certificate: "null", approvers: ["yes"]}
  "true": {platform: "no", certificate: "null"}
teams: {"y": {group: 22222222-2222-4222-8222-222222222222}}
apps:
  "yes":
    team: "y"
    image: "null"
    tag: "1"
    port: 8080
    expose: {host: "true"}
    storage: {"no": {path: /no, size: 1Gi}}
    scale: {min: 1, max: 1}
    jobs: {"on": {schedule: "1 1 1 1 1", command: ["off"]}}
    config: {"no": "no"}
  "false": {team: "y", image: "yes", build: {path: "on"}, port: 8080, calls: ["yes"]}
"#;
        let compiled =
            compile(&Sources::single("blueprint.yaml", blueprint), Facts::embedded(), "2026-11-24".parse().unwrap()).expect("it renders").expect("it is sound");
        let paths = ["apps/yes/values-off.yaml", "pipelines/apps/false.yml", "namespaces/aks-on-n-nwe/y-off.yaml", "scripts/settings/no-norwayeast.sh"];
        let tree = compiled.tree;
        for path in paths {
            assert!(tree.iter().any(|(known, _)| known.as_str() == path), "{path}");
        }
    }
}

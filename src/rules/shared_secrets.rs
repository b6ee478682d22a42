//! AKS0510: a secret of one vault that several environments read: what is told to one is told to all.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::{App, Model, Placement};

/// Who reads a secret: the app, where it does, and under which name.
struct Reader<'a> {
    app: &'a App,
    placement: &'a Placement,
    variable: &'a str,
}

impl<'a> Reader<'a> {
    fn environment(&self) -> &'a str {
        &self.placement.environment
    }

    fn path(&self) -> String {
        format!("{}.secrets.{}", self.placement.base, self.variable)
    }
}

/// A secret that several environments read, in the order of promotion.
struct Shared<'a> {
    vault: &'a str,
    secret: &'a str,
    environments: Vec<&'a str>,
    readers: Vec<Reader<'a>>,
}

impl<'a> Shared<'a> {
    /// Those that write it apart: the last environment keeps it.
    fn moved(&self) -> impl Iterator<Item = &Reader<'a>> {
        self.readers.iter().filter(|reader| Some(&reader.environment()) != self.environments.last())
    }
}

pub fn check(subject: &Subject, findings: &mut Findings) {
    let shared = shared(subject.model);
    // All that an app writes apart: it may share one secret with others in each of several vaults.
    let moved: BTreeSet<(&str, &str, &str)> =
        shared.iter().flat_map(Shared::moved).map(|reader| (reader.app.name.as_str(), reader.variable, reader.environment())).collect();
    for one in &shared {
        let last = one.readers.iter().find(|reader| Some(&reader.environment()) == one.environments.last());
        for reader in one.moved() {
            let path = reader.path();
            let beside = last.map(|last| (findings.place(&last.path()), last)).filter(|(place, _)| *place != findings.place(&path));
            let mut finding = Finding::new(&codes::SHARED_SECRET, format!("{} read one secret, `{}`", spoken(&one.environments), one.secret))
                .help(apart(reader, one.secret, &moved));
            if let Some((place, last)) = beside {
                finding = finding.beside(place, format!("`{}` reads it here", last.environment()));
            }
            findings.add(finding, &path, format!("in the vault {}, which they share, it has one value for all of them", one.vault));
        }
    }
}

fn shared(model: &Model) -> Vec<Shared<'_>> {
    let mut secrets: BTreeMap<(&str, &str), Vec<Reader>> = BTreeMap::new();
    for app in &model.apps {
        for placement in &app.placements {
            for (variable, secret) in &placement.secrets {
                secrets.entry((&placement.vault, secret)).or_default().push(Reader { app, placement, variable });
            }
        }
    }
    let all = secrets.into_iter().map(|((vault, secret), readers)| {
        let reads = |environment: &str| readers.iter().any(|reader| reader.environment() == environment);
        let environments = model.environments.iter().map(|environment| environment.name.as_str()).filter(|name| reads(name)).collect();
        Shared { vault, secret, environments, readers }
    });
    all.filter(|one| one.environments.len() > 1).collect()
}

/// What to write. An app that names environments runs in no others, so all of its own are named.
fn apart(reader: &Reader, secret: &str, moved: &BTreeSet<(&str, &str, &str)>) -> String {
    let (app, variable) = (reader.app.name.as_str(), reader.variable);
    let mut environments: Vec<&str> = reader.app.placements.iter().map(|placement| placement.environment.as_str()).collect();
    environments.dedup();
    let each = environments.into_iter().map(|environment| match moved.contains(&(app, variable, environment)) {
        true => format!("{environment}: {{secrets: {{{variable}: {secret}-{environment}}}}}"),
        false => format!("{environment}: {{}}"),
    });
    let each = each.collect::<Vec<_>>().join(", ");
    format!("for values of their own, write `apps.{app}.environments: {{{each}}}`; if one value is meant for all, allow this with a reason")
}

/// `a` and `b`; `a`, `b` and `c`.
fn spoken(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

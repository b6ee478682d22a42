//! The whole generator as one pure function.

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
    Ok(Ok(Compiled { tree, allocations: model.allocations.print(), report }))
}

/// Reads, resolves and checks a blueprint without rendering it.
///
/// # Errors
/// Everything that stands in the way of a sound output, and with it what is worth knowing.
pub fn understand(sources: &Sources, facts: &Facts, today: Date) -> Result<(Written, Model, Report), Report> {
    let written = cascade::read(sources.tree()?)?;
    let model = model::resolve(&written, Allocations::read(sources)?, facts)?;
    let mut report = rules::check(&written, &model, facts, today);
    report.sort();
    if report.has_errors() { Err(report) } else { Ok((written, model, report)) }
}

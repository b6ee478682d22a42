//! The verbs: they read, compile, compare, and say what came of it.

mod addresses;
mod answer;
mod charts;
mod explain;
mod init;
mod left;
mod names;
mod read;
mod release;
mod say;
mod show;
mod verify;

use std::process::ExitCode;

use aksgen::allocations::Allocations;
use aksgen::blueprint::cascade::Written;
use aksgen::compile::{Compiled, compile, in_use, understand};
use aksgen::diagnostics::{Report, codes};
use aksgen::facts::{Date, Facts};
use aksgen::model::Model;
use aksgen::output::{ChangeSet, Companion, Consent, NewerOutput, Output, WritableOutput};
use aksgen::source::Sources;
use anyhow::{Context as _, Result};

use crate::cli::{Cli, Command, Format, Input, Shape};
use say::Voice;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Findings, a refusal, or a difference.
    Findings,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Findings => 1,
        })
    }
}

/// Runs a command.
///
/// # Errors
/// The world: unreadable input, a fault of the disk, a bug of ours.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Init { path } => init::init(&path),
        Command::Render { input, output, force, adopt, beside_others, exit_code, verify } => {
            let below = |paths: &[String]| -> Vec<String> { paths.iter().map(|path| in_output(path, &output.output)).collect() };
            let consent = Consent::new(&below(&force), &below(&adopt))?.beside_others(beside_others);
            with_compiled(&input, |sources, compiled, voice| {
                if verify {
                    verify::verify(&compiled.tree)?;
                }
                let folder = &output.output;
                let output = WritableOutput::open(folder, || voice.note("waiting for another render of this output"))?;
                let changes = output.compare(&compiled.tree, &consent)?;
                if voice.refused(&changes, folder) {
                    return Ok(Outcome::Findings);
                }
                let path = read::allocations(&input.blueprint);
                let allocations = Companion::compare(&path, sources.allocations_text(), &compiled.allocations)?;
                let differs = changes.differs() || allocations.differs();
                let left = left::lines(&changes, folder); // of what is about to be written over
                output.apply_with(&changes, &allocations)?;
                voice.written(&changes, &allocations, &left, folder, exit_code);
                voice.joined(&changes, &compiled.chosen_between);
                Ok(if exit_code && differs { Outcome::Findings } else { Outcome::Done })
            })
        }
        Command::Check { input, output } => check(&input, &output.output),
        Command::Diff { input, output } => with_changes(&input, &output.output, |changes, allocations, output, voice| {
            voice.patch(&allocations.diff()?)?;
            for change in changes.iter() {
                voice.patch(&output.diff(change)?)?;
            }
            Ok(())
        }),
        Command::Show { input, path } => with_model(&input, |sources, written, model| show::show(sources, written, model, &path, input.format)),
        Command::Names { input } => with_model(&input, |_, _, model| names::print(model, Facts::embedded(), input.format)),
        Command::Addresses { input, release } if release.is_empty() => with_model(&input, |_, _, model| addresses::print(model, input.format)),
        Command::Addresses { input, release } => match read::read(&input.blueprint)? {
            Ok(sources) => match (Allocations::read(&sources), in_use(&sources, Facts::embedded())) {
                (Ok(allocations), Ok(in_use)) => release::release(&input.blueprint, (sources.allocations_text(), allocations), &in_use, &release),
                (Err(report), _) | (_, Err(report)) => say_findings(&input, &sources, &report),
            },
            Err((sources, report)) => say_findings(&input, &sources, &report),
        },
        Command::Schema { of: Shape::Blueprint } => say::print(&aksgen::blueprint::schema::published()),
        Command::Schema { of: Shape::Findings } => say::print(&aksgen::diagnostics::json::schema()),
        Command::Schema { of: Shape::Values } => answer::schema::<show::Values>(),
        Command::Schema { of: Shape::Names } => answer::schema::<names::Names>(),
        Command::Schema { of: Shape::Addresses } => answer::schema::<addresses::Plan>(),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut crate::cli::completed(), "aksgen", &mut script);
            say::print(&String::from_utf8_lossy(&script))
        }
    }
}

/// What differs between an output and its blueprint: lines for people, findings in every other format.
fn check(input: &Input, folder: &std::path::Path) -> Result<Outcome> {
    if input.format == Format::Text {
        return with_changes(input, folder, |changes, allocations, _, voice| {
            voice.differences(changes, allocations, folder);
            Ok(())
        });
    }
    let sources = match read::read(&input.blueprint)? {
        Ok(sources) => sources,
        Err((sources, report)) => return say_findings(input, &sources, &report),
    };
    match compile(&sources, Facts::embedded(), today(input)?)? {
        Ok(mut compiled) => {
            let output = match Output::open(folder) {
                Ok(output) => output,
                Err(error) => return refusal(error),
            };
            let path = read::allocations(&input.blueprint);
            let allocations = Companion::compare(&path, sources.allocations_text(), &compiled.allocations)?;
            let found = Voice::as_findings(&output.compare(&compiled.tree, &Consent::default())?, &allocations, folder);
            let failed = found.has_errors() || denied(input, &compiled.report);
            compiled.report.extend(found);
            Voice::new(input).findings(&sources, &compiled.report)?;
            Ok(if failed { Outcome::Findings } else { Outcome::Done })
        }
        Err(report) => say_findings(input, &sources, &report),
    }
}

/// Reads a blueprint and goes on with what it means, if nothing stands in the way of that.
fn with_model(input: &Input, then: impl FnOnce(&Sources, &Written, &Model) -> Result<Outcome>) -> Result<Outcome> {
    let sources = match read::read(&input.blueprint)? {
        Ok(sources) => sources,
        Err((sources, report)) => return say_findings(input, &sources, &report),
    };
    match understand(&sources, Facts::embedded(), today(input)?) {
        Ok((written, model, _)) => then(&sources, &written, &model),
        Err(report) => say_findings(input, &sources, &report),
    }
}

/// Compiles a blueprint and goes on with what came out, once its findings are said.
fn with_compiled(input: &Input, then: impl FnOnce(&Sources, &Compiled, &Voice) -> Result<Outcome>) -> Result<Outcome> {
    let voice = Voice::new(input);
    let sources = match read::read(&input.blueprint)? {
        Ok(sources) => sources,
        Err((sources, report)) => return say_findings(input, &sources, &report),
    };
    match voice.progress("rendering", || compile(&sources, Facts::embedded(), today(input)?))? {
        Ok(compiled) => {
            voice.findings(&sources, &compiled.report)?;
            if denied(input, &compiled.report) {
                voice.note("warnings are denied");
                return Ok(Outcome::Findings);
            }
            then(&sources, &compiled, &voice).or_else(refusal)
        }
        Err(report) => say_findings(input, &sources, &report),
    }
}

/// Compares a compiled blueprint with the disk, without writing.
fn with_changes(input: &Input, folder: &std::path::Path, then: impl FnOnce(&ChangeSet, &Companion, &Output, &Voice) -> Result<()>) -> Result<Outcome> {
    with_compiled(input, |sources, compiled, voice| {
        let output = Output::open(folder)?;
        let changes = output.compare(&compiled.tree, &Consent::default())?;
        let path = read::allocations(&input.blueprint);
        let allocations = Companion::compare(&path, sources.allocations_text(), &compiled.allocations)?;
        then(&changes, &allocations, &output, voice)?;
        let differs = allocations.differs() || changes.differs() || changes.refused().next().is_some() || !changes.strangers().is_empty();
        Ok(if differs { Outcome::Findings } else { Outcome::Done })
    })
}

/// A path of the output, which shells complete and git prints with its folder.
fn in_output(path: &str, folder: &std::path::Path) -> String {
    let bare = |path: &std::path::Path| path.components().filter(|step| *step != std::path::Component::CurDir).collect::<std::path::PathBuf>();
    let inner = bare(path.as_ref()).strip_prefix(bare(folder)).ok().filter(|inner| !inner.as_os_str().is_empty()).map(|inner| inner.display().to_string());
    inner.unwrap_or_else(|| path.to_owned())
}

/// An output of a newer aksgen is a refusal, not a fault of the world.
fn refusal(error: anyhow::Error) -> Result<Outcome> {
    match error.downcast_ref::<NewerOutput>() {
        Some(newer) => {
            anstream::eprintln!("refused: {newer}");
            Ok(Outcome::Findings)
        }
        None => Err(error),
    }
}

fn say_findings(input: &Input, sources: &Sources, report: &Report) -> Result<Outcome> {
    Voice::new(input).findings(sources, report)?;
    Ok(Outcome::Findings)
}

fn denied(input: &Input, report: &Report) -> bool {
    input.deny.is_some() && report.count(codes::Severity::Warning) > 0
}

/// The day as of which dates are judged.
fn today(input: &Input) -> Result<Date> {
    if let Some(day) = &input.as_of {
        return day.parse().with_context(|| format!("--as-of {day}: write a day such as 2026-11-24"));
    }
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).context("the clock stands before 1970")?.as_secs();
    Date::of_days(seconds / 86_400).context("the clock is out of range")
}

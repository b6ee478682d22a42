//! What a command says: findings, changes, progress. Results go to standard output, all else to standard error.

use std::collections::{BTreeSet, HashSet};
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use aksgen::diagnostics::{self, Finding, Report, codes};
use aksgen::output::{Action, Change, ChangeSet, Companion};
use aksgen::source::Sources;
use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::cli::{Format, Input};

/// How one command speaks.
pub struct Voice {
    format: Format,
}

impl Voice {
    pub fn new(input: &Input) -> Self {
        Self { format: input.format }
    }

    /// All findings of a run, in the format that was asked for.
    pub fn findings(&self, sources: &Sources, report: &Report) -> Result<()> {
        match self.format {
            Format::Text => {
                anstream::eprint!("{}", diagnostics::terminal::render(report, sources));
                Ok(())
            }
            Format::Json => print(&diagnostics::json::render(report, sources)).map(drop),
            Format::Sarif => print(&diagnostics::sarif::render(report, sources)).map(drop),
            Format::Devops => print(&diagnostics::devops::render(report, sources)).map(drop),
        }
    }

    pub fn note(&self, text: &str) {
        anstream::eprintln!("{text}");
    }

    /// Names what cannot be overwritten. Returns whether there is any.
    pub fn refused(&self, changes: &ChangeSet, folder: &Path) -> bool {
        let mut any = false;
        if let Some(stand) = strangers(changes, folder) {
            any = true;
            anstream::eprintln!("refused: {stand}. {ELSEWHERE}.");
        }
        let mut told = HashSet::new();
        for change in changes.refused() {
            any = true;
            let path = &change.path;
            match &change.action {
                Action::Foreign(obstacle) if !told.insert(obstacle.place(path)) => {}
                Action::Edited => anstream::eprintln!(
                    "refused: {path} was edited by hand. Move the edit into the blueprint and take it back here, or overwrite it with `--force {path}`."
                ),
                Action::Foreign(obstacle) => {
                    anstream::eprintln!("refused: {}: {obstacle}", obstacle.place(path));
                }
                _ => {}
            }
        }
        any
    }

    /// What a render writes. `to_add` names the files as a person would stage them: pre-commit does not see new files.
    /// `left` is what the change leaves behind.
    pub fn written(&self, changes: &ChangeSet, allocations: &Companion, left: &[String], folder: &Path, to_add: bool) {
        self.upgrade(changes);
        let listed: Vec<_> = changes.iter().filter(|change| verb(&change.action).is_some()).collect();
        if let Some(verb) = verb(&allocations.action()) {
            anstream::eprintln!("{verb:8} {}", allocations.path().display());
        } else if listed.is_empty() {
            anstream::eprintln!("{} files, none changed", changes.iter().count());
            return;
        }
        for change in listed.iter().take(MOST) {
            anstream::eprintln!("{:8} {}", verb(&change.action).unwrap_or_default(), folder.join(change.path.as_str()).display());
        }
        more(listed.len());
        for line in left {
            anstream::eprintln!("{line}");
        }
        if listed.last().is_some_and(|change| change.path.as_str() == "aksgen.lock" && matches!(change.action, Action::Create)) {
            anstream::eprintln!("Begin with {}; commit all of it, and {}.", folder.join("README.md").display(), allocations.path().display());
        }
        if to_add {
            anstream::eprintln!("The output has changed: `git add` it, new and deleted files too, and commit again.");
        }
    }

    /// Names the regions that come to others, and are led to before anything runs there.
    pub fn joined(&self, changes: &ChangeSet, chosen_between: &BTreeSet<String>) {
        let (new, standing): (Vec<_>, Vec<_>) =
            changes.iter().filter(|change| !matches!(change.action, Action::Delete)).partition(|change| matches!(change.action, Action::Create));
        if !standing.into_iter().filter_map(site).any(|site| chosen_between.contains(site)) {
            return;
        }
        for site in new.into_iter().filter_map(site).filter(|site| chosen_between.contains(*site)) {
            anstream::eprintln!(
                "{site} is new, and gets requests as soon as its ingress answers: write its region under `disabled`, beside `routing`, until the apps run there"
            );
        }
    }

    /// What `check` found to differ.
    pub fn differences(&self, changes: &ChangeSet, allocations: &Companion, folder: &Path) {
        self.upgrade(changes);
        self.refused(changes, folder);
        if let Some(verb) = verb(&allocations.action()) {
            anstream::eprintln!("would {verb:8} {}", allocations.path().display());
        }
        let listed: Vec<_> = changes.iter().filter(|change| verb(&change.action).is_some()).collect();
        for change in listed.iter().take(MOST) {
            anstream::eprintln!("would {:8} {}", verb(&change.action).unwrap_or_default(), change.path);
        }
        more(listed.len());
        if !listed.is_empty() || allocations.differs() {
            let stands = if folder.exists() { "" } else { " is not there" };
            anstream::eprintln!("{}{stands}: {} of {} files differ; {RENDER}", folder.display(), listed.len(), changes.iter().count());
        }
        if listed.is_empty() && !allocations.differs() && changes.refused().next().is_none() && changes.strangers().is_empty() {
            anstream::eprintln!("{} files in {}, all as the blueprint says", changes.iter().count(), folder.display());
        }
    }

    /// What `check` found to differ, as findings, for every format but text.
    pub fn as_findings(changes: &ChangeSet, allocations: &Companion, folder: &Path) -> Report {
        let mut report = Report::default();
        if allocations.differs() {
            let path = allocations.path().display().to_string();
            let title = format!("{path} does not hold what the blueprint is given");
            report.push(Finding::new(&codes::OUT_OF_DATE, title).path(path).help(RENDER));
        }
        if let Some(title) = strangers(changes, folder) {
            report.push(Finding::new(&codes::IN_THE_WAY, title).path(folder.display().to_string()).help(ELSEWHERE));
        }
        let mut told = HashSet::new();
        for change in changes.iter() {
            let place = if let Action::Foreign(obstacle) = &change.action { obstacle.place(&change.path) } else { change.path.as_str() };
            if !told.insert(place) {
                continue;
            }
            let path = folder.join(place).display().to_string();
            let (code, title, help) = match &change.action {
                Action::Unchanged => continue,
                Action::Edited => (&codes::EDITED, format!("{path} was edited by hand"), "move the edit into the blueprint and take it back here"),
                Action::Foreign(obstacle) => (&codes::IN_THE_WAY, format!("{path}: {obstacle}"), "move it away"),
                Action::Create => (&codes::OUT_OF_DATE, format!("{path} is missing"), RENDER),
                Action::Update => (&codes::OUT_OF_DATE, format!("{path} is not what the blueprint renders to"), RENDER),
                Action::Delete => (&codes::OUT_OF_DATE, format!("{path} is no longer part of the output"), RENDER),
            };
            report.push(Finding::new(code, title).path(path).help(help));
        }
        report
    }

    fn upgrade(&self, changes: &ChangeSet) {
        if let Some(version) = changes.upgraded_from() {
            anstream::eprintln!("this output was written by aksgen {version}; this is {}", env!("CARGO_PKG_VERSION"));
        }
        if changes.lock_was_merged() {
            anstream::eprintln!("aksgen.lock held the marks of a merge; it is made anew");
        }
    }

    /// A patch, coloured as git colours it where colours are wanted.
    pub fn patch(&self, text: &str) -> Result<()> {
        use anstyle::{AnsiColor, Style};
        let style = |line: &str| match line.as_bytes() {
            [b'+', ..] => AnsiColor::Green.on_default(),
            [b'-', ..] => AnsiColor::Red.on_default(),
            [b'@', ..] => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        let lines = text.lines().map(|line| {
            let style = style(line);
            format!("{style}{line}{style:#}\n")
        });
        print(&lines.collect::<String>()).map(drop)
    }

    /// Shows that something is under way, once it takes long enough to wonder, and only on a terminal.
    pub fn progress<T>(&self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if !std::io::stderr().is_terminal() {
            return work();
        }
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::new_spinner().with_style(style).with_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        let result = work();
        bar.finish_and_clear();
        result
    }
}

const RENDER: &str = "run `aksgen render` and commit what it changes";

const ELSEWHERE: &str = "Name an empty folder or a new one; or render beside them, which stay as they are, with `--beside-others`";

/// What stands in the folder of a first render, if it is none of aksgen's.
fn strangers(changes: &ChangeSet, folder: &Path) -> Option<String> {
    const NAMED: usize = 5;
    let names = changes.strangers();
    let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let more = if names.len() > NAMED { format!(" and {} more", names.len() - NAMED) } else { String::new() };
    (!names.is_empty()).then(|| format!("{} is not empty, and aksgen wrote none of it: {}{more}", folder.display(), first.join(", ")))
}

/// The most files that a list names.
const MOST: usize = 100;

/// The site whose settings these are.
pub fn site<'a>(change: &'a Change<'_>) -> Option<&'a str> {
    let site = change.path.as_str().strip_prefix("scripts/settings/")?.strip_suffix(".sh")?;
    let shared = ["common", "global", "front-door"];
    (!site.contains('/') && !shared.contains(&site)).then_some(site)
}

fn more(count: usize) {
    if count > MOST {
        anstream::eprintln!("… and {} more", count - MOST);
    }
}

fn verb(action: &Action) -> Option<&'static str> {
    match action {
        Action::Create => Some("create"),
        Action::Update => Some("update"),
        Action::Delete => Some("delete"),
        _ => None,
    }
}

/// Prints a result. A reader that stops reading (`| head`) is no fault.
pub fn print(text: &str) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("cannot write to standard output"),
        _ => Ok(Outcome::Done),
    }
}

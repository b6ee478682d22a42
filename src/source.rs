//! The texts that a blueprint is made of, and where in them each value stands.

pub mod encoding;
pub mod hidden;
pub mod merge;
pub mod node;
pub mod position;
pub mod secret;
pub mod yaml;

pub use node::{Entry, Node, Origin, SourceId, Value, join};
pub use position::Position;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::diagnostics::{Finding, Report};
use position::Lines;

/// One file of a blueprint, as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The name under which diagnostics speak of it, as the user gave it.
    pub name: String,
    pub text: String,
    /// Made when first asked for: the tree of the text.
    tree: OnceLock<Result<Node, Report>>,
    /// Made when first asked for.
    lines: OnceLock<Lines>,
}

impl SourceFile {
    fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), tree: OnceLock::new(), lines: OnceLock::new() }
    }

    /// The place of a byte, as editors count.
    pub fn position(&self, byte: usize) -> Position {
        self.lines.get_or_init(|| Lines::of(&self.text)).position(&self.text, byte)
    }
}

/// All files of one blueprint with its allocations, and the defaults of this release as one more.
///
/// Source 0 is always the defaults: a value that the user has not written has its origin there.
#[derive(Debug, Clone)]
pub struct Sources {
    files: Vec<SourceFile>,
    allocations: Option<SourceId>,
    charts: Charts,
}

/// Folders with files for charts of apps, by their paths beside the blueprint.
pub type Charts = Arc<BTreeMap<String, ChartFiles>>;

/// The files of such a folder, by their paths in it.
#[derive(Debug, Clone, Default)]
pub struct ChartFiles {
    pub texts: BTreeMap<String, String>,
    /// What stands there and can be in no chart, each with the reason.
    pub refused: Vec<(String, &'static str)>,
}

/// What a user does not write: a blueprint of its own that lies under every other.
pub const DEFAULTS: &str = include_str!("blueprint/defaults.yaml");

impl Default for Sources {
    fn default() -> Self {
        Self { files: vec![SourceFile::new("defaults", DEFAULTS)], allocations: None, charts: Charts::default() }
    }
}

impl Sources {
    /// A blueprint of one file.
    pub fn single(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut sources = Self::default();
        sources.add(name, text);
        sources
    }

    /// Adds a file and returns the id that origins in it carry.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.files.push(SourceFile::new(name, text));
        SourceId(self.files.len() - 1)
    }

    /// Adds a file as it stands on the disk.
    ///
    /// # Errors
    /// A file that is not UTF-8; what of it can be shown is added, so that the finding has a place.
    pub fn add_bytes(&mut self, name: impl Into<String>, bytes: Vec<u8>) -> Result<SourceId, Box<Finding>> {
        let id = SourceId(self.files.len());
        let (text, result) = match encoding::decode(id, &bytes) {
            Ok(text) => (text, Ok(id)),
            Err(fault) => (fault.text, Err(fault.finding)),
        };
        self.add(name, text);
        result
    }

    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0]
    }

    /// The ids of the user's own files, in the order in which they were added.
    pub fn written(&self) -> impl Iterator<Item = SourceId> {
        (1..self.files.len()).map(SourceId).filter(|id| Some(*id) != self.allocations)
    }

    /// Says what was given before: the text of the file of allocations beside the blueprint.
    pub fn set_allocations(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.allocations = Some(self.add(name, text));
    }

    /// The file of allocations, where there is one.
    pub fn allocations(&self) -> Option<SourceId> {
        self.allocations
    }

    /// Says what stands in the folders that apps name for their charts; one that is not there is left out.
    pub fn set_charts(&mut self, charts: BTreeMap<String, ChartFiles>) {
        self.charts = Arc::new(charts);
    }

    pub fn charts(&self) -> Charts {
        Arc::clone(&self.charts)
    }

    /// The text of the file of allocations, as it was read.
    pub fn allocations_text(&self) -> Option<&str> {
        self.allocations.map(|id| self.file(id).text.as_str())
    }

    /// The text at an origin.
    pub fn slice(&self, origin: Origin) -> &str {
        self.file(origin.source).text.get(origin.start..origin.end).unwrap_or_default()
    }

    /// The tree of one file, which is read when it is first asked for, and once.
    ///
    /// # Errors
    /// What [`yaml::parse`] finds wrong.
    pub fn parsed(&self, id: SourceId) -> Result<&Node, &Report> {
        let file = self.file(id);
        file.tree.get_or_init(|| yaml::parse(id, &file.text)).as_ref()
    }

    /// Reads the user's files and lays them over each other into one tree.
    ///
    /// # Errors
    /// What is wrong in each file, and every value that two files write differently.
    pub fn tree(&self) -> Result<Node, Report> {
        let mut report = Report::default();
        let mut trees = Vec::new();
        for id in self.written() {
            match self.parsed(id) {
                Ok(node) => trees.push(node.clone()),
                Err(faults) => report.extend(faults.clone()),
            }
        }
        let joined = merge::join(trees, &mut report);
        if report.is_empty() { Ok(joined) } else { Err(report) }
    }

    /// The defaults of this release, as a tree.
    pub fn defaults() -> Node {
        yaml::parse(SourceId::DEFAULTS, DEFAULTS).unwrap_or_else(|fault| unreachable!("the defaults are read by a test: {fault:?}"))
    }
}

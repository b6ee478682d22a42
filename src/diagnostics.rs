//! What is wrong with a blueprint: codes, places, help. The only kind of failure that is the user's to mend.

pub mod codes;
pub mod devops;
mod gather;
pub mod json;
pub mod sarif;
pub mod terminal;

pub use codes::{Code, Severity};

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::source::Origin;

/// One thing that is wrong, or worth knowing, at one place.
#[derive(Debug, Clone)]
pub struct Finding {
    pub code: &'static Code,
    pub severity: Severity,
    /// What is wrong, in the user's nouns.
    pub title: String,
    /// Where, and why exactly there.
    pub primary: Option<Label>,
    /// The other parties.
    pub related: Vec<Label>,
    /// The path in the resolved model of which the finding speaks, such as `platforms.live.network.serviceRange`.
    pub path: String,
    /// What to write instead, computed where it can be.
    pub help: Option<String>,
    /// A replacement that mends the fault when it is put at its place.
    pub patch: Option<Patch>,
}

#[derive(Debug, Clone)]
pub struct Label {
    pub origin: Origin,
    pub text: String,
}

#[derive(Debug, Clone)]
pub struct Patch {
    pub origin: Origin,
    pub replacement: String,
}

impl Finding {
    pub fn new(code: &'static Code, title: impl Into<String>) -> Self {
        Self { code, severity: code.severity, title: title.into(), primary: None, related: Vec::new(), path: String::new(), help: None, patch: None }
    }

    pub fn at(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.primary = Some(Label { origin, text: text.into() });
        self
    }

    /// Another party. What the defaults of this release say stands in no file of the user's.
    pub fn related(mut self, origin: Origin, text: impl Into<String>) -> Self {
        if origin.is_written() {
            self.related.push(Label { origin, text: text.into() });
        }
        self
    }

    /// Another party, if it stands anywhere.
    pub fn beside(self, origin: Option<Origin>, text: impl Into<String>) -> Self {
        match origin {
            Some(origin) => self.related(origin, text),
            None => self,
        }
    }

    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub fn patch(mut self, origin: Origin, replacement: impl Into<String>) -> Self {
        self.patch = Some(Patch { origin, replacement: replacement.into() });
        self
    }

    pub fn boxed(self) -> Box<Self> {
        Box::new(self)
    }
}

/// All findings of one run, errors and advice alike.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub fn extend(&mut self, other: Report) {
        self.findings.extend(other.findings);
    }

    /// What is written once and holds in several environments or regions is reported once, at the path that covers them.
    pub fn once(&mut self) {
        let mut seen: HashMap<_, usize> = HashMap::new();
        let mut told: Vec<Finding> = Vec::new();
        for finding in std::mem::take(&mut self.findings) {
            let place = finding.primary.as_ref().map(|label| label.origin);
            match seen.entry((finding.code.id, place, finding.title.clone())) {
                Entry::Occupied(first) => {
                    let first = &mut told[*first.get()];
                    first.path = gather::common(&first.path, &finding.path);
                }
                Entry::Vacant(place) => {
                    place.insert(told.len());
                    told.push(finding);
                }
            }
        }
        self.findings = told;
    }

    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// In the order in which a reader meets them: by file, by place, by code.
    pub fn sort(&mut self) {
        self.findings.sort_by(|left, right| {
            let key = |finding: &Finding| (finding.primary.as_ref().map(|label| label.origin), finding.code.id);
            key(left).cmp(&key(right)).then_with(|| left.path.cmp(&right.path))
        });
    }
}

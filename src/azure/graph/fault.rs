//! Something wrong in a template, and where.

use std::fmt::{Display, Formatter};

/// A fault of an authored template: a mistake of ours, not of the user's blueprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    template: String,
    place: String,
    what: String,
}

impl Fault {
    pub fn new(what: impl Into<String>) -> Self {
        Self { template: String::new(), place: String::new(), what: what.into() }
    }

    /// The same fault seen from outside: it lies at `key`.
    pub fn at(mut self, key: &str) -> Self {
        if self.template.is_empty() {
            let dot = if self.place.is_empty() || self.place.starts_with('[') { "" } else { "." };
            self.place = format!("{key}{dot}{}", self.place);
        }
        self
    }

    pub fn at_index(self, index: usize) -> Self {
        self.at(&format!("[{index}]"))
    }

    /// The same fault, in this template; the innermost template wins.
    pub fn within(mut self, template: &str) -> Self {
        if self.template.is_empty() {
            self.template = template.to_owned();
        }
        self
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        for part in [&self.template, &self.place] {
            if !part.is_empty() {
                write!(f, "{part}: ")?;
            }
        }
        write!(f, "{}", self.what)
    }
}

impl std::error::Error for Fault {}

//! What is wrong with a name, in words that end a sentence "the name … ".

use std::fmt;

/// Why a name is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFault {
    /// More characters than the kind of thing may have.
    TooLong { length: usize, max: usize },
    /// Fewer characters than the kind of thing must have.
    TooShort { length: usize, min: usize },
    /// A character that no name of this kind has; positions count from 1.
    Character { character: char, position: usize, allowed: String },
    /// It, or a part of it between periods, begins with a character that may stand elsewhere only.
    Start { character: char, allowed: String },
    /// It, or a part of it between periods, ends with a character that may stand elsewhere only.
    End { character: char, allowed: String },
    /// A character stands twice in a row that must not.
    Twice { character: char },
    /// Nothing stands between two periods, before the first or after the last.
    EmptyPart,
}

impl fmt::Display for NameFault {
    /// Characters are printed escaped: a name may hold what turns a terminal's text around.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameFault::TooLong { length, max } => write!(out, "is too long: {length} of at most {max} characters"),
            NameFault::TooShort { length, min } => write!(out, "is too short: {length} of at least {min} characters"),
            NameFault::Character { character, position, allowed } => {
                write!(out, "has {character:?} as character {position}; it consists of {allowed}")
            }
            NameFault::Start { character, allowed } => write!(out, "begins with {character:?}; it begins with {allowed}"),
            NameFault::End { character, allowed } => write!(out, "ends with {character:?}; it ends with {allowed}"),
            NameFault::Twice { character } => write!(out, "has {character:?} twice in a row"),
            NameFault::EmptyPart => write!(out, "has an empty part before, between or after its periods"),
        }
    }
}

impl std::error::Error for NameFault {}

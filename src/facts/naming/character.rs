//! Classes of characters, and how a sentence enumerates them.

use std::collections::BTreeSet;

use serde::Deserialize;

/// A class of characters; all but `Word` are ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Character {
    Lower,
    Letter,
    Digit,
    /// A letter or digit of any script.
    Word,
    Hyphen,
    Underscore,
    Period,
    Parenthesis,
}

impl Character {
    /// Whether a character is of this class.
    fn holds(self, character: char) -> bool {
        match self {
            Character::Lower => character.is_ascii_lowercase(),
            Character::Letter => character.is_ascii_alphabetic(),
            Character::Digit => character.is_ascii_digit(),
            Character::Word => character.is_alphanumeric(),
            Character::Hyphen => character == '-',
            Character::Underscore => character == '_',
            Character::Period => character == '.',
            Character::Parenthesis => matches!(character, '(' | ')'),
        }
    }

    /// The class as a plural.
    fn words(self) -> &'static str {
        match self {
            Character::Lower => "lower-case letters",
            Character::Letter => "letters",
            Character::Digit => "digits",
            Character::Word => "letters and digits of any script",
            Character::Hyphen => "hyphens",
            Character::Underscore => "underscores",
            Character::Period => "periods",
            Character::Parenthesis => "parentheses",
        }
    }
}

/// Whether a character is of one of some classes.
pub(super) fn holds(classes: &BTreeSet<Character>, character: char) -> bool {
    classes.iter().any(|class| class.holds(character))
}

/// Some classes as an enumeration: `letters, digits and hyphens`.
pub(super) fn in_words(classes: &BTreeSet<Character>) -> String {
    let words: Vec<&str> = classes.iter().map(|class| class.words()).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

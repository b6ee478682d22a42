//! Lines and columns, as editors count them.

use super::{Origin, Sources};

/// A place in a text. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The place of a byte. One beyond the end, or inside a character, is the place before it.
    pub fn of(text: &str, byte: usize) -> Position {
        let before = &text[..floor(text, byte)];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Position { line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, column: before[start..].chars().count() + 1 }
    }
}

/// The nearest border of characters at or before a byte.
pub fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl Sources {
    /// First and last place of an origin; the last is the one behind it.
    pub fn span(&self, origin: Origin) -> (Position, Position) {
        let text = &self.file(origin.source).text;
        (Position::of(text, origin.start), Position::of(text, origin.end.max(origin.start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "näme: a\nb: é";
        assert_eq!(Position::of(text, 0), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, 3), Position { line: 1, column: 3 });
        assert_eq!(Position::of(text, 9), Position { line: 2, column: 1 });
        assert_eq!(Position::of(text, 99), Position { line: 2, column: 5 });
    }

    #[test]
    fn a_byte_inside_a_character_is_its_start() {
        assert_eq!(Position::of("é", 1), Position { line: 1, column: 1 });
    }
}

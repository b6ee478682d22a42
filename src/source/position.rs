//! Lines and columns, as editors count them.

use super::{Origin, Sources};

/// A place in a text. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The first byte of each line of a text, so that a place is found without counting from the start each time.
#[derive(Debug, Clone)]
pub struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        Self([0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The place of a byte of the same text. One beyond the end, or inside a character, is the place before it.
    pub fn position(&self, text: &str, byte: usize) -> Position {
        let at = floor(text, byte);
        let line = self.0.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.0.get(line)).copied().unwrap_or_default();
        Position { line, column: text[start..at].chars().count() + 1 }
    }
}

/// The nearest border of characters at or before a byte.
pub fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl Sources {
    /// First and last place of an origin; the last is the one behind it.
    pub fn span(&self, origin: Origin) -> (Position, Position) {
        let file = self.file(origin.source);
        (file.position(origin.start), file.position(origin.end.max(origin.start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "näme: a\nb: é";
        let of = |byte| Lines::of(text).position(text, byte);
        assert_eq!(of(0), Position { line: 1, column: 1 });
        assert_eq!(of(3), Position { line: 1, column: 3 });
        assert_eq!(of(8), Position { line: 1, column: 8 });
        assert_eq!(of(9), Position { line: 2, column: 1 });
        assert_eq!(of(99), Position { line: 2, column: 5 });
        assert_eq!(Lines::of("").position("", 0), Position { line: 1, column: 1 });
        assert_eq!(Lines::of("\n").position("\n", 1), Position { line: 2, column: 1 });
    }

    #[test]
    fn a_byte_inside_a_character_is_its_start() {
        assert_eq!(Lines::of("é").position("é", 1), Position { line: 1, column: 1 });
    }
}

//! Characters that change what a reader sees without being seen.

use std::borrow::Cow;

/// Controls but for line breaks and tabs, byte order marks, and marks of writing direction.
pub fn is_hidden(char: char) -> bool {
    (char.is_control() && !matches!(char, '\n' | '\t'))
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A text for one line of a message: what is hidden in it, or would break the line, is written as an escape.
pub fn visible(text: &str) -> Cow<'_, str> {
    let odd = |char: char| is_hidden(char) || matches!(char, '\n' | '\t');
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|char| if odd(char) { char.escape_default().to_string() } else { char.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn hidden_characters_become_escapes() {
        assert_eq!(visible("wëb \u{202e}\u{7}\n"), "wëb \\u{202e}\\u{7}\\n");
        assert_eq!(visible("plain «text»"), "plain «text»");
    }
}

//! Bytes to text: UTF-8 alone, and a clear word about everything else.

use super::node::{Origin, SourceId};
use crate::diagnostics::{Finding, codes};

/// Decodes a file. A byte order mark of UTF-8 is dropped.
///
/// # Errors
/// UTF-16, binary content, and bytes that are no UTF-8, by the line on which they stand.
pub fn decode(source: SourceId, bytes: Vec<u8>) -> Result<String, Box<Finding>> {
    let whole = Origin { source, start: 0, end: 0 };
    let refuse = |title: &str, label: String, help: &str| Finding::new(&codes::SYNTAX, title).at(whole, label).help(help).boxed();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(refuse("the blueprint is written in UTF-16", "it starts with a byte order mark of UTF-16".to_owned(), "save it as UTF-8"));
    }
    let bytes = match bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    if bytes.contains(&0) {
        return Err(refuse("the blueprint is not text", format!("a zero byte stands in line {}", line(&bytes, 0)), "give the blueprint's own file"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
        refuse("the blueprint is not UTF-8", format!("line {line} holds the byte 0x{:02x} that begins no character", bytes[at]), "save it as UTF-8")
    })
}

/// The line, from 1, on which a byte first stands.
fn line(bytes: &[u8], byte: u8) -> usize {
    1 + bytes.iter().take_while(|other| **other != byte).filter(|other| **other == b'\n').count()
}

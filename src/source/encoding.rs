//! From the bytes of a file to its text: UTF-8, or one clear finding where it is anything else.

use super::{Origin, SourceId};
use crate::diagnostics::{Finding, codes};

/// Why bytes are no text, and what of them can be shown.
#[derive(Debug)]
pub struct Undecodable {
    pub finding: Box<Finding>,
    /// The text up to the fault and beyond, where it is nearly one; the place of the finding lies in it.
    pub text: String,
}

/// Reads the bytes of a blueprint's file, without a byte order mark.
///
/// # Errors
/// UTF-16 and UTF-32, bytes that are no text at all, and the first byte that breaks UTF-8, at its place.
pub fn decode(source: SourceId, bytes: &[u8]) -> Result<String, Undecodable> {
    let refuse = |text: String, (start, end): (usize, usize), title: String, label: String, help: &str| {
        let finding = Finding::new(&codes::SYNTAX, title).at(Origin { source, start, end }, label).help(help).boxed();
        Err(Undecodable { finding, text })
    };
    let as_utf8 = "save it as UTF-8; most editors offer it as «encoding» when they save";
    if let Some(encoding) = foreign(bytes) {
        return refuse(String::new(), (0, 0), format!("the blueprint is written in {encoding}"), "this file".to_owned(), as_utf8);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let help = "name the blueprint, a YAML file in UTF-8";
        return refuse(String::new(), (0, 0), "the blueprint is no text".to_owned(), format!("byte {} of it is zero", at + 1), help);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(text.to_owned()),
        Err(fault) => {
            let at = fault.valid_up_to();
            let label = format!("the byte {:#04x} begins no character", text[at]);
            // What is valid stays as it is, and the mark in the place of the rest is a character of three bytes.
            refuse(String::from_utf8_lossy(text).into_owned(), (at, at + 3), "the blueprint is not UTF-8".to_owned(), label, as_utf8)
        }
    }
}

/// An encoding of wide characters, by its byte order mark or by every second byte being zero.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some("UTF-16"),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some("UTF-16"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> (String, usize) {
        let fault = decode(SourceId(1), bytes).unwrap_err();
        let origin = fault.finding.primary.unwrap().origin;
        assert!(fault.text.get(origin.start..origin.end).is_some(), "{origin:?} in {:?}", fault.text);
        (fault.finding.title, origin.start)
    }

    #[test]
    fn utf8_is_read_with_and_without_a_mark() {
        assert_eq!(decode(SourceId(1), "nämé: 1\n".as_bytes()).unwrap(), "nämé: 1\n");
        assert_eq!(decode(SourceId(1), b"\xef\xbb\xbfname: a").unwrap(), "name: a");
        assert_eq!(decode(SourceId(1), b"").unwrap(), "");
    }

    #[test]
    fn what_is_not_utf8_is_refused_at_its_place() {
        let utf16 = |text: &str, mark: &[u8]| [mark.to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        assert_eq!(fault(&utf16("name: a", b"\xff\xfe")), ("the blueprint is written in UTF-16".to_owned(), 0));
        assert_eq!(fault(&utf16("name: a", b"")), ("the blueprint is written in UTF-16".to_owned(), 0));
        assert_eq!(fault(b"\xff\xfe\0\0n\0\0\0"), ("the blueprint is written in UTF-32".to_owned(), 0));
        assert_eq!(fault(b"\x7fELF\x02\x01\x01\0\0"), ("the blueprint is no text".to_owned(), 0));
        assert_eq!(fault(b"name: a\nb: caf\xe9"), ("the blueprint is not UTF-8".to_owned(), 14));
        assert_eq!(fault(b"\xf0\x9f\x9a"), ("the blueprint is not UTF-8".to_owned(), 0));
    }
}

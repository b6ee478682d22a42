//! From the bytes of a file to its text: UTF-8, or one clear finding where it is anything else.

use crate::diagnostics::{Finding, codes};

/// Reads the bytes of a blueprint's file, without a byte order mark.
///
/// `name` stands in the title: there is no text yet in which a place could be shown, so the finding has none.
///
/// # Errors
/// UTF-16 and UTF-32, bytes that are no text at all, and the first byte that breaks UTF-8, by its line and column.
pub fn decode(name: &str, bytes: &[u8]) -> Result<String, Box<Finding>> {
    let refuse = |title: String, help: &str| Err(Finding::new(&codes::SYNTAX, title).help(help).boxed());
    let as_utf8 = "save it as UTF-8; most editors offer it as «encoding» when they save";
    if let Some(encoding) = foreign(bytes) {
        return refuse(format!("{name} is written in {encoding}"), as_utf8);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return refuse(format!("{name} is no text: byte {} is zero", at + 1), "name the blueprint, a YAML file in UTF-8");
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(text.to_owned()),
        Err(fault) => {
            let before = &text[..fault.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
            let byte = text[fault.valid_up_to()];
            refuse(format!("{name} is not UTF-8: byte {byte:#04x} at line {line}, column {column} begins no character"), as_utf8)
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
    use super::decode;

    fn title(bytes: &[u8]) -> String {
        decode("blueprint.yaml", bytes).unwrap_err().title
    }

    #[test]
    fn utf8_is_read_with_and_without_a_mark() {
        assert_eq!(decode("a", "nämé: 1\n".as_bytes()).unwrap(), "nämé: 1\n");
        assert_eq!(decode("a", b"\xef\xbb\xbfname: a").unwrap(), "name: a");
        assert_eq!(decode("a", b"").unwrap(), "");
    }

    #[test]
    fn what_is_not_utf8_is_refused_by_its_place() {
        let utf16 = |text: &str, mark: &[u8]| [mark.to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        assert_eq!(title(&utf16("name: a", b"\xff\xfe")), "blueprint.yaml is written in UTF-16");
        assert_eq!(title(&utf16("name: a", b"")), "blueprint.yaml is written in UTF-16");
        assert_eq!(title(b"\xff\xfe\0\0n\0\0\0"), "blueprint.yaml is written in UTF-32");
        assert_eq!(title(b"\x7fELF\x02\x01\x01\0\0"), "blueprint.yaml is no text: byte 8 is zero");
        assert_eq!(title("name: a\ntäg: ".as_bytes().iter().chain(b"caf\xe9").copied().collect::<Vec<_>>().as_slice()), "blueprint.yaml is not UTF-8: byte 0xe9 at line 2, column 9 begins no character");
    }
}

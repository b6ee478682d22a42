//! Quoting by refusal: a template may print only what no host language reads as anything but itself.

use std::io::{Error, Write};

use tera::Tera;

/// Turns escaping on for every template, with an escape that refuses instead of rewriting.
pub fn install(tera: &mut Tera) {
    tera.autoescape_on(vec![""]);
    tera.set_escape_fn(refuse);
}

fn refuse(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    if is_plain(text) || is_guid(text) {
        out.write_all(text.as_bytes())
    } else {
        let shown: String = text.chars().take(80).flat_map(char::escape_debug).collect();
        Err(Error::other(format!("`{shown}` is printed without a filter that quotes it for its host")))
    }
}

/// Whether text means itself, bare, in YAML 1.1, JSON strings, bash, Bicep strings, Helm and pipelines alike.
pub fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|char| char.is_ascii_alphabetic())
        && chars.all(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '/' | ':' | '-'))
        && !text.ends_with(':')
        && !is_word_of_yaml(text)
}

/// Identifiers that Azure writes with hyphens, which no host reads as a number.
fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Words that some reader of YAML 1.1 takes for something else than text.
pub fn is_word_of_yaml(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "nan" | "inf")
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_means_itself_passes() {
        for text in ["westeurope", "rg-matrix-dev", "Standard_D4ds_v5", "oci://ghcr.io/x", "a"] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn what_a_host_would_read_is_refused() {
        for text in ["", "on", "NO", "1.30", "1e3", "a b", "a:", "it's", "$(x)", "{{ x }}", "[x]", "a\nb", "~", "-x", "ä"] {
            assert!(!is_plain(text), "{text}");
        }
    }
}

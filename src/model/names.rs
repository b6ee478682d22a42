//! The naming rule: `<abbreviation>-<name>-<platform>-<region code>[-<what>]`, and the register of all names given.

use sha2::{Digest, Sha256};

/// A name that something is given, with what it must keep to.
#[derive(Debug, Clone)]
pub struct Name {
    /// The key of its grammar in the facts, such as `key_vault`.
    pub kind: &'static str,
    pub name: String,
    /// The path in the blueprint that shapes it most: where a finding about it points.
    pub path: String,
    /// Within what it must be unique; names of one kind in one scope must differ.
    pub scope: String,
}

/// Characters of the digest after a stem that is whole, and after one that is cut.
const WHOLE: usize = 5;
const CUT: usize = 10;

/// Gives names and remembers them.
#[derive(Debug, Default)]
pub struct Register {
    pub names: Vec<Name>,
}

impl Register {
    pub fn give(&mut self, kind: &'static str, name: String, path: &str, scope: &str) -> String {
        self.names.push(Name { kind, name: name.clone(), path: path.to_owned(), scope: scope.to_owned() });
        name
    }

    /// A name that must be unique in all of Azure: its stem, cut where it is too long, and a digest of what is the user's own.
    ///
    /// The digest is made over the uncut stem and the domain. Where the stem is cut it alone keeps two names apart, and is longer: 48 bits.
    pub fn give_global(&mut self, kind: &'static str, stem: &str, own: &str, longest: usize, hyphens: bool, path: &str) -> String {
        let separator = if hyphens { "-" } else { "" };
        let shown: String = stem.chars().filter(|char| hyphens || *char != '-').collect();
        let fits = shown.len() + separator.len() + WHOLE <= longest;
        let digest = digest(&format!("{stem}\n{own}"), if fits { WHOLE } else { CUT });
        let cut: String = shown.chars().take(longest - digest.len() - separator.len()).collect();
        self.give(kind, format!("{}{separator}{digest}", cut.trim_end_matches('-')), path, "azure")
    }
}

/// The first characters of a digest, in letters and digits that every name allows; the first is a letter.
pub fn digest(text: &str, length: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyz";
    const ALL: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .take(length)
        .enumerate()
        .map(|(at, byte)| {
            let alphabet = if at == 0 { LETTERS } else { ALL };
            char::from(alphabet[usize::from(*byte) % alphabet.len()])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_names_stay_apart() {
        let mut register = Register::default();
        let one = register.give_global("key_vault", "kv-averylongcompanyname-production-we", "a.com", 24, true, "name");
        let two = register.give_global("key_vault", "kv-averylongcompanyname-production-ne", "a.com", 24, true, "name");
        assert_ne!(one, two);
        assert!(one.len() <= 24 && two.len() <= 24);
    }

    #[test]
    fn names_without_hyphens() {
        let mut register = Register::default();
        let name = register.give_global("container_registry", "cr-shop", "shop.example.com", 50, false, "name");
        assert!(name.starts_with("crshop") && !name.contains('-'));
    }
}

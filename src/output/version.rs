//! Versions of aksgen, ordered as <https://semver.org> 2.0.0 orders them.

use std::cmp::Ordering;
use std::fmt;

/// `MAJOR.MINOR.PATCH` with an optional `-pre.release`; build metadata is no part of a release of aksgen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    numbers: [u64; 3],
    pre_release: Vec<Identifier>,
}

/// A number comes before a text (semver.org, rule 11.4.3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identifier {
    Number(u64),
    Text(String),
}

impl Version {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (numbers, pre_release) = match text.split_once('-') {
            Some((numbers, rest)) => (numbers, rest.split('.').map(Identifier::parse).collect::<Option<_>>()?),
            None => (text, Vec::new()),
        };
        let numbers: Vec<u64> = numbers.split('.').map(number).collect::<Option<_>>()?;
        Some(Self { numbers: numbers.try_into().ok()?, pre_release })
    }
}

impl Identifier {
    fn parse(text: &str) -> Option<Self> {
        let legal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        legal.then(|| number(text).map_or_else(|| Self::Text(text.to_owned()), Self::Number))
    }
}

/// Digits alone: `u64::from_str` would take `+1` too.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let released = |version: &Self| version.pre_release.is_empty();
        self.numbers.cmp(&other.numbers).then_with(|| released(self).cmp(&released(other))).then_with(|| self.pre_release.cmp(&other.pre_release))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        for (index, identifier) in self.pre_release.iter().enumerate() {
            f.write_str(if index == 0 { "-" } else { "." })?;
            match identifier {
                Identifier::Number(number) => write!(f, "{number}")?,
                Identifier::Text(text) => f.write_str(text)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_come_in_the_order_of_semver() {
        let ascending = ["0.1.0-2", "0.1.0-rc.2", "0.1.0-rc.10", "0.1.0", "0.1.1", "0.9.0", "0.10.0", "1.0.0"];
        for pair in ascending.windows(2) {
            assert!(Version::parse(pair[0]).unwrap() < Version::parse(pair[1]).unwrap(), "{pair:?}");
        }
        for text in ascending {
            assert_eq!(Version::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn nothing_else_is_a_version() {
        for text in ["", "1", "1.0", "1.0.0.0", "1.0.x", "1.0.0-", "1.0.0-rc..1", "+1.0.0", "v1.0.0", " 1.0.0"] {
            assert_eq!(Version::parse(text), None, "{text:?}");
        }
    }
}

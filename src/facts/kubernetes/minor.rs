//! A minor version of Kubernetes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// A minor version of Kubernetes: `1.36`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minor {
    pub major: u32,
    pub minor: u32,
}

/// A text that is neither `1.36` nor `1.36.2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinorFault(pub String);

impl FromStr for Minor {
    type Err = MinorFault;

    /// Reads `1.36`, and `1.36.2` as the minor of that patch.
    fn from_str(text: &str) -> Result<Minor, MinorFault> {
        let number = |part: &str| {
            let plain = part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
            part.parse().ok().filter(|_| plain)
        };
        let parts: Option<Vec<u32>> = text.split('.').map(number).collect();
        match parts.as_deref() {
            Some(&[major, minor] | &[major, minor, _]) => Ok(Minor { major, minor }),
            _ => Err(MinorFault(text.to_owned())),
        }
    }
}

impl Minor {
    /// The only one to which a control plane goes from this one.
    pub fn next(self) -> Self {
        Self { minor: self.minor + 1, ..self }
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)
    }
}

impl fmt::Display for MinorFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} is not a version of Kubernetes like 1.36 or 1.36.2", self.0)
    }
}

impl std::error::Error for MinorFault {}

impl<'de> Deserialize<'de> for Minor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Minor, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Minor;

    #[test]
    fn versions_are_read_strictly() {
        assert_eq!("1.36.2".parse(), Ok(Minor { major: 1, minor: 36 }));
        for text in ["", "1", "1.", "1.036", "v1.36", "1.36.2.1", "1.36-beta", "+1.36", "1.99999999999"] {
            assert!(text.parse::<Minor>().is_err(), "{text}");
        }
    }
}

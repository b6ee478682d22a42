//! What looks for vulnerabilities in images, and what pushes them, each pinned by its checksum.

use serde::{Deserialize, Serialize};

use super::Date;

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    /// Without a leading `v`.
    pub version: String,
    #[serde(skip_serializing)]
    pub released: Date,
    /// Of the archive for Linux on 64 bits of Intel's or AMD's.
    pub sha256: String,
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn the_checksums_are_some() {
        let facts = Facts::embedded();
        for tool in [&facts.scanner, &facts.pusher] {
            assert!(tool.sha256.len() == 64 && tool.sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
            assert_eq!(tool.version.split('.').filter(|part| part.parse::<u32>().is_ok()).count(), 3);
            assert!(tool.released.year() >= 2026);
        }
    }
}

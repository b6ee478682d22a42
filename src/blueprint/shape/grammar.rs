//! What a text must look like: its pattern, and whether it is an address, a range or a time zone.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use jiff::tz;
use regex_lite::Regex;

/// Whether a text keeps to a pattern. Each pattern is compiled once.
pub fn matches(pattern: &str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if !compiled.contains_key(pattern) {
        compiled.insert(pattern.to_owned(), Regex::new(pattern).ok());
    }
    compiled.get(pattern).and_then(Option::as_ref).is_some_and(|regex| regex.is_match(text))
}

/// What is wrong with a text of a kind that a pattern cannot tell, if anything is.
pub fn fault_of(kind: &str, text: &str) -> Option<String> {
    match kind {
        "ipv4" => text.parse::<std::net::Ipv4Addr>().err().map(|_| "not an IPv4 address".to_owned()),
        "ipv4-network" => match text.parse::<ipnet::Ipv4Net>() {
            Err(_) => Some("not a range such as 10.0.0.0/16".to_owned()),
            Ok(range) if range.addr() != range.network() => Some(format!("host bits are set: the range is {}", range.trunc())),
            Ok(_) => None,
        },
        "Branch" => text.starts_with("refs/").then(|| "the name of a branch, not of its reference, is meant".to_owned()),
        "AgentImage" => ["windows", "macos", "vs"].iter().any(|other| text.starts_with(other)).then(|| "the steps are those of Linux".to_owned()),
        // Clusters tell capital letters from small ones, which the database does not.
        "TimeZone" => (!zones().any(|zone| zone == text)).then(|| "no time zone of the IANA database".to_owned()),
        _ => None,
    }
}

/// Every time zone that there is.
pub fn zones() -> impl Iterator<Item = String> {
    tz::db().available().map(|zone| zone.to_string())
}

//! Which part of a resource id is wrong.

use super::grammar::matches;
use super::words::printable;

/// What is wrong with a text that is to be a resource id of this pattern; none for other patterns.
pub fn fault(pattern: &str, text: &str) -> Option<String> {
    let pattern = pattern.strip_prefix("^/").and_then(|pattern| pattern.strip_suffix('$')).filter(|pattern| pattern.starts_with("subscriptions/"))?;
    let Some(mut rest) = text.strip_prefix('/') else { return Some("a resource id begins with /subscriptions/".to_owned()) };
    let steps = steps(pattern);
    for (at, step) in steps.iter().enumerate() {
        let is_last = at + 1 == steps.len();
        let (part, behind) = if is_last { (rest, "") } else { rest.split_once('/').unwrap_or((rest, "")) };
        if !matches(&format!("^({step})$"), part) {
            return Some(said(at, step, part));
        }
        rest = behind;
    }
    None
}

/// The parts of a pattern between slashes; a choice is one of them, whatever is in it.
fn steps(pattern: &str) -> Vec<&str> {
    let mut depth = 0;
    pattern
        .split(|char| {
            depth += match char {
                '(' | '[' => 1,
                ')' | ']' => -1,
                _ => 0,
            };
            char == '/' && depth == 0
        })
        .collect()
}

fn said(at: usize, step: &str, part: &str) -> String {
    let shown = printable(part);
    match (at, literal(step)) {
        (_, Some(word)) if part.is_empty() => format!("`{word}` is missing in it"),
        (_, Some(word)) => format!("`{shown}` stands in it where `{word}` should"),
        (1, None) => format!("its subscription `{shown}` is no GUID in lower case"),
        (3, None) => format!("no resource group is named `{shown}`"),
        _ if part.is_empty() => "its name is missing".to_owned(),
        _ => format!("nothing of its kind is named `{shown}`"),
    }
}

/// The word of a step that is one, as Azure writes it: `resource[gG]roups`.
fn literal(step: &str) -> Option<String> {
    let mut word = String::new();
    let mut chars = step.chars();
    while let Some(char) = chars.next() {
        match char {
            '[' => {
                let (small, large) = (chars.next()?, chars.next()?);
                let (one, other) = if small.is_ascii_lowercase() { (small, large) } else { (large, small) };
                (chars.next()? == ']' && one.to_ascii_uppercase() == other).then(|| word.push(other))?;
            }
            char if char.is_ascii_alphanumeric() || char == '.' => word.push(char),
            _ => return None,
        }
    }
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::text::GRAMMARS;

    const ZONE: &str = "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/rg-dns/providers/Microsoft.Network/dnszones/example.com";

    fn of(kind: &str) -> &'static str {
        GRAMMARS.iter().find(|(pattern, _)| pattern.contains(kind)).unwrap().0
    }

    #[test]
    fn the_part_that_is_wrong_is_said() {
        let pattern = of("/dns[zZ]ones/");
        assert_eq!(fault(pattern, ZONE), None);
        for (right, wrong, said) in [
            ("/subscriptions", "subscriptions", "a resource id begins with /subscriptions/"),
            ("resourceGroups", "resourceGroup", "`resourceGroup` stands in it where `resourceGroups` should"),
            ("4555-8", "4555_8", "its subscription `55555555-5555-4555_8555-555555555555` is no GUID in lower case"),
            ("rg-dns", "rg dns", "no resource group is named `rg dns`"),
            ("dnszones", "privateDnsZones", "`privateDnsZones` stands in it where `dnsZones` should"),
            ("/dnszones/example.com", "", "`dnsZones` is missing in it"),
            ("/example.com", "", "its name is missing"),
            ("example.com", "example", "nothing of its kind is named `example`"),
        ] {
            assert_eq!(fault(pattern, &ZONE.replacen(right, wrong, 1)).as_deref(), Some(said), "{wrong}");
        }
        assert_eq!(fault("^[a-z]+$", "1"), None);
    }

    #[test]
    fn every_resource_id_has_parts() {
        let ids: Vec<&str> = GRAMMARS.iter().map(|(pattern, _)| *pattern).filter(|pattern| pattern.starts_with("^/subscriptions/")).collect();
        assert!(ids.len() > 10);
        for pattern in ids {
            assert_eq!(fault(pattern, "/subscriptions/x").as_deref(), Some("its subscription `x` is no GUID in lower case"), "{pattern}");
        }
    }
}

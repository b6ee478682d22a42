//! Amounts whose unit is missing, or spelled as elsewhere.

/// A unit, and how else people spell it.
type Unit = (&'static str, &'static [&'static str]);

/// The units of kinds of text; the first one is meant where there is none.
const UNITS: &[(&str, &[Unit])] = &[
    ("Days", &[("d", &["day", "days"])]),
    ("Memory", &[("Gi", &["g", "gb", "gib", "gi"]), ("Mi", &["m", "mb", "mib", "mi"]), ("Ti", &["t", "tb", "tib", "ti"])]),
];

/// An amount with its unit, as its kind of text has it.
pub fn with_unit(kind: &str, text: &str) -> Option<String> {
    let (_, units) = UNITS.iter().find(|(known, _)| *known == kind)?;
    let number = text.trim_end_matches(|char: char| char.is_ascii_alphabetic() || char == ' ');
    let spelled = text[number.len()..].trim().to_lowercase();
    let meant = units.iter().find(|(_, spellings)| spelled.is_empty() || spellings.contains(&spelled.as_str()));
    meant.map(|(unit, _)| format!("{number}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::with_unit;

    #[test]
    fn a_unit_is_put_where_it_is_missing() {
        for (kind, text, wanted) in
            [("Days", "14", "14d"), ("Days", "14 days", "14d"), ("Memory", "10", "10Gi"), ("Memory", "512MB", "512Mi"), ("Memory", "1 TiB", "1Ti")]
        {
            assert_eq!(with_unit(kind, text).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!((with_unit("Days", "2 weeks"), with_unit("Cpu", "2")), (None, None));
    }
}

//! Amounts whose unit is missing, or spelled as elsewhere.

/// A unit, and how else people spell it.
type Unit = (&'static str, &'static [&'static str]);

/// The units of kinds of text, the largest first.
const UNITS: &[(&str, &[Unit])] = &[
    ("Days", &[("d", &["", "day", "days"])]),
    ("Memory", &[("Ti", &["t", "tb", "tib", "ti"]), ("Gi", &["g", "gb", "gib", "gi"]), ("Mi", &["m", "mb", "mib", "mi"]), ("Ki", &["k", "kb", "kib", "ki"])]),
];

/// An amount with its unit, as its kind of text has it: a part of one in the next smaller unit. A bare amount of memory may mean many.
pub fn with_unit(kind: &str, text: &str) -> Option<String> {
    let (_, units) = UNITS.iter().find(|(known, _)| *known == kind)?;
    let text = text.trim();
    let number = text.trim_end_matches(|char: char| char.is_ascii_alphabetic() || char == ' ');
    let spelled = text[number.len()..].trim().to_lowercase();
    let at = units.iter().position(|(_, spellings)| spellings.contains(&spelled.as_str()))?;
    let (unit, _) = units[at];
    match number.split_once(['.', ',']) {
        None => Some(format!("{number}{unit}")),
        Some((whole, part)) => {
            let (smaller, _) = units.get(at + 1)?;
            let amount: f64 = format!("{whole}.{part}").parse().ok()?;
            let amount = amount * 1024.0;
            (amount.fract() == 0.0 && amount >= 1.0).then(|| format!("{amount:.0}{smaller}"))
        }
    }
}

/// What a bare amount may mean, where that is more than one thing.
pub fn readings(kind: &str, text: &str) -> Option<String> {
    let digits = text.trim();
    (kind == "Memory" && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("write `{digits}Mi` or `{digits}Gi`"))
}

#[cfg(test)]
mod tests {
    use super::{readings, with_unit};

    #[test]
    fn a_unit_is_put_where_it_is_missing() {
        for (kind, text, wanted) in [
            ("Days", "14", "14d"),
            ("Days", "14 days", "14d"),
            ("Memory", "512MB", "512Mi"),
            ("Memory", "1 TiB", "1Ti"),
            ("Memory", " 64Gi", "64Gi"),
            ("Memory", "1.5Gi", "1536Mi"),
            ("Memory", "0,5 GB", "512Mi"),
        ] {
            assert_eq!(with_unit(kind, text).as_deref(), Some(wanted), "{text}");
        }
        for (kind, text) in [("Days", "2 weeks"), ("Cpu", "2"), ("Memory", "1024"), ("Memory", "0.3Gi"), ("Memory", "1.5Ki")] {
            assert_eq!(with_unit(kind, text), None, "{text}");
        }
        assert_eq!(readings("Memory", "1024").as_deref(), Some("write `1024Mi` or `1024Gi`"));
        assert_eq!((readings("Memory", "1.5"), readings("Days", "14")), (None, None));
    }
}

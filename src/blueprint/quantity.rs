//! Amounts of processor and memory, as Kubernetes writes them.

/// Thousandths of a processor: `250m`, `2`, `1.5`.
pub fn millicpu(text: &str) -> Option<u64> {
    if let Some(thousandths) = text.strip_suffix('m') {
        return thousandths.parse().ok();
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(fraction)
}

/// KiB: `64Mi`, `2Gi`.
pub fn kibibytes(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let factor: u64 = match unit {
        "Ki" => 1,
        "Mi" => 1 << 10,
        "Gi" => 1 << 20,
        "Ti" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// Thousandths of a processor, as a blueprint writes them.
pub fn cpu(thousandths: u64) -> String {
    if thousandths.is_multiple_of(1000) { format!("\"{}\"", thousandths / 1000) } else { format!("{thousandths}m") }
}

/// KiB in the largest unit that divides them.
pub fn memory(kibibytes: u64) -> String {
    let units = [(1 << 30, "Ti"), (1 << 20, "Gi"), (1 << 10, "Mi")];
    let fitting = units.into_iter().find(|(factor, _)| kibibytes > 0 && kibibytes.is_multiple_of(*factor));
    fitting.map_or_else(|| format!("{kibibytes}Ki"), |(factor, unit)| format!("{}{unit}", kibibytes / factor))
}

/// A number of days as people say it.
pub fn days(count: u64) -> String {
    if count == 1 { "one day".to_owned() } else { format!("{count} days") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written() {
        assert_eq!(["250m", "2", "1.5", "0.25", "0.001"].map(millicpu), [250, 2000, 1500, 250, 1].map(Some));
        assert_eq!(["128Mi", "64Gi", "1Ki", "1Ti"].map(kibibytes), [1 << 17, 64 << 20, 1, 1 << 30].map(Some));
        assert_eq!([millicpu("1.2345"), millicpu("99999999999999999999"), kibibytes("i"), kibibytes("99999999999999999999Ti")], [Some(3345), None, None, None]);
        assert_eq!((cpu(2000), cpu(2100)), ("\"2\"".to_owned(), "2100m".to_owned()));
        assert_eq!((memory(64 << 20), memory(3 << 10), memory(1)), ("64Gi".to_owned(), "3Mi".to_owned(), "1Ki".to_owned()));
    }

    #[test]
    fn one_day_is_no_plural() {
        assert_eq!([0, 1, 2].map(super::days), ["0 days", "one day", "2 days"]);
    }
}

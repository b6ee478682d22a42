//! What other dialects of cron write, and how it is written here.

use super::repairs::Repair;

const FIELDS: [&str; 5] = ["minute", "hour", "day of the month", "month", "day of the week"];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Times that have names elsewhere.
const NAMED: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// The same schedule in five fields of numbers, or which of its fields is none.
pub fn repair(text: &str, fits: impl Fn(&str) -> bool) -> Repair {
    if text.contains("TZ=") {
        return Repair::help("its time zone stands before it", "write the time zone beside it, such as `timeZone: Europe/Amsterdam`");
    }
    if let Some((_, same)) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text.trim())) {
        return Repair::instead("times have no names here", *same);
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    if let ["0", five @ ..] = &fields[..]
        && five.len() == FIELDS.len()
        && fits(&numbers(five))
    {
        return Repair::instead("it begins with a second, and there are none here", numbers(five));
    }
    if fields.len() != FIELDS.len() {
        return Repair { fault: format!("{} fields, of five", fields.len()), ..Repair::default() };
    }
    let same = numbers(&fields);
    if fits(&same) {
        return Repair::instead("numbers, one space apart, are what it is written in", same);
    }
    let refused = (0..FIELDS.len()).find(|at| {
        let alone: Vec<&str> = (0..FIELDS.len()).map(|other| if other == *at { fields[other] } else { "*" }).collect();
        !fits(&numbers(&alone))
    });
    Repair { fault: refused.map_or_else(String::new, |at| format!("its {} cannot be `{}`", FIELDS[at], fields[at])), ..Repair::default() }
}

/// Fields without names, zeros before their numbers, and marks that mean any.
fn numbers(fields: &[&str]) -> String {
    let each = fields.iter().enumerate().map(|(at, field)| field.split(',').map(|part| number_part(at, part)).collect::<Vec<_>>().join(","));
    each.collect::<Vec<_>>().join(" ")
}

/// One part of a field: a value, a range, either with a step.
fn number_part(at: usize, part: &str) -> String {
    let (range, step) = part.split_once('/').map_or((part, String::new()), |(range, step)| (range, format!("/{}", plain(step))));
    let whole = match range.split_once('-') {
        Some((first, last)) => {
            let (first, last) = (number(at, first), number(at, last));
            // Sunday ends some weeks and begins others.
            match (at, last.as_str(), step.is_empty()) {
                (4, "7", true) if first == "6" => "6,0".to_owned(),
                (4, "7", true) => format!("{first}-6,0"),
                _ => format!("{first}-{last}"),
            }
        }
        None if range == "?" => "*".to_owned(),
        None => match number(at, range) {
            day if at == 4 && day == "7" => "0".to_owned(),
            other => other,
        },
    };
    whole + &step
}

fn number(at: usize, text: &str) -> String {
    let names: &[&str] = match at {
        3 => &MONTHS,
        4 => &DAYS,
        _ => &[],
    };
    let named = names.iter().position(|name| text.to_ascii_lowercase() == *name);
    named.map_or_else(|| plain(text), |position| (position + usize::from(at == 3)).to_string())
}

/// A number without zeros before it.
fn plain(text: &str) -> String {
    text.parse::<u32>().map_or_else(|_| text.to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::grammar::matches;
    use crate::blueprint::text::GRAMMARS;

    fn repair(text: &str) -> String {
        let (pattern, _) = GRAMMARS.iter().find(|(_, says)| says.starts_with("a schedule of cron")).copied().expect("the grammar of schedules");
        let repair = super::repair(text, |text| matches(pattern, text));
        repair.instead.or(repair.help).unwrap_or(repair.fault)
    }

    #[test]
    fn other_dialects_are_told_in_numbers() {
        for (text, wanted) in [
            ("@daily", "0 0 * * *"),
            ("0 0 * * 7", "0 0 * * 0"),
            ("0 0 * * SUN", "0 0 * * 0"),
            ("0 8 * JAN,jul MON-FRI", "0 8 * 1,7 1-5"),
            ("0 8 * * 5-7", "0 8 * * 5-6,0"),
            ("0 8 * * sat-7", "0 8 * * 6,0"),
            ("00 08 * * *", "0 8 * * *"),
            ("0  0 * * * ", "0 0 * * *"),
            ("0 0 ? * 1", "0 0 * * 1"),
            ("0 0 0 * * *", "0 0 * * *"),
        ] {
            assert_eq!(repair(text), wanted, "{text}");
        }
    }

    #[test]
    fn else_the_field_is_named() {
        for (text, wanted) in [
            ("60 * * * *", "its minute cannot be `60`"),
            ("* 24 * * *", "its hour cannot be `24`"),
            ("0 0 L * *", "its day of the month cannot be `L`"),
            ("*/0 * * * *", "its minute cannot be `*/0`"),
            ("* * * *", "4 fields, of five"),
            ("", "0 fields, of five"),
        ] {
            assert_eq!(repair(text), wanted, "{text}");
        }
        assert!(repair("CRON_TZ=Europe/Berlin 0 0 * * *").contains("timeZone"));
    }
}

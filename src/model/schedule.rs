//! When a schedule of cron comes to pass in a week.

use super::clock::DAY;

/// The minutes of a week, beginning on Monday, in which a schedule may come: those of months are left open, and where a day of the month is
/// named it may be any day of the week.
pub fn moments(schedule: &str) -> Vec<i32> {
    let fields: Vec<&str> = schedule.split(' ').collect();
    let [minutes, hours, days, _, weekdays] = fields.as_slice() else { return Vec::new() };
    let weekdays = if *days == "*" { numbers(weekdays, 0, 6) } else { (0..7).collect() };
    // Monday first, where cron has Sunday.
    let days = weekdays.into_iter().map(|day| (day + 6) % 7 * DAY);
    let times: Vec<i32> =
        numbers(hours, 0, 23).into_iter().flat_map(|hour| numbers(minutes, 0, 59).into_iter().map(move |minute| 60 * hour + minute)).collect();
    days.flat_map(|day| times.iter().map(move |time| day + time)).collect()
}

/// The numbers that a field takes: `*`, a number, a range, each with a step or without, several after commas.
fn numbers(field: &str, least: i32, most: i32) -> Vec<i32> {
    let each = field.split(',').flat_map(|part| {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, step.parse::<usize>().ok()));
        let number = |text: &str| text.parse::<i32>().ok();
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (number(from), number(to)),
            None if range == "*" => (Some(least), Some(most)),
            // From a number on in steps, or that number alone.
            None => (number(range), if step.is_some() { Some(most) } else { number(range) }),
        };
        (from.unwrap_or(least)..=to.unwrap_or(most)).step_by(step.unwrap_or(1).max(1))
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_spelled_out() {
        assert_eq!(numbers("*/20", 0, 59), [0, 20, 40]);
        assert_eq!(numbers("8-18/5,20", 0, 23), [8, 13, 18, 20]);
        assert_eq!(numbers("22/1", 0, 23), [22, 23]);
        assert_eq!(moments("30 2 * * 0,1"), [6 * DAY + 150, 150]);
        assert_eq!(moments("0 0 1 * 3").len(), 7);
        assert_eq!(moments("* * * * *").len(), 7 * 24 * 60);
    }
}

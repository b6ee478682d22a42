//! A day of the calendar, written `2026-11-24`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A valid day of the Gregorian calendar; earlier days compare as less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFault {
    /// Not four, two and two digits with hyphens between them.
    Shape(String),
    /// The right shape, but no such day.
    NoSuchDay(String),
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=days).contains(&day).then_some(Date { year, month, day })
    }

    /// The day so many days after 1970-01-01, by counting in eras of 400 years from the first of March; none past the year 65535.
    pub fn of_days(days: u64) -> Option<Date> {
        let days = days + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    pub fn year(self) -> u16 {
        self.year
    }

    /// Days from this day to another; negative when that one is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        other.number() - self.number()
    }

    /// Days since 0000-03-01: with the year begun in March, the leap day is its last.
    fn number(self) -> i64 {
        let (year, month) = if self.month > 2 { (self.year, self.month - 3) } else { (self.year.saturating_sub(1), self.month + 9) };
        let (year, month) = (i64::from(year), i64::from(month));
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + i64::from(self.day)
    }
}

impl FromStr for Date {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Date, DateFault> {
        let shape = || DateFault::Shape(text.to_owned());
        let bytes = text.as_bytes();
        let digits = |at: usize| matches!(at, 4 | 7) || bytes[at].is_ascii_digit();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !(0..10).all(digits) {
            return Err(shape());
        }
        let year = text[..4].parse().map_err(|_| shape())?;
        let month = text[5..7].parse().map_err(|_| shape())?;
        let day = text[8..].parse().map_err(|_| shape())?;
        Date::new(year, month, day).ok_or_else(|| DateFault::NoSuchDay(text.to_owned()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for DateFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateFault::Shape(text) => write!(out, "{text:?} is not a date of the form YYYY-MM-DD"),
            DateFault::NoSuchDay(text) => write!(out, "{text:?} is not a day of the calendar"),
        }
    }
}

impl std::error::Error for DateFault {}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, DateFault};

    #[test]
    fn reads_and_prints_the_same_day() {
        for text in ["2026-11-24", "2028-02-29", "2000-02-29", "0001-01-01"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in ["2027-02-29", "2100-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-01-00"] {
            assert_eq!(text.parse::<Date>(), Err(DateFault::NoSuchDay(text.into())));
        }
        for text in ["", "2026-1-1", "2026/11/24", "20261124", "2026-11-24T", "+026-11-24", "２026-11-2", "2026-11-é"] {
            assert_eq!(text.parse::<Date>(), Err(DateFault::Shape(text.into())));
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(day("2026-11-24").days_until(day("2026-11-30")), 6);
        assert_eq!(day("2027-12-31").days_until(day("2028-03-01")), 61);
        assert_eq!(day("2026-03-01").days_until(day("2026-02-28")), -1);
        assert_eq!(day("2000-01-01").days_until(day("2026-01-01")), 9497);
    }

    #[test]
    fn days_since_1970_become_dates() {
        for (days, date) in [(0, "1970-01-01"), (19_782, "2024-02-29"), (20_781, "2026-11-24"), (47_540, "2100-02-28"), (47_541, "2100-03-01")] {
            assert_eq!(Date::of_days(days).unwrap().to_string(), date);
        }
    }

    #[test]
    fn earlier_is_less() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert!(day("2026-11-30") < day("2026-12-01"));
        assert!(day("2026-12-31") < day("2027-01-01"));
    }
}

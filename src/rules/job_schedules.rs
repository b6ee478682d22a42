//! AKS0525: a schedule of a job that no clock ever comes to, or that Kubernetes does not read.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            for job in &placement.jobs {
                let Some((title, why)) = fault(&job.schedule) else { continue };
                let finding = Finding::new(&codes::JOB_SCHEDULE, format!("the job `{}` of `{}` {title}", job.name, app.name))
                    .help("such as \"30 2 * * 1-5\": at 2:30 from Monday to Friday");
                findings.add(finding, &format!("{}.jobs.{}.schedule", placement.base, job.name), why);
            }
        }
    }
}

/// What is wrong with a schedule whose grammar is right.
fn fault(schedule: &str) -> Option<(&'static str, String)> {
    let fields: Vec<&str> = schedule.split(' ').collect();
    let ranges = fields.iter().flat_map(|field| field.split(','));
    for part in ranges {
        let range = part.split('/').next().unwrap_or_default();
        if let Some((from, to)) = range.split_once('-').and_then(|(from, to)| Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?)))
            && from > to
        {
            return Some(("has a range that runs backwards", format!("Kubernetes refuses {range}: write both ends apart, {from}-… and …-{to}")));
        }
    }
    let [_, _, days, months, weekdays] = fields.as_slice() else { return None };
    // Where both days are named, either will do.
    let earliest = numbers(days)?.into_iter().min()?;
    let longest = numbers(months).map_or(31, |months| months.into_iter().map(length).max().unwrap_or(31));
    (*weekdays == "*" && earliest > longest).then(|| ("never runs", format!("none of these months has a day {earliest}")))
}

/// The first number of each part of a field; none where it takes any.
fn numbers(field: &str) -> Option<Vec<u32>> {
    field.split(',').map(|part| part.split(['-', '/']).next()?.parse().ok()).collect()
}

/// The days of a month, in its longest year.
fn length(month: u32) -> u32 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_never_comes_is_told_from_what_does() {
        for sound in ["* * * * *", "30 2 * * 1-5", "0 0 31 1,4 *", "0 0 29 2 *", "*/5 8-18/2 * 2-4 *", "0 0 31 2 1", "0 0 31 * *"] {
            assert_eq!(fault(sound), None, "{sound}");
        }
        for never in ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 31 2 *"] {
            assert_eq!(fault(never).map(|(title, _)| title), Some("never runs"), "{never}");
        }
        assert_eq!(fault("0 18-8 * * *").map(|(title, _)| title), Some("has a range that runs backwards"));
    }
}

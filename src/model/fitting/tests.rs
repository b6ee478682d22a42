use super::*;
use crate::model::clock::{DAY, offsets};

fn hours(start: i32, stop: i32, days: &str, timezone: &str) -> Hours {
    let days: Vec<&str> = days.split(' ').collect();
    serde_json::from_value(serde_json::json!({"days": days, "start": clock::clock(start), "stop": clock::clock(stop), "timezone": timezone})).unwrap()
}

fn window(start: &str, hours: u32, offset: &str) -> Window {
    serde_json::from_value(serde_json::json!({"day": null, "start": start, "hours": hours, "utcOffset": offset})).unwrap()
}

const ZONES: [&str; 8] =
    ["UTC", "Europe/Amsterdam", "Europe/Dublin", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati"];

/// Hours all over the day, on days before and after which clusters rest.
fn all() -> impl Iterator<Item = Hours> {
    let spans = (0..DAY).step_by(75).flat_map(|start| (start + 15..DAY).step_by(165).map(move |stop| (start, stop)));
    let each = spans.zip(["mo tu we th fr", "su", "tu we sa"].into_iter().cycle());
    each.flat_map(|((start, stop), days)| ZONES.map(|zone| hours(start, stop, days, zone)))
}

#[test]
fn what_fits_is_held_and_what_does_not_has_no_room() {
    for hours in all() {
        for lasting in [4, 6] {
            let like = window("02:00", lasting, "+00:00");
            let room = minutes(&hours.stop) - minutes(&hours.start);
            let Some(fitting) = hours.upgrades(&like) else {
                assert!(room < hours.needed(&like), "{hours}: {lasting} hours have room in {room} minutes");
                continue;
            };
            let held: Vec<ShortDay> = hours.days_of(&fitting, &LAST).into_iter().map(ShortDay::of).collect();
            assert!(held.len() == hours.days.len() && held.iter().all(|day| hours.days.contains(day)), "{hours}: {fitting:?} on {held:?}");
        }
    }
}

#[test]
fn nodes_are_rebooted_while_clusters_run_and_are_not_upgraded() {
    let mut rebooted = 0;
    for hours in all() {
        let Some(fitting) = hours.upgrades(&window("02:00", 4, "+00:00")) else { continue };
        for day in hours.days_of(&fitting, &LAST).into_iter().take(2) {
            let upgrades = clock::upgrades(&Window { day: Some(day), ..fitting.clone() });
            let room = minutes(&hours.stop) - minutes(&hours.start);
            let Some(window) = hours.reboots(&[ShortDay::of(day)], upgrades) else {
                let moved = offsets(&hours.timezone);
                assert!(room < hours.needed(&fitting) + REBOOTS + moved.last().unwrap() - moved.first().unwrap(), "{hours}: no hour is left");
                continue;
            };
            rebooted += 1;
            assert!(hours.hold_reboots(&[ShortDay::of(day)], &window), "{hours}: {window:?}");
            for span in clock::reboots(&[ShortDay::of(day)], &window) {
                assert!(!span.overlaps(upgrades.unwrap()) && span.to - span.from >= REBOOTS, "{hours}: {window:?}");
            }
        }
    }
    assert!(rebooted > 200, "{rebooted}");
}

#[test]
fn reboots_come_before_upgrades_that_end_with_the_day() {
    let office = hours(7 * 60, 19 * 60, "mo tu", "Europe/Amsterdam");
    let late = Window { day: Some(Weekday::Monday), ..window("14:00", 4, "+01:00") };
    let window = office.reboots(&[ShortDay::Mo], clock::upgrades(&late)).unwrap();
    assert_eq!((window.start.as_str(), window.end.as_str(), window.timezone.as_str()), ("08:00", "14:00", "Europe/Amsterdam"));
    let other = office.reboots(&[ShortDay::Tu], clock::upgrades(&late)).unwrap();
    assert_eq!((other.start.as_str(), other.end.as_str()), ("08:00", "19:00"));
}

const SHIFT: &str = "name: shift\ndomain: shift.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope, northeurope]\n\
    promotion: [dev, production]\nenvironments: {dev: {platform: dev}, production: {platform: live}}\nteams: {web: {group: 22222222-2222-4222-8222-222222222222}}\n";

/// Where clusters of development rest, the allocations after a render, and the codes of what is found.
fn resting(platform: &str, before: &str) -> (String, Vec<&'static str>) {
    let mut sources = crate::source::Sources::single("blueprint.yaml", format!("{SHIFT}platforms: {{live: {{}}, dev: {{{platform}}}}}\n"));
    sources.set_allocations("allocations.yaml", before);
    let (given, report) = match crate::compile::understand(&sources, crate::facts::Facts::embedded(), "2026-11-24".parse().unwrap()) {
        Ok((_, model, report)) => (model.allocations.print(), report),
        Err(report) => (String::new(), report),
    };
    (given, report.findings.iter().map(|finding| finding.code.id).collect())
}

#[test]
fn regions_that_rest_have_days_on_which_they_run() {
    let office = "kubernetes: {hours: {timezone: Europe/Amsterdam}, upgrades: {nodeImage: {channel: Unmanaged}}}, releases: {kured: {}}";
    let (given, codes) = resting(office, "");
    assert!(!codes.contains(&"AKS0317") && !codes.contains(&"AKS0318"), "{codes:?}");
    assert!(given.contains("window/dev/westeurope: thursday") && given.contains("window/dev/northeurope: wednesday"), "{given}");
    let (given, _) = resting(&office.replace("{timezone", "{days: [sa, su], timezone"), &given);
    assert!(given.contains("window/dev/westeurope: saturday") && given.contains("window/dev/northeurope: s"), "a day on which they rest is given up: {given}");
    let (_, codes) = resting(&office.replace("{timezone", "{start: \"09:00\", stop: \"13:00\", timezone"), "");
    assert!(codes.contains(&"AKS0318"), "no window fits, and that is said: {codes:?}");
}

//! Blueprints with bytes flipped, lines moved and values replaced: always an answer, whose places lie in the texts.

use std::time::{Duration, Instant};

use aksgen::source::Sources;

use super::support;

/// Seeds that failed once, and a few more. `MUTATIONS=<seconds>` sweeps for longer, from the clock's seed on.
const SEEDS: std::ops::Range<u64> = 0..600;

const VALUES: &[&str] = &[
    "null",
    "~",
    "[]",
    "{}",
    "true",
    "on",
    "0",
    "-1",
    "1e3",
    "0x1F",
    "1.30",
    "99999999999999999999",
    ".nan",
    ".inf",
    "''",
    "\"\"",
    "[a, b]",
    "{a: b}",
    "*a",
    "&a b",
    "!!str 1",
    "!x {}",
    "|\n  text",
    "0.0.0.0/0",
    "255.255.255.255/32",
    "10.0.0.0/31",
    "10.64.0.0/32",
    "0.0.0.0",
    "255.255.255.255",
    "\"\\u202e\"",
    "\"\\0\"",
    "a: b: c",
    "- -",
    "? a",
    "<<: {}",
    "%TAG",
    "---",
    "...",
    "2",
    "1000",
    "Standard_B2s",
    "\"1.37\"",
    "dev",
    "podinfo",
    "premium",
    "Unmanaged",
    "\"22:00\"",
    "applicationGateway",
    "{applicationGateway: null}",
    "{nginx: }",
    "1",
    "3",
    "5",
    "250",
    "10.64.0.0/24",
    "10.64.0.0/8",
    "10.244.0.0/22",
    "172.16.0.0/11",
    "8.8.8.0/24",
    "10.64.1.255",
    "172.29.0.1",
    "Standard_DS2_v2",
    "\"1.30\"",
    "\"1.34\"",
    "free",
    "None",
    "5000Gi",
    "1m",
    "system",
    "web",
    "production",
    "a-b",
    "www",
    "health",
    "\"Password=x\"",
];

/// A generator of numbers that is the same on every machine (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides.max(1)).expect("few sides")).expect("fewer than the sides")
    }
}

fn mutate(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(2) {
        let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let (line, other) = (dice.roll(lines.len()), dice.roll(lines.len()));
        match dice.roll(16) {
            0 if !bytes.is_empty() => {
                let at = dice.roll(bytes.len());
                bytes[at] ^= 1 << dice.roll(8);
                continue;
            }
            1 => {
                bytes.truncate(dice.roll(bytes.len() + 1));
                continue;
            }
            2 if !bytes.is_empty() => {
                let at = dice.roll(bytes.len());
                bytes.insert(at, b" :{}[]&*!|>'\"%@`#,?-\t\r\n\0\xff"[dice.roll(25)]);
                continue;
            }
            _ if lines.is_empty() => continue,
            3 => drop(lines.remove(line)),
            4 => lines.insert(other, lines[line].clone()),
            5 => lines.swap(line, other),
            6 => lines[line].splice(0..0, std::iter::repeat_n(b' ', dice.roll(4))).for_each(drop),
            // The value of a line, or what a flow map has behind one of its colons, becomes another.
            _ => {
                let text = String::from_utf8_lossy(&lines[line]).into_owned();
                let colons: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
                let Some(start) = colons.get(dice.roll(colons.len())).copied() else { continue };
                let end = text[start..].find([',', '}', '\n']).map_or(text.len(), |at| start + at);
                lines[line] = format!("{}{}{}", &text[..start], VALUES[dice.roll(VALUES.len())], &text[end..]).into_bytes();
            }
        }
        bytes = lines.concat();
    }
    bytes
}

fn originals() -> Vec<Vec<u8>> {
    let cases = ["base.yaml", "talk.yaml", "cascade.yaml", "aliases.yaml", "network.yaml"].map(|name| support::folder().join(name));
    let blueprints = ["minimal.yaml", "ignitetour.yaml"].map(|name| support::folder().join("../../blueprints").join(name));
    cases.iter().chain(&blueprints).map(|path| std::fs::read(path).expect("an original")).collect()
}

/// Judges one mutation, in every form of a report; whether it came to the rules.
fn judge(seed: u64, originals: &[Vec<u8>]) -> bool {
    let mut dice = Dice(seed);
    let bytes = mutate(&originals[dice.roll(originals.len())], &mut dice);
    let answer = std::panic::catch_unwind(|| {
        let mut sources = Sources::default();
        let report = match sources.add_bytes("blueprint.yaml", bytes.clone()) {
            Ok(_) => support::judge(&sources),
            Err(finding) => aksgen::diagnostics::Report { findings: vec![*finding] },
        };
        support::assert_sound(&report, &sources);
        support::shown(&report, &sources);
        aksgen::diagnostics::sarif::render(&report, &sources);
        aksgen::diagnostics::json::render(&report, &sources);
        aksgen::diagnostics::devops::render(&report, &sources);
        report.findings.iter().all(|finding| !finding.code.id.starts_with("AKS00"))
    });
    answer.unwrap_or_else(|_| panic!("seed {seed}:\n{}", String::from_utf8_lossy(&bytes)))
}

#[test]
fn every_mutation_has_an_answer() {
    let originals = originals();
    let readable = SEEDS.filter(|seed| judge(*seed, &originals)).count();
    // Else the mutations were so wild that hardly a rule ever saw one, or so tame that no reader was tried.
    assert!((100..500).contains(&readable), "{readable} of {SEEDS:?} came to the rules");
    if let Some(seconds) = std::env::var("MUTATIONS").ok().and_then(|seconds| seconds.parse().ok()) {
        let (start, first) = (Instant::now(), std::time::UNIX_EPOCH.elapsed().map_or(0, |now| now.as_secs()) << 20);
        (first..).take_while(|_| start.elapsed() < Duration::from_secs(seconds)).for_each(|seed| {
            judge(seed, &originals);
        });
    }
}

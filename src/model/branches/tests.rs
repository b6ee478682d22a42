use std::collections::HashMap;

use super::*;
use crate::facts::Facts;

/// Numbers that look like chance and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap()
    }
}

/// Names that differ in as little as names can, and some that look as others do when they are altered.
fn hostile(numbers: &mut Numbers) -> Vec<u8> {
    const PARTS: [&[u8]; 24] = [
        b"feature/",
        b"a",
        b"B",
        b"b",
        b"-",
        b"--",
        b"_",
        b".",
        b"/",
        b"0",
        b"$(id)",
        b"`id`",
        b"'",
        b"\"",
        b";",
        b"\n",
        b"\0",
        b"##vso[",
        b"\xc3\xb8",
        b"\xff",
        b" ",
        b"login",
        b"-0123456789ab",
        b"NAME_OF_BRANCH",
    ];
    let parts = numbers.next() % 12;
    let mut name: Vec<u8> = (0..parts).flat_map(|_| PARTS[numbers.next() % PARTS.len()].iter().copied()).collect();
    if numbers.next().is_multiple_of(8) {
        name = label(&name).into_bytes();
    }
    name
}

#[test]
fn a_million_hostile_names_are_told_apart_within_every_limit() {
    let naming = &Facts::embedded().naming;
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut labels: HashMap<String, Vec<u8>> = HashMap::new();
    for _ in 0..1_000_000 {
        let name = hostile(&mut numbers);
        let label = label(&name);
        assert!(naming.kubernetes_label.check(&label).is_ok() && label.len() <= LONGEST && !label.contains(SEPARATOR), "{label}");
        if label.as_bytes() != name {
            let (shown, digest) = label.rsplit_once('-').unwrap();
            assert!(!shown.is_empty() && digest.len() == DIGEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{label}");
        }
        let first = labels.entry(label).or_insert_with(|| name.clone());
        assert_eq!(*first, name, "two branches have one label");
    }
    assert!(labels.len() > 300_000, "{}", labels.len());
}

#[test]
fn labels_stay_what_they_are() {
    let cases: [(&str, &str); 9] = [
        ("develop", "develop"),
        ("login-2", "login-2"),
        ("0123456789ab", "0123456789ab"),
        ("feature/login", "feature-login-df7c7aeb3560"),
        ("Feature/Login", "feature-login-1ce27709f2ad"),
        ("x-0123456789ab", "x-0123456789ab-2b433c209337"),
        ("", "branch-e3b0c44298fc"),
        ("ø/ø", "branch-1fc27de4b0d2"),
        ("a--b", "a-b-90827a2e5636"),
    ];
    for (name, expected) in cases {
        assert_eq!(label(name.as_bytes()), expected, "{name}");
    }
}

#[test]
fn an_example_is_as_long_as_labels_get() {
    let pattern = |text: &str| serde_json::from_value::<BranchPattern>(text.into()).unwrap();
    assert_eq!(["feature/*", "*", "a/*-b"].map(|text| example(&pattern(text)).len()), [LONGEST; 3]);
    assert_eq!(example(&pattern("develop")), "develop");
}

//! The grammar against names at and over the edges of the official patterns.

use std::collections::BTreeSet;

use super::{Character, NameFault, NamingRules};
use crate::facts::Facts;

fn rules() -> &'static NamingRules {
    &Facts::embedded().naming
}

#[test]
fn every_rule_can_be_satisfied_and_has_consistent_classes() {
    for (key, rule) in rules().entries() {
        assert!(1 <= rule.min && rule.min <= rule.max, "{key}: {} to {}", rule.min, rule.max);
        let inside = |classes: &Option<BTreeSet<Character>>| classes.iter().flatten().all(|class| covered(&rule.characters, *class));
        assert!(inside(&rule.first) && inside(&rule.last), "{key}: begins or ends with what it cannot contain");
        assert!(rule.single.is_subset(&rule.characters), "{key}: a lone character that it cannot contain");
        assert_eq!(rule.source.is_some(), rule.checked.is_some(), "{key}: a source of its own has a date of its own");
        for length in [rule.min, rule.max] {
            assert_eq!(rule.check(&"a".repeat(length)), Ok(()), "{key}");
        }
        assert_eq!(rule.check(&"a".repeat(rule.max + 1)), Err(NameFault::TooLong { length: rule.max + 1, max: rule.max }), "{key}");
        assert!(rule.check("").is_err(), "{key} takes the empty name");
        for hostile in ['/', ' ', '\n', '$', '\'', '\u{202e}', '\0'] {
            assert!(rule.check(&format!("aa{hostile}aa")).is_err(), "{key} takes {hostile:?}");
        }
    }
}

fn covered(classes: &BTreeSet<Character>, class: Character) -> bool {
    let wider: &[Character] = match class {
        Character::Lower => &[Character::Lower, Character::Letter, Character::Word],
        Character::Letter | Character::Digit => &[class, Character::Word],
        _ => &[class],
    };
    wider.iter().any(|wide| classes.contains(wide))
}

#[test]
fn types_and_abbreviations_are_there_once() {
    let facts = Facts::embedded();
    let (mut types, mut abbreviations) = (BTreeSet::new(), BTreeSet::new());
    for (key, rule) in rules().entries() {
        if let Some(resource_type) = &rule.resource_type {
            assert!(types.insert(resource_type), "{key}: {resource_type} has two rules");
            assert_eq!(facts.api_versions.canonical(resource_type), Some(resource_type.as_str()), "{key}");
        }
        assert!(rule.abbreviation.iter().all(|short| abbreviations.insert(short)), "{key}: {:?}", rule.abbreviation);
    }
}

#[test]
fn official_patterns_hold_at_their_edges() {
    let rules = rules();
    let cases = [
        ("vault", &rules.key_vault, vec!["kv-a", "Matrix-dev-1"], vec!["kv", "1kv", "kv--a", "kv-", "kv_a", "-kv"]),
        ("registry", &rules.container_registry, vec!["12345", "Matrix"], vec!["matrix-images", "abcd"]),
        ("label", &rules.public_ip_dns_label, vec!["a-1", "matrix-dev"], vec!["1ab", "ab-", "Ab1"]),
        ("cluster", &rules.managed_cluster, vec!["1", "a_b-c"], vec!["-a", "a_", "a.b"]),
        ("group", &rules.resource_group, vec!["_a", "grün(1)", "a-"], vec!["a.", "a b"]),
        ("subnet", &rules.subnet, vec!["a_", "1.b"], vec!["_a", "a-", "a."]),
        ("namespace", &rules.kubernetes_label, vec!["1", "a--b"], vec!["a.b", "-a", "a-", "A"]),
        ("subdomain", &rules.kubernetes_subdomain, vec!["a.b-c.1"], vec!["a..b", "a.-b", "a-.b", ".a", "a."]),
        ("cron job", &rules.cron_job, vec!["a.b", "a-1"], vec!["a_b", "-a", "A", "a..b"]),
        ("release", &rules.helm_release, vec!["a.b", "a-1"], vec!["a_b", "-a", "A", "a..b"]),
        ("workspace", &rules.workspace, vec!["ab-1"], vec!["abc", "a_bc", "-abc", "abc-"]),
        ("credential", &rules.federated_credential, vec!["a-_", "abc"], vec!["ab", "-ab", "a.b"]),
    ];
    for (kind, rule, good, bad) in cases {
        for name in good {
            assert_eq!(rule.check(name), Ok(()), "{kind}: {name}");
        }
        for name in bad {
            assert!(rule.check(name).is_err(), "{kind} takes {name}");
        }
    }
}

#[test]
fn faults_read_as_sentences() {
    let says = |name: &str| rules().key_vault.check(name).unwrap_err().to_string();
    assert_eq!(says("matrix-development-secrets-dev"), "is too long: 30 of at most 24 characters");
    assert_eq!(says("kv"), "is too short: 2 of at least 3 characters");
    assert_eq!(says("kv_dev"), "has '_' as character 3; it consists of letters, digits and hyphens");
    assert_eq!(says("1kv"), "begins with '1'; it begins with letters");
    assert_eq!(says("kv-"), "ends with '-'; it ends with letters and digits");
    assert_eq!(says("kv--dev"), "has '-' twice in a row");
    assert!(says("kv\u{202e}dev").starts_with("has '\\u{202e}' as character 3"), "{}", says("kv\u{202e}dev"));
}

//! The managed rule sets of a WAF policy on Application Gateway.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// ARM's `ruleSetType`.
    #[serde(rename = "type")]
    pub kind: String,
    /// ARM's `ruleSetVersion`.
    pub version: String,
    /// Whether Microsoft's support policy covers it.
    pub supported: bool,
    /// Where a blueprint may name its rules: its groups, and how the numbers of their rules begin.
    #[serde(default)]
    groups: BTreeMap<String, String>,
}

impl RuleSet {
    /// The group that a rule is in; none where the set has no rule of such a number.
    pub fn group(&self, rule: &str) -> Option<&str> {
        self.groups.iter().find(|(_, start)| rule.starts_with(start.as_str())).map(|(group, _)| group.as_str())
    }
}

impl fmt::Display for RuleSet {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{} {}", self.kind, self.version)
    }
}

record! {
    /// Rule sets: the two that we write, and those that a person may know.
    pub struct WafRuleSets: RuleSet { default, bots, previous, owasp_3_2, owasp_3_1, owasp_3_0 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::facts::Facts;

    #[test]
    fn what_we_write_is_supported_and_no_set_is_there_twice() {
        let sets = &Facts::embedded().waf_rule_sets;
        assert!(sets.default.supported && sets.bots.supported);
        let distinct: BTreeSet<_> = sets.entries().map(|(_, set)| (&set.kind, &set.version)).collect();
        assert_eq!(
            (sets.default.group("942440"), sets.default.group("99032001"), sets.default.group("800100")),
            (Some("SQLI"), Some("MS-ThreatIntel-XSS"), None)
        );
        assert_eq!(distinct.len(), sets.entries().count());
    }
}

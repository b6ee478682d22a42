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
    /// The sets that we write.
    pub struct WafRuleSets: RuleSet { default, bots }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn rules_are_in_groups_by_their_numbers() {
        let set = &Facts::embedded().waf_rule_sets.default;
        assert_eq!(["942440", "99032001", "800100"].map(|rule| set.group(rule)), [Some("SQLI"), Some("MS-ThreatIntel-XSS"), None]);
    }
}

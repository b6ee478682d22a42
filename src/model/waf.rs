//! The web application firewall of a gateway: its rules in the groups of the managed set that we write.

use std::collections::BTreeMap;

use crate::blueprint::settings::{self, ExclusionOperator, ExclusionVariable, WafRule};
use crate::blueprint::text::{RuleId, Selector};
use crate::facts::RuleSet;

#[derive(Debug)]
pub struct Waf {
    /// `Detection` or `Prevention`.
    pub mode: &'static str,
    pub rules: Vec<WafRule>,
    pub exclusions: Vec<Exclusion>,
    /// Managed rules that are off.
    pub off: Groups,
    /// Numbers that no managed rule has, each with the place of the settings at which it stands.
    pub unknown: Vec<(RuleId, String)>,
}

/// Managed rules by the group that they are in.
pub type Groups = BTreeMap<String, Vec<RuleId>>;

/// A part of requests at which managed rules do not look: none of them where it names none.
#[derive(Debug)]
pub struct Exclusion {
    pub variable: ExclusionVariable,
    pub operator: ExclusionOperator,
    pub selector: Selector,
    pub rules: Option<ManagedRules>,
}

/// Type and version of a set of managed rules.
pub type RuleSetName = (String, String);

#[derive(Debug)]
pub struct ManagedRules {
    pub set: RuleSetName,
    pub groups: Groups,
}

impl Waf {
    pub fn new(waf: &settings::Waf, set: &RuleSet) -> Self {
        let exclusions = waf.exclusions.iter().map(|exclusion| Exclusion {
            variable: exclusion.variable,
            operator: exclusion.operator,
            selector: exclusion.selector.clone(),
            rules: (!exclusion.rules.is_empty()).then(|| ManagedRules { set: (set.kind.clone(), set.version.clone()), groups: groups(&exclusion.rules, set) }),
        });
        Self { mode: waf.mode.name(), rules: waf.rules.clone(), exclusions: exclusions.collect(), off: groups(&waf.off, set), unknown: unknown(waf, set) }
    }
}

/// What is in no group is a finding, and nothing is written.
fn groups(rules: &[RuleId], set: &RuleSet) -> Groups {
    let mut groups = Groups::new();
    for rule in rules {
        if let Some(group) = set.group(rule) {
            groups.entry(group.to_owned()).or_default().push(rule.clone());
        }
    }
    groups
}

fn unknown(waf: &settings::Waf, set: &RuleSet) -> Vec<(RuleId, String)> {
    let off = waf.off.iter().enumerate().map(|(index, rule)| (rule, format!("off[{index}]")));
    let excluded =
        waf.exclusions.iter().enumerate().flat_map(|(number, exclusion)| {
            exclusion.rules.iter().enumerate().map(move |(index, rule)| (rule, format!("exclusions[{number}].rules[{index}]")))
        });
    off.chain(excluded).filter(|(rule, _)| set.group(rule).is_none()).map(|(rule, place)| (rule.clone(), place)).collect()
}

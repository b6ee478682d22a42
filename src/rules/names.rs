//! AKS0101: a name that is too long or illegal for what it names.

use std::collections::BTreeMap;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::facts::{NameFault, Naming};
use crate::model::Name;

/// One finding for each thing that shapes names, on the name that is furthest out: mending it mends the others.
pub fn check(subject: &Subject, findings: &mut Findings) {
    let mut faults: BTreeMap<&str, Vec<(&Name, &Naming, NameFault)>> = BTreeMap::new();
    for name in &subject.model.names {
        let Some((_, rule)) = subject.facts.naming.entries().find(|(kind, _)| *kind == name.kind) else { continue };
        if let Err(fault) = rule.check(&name.name) {
            faults.entry(&name.path).or_default().push((name, rule, fault));
        }
    }
    for (path, mut faults) in faults {
        faults.sort_by_key(|(_, _, fault)| std::cmp::Reverse(excess(fault)));
        let Some((name, rule, fault)) = faults.first() else { continue };
        let others = match faults.len() - 1 {
            0 => String::new(),
            1 => "; one more name is too long or illegal with it".to_owned(),
            more => format!("; {more} more names are too long or illegal with it"),
        };
        let help = match excess(fault) {
            0 => format!("a {} consists of {}{others}", rule.noun, rule.characters_in_words()),
            more => format!("shorten what it is made of by {more} characters{others}"),
        };
        let finding = Finding::new(&codes::NAME, format!("the name `{}` of the {} {fault}", name.name, rule.noun)).help(help);
        findings.add(finding, path, "this goes into the name");
    }
}

/// How many characters too many a name has.
fn excess(fault: &NameFault) -> usize {
    match fault {
        NameFault::TooLong { length, max } => length - max,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::source::Sources;

    /// Else its names would pass unseen. A name begins as the Cloud Adoption Framework has it, where it has an abbreviation of its kind.
    #[test]
    fn every_kind_of_name_has_a_rule() {
        let facts = Facts::embedded();
        let sources = Sources::single("ignitetour.yaml", include_str!("../../blueprints/ignitetour.yaml"));
        let (_, model, _) = crate::compile::understand(&sources, facts, facts.naming.checked).unwrap();
        assert!(model.names.len() > 30);
        for name in &model.names {
            let rule = facts.naming.entries().find(|(kind, _)| *kind == name.kind).map(|(_, rule)| rule);
            let rule = rule.unwrap_or_else(|| panic!("{}: {}", name.kind, name.name));
            // A person may name the registry, and Azure itself names the rule of container insights.
            let is_ours = name.path != "registry.name" && !name.name.starts_with("MSCI-");
            let short = rule.abbreviation.as_deref().filter(|_| is_ours).unwrap_or_default();
            assert!(name.name.starts_with(short), "{}: {}", name.kind, name.name);
        }
    }
}

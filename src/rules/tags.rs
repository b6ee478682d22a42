//! AKS0103: more tags than a resource takes, or two that Azure takes for one.

use std::collections::BTreeMap;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let limit = &subject.facts.limits.tags_per_resource;
    let tags = &subject.model.tags;
    let count = u32::try_from(tags.len()).unwrap_or(u32::MAX);
    if !limit.allows(count) {
        let finding = Finding::new(&codes::TAGS, format!("{count} tags are too many")).help(format!("a resource takes {limit}"));
        findings.add(finding, "tags", "all of these go on every resource");
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in tags.keys() {
        if let Some(first) = seen.insert(name.to_lowercase(), name) {
            let finding = Finding::new(&codes::TAGS, format!("`{first}` and `{name}` are one tag to Azure"))
                .beside(findings.place(&format!("tags.{first}")), "the first of them")
                .help("keep one of the two: names of tags have no case");
            findings.add(finding, &format!("tags.{name}"), "differs by its case alone");
        }
    }
}

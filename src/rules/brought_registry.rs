//! AKS0223: settings of a registry that is brought, which nobody here could make true.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    if subject.model.common.registry.is_made() {
        return;
    }
    let registry = &subject.written.blueprint.registry;
    let written = [("name", registry.name.is_some()), ("sku", registry.sku.is_some()), ("push", !registry.push.is_empty())];
    for (key, _) in written.into_iter().filter(|(_, is_written)| *is_written) {
        let path = format!("registry.{key}");
        let finding = Finding::new(&codes::BROUGHT, format!("`{path}` says something of a registry that is not made here"))
            .beside(findings.place("registry.existing"), "it is brought")
            .help("take this line out, and set it where the registry is made");
        findings.add(finding, &path, "nothing would come of it");
    }
}

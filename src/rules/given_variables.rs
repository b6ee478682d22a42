//! AKS0533: a variable of `config` that the app is given another value of.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Placement;

/// What the webhook of workload identity puts into pods (azure-workload-identity, docs, 2026).
const OF_IDENTITY: [&str; 4] = ["AZURE_AUTHORITY_HOST", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID"];

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            for (setting, what, variable) in given(placement).filter(|(_, _, variable)| placement.config.contains_key(*variable)) {
                let base = &placement.base;
                let finding = Finding::new(&codes::GIVEN_VARIABLE, format!("what `config` of the app `{}` says in `{variable}` is not heard", app.name))
                    .beside(findings.place(&format!("{base}.{setting}")), "by this it is given")
                    .help(format!("take it out of `config`, where it is to say {what}; or give it another name there"));
                findings.add(finding, &format!("{base}.config.{variable}"), "a variable of its own, of the same name, goes before it");
            }
        }
    }
}

/// Variables that pods are given beside those of `config`: by which setting, and what they say.
fn given(placement: &Placement) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let insights = placement.application_insights.then_some(("applicationInsights", "where Application Insights is", "APPLICATIONINSIGHTS_CONNECTION_STRING"));
    let test = (!placement.test.is_empty()).then_some(("test", "where the app is that is tried", "TEST_URL"));
    let identity = OF_IDENTITY.into_iter().filter(|_| !placement.secrets.is_empty()).map(|variable| ("secrets", "whose identity the app has", variable));
    insights.into_iter().chain(test).chain(identity)
}

//! AKS0102: a team's namespace that belongs to Kubernetes or to a release, or a service account that does.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

/// Namespaces that AKS fills itself. `kube-` is reserved by Kubernetes (docs, Namespaces, 2024-11-19).
const OF_AKS: [&str; 8] =
    ["default", "calico-system", "tigera-operator", "gatekeeper-system", "app-routing-system", "aks-istio-system", "aks-command", "dataprotection-microsoft"];

/// The service account that Kubernetes makes in every namespace.
const SERVICE_ACCOUNT: &str = "default";

pub fn check(subject: &Subject, findings: &mut Findings) {
    if subject.model.apps.iter().any(|app| app.name.as_str() == SERVICE_ACCOUNT) {
        let finding = Finding::new(&codes::NAME_CLASH, format!("the service account `{SERVICE_ACCOUNT}` belongs to Kubernetes itself"))
            .help("give the app another name: its service account is called as it is");
        findings.add(finding, &format!("apps.{SERVICE_ACCOUNT}"), "this app would get it");
    }
    for cluster in subject.model.sites.iter().flat_map(|site| &site.clusters) {
        for namespace in &cluster.namespaces {
            let name = namespace.name.as_str();
            let release = subject.facts.releases.names().find(|release| subject.facts.releases.get(release).is_some_and(|facts| facts.namespace == name));
            let owner = match release {
                _ if name.starts_with("kube-") => "Kubernetes itself".to_owned(),
                _ if OF_AKS.contains(&name) => "AKS".to_owned(),
                Some(release) => format!("the release `{release}`"),
                None => continue,
            };
            let finding = Finding::new(&codes::NAME_CLASH, format!("the namespace `{name}` belongs to {owner}"))
                .beside(findings.place(&format!("environments.{}", namespace.environment)), "with this environment")
                .help("give the team or the environment another name: a namespace is `<team>-<environment>`");
            findings.add(finding, &format!("teams.{}", namespace.team), "this team would get it");
        }
    }
}

//! AKS0418: hosts with one certificate at the Gateway of application routing, which browsers ask for over one connection.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::helm::gateway::secure_hosts;
use crate::model::ingress::Controller;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in site.clusters.iter().filter(|cluster| cluster.has_application_routing()) {
            let hosts = secure_hosts(site, cluster, subject.facts);
            let [first, second, ..] = hosts.as_slice() else { continue };
            let finding = Finding::new(&codes::SHARED_CONNECTIONS, format!("`{first}` and `{second}` cannot both be served by application routing")).help(
                "let TLS end at a gateway, `edge: {gateway: applicationGateway}`; or write `ingress: gatewayApi`, which sends such requests back; \
                 or give each environment a cluster, `clusters: per-environment`, and each app a host below the domain",
            );
            let path = format!("{}.releases.ingress.{}", cluster.tenancy.path, Controller::ApplicationRouting.key());
            findings.add(finding, &path, "a browser asks for both over one connection, since one certificate covers them, and gets 404 at the second");
        }
    }
}

//! AKS0706: an ingress that would have to serve several certificates itself.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in subject.model.sites.iter().filter(|site| site.edge.gateway().is_none()) {
        for cluster in &site.clusters {
            let here = site.edge.listeners.iter().filter(|listener| listener.backend == cluster.backend);
            let mut served = here.filter_map(|listener| Some((listener, listener.certificate.as_deref()?)));
            let Some((first, certificate)) = served.next() else { continue };
            let Some((other, second)) = served.find(|(_, other)| *other != certificate) else { continue };
            let [path, related] = [other, first].map(|listener| format!("environments.{}.certificate", listener.environment));
            let title = format!("the ingress of `{}` would serve the certificates `{certificate}` and `{second}`", cluster.name);
            let finding = Finding::new(&codes::ONE_CERTIFICATE, title).beside(findings.place(&related), "the first of them").help(
                "name one certificate in both, which holds the hosts of both; or give each environment a cluster, `clusters: per-environment`; \
                 or let TLS end at a gateway, `edge: {gateway: applicationGateway}`",
            );
            findings.add(finding, &path, "TLS ends at the ingress, which has one certificate for all hosts");
        }
    }
}

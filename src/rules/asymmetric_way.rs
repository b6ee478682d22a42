//! AKS0708: an ingress that is public itself, on nodes that leave by a firewall.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::Front;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in subject.model.sites.iter().filter(|site| site.leaves_by_firewall && matches!(site.edge.front, Front::LoadBalancer)) {
        let base = settings_path(site);
        let finding = Finding::new(&codes::ASYMMETRIC, format!("no answer of the ingress of `{}` in {} would reach a client", site.platform, site.region.name))
            .beside(findings.place(&format!("{base}.network.egress")), "the nodes leave by this")
            .help("let a gateway take requests in, `gateway: applicationGateway`, or let nodes leave by `loadBalancer` or `natGateway`");
        findings.add(
            finding,
            &format!("{base}.edge.gateway"),
            "requests come in by the load balancer, and their answers would leave by the firewall, which has seen no request",
        );
    }
}

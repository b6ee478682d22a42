//! AKS0210: nodes in several zones that all leave by one.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::egress::Sku;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let zonal = site.nat_gateway.as_ref().is_some_and(|gateway| gateway.sku == Sku::Standard);
        if !zonal || site.region.zones.is_empty() {
            continue;
        }
        let finding = Finding::new(&codes::ZONAL_EGRESS, format!("a NAT gateway in {} stands in one zone", site.region.display));
        let (finding, why) = match site.clusters.iter().find(|cluster| cluster.virtual_nodes.is_some()) {
            Some(cluster) => (
                finding
                    .beside(findings.place(&format!("{}.kubernetes.virtualNodes", cluster.tenancy.path)), "virtual nodes leave by it, too")
                    .help("run these apps on nodes, or allow this where the loss of a zone is borne"),
                "one of the kind StandardV2, which spans the zones, takes no subnet of Azure Container Instances".to_owned(),
            ),
            None => (
                finding.help("write `egress: loadBalancer`, or allow this where the loss of a zone is borne"),
                format!("{} has no NAT gateway of the kind StandardV2, which spans the zones", site.region.display),
            ),
        };
        findings.add(finding, &format!("{}.network.egress.natGateway", settings_path(site)), why);
    }
}

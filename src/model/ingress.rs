//! The certificate that an ingress itself serves, where TLS ends at it.

use serde::Serialize;

use super::azure_values::Handover;
use super::resolve::{Ground, Resolver};
use super::{Cluster, Edge, Vault, Workload};

/// The namespace and the service account of the ingress controller: those of its release.
const RELEASE: &str = "nginx-ingress";

/// The certificate, which the ingress reads from the vault under an identity of its own.
#[derive(Debug, Serialize)]
pub struct IngressCertificate {
    /// Its name in the vault.
    pub name: String,
    pub vault: String,
    /// What only Azure knows and the release that fetches it needs.
    pub handovers: Vec<Handover>,
}

impl IngressCertificate {
    /// The service account that may read it.
    pub const SERVICE_ACCOUNT: &str = RELEASE;
}

impl Resolver<'_> {
    /// Gives each ingress that serves a certificate what it needs to read it.
    pub(super) fn ingress_certificates(&mut self, ground: &Ground, edge: &Edge, vault: &Vault, clusters: &mut [Cluster]) {
        let Ground { stem, path, groups, .. } = *ground;
        for cluster in clusters {
            let Some(name) = edge.ingress_certificate(&cluster.backend) else { continue };
            let identity = self.register.give("user_assigned_identity", format!("id-{}-ingress", cluster.tenancy.part(stem)), path, &groups.aks);
            self.register.give("federated_credential", cluster.name.clone(), path, &identity);
            let mut handovers = vec![Handover::client_id(&identity, &groups.aks)];
            if self.written.blueprint.azure.tenant.is_none() {
                handovers.push(Handover::tenant());
            }
            cluster.certificate = Some(IngressCertificate { name: name.to_owned(), vault: vault.name.clone(), handovers });
            cluster.workloads.push(Workload {
                identity,
                namespace: self.facts.releases.get(RELEASE).map_or(RELEASE, |chart| &chart.namespace).to_owned(),
                service_account: IngressCertificate::SERVICE_ACCOUNT.to_owned(),
            });
        }
    }
}

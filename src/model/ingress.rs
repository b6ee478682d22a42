//! What takes requests into a cluster, and the certificate that it serves itself where TLS ends at it.

use serde::Serialize;

use super::azure_values::Handover;
use super::resolve::{Ground, Resolver};
use super::{Cluster, Edge, Vault, Workload};
use crate::blueprint::settings::Ingress;
use crate::facts::Facts;

/// What takes requests into a cluster. Each is called by the same class, stands in the same namespace and at the same address, reads its certificate under the same
/// service account, and answers at the same path while it is well: who has to do with it need not know which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Controller {
    /// By F5.
    Nginx,
    /// By the community.
    IngressNginx,
    /// By F5, for Gateway API: apps come with routes in the place of Ingress objects.
    GatewayApi,
    /// By AKS, likewise: an add-on of the cluster, and no release.
    ApplicationRouting,
}

impl Controller {
    /// The class by which apps name it.
    pub const CLASS: &str = "nginx";
    /// The service account that may read its certificate.
    pub const SERVICE_ACCOUNT: &str = "ingress";
    /// The Gateway by which apps name it.
    pub const GATEWAY: &str = "ingress";
    /// The label of the pods that take its requests.
    pub const GATEWAY_LABEL: &str = "gateway.networking.k8s.io/gateway-name";

    /// The one that is written, and how many of it run at least.
    pub fn of(written: &Ingress) -> (Self, u32) {
        match written {
            Ingress::Nginx(controller) => (Self::Nginx, controller.replicas),
            Ingress::IngressNginx(controller) => (Self::IngressNginx, controller.replicas),
            Ingress::GatewayApi(controller) => (Self::GatewayApi, controller.replicas),
            Ingress::ApplicationRouting(add_on) => (Self::ApplicationRouting, add_on.replicas.min),
        }
    }

    /// Its Helm release, and its file of facts. Of the add-on it is the Gateway alone, which is ours.
    pub fn release(self) -> &'static str {
        match self {
            Self::Nginx => "nginx-ingress",
            Self::IngressNginx => "ingress-nginx",
            Self::GatewayApi => "nginx-gateway-fabric",
            Self::ApplicationRouting => "application-routing",
        }
    }

    /// Whether a disruption budget of ours takes the place of the chart's, which would hold up a drain for as long as a replica does not run; not of one that is written.
    pub fn is_budgeted(written: &Ingress) -> bool {
        matches!(written, Ingress::Nginx(nginx) if nginx.values.get("controller").is_none_or(|values| values.get("podDisruptionBudget").is_none()))
    }

    /// Whether apps come with routes of Gateway API, and it with a Gateway.
    pub fn routes(self) -> bool {
        matches!(self, Self::GatewayApi | Self::ApplicationRouting)
    }

    /// The class of its Gateway.
    pub fn gateway_class(self, facts: &Facts) -> &str {
        if self == Self::ApplicationRouting { &facts.application_routing.class } else { Self::CLASS }
    }

    /// What it makes of the Gateway, as kubectl names it.
    pub fn gateway_pods(self, facts: &Facts) -> String {
        format!("deployment/{}-{}", Self::GATEWAY, self.gateway_class(facts))
    }

    /// Its key in a blueprint.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::IngressNginx => "ingressNginx",
            Self::GatewayApi => "gatewayApi",
            Self::ApplicationRouting => "applicationRouting",
        }
    }

    /// The namespace from which requests come into the pods of apps.
    pub fn namespace(facts: &Facts) -> &str {
        facts.releases.get(Self::Nginx.release()).map_or(Self::SERVICE_ACCOUNT, |chart| &chart.namespace)
    }
}

impl Cluster {
    /// Whether requests come in by the application routing add-on of AKS.
    pub fn has_application_routing(&self) -> bool {
        matches!(self.releases.ingress, Ingress::ApplicationRouting(_))
    }

    /// How long each route waits for an answer, in seconds: of the add-on nothing else can be told so, and where there is a gateway that waits no longer.
    pub fn route_timeout(&self, edge: &Edge) -> Option<u32> {
        (self.has_application_routing() && edge.gateway().is_none()).then_some(edge.request_timeout)
    }
}

/// The certificate, which the ingress reads from the vault under an identity of its own.
#[derive(Debug, Serialize)]
pub struct IngressCertificate {
    /// Its name in the vault.
    pub name: String,
    pub vault: String,
    /// Where the ingress stands, and the secret that is made of it.
    pub namespace: String,
    /// What only Azure knows and the release that fetches it needs.
    pub handovers: Vec<Handover>,
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
            let namespace = Controller::namespace(self.facts).to_owned();
            cluster.certificate = Some(IngressCertificate { name: name.to_owned(), vault: vault.name.clone(), namespace: namespace.clone(), handovers });
            cluster.workloads.push(Workload { identity, namespace, service_account: Controller::SERVICE_ACCOUNT.to_owned(), account_before: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whichever_it_is_it_stands_in_the_same_namespace() {
        let facts = Facts::embedded();
        for controller in [Controller::Nginx, Controller::IngressNginx, Controller::GatewayApi] {
            assert_eq!(facts.releases.get(controller.release()).unwrap().namespace, Controller::namespace(facts), "{controller:?}");
        }
    }
}

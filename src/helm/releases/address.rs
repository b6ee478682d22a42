//! What is the same of every ingress controller: its address, and the volume that fetches its certificate.

use serde_json::{Value, json};

use crate::helm::certificate::RELEASE;
use crate::model::{Cluster, Site};

/// Which address its load balancer has: a public one that stands already, or the one in the subnet of internal load balancers.
pub fn annotations(site: &Site, cluster: &Cluster) -> Value {
    let backend = site.edge.backends.iter().find(|backend| backend.name == cluster.backend);
    match backend.and_then(|backend| backend.public_address.as_ref()) {
        Some(address) => json!({
            "service.beta.kubernetes.io/azure-load-balancer-resource-group": site.groups.network,
            "service.beta.kubernetes.io/azure-pip-name": address.name,
        }),
        None => {
            let mut annotations = json!({
                "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                "service.beta.kubernetes.io/azure-load-balancer-ipv4": cluster.ingress_address,
                "service.beta.kubernetes.io/azure-load-balancer-internal-subnet": site.network.ingress.name,
            });
            if let (Some(service), Some(subnet)) = (&cluster.private_link, &site.network.link) {
                annotations["service.beta.kubernetes.io/azure-pls-create"] = json!("true");
                annotations["service.beta.kubernetes.io/azure-pls-name"] = json!(service);
                annotations["service.beta.kubernetes.io/azure-pls-ip-configuration-subnet"] = json!(subnet.name);
                annotations["service.beta.kubernetes.io/azure-pls-visibility"] = json!("*");
            }
            annotations
        }
    }
}

/// By which header, and by whom alone, an ingress is told whom a request comes from: the gateway appends the address of the client to the one; a private link
/// hides it, and Front Door writes the other itself, over whatever a client wrote there. Source: azure-docs, Front Door, protocol support for HTTP headers.
pub fn real_client(site: &Site) -> Option<(&'static str, String)> {
    let gateway = site.network.gateway.as_ref().map(|subnet| ("X-Forwarded-For", subnet.range.to_string()));
    gateway.or_else(|| site.network.link.as_ref().map(|subnet| ("X-Azure-SocketIP", subnet.range.to_string())))
}

/// The secret of the certificate, as it is called in its namespace.
pub fn secret(namespace: &str) -> String {
    format!("{namespace}/{RELEASE}")
}

/// The volume that makes it, and where it is mounted.
pub fn volume() -> (Value, Value) {
    let volume = json!([{
        "name": "certificate",
        "csi": {"driver": "secrets-store.csi.k8s.io", "readOnly": true, "volumeAttributes": {"secretProviderClass": RELEASE}},
    }]);
    (volume, json!([{"name": "certificate", "mountPath": "/mnt/certificate", "readOnly": true}]))
}

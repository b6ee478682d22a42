//! The ingress by Gateway API: the fabric of F5, and the NGINX that it runs for the Gateway.

use serde_json::{Map, Value, json};

use super::{address, lay};
use crate::blueprint::settings::Ingress;
use crate::model::ingress::Controller;
use crate::model::{Cluster, Site};

/// The values for a cluster that has it.
pub fn values(site: &Site, cluster: &Cluster) -> Option<Value> {
    let Ingress::GatewayApi(written) = &cluster.releases.ingress else { return None };
    let mut nginx = Map::new();
    nginx.insert("replicas".into(), json!(written.replicas));
    let mut config = Map::new();
    if let Some((mode, source)) = real_client(site) {
        let trusted = json!([{"type": "CIDR", "value": source}]);
        config.insert("rewriteClientIP".into(), json!({"mode": mode, "trustedAddresses": trusted}));
    }
    if cluster.certificate.is_some() && site.is_behind_front_door() {
        config.insert("disableSNIHostValidation".into(), json!(true));
    }
    if let Some(measured) = &cluster.measured {
        config.insert("metrics".into(), json!({"disable": false, "port": measured.port}));
    }
    if !config.is_empty() {
        nginx.insert("config".into(), config.into());
    }
    let mut values = json!({ "nginx": nginx });
    if cluster.certificate.is_some() {
        let (volumes, mounts) = address::volume();
        // The fabric reads the secret, and hands the certificate to each NGINX.
        let fabric = json!({"serviceAccount": {"name": Controller::SERVICE_ACCOUNT}, "extraVolumes": volumes, "extraVolumeMounts": mounts});
        lay::more(&mut values, &json!({"nginxGateway": fabric}));
    }
    lay::over(&mut values, &written.values);
    Some(values)
}

/// By which header, and by whom alone, it is told whom a request comes from. It knows one header, to which Front Door, too, appends the address of the client.
/// Source: azure-docs, Front Door, protocol support for HTTP headers.
fn real_client(site: &Site) -> Option<(&'static str, String)> {
    address::real_client(site).map(|(_, source)| ("XForwardedFor", source))
}

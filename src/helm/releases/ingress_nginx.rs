//! The ingress controller by the community.

use serde_json::{Map, Value, json};

use super::{address, lay};
use crate::blueprint::settings::Ingress;
use crate::model::ingress::Controller;
use crate::model::{Cluster, Site};

/// It would take the host of a request from this header, which a gateway lets clients write; so to nginx it says what the host is.
const HOST_IS_HOST: &str = "map $http_host $http_x_forwarded_host { default $http_host; }";

/// The values for a cluster that has it.
pub fn values(site: &Site, cluster: &Cluster) -> Option<Value> {
    let Ingress::IngressNginx(written) = &cluster.releases.ingress else { return None };
    let probe = json!({"httpGet": {"path": site.edge.probe_path}});
    let mut values = json!({
        "controller": {
            "replicaCount": written.replicas,
            "healthCheckPath": site.edge.probe_path,
            "livenessProbe": probe,
            "readinessProbe": probe,
            "service": {"annotations": address::annotations(site, cluster)},
            "config": config(site),
        },
    });
    if let Some(namespace) = cluster.secret_namespace() {
        lay::more(&mut values, &served(&address::secret(namespace)));
    }
    if cluster.certificate.is_some() {
        lay::more(&mut values, &fetched());
    }
    if let Some(measured) = &cluster.measured {
        lay::more(&mut values, &json!({"controller": {"metrics": {"enabled": true, "port": measured.port, "service": {"enabled": false}}}}));
    }
    lay::over(&mut values, &written.values);
    Some(values)
}

fn config(site: &Site) -> Value {
    let mut config = Map::new();
    if let Some((header, source)) = address::real_client(site) {
        config.insert("forwarded-for-header".into(), json!(header));
        config.insert("proxy-real-ip-cidr".into(), json!(source));
    }
    if site.edge.gateway().is_some() {
        config.insert("use-forwarded-headers".into(), json!("true"));
        config.insert("http-snippet".into(), json!(HOST_IS_HOST));
    } else if site.network.link.is_some() {
        config.insert("enable-real-ip".into(), json!("true"));
    }
    config.insert("proxy-read-timeout".into(), json!(site.edge.request_timeout.to_string()));
    Value::Object(config)
}

/// What it needs to serve a certificate itself, whatever the host.
fn served(secret: &str) -> Value {
    json!({
        "controller": {"service": {"enableHttps": true}, "extraArgs": {"default-ssl-certificate": secret}},
        "serviceAccount": {"name": Controller::SERVICE_ACCOUNT},
    })
}

/// What it needs to fetch it out of the vault.
fn fetched() -> Value {
    let (volumes, mounts) = address::volume();
    json!({"controller": {"extraVolumes": volumes, "extraVolumeMounts": mounts}})
}

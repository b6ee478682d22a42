//! The ingress controller by F5.

use serde_json::{Map, Value, json};

use super::{address, lay};
use crate::blueprint::settings::Ingress;
use crate::model::ingress::Controller;
use crate::model::{Cluster, Site};

/// The values for a cluster that has it.
pub fn values(site: &Site, cluster: &Cluster) -> Option<Value> {
    let Ingress::Nginx(written) = &cluster.releases.ingress else { return None };
    let mut values = json!({
        "controller": {
            "replicaCount": written.replicas,
            "healthStatusURI": site.edge.probe_path,
            "service": {"annotations": address::annotations(site, cluster)},
            "config": {"entries": entries(site)},
        },
    });
    if let Some(namespace) = cluster.secret_namespace() {
        lay::more(&mut values, &served(&address::secret(namespace)));
    }
    if cluster.certificate.is_some() {
        lay::more(&mut values, &fetched());
    }
    if let Some(measured) = &cluster.measured {
        lay::more(&mut values, &json!({"controller": {"enableLatencyMetrics": true}, "prometheus": {"create": true, "port": measured.port}}));
    }
    if !Controller::is_budgeted(&cluster.releases.ingress) {
        lay::more(&mut values, &json!({"controller": {"podDisruptionBudget": {"enabled": true, "maxUnavailable": 1}}}));
    }
    lay::over(&mut values, &written.values);
    Some(values)
}

fn entries(site: &Site) -> Value {
    let mut entries = Map::new();
    if let Some((header, source)) = address::real_client(site) {
        entries.insert("real-ip-header".into(), json!(header));
        entries.insert("set-real-ip-from".into(), json!(source));
    }
    entries.insert("proxy-read-timeout".into(), json!(format!("{}s", site.edge.request_timeout)));
    Value::Object(entries)
}

/// What it needs to serve a certificate itself: for every host that asks for TLS, and where no host is known.
fn served(secret: &str) -> Value {
    json!({
        "controller": {
            "service": {"httpsPort": {"enable": true}},
            "serviceAccount": {"name": Controller::SERVICE_ACCOUNT},
            "defaultTLS": {"secret": secret},
            "wildcardTLS": {"secret": secret},
            "config": {"entries": {"ssl-protocols": "TLSv1.2 TLSv1.3"}},
        },
    })
}

/// What it needs to fetch it out of the vault.
fn fetched() -> Value {
    let (volumes, mounts) = address::volume();
    json!({"controller": {"volumes": volumes, "volumeMounts": mounts}})
}

//! What has certificates issued, and renews them.

use serde_json::{Value, json};

use super::lay;
use crate::blueprint::settings::Certificates;
use crate::model::{Cluster, Site};

/// The release, and its file of facts.
pub const RELEASE: &str = "cert-manager";

/// The values for a cluster that has it.
pub fn values(_: &Site, cluster: &Cluster) -> Option<Value> {
    cluster.issuer.as_ref()?;
    let Certificates::CertManager(written) = cluster.releases.certificates.as_ref()?;
    let mut values = json!({});
    if !cluster.scrapers.is_empty() {
        lay::more(&mut values, &json!({"prometheus": {"enabled": true}}));
    }
    lay::over(&mut values, &written.values);
    Some(values)
}

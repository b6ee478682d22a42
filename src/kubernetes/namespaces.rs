//! Namespaces: one for each team in each environment, and one for each release, closed but for what must be open.

use serde::Serialize;

use crate::facts::Facts;
use crate::helm::releases;
use crate::model::{Cluster, Namespace, Site};
use crate::plan::Plan;

/// The namespace of a team.
#[derive(Serialize)]
struct OfTeam<'a> {
    #[serde(flatten)]
    namespace: &'a Namespace,
    pod_security_version: String,
}

/// The namespace of a release.
#[derive(Serialize)]
struct OfRelease<'a> {
    name: &'a str,
    pod_security: &'static str,
    pod_security_version: String,
    /// The subnet of the application gateway.
    gateway: String,
}

/// Plans the namespaces of a cluster.
pub fn plan(site: &Site, cluster: &Cluster, facts: &Facts, plan: &mut Plan) {
    // The rules of the minor that the cluster starts with: an upgrade does not refuse pods that ran until then.
    let pod_security_version = format!("v{}", cluster.version);
    let path = |name: &str| format!("namespaces/{}/{name}.yaml", cluster.name);
    for name in releases::names(cluster) {
        let Some(release) = facts.releases.get(name) else { continue };
        let template = if name == releases::KURED { "namespaces/kured.yaml" } else { "namespaces/nginx-ingress.yaml" };
        let context = OfRelease {
            name: &release.namespace,
            pod_security: release.pod_security.label(),
            pod_security_version: pod_security_version.clone(),
            gateway: site.network.gateway.range.to_string(),
        };
        plan.template(template, path(&release.namespace), context);
    }
    for namespace in &cluster.namespaces {
        let context = OfTeam { namespace, pod_security_version: pod_security_version.clone() };
        plan.template("namespaces/team.yaml", path(&namespace.name), context);
    }
}

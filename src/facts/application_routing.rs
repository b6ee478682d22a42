//! The add-on of AKS that takes requests into a cluster by Gateway API.

use serde::{Deserialize, Serialize};

use super::{Outgoing, PodSecurity};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationRouting {
    /// The class of its Gateways.
    pub class: String,
    pub control_plane: ControlPlane,
    pub ready: Ready,
    /// The level that the pods of a Gateway need.
    pub pod_security: PodSecurity,
    pub pause: Pause,
}

/// Pods that say to those of a Gateway what to serve.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ControlPlane {
    pub namespace: String,
    pub app: String,
    pub port: u16,
}

/// Where a pod of a Gateway says whether it takes requests.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ready {
    pub path: String,
    pub port: u16,
}

/// An image of a container that does nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub registry: String,
    pub repository: String,
    pub tag: String,
}

impl Pause {
    /// Where nodes have it from; those that reach no other registry than this one have it of the images of AKS there.
    pub fn image(&self, mirror: Option<&str>, outgoing: &Outgoing) -> String {
        let Self { registry, repository, tag } = self;
        match mirror {
            None => format!("{registry}/{repository}:{tag}"),
            Some(mirror) => format!("{mirror}/{}:{tag}", outgoing.kubernetes_cache.target.replace('*', repository)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn nodes_without_a_way_out_have_the_image_of_their_registry() {
        let facts = Facts::embedded();
        let pause = &facts.application_routing.pause;
        assert_eq!(pause.image(None, &facts.outgoing), format!("mcr.microsoft.com/oss/v2/kubernetes/pause:{}", pause.tag));
        let mirrored = pause.image(Some("shop.azurecr.io"), &facts.outgoing);
        assert_eq!(mirrored, format!("shop.azurecr.io/aks-managed-repository/oss/v2/kubernetes/pause:{}", pause.tag));
    }
}

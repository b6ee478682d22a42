//! Labels and taints of nodes that AKS and Kubernetes give.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeLabels {
    reserved: Vec<String>,
    /// What AKS keeps for itself.
    aks: String,
    /// The label that holds the name of the pool.
    pub pool: String,
    pub spot: Mark,
    pub critical: Mark,
    /// The label that holds the kind of processor.
    pub architecture: String,
}

/// A label that is a taint, too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub key: String,
    pub value: String,
    pub effect: String,
}

impl NodeLabels {
    /// Whether a label is not the user's to give.
    pub fn is_reserved(&self, key: &str) -> bool {
        self.reserved.iter().any(|reserved| is_below(key, reserved))
    }

    /// Whether a taint is not the user's to give.
    pub fn is_of_aks(&self, key: &str) -> bool {
        is_below(key, &self.aks)
    }
}

/// Whether a key has a domain for prefix, or a subdomain of it.
fn is_below(key: &str, domain: &str) -> bool {
    key.split_once('/').and_then(|(prefix, _)| prefix.strip_suffix(domain)).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn labels_below_reserved_prefixes_are_reserved() {
        let labels = &Facts::embedded().node_labels;
        for key in ["kubernetes.io/arch", "node.kubernetes.io/x", "kubernetes.azure.com/agentpool"] {
            assert!(labels.is_reserved(key), "{key}");
        }
        for key in ["tier", "example.com/tier", "notkubernetes.io/tier", "kubernetes.io"] {
            assert!(!labels.is_reserved(key), "{key}");
        }
    }
}

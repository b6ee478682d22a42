//! Labels and taints of nodes that AKS and Kubernetes give.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeLabels {
    reserved: Vec<String>,
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
        key.split_once('/').is_some_and(|(prefix, _)| {
            self.reserved.iter().any(|reserved| prefix.strip_suffix(reserved.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        })
    }
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

//! Third-party Helm charts: where each comes from, pinned, and what its namespace must allow.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Date, Minor};

/// Charts by the name of their file under `releases/`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Releases(BTreeMap<String, Release>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    pub source: String,
    pub checked: Date,
    pub chart: String,
    /// The chart's version, as `helm --version` takes it.
    pub version: String,
    /// The version of what the chart installs.
    pub app_version: String,
    pub released: Date,
    /// `oci://…` (the folder of the chart) or `https://…` (a classic repository).
    pub repository: String,
    /// The oldest minor that the chart names.
    pub kubernetes_from: Option<Minor>,
    /// The namespace in which it is installed when the blueprint names none.
    pub namespace: String,
    pub images: Vec<Image>,
    /// The values that are annotations of the pods that ask the Kubernetes API, as paths of keys.
    #[serde(default)]
    pub asking_pods: Vec<String>,
    /// The Pod Security level that its pods need.
    pub pod_security: PodSecurity,
    /// Definitions of resources that must be there first and do not come with it.
    pub definitions: Option<Definitions>,
}

/// Definitions of resources, out of a public repository.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// The release, for people.
    pub version: String,
    /// Where they lie, as kustomize takes it.
    pub folder: String,
    /// The commit of the release: what lies there at another time cannot be another thing.
    pub commit: String,
}

impl Definitions {
    /// How `kubectl apply --kustomize` is told where they are.
    pub fn reference(&self) -> String {
        format!("{}?ref={}&timeout=120s", self.folder, self.commit)
    }
}

/// An image that a chart installs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The host that it names where nobody says another.
    pub registry: String,
    pub repository: String,
    /// The value of the chart that says both, as a path of keys.
    pub value: String,
    /// Whether that value says the registry alone.
    #[serde(default)]
    pub registry_alone: bool,
    /// Where a registry of Azure fetches it, where that is elsewhere.
    pub cached_from: Option<String>,
    /// The tag that a person brings into a registry of Azure, where none is fetched for want of an account.
    pub imported: Option<String>,
}

impl Image {
    /// What its value says where it comes from another registry.
    pub fn within(&self, registry: &str) -> String {
        if self.registry_alone { registry.to_owned() } else { format!("{registry}/{}", self.repository) }
    }

    /// Where a registry of Azure fetches it.
    pub fn cached_from(&self) -> String {
        self.cached_from.clone().unwrap_or_else(|| format!("{}/{}", self.registry, self.repository))
    }
}

/// Levels of the Pod Security Standards, strictest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PodSecurity {
    Privileged,
    Baseline,
    Restricted,
}

/// How Helm is told where a chart is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartReference {
    /// `helm upgrade RELEASE REFERENCE`.
    Oci(String),
    /// `helm upgrade RELEASE CHART --repo REPOSITORY`.
    Repository { chart: String, repository: String },
}

impl PodSecurity {
    /// The value of a `pod-security.kubernetes.io/…` label.
    pub fn label(self) -> &'static str {
        match self {
            PodSecurity::Privileged => "privileged",
            PodSecurity::Baseline => "baseline",
            PodSecurity::Restricted => "restricted",
        }
    }
}

impl Release {
    pub fn reference(&self) -> ChartReference {
        if self.repository.starts_with("oci://") {
            ChartReference::Oci(format!("{}/{}", self.repository, self.chart))
        } else {
            ChartReference::Repository { chart: self.chart.clone(), repository: self.repository.clone() }
        }
    }
}

impl Releases {
    /// A chart by the name of its file of facts.
    pub fn get(&self, name: &str) -> Option<&Release> {
        self.0.get(name)
    }

    /// The names of all charts, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::ChartReference;
    use crate::facts::{Facts, shared};

    #[test]
    fn references_are_what_helm_takes() {
        let releases = &Facts::embedded().releases;
        let nginx = ChartReference::Oci("oci://ghcr.io/nginx/charts/nginx-ingress".into());
        assert_eq!(releases.get("nginx-ingress").unwrap().reference(), nginx);
        let kured = releases.get("kured").unwrap().reference();
        assert!(matches!(kured, ChartReference::Repository { chart, .. } if chart == "kured"));
    }

    #[test]
    fn every_chart_has_one_kind_of_source_and_a_legal_namespace() {
        let facts = Facts::embedded();
        for name in facts.releases.names() {
            let release = facts.releases.get(name).unwrap();
            let known = ["oci://", "https://"].iter().any(|scheme| release.repository.starts_with(scheme));
            assert!(known && !release.repository.ends_with('/'), "{name}: {}", release.repository);
            assert_eq!(facts.naming.kubernetes_label.check(&release.namespace), Ok(()), "{name}");
            assert!(release.released <= release.checked, "{name}: read before it was released");
        }
    }

    #[test]
    fn versions_are_those_of_the_charts_we_check_values_against() {
        let Some(charts) = shared::folder("charts") else { return };
        let releases = &Facts::embedded().releases;
        for name in releases.names() {
            let release = releases.get(name).unwrap();
            let published = std::fs::read_to_string(charts.join(&release.chart).join("Chart.yaml")).unwrap();
            let says = |key: &str, value: &str| published.lines().any(|line| line.replace('"', "") == format!("{key}: {value}"));
            assert!(says("name", &release.chart), "{name}");
            // cert-manager gives its chart versions when it publishes it.
            let unversioned = says("version", "v0.0.0");
            assert!(unversioned || says("version", &release.version), "{name}: not version {}", release.version);
            // Where the chart was read on its main branch it names no release of what it installs.
            assert!(unversioned || says("appVersion", &release.app_version) || says("appVersion", "edge"), "{name}: not app version {}", release.app_version);
        }
    }

    #[test]
    fn the_pods_that_ask_are_those_of_the_charts() {
        let Some(charts) = shared::folder("charts") else { return };
        let releases = &Facts::embedded().releases;
        for name in releases.names() {
            let release = releases.get(name).unwrap();
            let values: serde_json::Value = serde_saphyr::from_str(&std::fs::read_to_string(charts.join(&release.chart).join("values.yaml")).unwrap()).unwrap();
            for path in &release.asking_pods {
                // Some charts know annotations of pods without giving any; what they are annotations of is there.
                let above = path.rsplit_once('.').map_or("", |(above, _)| above);
                let map = above.split('.').filter(|key| !key.is_empty()).try_fold(&values, |values, key| values.get(key));
                assert!(map.is_some_and(serde_json::Value::is_object), "{name}: {path}");
            }
        }
    }
}

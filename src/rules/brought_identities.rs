//! AKS0232: identities that are brought and cannot serve.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::{ManagedIdentity, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for site in &subject.model.sites {
        let ours = subject.model.subscription_of(site);
        for (what, settings, identity) in brought(site) {
            let path = format!("{settings}.identities.{what}.existing");
            let ManagedIdentity { name, resource_group, subscription } = identity;
            if ours.is_some() && ours != subscription.as_deref() {
                let finding = Finding::new(&codes::BROUGHT_IDENTITY, format!("the identity {name} stands in another subscription than what is to have it"))
                    .beside(findings.place("azure.subscription"), "this one is deployed to")
                    .help("bring one of this subscription");
                findings.add(finding, &path, "its subscription is another one");
            }
            let key = format!("{resource_group}/{name}").to_lowercase();
            let Some((_, other)) = seen.iter().find(|(other, _)| *other == key) else {
                seen.push((key, path));
                continue;
            };
            let finding = Finding::new(&codes::BROUGHT_IDENTITY, format!("two are to have the identity {name}"))
                .beside(findings.place(other).filter(|other| Some(*other) != findings.place(&path)), "the other one")
                .help("bring one for each: for each platform, each of its regions (`perRegion`), and each cluster that stands beside others (`perCluster`)");
            findings.add(finding, &path, "each would have the roles of the other, and lose them with it");
        }
        let says = |what: &str| findings.is_written(&format!("{}.identities.{what}.existing", settings_path(site)));
        if site.edge.gateway().is_none() && says("gateway") {
            let finding = Finding::new(&codes::BROUGHT_IDENTITY, "an identity is brought for a gateway, and there is none").help("take the line out");
            findings.add(finding, &format!("{}.identities.gateway.existing", settings_path(site)), "nothing has it");
        }
    }
}

fn brought(site: &Site) -> impl Iterator<Item = (&'static str, String, &ManagedIdentity)> {
    let of_clusters = site.clusters.iter().flat_map(|cluster| {
        [("cluster", &cluster.identity), ("kubelet", &cluster.kubelet_identity)].map(|(what, identity)| (what, cluster.tenancy.path.clone(), identity))
    });
    let of_gateway = site.edge.gateway().map(|gateway| ("gateway", settings_path(site), &gateway.identity));
    of_clusters.chain(of_gateway).filter(|(.., identity)| !identity.is_made())
}

//! AKS0407, AKS0408, AKS0409: certificates that are issued, and named as well; that nothing would serve; for domains of which nobody can prove whose they are.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::Site;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        if !site.clusters.iter().any(|cluster| cluster.releases.certificates.is_some()) {
            beside_issued(subject, findings, site);
            continue;
        }
        let path = format!("{}.releases.certificates", settings_path(site));
        if !site.edge.issued {
            let finding = Finding::new(&codes::ISSUED_BEFORE, format!("no ingress of {} would serve the certificate that is issued", site.key)).help(
                "take `certificates` out, and name a certificate of the vault in each environment, such as `certificate: wildcard-shop`; \
                 or let TLS end at the ingress, `edge: {gateway: loadBalancer}`",
            );
            findings.add(finding, &path, "TLS ends before it, at a gateway or at Front Door, which take certificates out of vaults alone");
            continue;
        }
        if site.mirror.is_some() {
            let finding = Finding::new(&codes::UNPROVEN, format!("{} does not reach who issues certificates", site.key))
                .beside(findings.place(&format!("{}.network.egress", settings_path(site))), "its nodes reach nothing outside")
                .help("name certificates of the vault in its environments, in the place of `certificates`; or give it a way out, `egress: firewall`");
            findings.add(finding, &path, "Let's Encrypt and Azure DNS are asked on the Internet");
        }
        let here = || site.edge.listeners.iter().map(|listener| &listener.environment);
        for environment in subject.model.environments.iter().filter(|environment| here().any(|name| *name == environment.name)) {
            let of = format!("environments.{}", environment.name);
            if environment.certificate.is_some() {
                let finding = Finding::new(&codes::ISSUED_TWICE, format!("the certificate of `{}` is named, and is to be issued", environment.name))
                    .beside(findings.place(&path), "here it is issued")
                    .help("take one of the two out: an ingress has one certificate for all hosts");
                findings.add(finding, &format!("{of}.certificate"), "here it comes out of the vault");
            }
            if subject.model.dns.zone(&environment.name).is_none() {
                let finding = Finding::new(&codes::UNPROVEN, format!("nobody can prove whose `{}` is", environment.domain))
                    .beside(findings.place(&path), "certificates are issued to who owns the domain")
                    .help("write `zone: azure`, or `zone: {existing: …}`, for this environment or for all");
                findings.add(finding, &format!("{of}.zone"), "it is proved by a record in a zone of Azure DNS");
            }
        }
    }
}

/// A region without, beside one of the same platform with it.
fn beside_issued(subject: &Subject, findings: &mut Findings, site: &Site) {
    let issued = subject.model.sites.iter().find(|other| other.platform == site.platform && other.edge.issued);
    if let Some(other) = issued {
        let path = format!("{}.releases.certificates", settings_path(other));
        let finding = Finding::new(&codes::ISSUED_TWICE, format!("certificates are issued in {} and not in {}", other.key, site.key))
            .help("write `certificates` for the whole platform: its environments have the same hosts in all of its regions");
        findings.add(finding, &path, "this region alone has them issued");
    }
}

//! AKS0701: an environment without a certificate answers plain HTTP.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::Site;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for environment in subject.model.environments.iter().filter(|environment| !subject.model.is_secure(&environment.name)) {
        let mut sites = subject.model.sites.iter().filter(|site| site.platform == environment.platform);
        if sites.clone().any(Site::is_behind_front_door) {
            continue; // which wants one: AKS0710
        }
        let name = format!("wildcard-{}", environment.domain.replace('.', "-"));
        let finding = Finding::new(&codes::NO_CERTIFICATE, format!("the environment `{}` has no certificate", environment.name))
            .help(format!("put a certificate of `*.{}` into the vault and name it here, such as `certificate: {name}`", environment.domain));
        let gateway = sites.any(|site| site.edge.gateway().is_some());
        let noun = if gateway { "gateway" } else { "ingress" };
        findings.add(finding, &format!("environments.{}", environment.name), format!("its {noun} listens on port 80 alone, and requests go unencrypted"));
    }
}

//! AKS0528: an image that is to be built, and not to be pushed: it isn't of our registry, or differs from environment to environment.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let model = subject.model;
    let registry = format!("{}/", model.common.registry.login_server);
    for (app, build) in model.built() {
        let is_other = |repository: &str| repository.strip_prefix(&registry) != Some(build.image.as_str());
        let Some(placement) = app.placements.iter().find(|placement| is_other(&placement.repository)) else { continue };
        let (help, why) = if placement.repository.starts_with(&registry) {
            ("write one image for all environments: what differs between them is `config`", "it is another one than the pipeline builds")
        } else {
            ("write the image without a registry, such as `podinfo`, and it is pushed into ours; or take `build` out", "it stands in a registry of others")
        };
        let finding = Finding::new(&codes::BUILD_IMAGE, format!("the pipeline of `{}` builds no image for `{}`", app.name, placement.environment))
            .beside(findings.place(&format!("apps.{}.build", app.name)), "built here")
            .help(help);
        findings.add(finding, &format!("{}.image", placement.base), why);
    }
}

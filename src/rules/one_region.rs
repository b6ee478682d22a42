//! AKS0711: a last environment that stands in one region, though it is not the first to be tried.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    // Who has one environment alone has not begun to tell what must not fail from what may.
    let [_, .., last] = subject.model.environments.as_slice() else { return };
    let mut sites = subject.model.sites.iter().filter(|site| site.platform == last.platform);
    if let (Some(site), None) = (sites.next(), sites.next()) {
        let platform = &last.platform;
        let finding = Finding::new(&codes::ONE_REGION, format!("`{}` stands in one region", last.name)).help(format!(
            "name a second region and what leads to both, such as `platforms: {{{platform}: {{regions: [{}, …], edge: {{global: trafficManager}}}}}}`; or allow this, with how long it may be away",
            site.region.name
        ));
        let written = format!("platforms.{platform}.regions");
        let path = if findings.is_written(&written) { written } else { "regions".to_owned() };
        findings.add(finding, &path, format!("when {} is lost, so is all that users see", site.region.name));
    }
}

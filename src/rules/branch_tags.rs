//! AKS0532: the image of a branch in an environment that outlives it.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::branch_images::PREFIX;

pub fn check(subject: &Subject, findings: &mut Findings) {
    if !subject.model.features().apps.branch_images {
        return;
    }
    for app in &subject.model.apps {
        for placement in &app.placements {
            let Some(tag) = placement.tag.as_deref().filter(|tag| tag.starts_with(PREFIX)) else { continue };
            let finding = Finding::new(&codes::BRANCH_TAG, format!("the tag of `{}` is that of a branch", app.name))
                .help("merge the branch, and take the tag of what is built then: the commit; or give the image another name, by `az acr import`");
            findings.add(finding, &format!("{}.tag", placement.base), format!("when its branch is gone `{tag}` is deleted, and no node can pull it any more"));
        }
    }
}
